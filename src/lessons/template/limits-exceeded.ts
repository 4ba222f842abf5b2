import { record } from '../../template';
import { inTemplate, Lesson } from '../lesson';

const MOST = { Parameters: 200, Mappings: 200, Resources: 500, Outputs: 200 } as const;
const LONGEST_DESCRIPTION = 1_024;
const LARGEST_BYTES = 1_048_576;

export const limitsExceeded: Lesson = {
  id: 'LimitsExceeded',
  title: 'A template keeps within the quotas of CloudFormation',
  severity: 'critical',
  facet: 'reliability',
  classes: ['quota-region'],
  why: 'CloudFormation refuses a template with more than 500 resources, 200 parameters or 200 outputs, or of more than 1 MB.',
  fix: 'Divide it into nested stacks, or stacks by lifetime.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html',
  flawed: `
    Queue: { Type: AWS::SQS::Queue }
Description: ${'Payments. '.repeat(110)}`,
  sound: `
    Queue: { Type: AWS::SQS::Queue }
Description: Payments`,
  *check(model) {
    for (const stack of model.stacks) {
      for (const [section, most] of Object.entries(MOST)) {
        const count = section === 'Resources' ? stack.resources.size : Object.keys(record(stack.template[section])).length;
        if (count > most) yield inTemplate(stack, [section], `${count} ${section.toLowerCase()}, at most ${most} are accepted`);
      }
      const { Description: description } = stack.template;
      if (typeof description === 'string' && Buffer.byteLength(description) > LONGEST_DESCRIPTION) {
        yield inTemplate(stack, ['Description'], `Description of ${Buffer.byteLength(description)} bytes, at most ${LONGEST_DESCRIPTION} are accepted`);
      }
      // Without indentation: what is larger even so cannot be mended by minifying.
      const size = Buffer.byteLength(JSON.stringify(stack.template));
      if (size > LARGEST_BYTES) yield inTemplate(stack, [], `${size} bytes, at most ${LARGEST_BYTES} are accepted`);
    }
  },
};
