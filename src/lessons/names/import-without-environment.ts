import { tellsApart } from './tells-apart';
import { varietyOf } from './varies';
import { show } from '../../template';
import { Lesson } from '../lesson';
import { possibly } from '../query';
import { inPart, namedBy, partsOf } from '../template/sections';

export const importWithoutEnvironment: Lesson = {
  id: 'ImportWithoutEnvironment',
  title: 'A stack imports from the stack of its own environment',
  severity: 'medium',
  facet: 'operations',
  classes: ['name-env-suffix', 'nested-stack'],
  why: 'A literal import ties every environment to one: test writes to the resources of production.',
  fix: 'Take the name of the other stack as a parameter: Fn::ImportValue: !Sub "${NetworkStack}-VpcId".',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-importvalue.html',
  flawed: `
    Queue: { Type: AWS::SQS::Queue, Properties: { KmsMasterKeyId: !ImportValue payments-key } }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue, Properties: { KmsMasterKeyId: { 'Fn::ImportValue': !Sub '\${KeyStack}-key' } } }
Parameters:
  KeyStack: { Type: String }`,
  *check(model, { environmentSuffix }) {
    for (const stack of model.stacks) {
      for (const part of partsOf(stack)) {
        for (const { kind, name, path } of namedBy(part)) {
          if (kind !== 'ImportValue' || varietyOf(stack, name) === 'deployment') continue;
          const imported = stack.resolver.resolve(name);
          // The CDK imports `Stack:ExportsOutput...`.
          if (possibly(imported, (option) => option !== undefined && !tellsApart(stack, show(option), environmentSuffix) && !show(option).includes(':ExportsOutput'))) {
            yield inPart(stack, part, path, `Imports ${show(imported)} in every environment`, show(imported));
          }
        }
      }
    }
  },
};
