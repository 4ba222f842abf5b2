import { inPart, isMadeByTransform, isOpen, namedBy, partsOf } from './sections';
import { record, Stack } from '../../template';
import { Lesson } from '../lesson';

const PSEUDO = ['AccountId', 'NoValue', 'NotificationARNs', 'Partition', 'Region', 'StackId', 'StackName', 'URLSuffix'].map((name) => `AWS::${name}`);

export const danglingReference: Lesson = {
  id: 'DanglingReference',
  title: 'What a template names exists in it',
  severity: 'critical',
  facet: 'reliability',
  classes: ['invalid-reference'],
  why: 'CloudFormation refuses the whole template when a Ref, GetAtt, Sub, DependsOn, condition or mapping names something that is not there.',
  fix: 'Correct the name, or add what it names. Write ${!name} in Fn::Sub where the text ${name} itself is meant, as in IAM policy variables and shell scripts.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-sub.html',
  flawed: `
    Queue: { Type: AWS::SQS::Queue }
    Policy:
      Type: AWS::SQS::QueuePolicy
      Properties: { Queues: [!Ref Que] }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue }
    Policy:
      Type: AWS::SQS::QueuePolicy
      Properties:
        Queues: [!Ref Queue]
        PolicyDocument: { Statement: [{ Resource: !Sub 'arn:aws:s3:::home/\${!aws:username}/\${AWS::StackName}' }] }`,
  *check(model) {
    for (const stack of model.stacks.filter((one) => !isOpen(one))) {
      const resources = record(stack.template.Resources);
      for (const part of partsOf(stack)) {
        const seen = new Set<string>();
        for (const { kind, target, attribute, path } of namedBy(part)) {
          const key = `${kind} ${target}`;
          if (kind === 'ImportValue' || seen.has(key)) continue;
          const isResource = target in resources || stack.resources.has(target) || isMadeByTransform(stack, target);
          const isParameter = target in stack.parameters || PSEUDO.includes(target);
          const exists = kind === 'Condition' ? target in stack.conditions
            : kind === 'FindInMap' ? target in stack.mappings
              : kind === 'GetAtt' || kind === 'DependsOn' || attribute !== undefined ? isResource
                : part.section === 'Conditions' || part.section === 'Rules' ? isParameter : isResource || isParameter;
          if (exists) continue;
          seen.add(key);
          yield inPart(stack, part, path, `${kind} names ${target}, ${whatIs(stack, target, isResource)}`, key);
        }
      }
    }
  },
};

function whatIs(stack: Stack, target: string, isResource: boolean): string {
  if (isResource) return 'a resource, which cannot be named here';
  if (target in stack.parameters) return 'a parameter, which cannot be named so';
  return target.includes(':') && !target.startsWith('AWS::') ? 'which Fn::Sub takes for a resource' : 'which does not exist';
}
