import { canHold, guardsOf } from './conditions';
import { inPart, namedBy, partsOf } from './sections';
import { record } from '../../template';
import { Lesson } from '../lesson';

export const conditionalReference: Lesson = {
  id: 'ConditionalReference',
  title: 'A resource that a condition may leave out is only named where that condition holds',
  severity: 'critical',
  facet: 'reliability',
  classes: ['invalid-reference', 'env-conditions'],
  why: 'With the condition false the name has nothing behind it and CloudFormation refuses the template, often first in the other environment.',
  fix: 'Give the resource or output the same Condition, or write !If [Condition, !Ref Resource, !Ref AWS::NoValue].',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html',
  flawed: `
    Key: { Type: AWS::KMS::Key, Condition: IsProd, Properties: { EnableKeyRotation: true } }
    Topic: { Type: AWS::SNS::Topic, Properties: { KmsMasterKeyId: !Ref Key } }
Parameters:
  Environment: { Type: String }
Conditions:
  IsProd: !Equals [!Ref Environment, prod]`,
  sound: `
    Key: { Type: AWS::KMS::Key, Condition: IsProd, Properties: { EnableKeyRotation: true } }
    Topic: { Type: AWS::SNS::Topic, Properties: { KmsMasterKeyId: !If [IsProd, !Ref Key, alias/aws/sns] } }
Parameters:
  Environment: { Type: String }
Conditions:
  IsProd: !Equals [!Ref Environment, prod]`,
  *check(model) {
    for (const stack of model.stacks) {
      for (const part of partsOf(stack)) {
        const own = record(part.body).Condition;
        const seen = new Set<string>();
        for (const { kind, target, path } of namedBy(part)) {
          const condition = stack.resources.get(target)?.condition;
          // CloudFormation drops a DependsOn on what it does not create.
          if (kind === 'DependsOn' || kind === 'Condition' || !condition || condition === own || seen.has(target)) continue;
          const guards = [...typeof own === 'string' ? [{ condition: own, holds: true }] : [], ...guardsOf(part.body, path), { condition, holds: false }];
          if (!canHold(stack, guards)) continue;
          seen.add(target);
          yield inPart(stack, part, path, `Names ${target}, which exists only when ${condition} holds`, target);
        }
      }
    }
  },
};
