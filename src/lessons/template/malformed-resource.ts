import { record } from '../../template';
import { inTemplate, Lesson } from '../lesson';

const ATTRIBUTES = [
  'Type', 'Properties', 'DependsOn', 'Condition', 'Metadata', 'DeletionPolicy', 'UpdateReplacePolicy', 'UpdatePolicy', 'CreationPolicy', 'Version', 'Description', 'Connectors',
  'IgnoreGlobals',
];

export const malformedResource: Lesson = {
  id: 'MalformedResource',
  title: 'A resource has an alphanumeric id, a Type, and its attributes in their places',
  severity: 'critical',
  facet: 'reliability',
  classes: ['invalid-property'],
  why: 'CloudFormation refuses the template.',
  fix: 'Give each resource a Type, an id of letters and digits, and put its settings beneath Properties.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html',
  flawed: `
    Payment_Queue: { Type: AWS::SQS::Queue, QueueName: payments }`,
  sound: `
    PaymentQueue: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: 0 } }`,
  *check(model) {
    for (const stack of model.stacks) {
      for (const [id, raw] of Object.entries(record(stack.template.Resources))) {
        if (id.startsWith('Fn::')) continue;
        const body = record(raw);
        const path = ['Resources', id];
        if (typeof body.Type !== 'string') yield inTemplate(stack, path, `${id} has no Type`);
        if (!/^[A-Za-z0-9]{1,255}$/.test(id)) yield inTemplate(stack, path, `${id} is no logical id: letters and digits only`);
        for (const key of Object.keys(body)) {
          if (!ATTRIBUTES.includes(key) && !key.startsWith('Fn::')) yield inTemplate(stack, [...path, key], `${key} stands beside Properties`);
        }
      }
    }
  },
};
