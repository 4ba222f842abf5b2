import { at, Lesson } from '../lesson';
import { absent } from '../query';

export const logRetention: Lesson = {
  id: 'LogRetention',
  title: 'A log group says how long it keeps its entries',
  severity: 'low',
  facet: 'cost',
  classes: ['log-retention', 'log-group', 'cost'],
  why: 'Without RetentionInDays entries are kept, and paid for, for ever; personal data outlives its purpose.',
  fix: 'Set RetentionInDays: what the operation needs; 365 or more, or an export to S3, for logs that PCI DSS 10.5.1 covers.',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html',
  pci: ['3.2.1', '10.5.1'],
  flawed: `
    Logs: { Type: AWS::Logs::LogGroup }`,
  sound: `
    Logs: { Type: AWS::Logs::LogGroup, Properties: { RetentionInDays: 400 } }`,
  *check(model) {
    for (const group of model.resources('AWS::Logs::LogGroup')) {
      if (absent(group.get('RetentionInDays'))) yield at(group, '', 'No RetentionInDays');
    }
  },
};
