import { isText } from './physical-names';
import { tellsApart } from './tells-apart';
import { varietyOf } from './varies';
import { record, show } from '../../template';
import { inTemplate, Lesson } from '../lesson';
import { possibly } from '../query';

export const exportWithoutEnvironment: Lesson = {
  id: 'ExportWithoutEnvironment',
  title: 'The name of an export holds the stack or the environment',
  severity: 'critical',
  facet: 'operations',
  classes: ['name-env-suffix', 'outputs-missing', 'naming-convention'],
  why: 'An export name exists once in an account and Region: the stack of the next environment fails.',
  fix: 'Begin it with the stack: !Sub "${AWS::StackName}-QueueArn".',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html',
  flawed: `
    Queue: { Type: AWS::SQS::Queue }
Outputs:
  Url: { Value: !Ref Queue, Export: { Name: payments-queue-url } }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue }
Outputs:
  Url: { Value: !Ref Queue, Export: { Name: !Sub '\${AWS::StackName}-queue-url' } }`,
  *check(model, { environmentSuffix }) {
    for (const stack of model.stacks) {
      for (const [id, output] of Object.entries(stack.outputs)) {
        const raw = record(record(output).Export).Name;
        if (raw === undefined || varietyOf(stack, raw) === 'deployment') continue;
        const name = stack.resolver.resolve(raw);
        // The CDK begins its exports with the name of the stack.
        if (id.startsWith('ExportsOutput')) continue;
        if (possibly(name, (option) => isText(option) && !tellsApart(stack, show(option), environmentSuffix))) {
          yield inTemplate(stack, ['Outputs', id, 'Export', 'Name'], `Exported as ${show(name)} in every environment`);
        }
      }
    }
  },
};
