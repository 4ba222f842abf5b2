import { callsOf, inPart, partsOf } from './sections';
import { Call, isRecord, record, variablesOf } from '../../template';
import { Lesson } from '../lesson';

export const needlessFunction: Lesson = {
  id: 'NeedlessFunction',
  title: 'Fn::Sub has variables and Fn::Join has something to join',
  severity: 'medium',
  facet: 'operations',
  classes: ['sub-lint'],
  why: 'A function that changes nothing is a lint warning (W1020), and often a forgotten ${}: $Environment instead of ${Environment}.',
  fix: 'Write the text itself, or the variable that was meant.',
  source: 'https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/rules.md',
  flawed: `
    Queue: { Type: AWS::SQS::Queue, Properties: { KmsMasterKeyId: !Sub alias/payments } }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue, Properties: { KmsMasterKeyId: !Sub 'alias/\${AWS::StackName}' } }`,
  *check(model) {
    for (const stack of model.stacks) {
      // In what a loop made, the variable is filled in.
      const written = partsOf(stack).filter(({ section, id }) => section !== 'Resources' || id in record(stack.template.Resources));
      for (const part of written) {
        for (const { name, path } of callsOf(part).filter(isNeedless)) {
          yield inPart(stack, part, path, `${name} changes nothing`, `${name} at ${path.join('.')}`);
        }
      }
    }
  },
};

function isNeedless({ name, argument }: Call): boolean {
  const items: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  const [first, second] = items;
  if (name === 'Fn::Sub') return typeof first === 'string' && variablesOf(first).length === 0 && !first.includes('${!');
  return name === 'Fn::Join' && Array.isArray(second) && second.length === 1 && !isRecord(second[0]);
}
