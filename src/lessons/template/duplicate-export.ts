import { record, show } from '../../template';
import { inTemplate, Lesson } from '../lesson';

export const duplicateExport: Lesson = {
  id: 'DuplicateExport',
  title: 'No two outputs export the same name',
  severity: 'critical',
  facet: 'reliability',
  classes: ['name-env-suffix', 'outputs-missing'],
  why: 'An export name exists once in an account and Region: the second output fails its stack.',
  fix: 'Begin each export name with the stack and give it a part of its own: !Sub "${AWS::StackName}-QueueArn".',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html',
  flawed: `
    Queue: { Type: AWS::SQS::Queue }
Outputs:
  Url: { Value: !Ref Queue, Export: { Name: !Sub '\${AWS::StackName}-queue' } }
  Arn: { Value: !GetAtt Queue.Arn, Export: { Name: !Sub '\${AWS::StackName}-queue' } }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue }
Outputs:
  Url: { Value: !Ref Queue, Export: { Name: !Sub '\${AWS::StackName}-queue-url' } }
  Arn: { Value: !GetAtt Queue.Arn, Export: { Name: !Sub '\${AWS::StackName}-queue-arn' } }`,
  *check(model) {
    for (const stack of model.stacks) {
      const seen = new Map<string, string>();
      for (const [id, output] of Object.entries(stack.outputs)) {
        const name = record(record(output).Export).Name;
        if (name === undefined || record(output).Condition !== undefined) continue;
        const shown = show(stack.resolver.resolve(name));
        const before = seen.get(shown);
        if (before !== undefined && !shown.includes('${?}')) yield inTemplate(stack, ['Outputs', id, 'Export', 'Name'], `${shown} is exported by ${before} too`);
        else seen.set(shown, id);
      }
    }
  },
};
