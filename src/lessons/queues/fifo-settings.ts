import { Text, Value } from '../../template';
import { at, Lesson } from '../lesson';
import { absent, isTrue, off, surely } from '../query';

const TYPES: Readonly<Record<string, readonly [flag: string, name: string, ...only: string[]]>> = {
  'AWS::SQS::Queue': ['FifoQueue', 'QueueName', 'ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit'],
  'AWS::SNS::Topic': ['FifoTopic', 'TopicName', 'ContentBasedDeduplication', 'FifoThroughputScope'],
};

/** The end of a name, when it is known. */
function end(name: Value | undefined): string | undefined {
  const last = name instanceof Text ? name.parts[name.parts.length - 1] : name;
  return typeof last === 'string' ? last : undefined;
}

export const fifoSettings: Lesson = {
  id: 'FifoSettings',
  title: 'A FIFO queue or topic says so, and its name ends with .fifo',
  severity: 'critical',
  facet: 'reliability',
  classes: ['sqs-config', 'name-length', 'invalid-property'],
  why: 'SQS and SNS refuse a FIFO name without the flag, the flag without the name, and FIFO settings on a standard queue: the deployment fails.',
  fix: 'Set FifoQueue or FifoTopic to true and end the name with .fifo, or leave out both and the settings of deduplication.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sqs-queue.html',
  flawed: `
    Queue:
      Type: AWS::SQS::Queue
      Properties: { FifoQueue: true, QueueName: !Sub 'payments-\${AWS::StackName}-queue' }`,
  sound: `
    Queue:
      Type: AWS::SQS::Queue
      Properties: { FifoQueue: true, QueueName: !Sub 'payments-\${AWS::StackName}.fifo' }`,
  *check(model) {
    for (const [type, [flag, name, ...only]] of Object.entries(TYPES)) {
      for (const resource of model.resources(type)) {
        const ordered = resource.get(flag);
        const written = resource.get(name);
        if (surely(ordered, isTrue) && surely(written, (one) => end(one) !== undefined && !end(one)!.endsWith('.fifo'))) {
          yield at(resource, name, `${flag} is true, but the name does not end with .fifo`, name);
        }
        if (!off(ordered)) continue;
        if (surely(written, (one) => end(one)?.endsWith('.fifo') === true)) yield at(resource, name, `The name ends with .fifo, but ${flag} is not true`, name);
        for (const property of only.filter((one) => !absent(resource.get(one)) && !off(resource.get(one)))) {
          yield at(resource, property, `${property} is set, but ${flag} is not true`, property);
        }
      }
    }
  },
};
