import { at, atAttribute, Lesson } from '../lesson';
import { isPartial } from '../monitoring/alarms';
import { prerequisites } from '../query';

const RECORDER = 'AWS::Config::ConfigurationRecorder';
const CHANNEL = 'AWS::Config::DeliveryChannel';

export const configChannel: Lesson = {
  id: 'ConfigChannel',
  title: 'A recorder of AWS Config and its delivery channel are made side by side',
  severity: 'critical',
  facet: 'reliability',
  classes: ['aws-config', 'depends-on'],
  why: 'The recorder starts only when a channel is there, and the channel needs the recorder: without it, or when one waits for the other, the deployment hangs and fails.',
  fix: 'Put both into one template, without DependsOn between them.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-config-configurationrecorder.html',
  flawed: `
    Recorder: { Type: AWS::Config::ConfigurationRecorder, Properties: { RoleARN: arn:aws:iam::111122223333:role/config } }
    Channel: { Type: AWS::Config::DeliveryChannel, DependsOn: Recorder, Properties: { S3BucketName: config } }`,
  sound: `
    Recorder: { Type: AWS::Config::ConfigurationRecorder, Properties: { RoleARN: arn:aws:iam::111122223333:role/config } }
    Channel: { Type: AWS::Config::DeliveryChannel, Properties: { S3BucketName: config } }`,
  *check(model) {
    const recorders = model.resources(RECORDER);
    const channels = model.resources(CHANNEL);
    for (const recorder of recorders) {
      if (channels.length === 0 && !isPartial(model)) yield at(recorder, '', 'No delivery channel', 'channel');
      const before = prerequisites(recorder);
      for (const channel of channels.filter((one) => before.has(one))) yield atAttribute(recorder, 'DependsOn', `Waits for ${channel.id}, which needs the recorder`, channel.id);
    }
    for (const channel of channels) {
      const before = prerequisites(channel);
      for (const recorder of recorders.filter((one) => before.has(one))) yield atAttribute(channel, 'DependsOn', `Waits for ${recorder.id}, which needs the channel`, recorder.id);
    }
  },
};
