import { inPart, namedBy, partsOf } from './sections';
import { isMapping, record } from '../../template';
import { at, Lesson } from '../lesson';

export const nestedParameter: Lesson = {
  id: 'NestedParameter',
  title: 'A nested stack gets the parameters it declares and has the outputs it is asked for',
  severity: 'critical',
  facet: 'reliability',
  classes: ['nested-stack', 'invalid-reference'],
  why: 'A parameter that is missing or not declared, or an output that the child does not have, fails the deployment of the parent.',
  fix: 'Make Parameters of the nested stack match those of its template, and read only its outputs.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-nested-stacks.html',
  flawed: `
    Network: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: !Ref Url } }
    Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: !GetAtt Network.VpcId } }`,
  sound: `
    Network: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: !Ref Url } }
    Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: !GetAtt Network.Outputs.VpcId } }`,
  *check(model) {
    for (const stack of model.resources('AWS::CloudFormation::Stack')) {
      const { child } = stack;
      const given = stack.get('Parameters');
      if (!child || !(given === undefined || isMapping(given))) continue;
      for (const [name, parameter] of Object.entries(child.parameters)) {
        if (record(parameter).Default === undefined && !Object.hasOwn(given ?? {}, name)) yield at(stack, 'Parameters', `${name} is not given, and has no default`, name);
      }
      for (const name of Object.keys(given ?? {})) {
        if (!(name in child.parameters)) yield at(stack, `Parameters.${name}`, `The nested template has no parameter ${name}`, name);
      }
    }
    for (const stack of model.stacks) {
      for (const part of partsOf(stack)) {
        for (const { target, attribute, path } of namedBy(part)) {
          const nested = stack.resources.get(target);
          if (nested?.type !== 'AWS::CloudFormation::Stack' || attribute === undefined) continue;
          const output = /^Outputs\.(.+)$/.exec(attribute)?.[1];
          if (output === undefined) yield inPart(stack, part, path, `${target}.${attribute} lacks Outputs`, `${target}.${attribute}`);
          else if (nested.child && !(output in nested.child.outputs)) yield inPart(stack, part, path, `${target} has no output ${output}`, `${target}.${attribute}`);
        }
      }
    }
  },
};
