import { at, Lesson } from '../lesson';
import { absent, surely } from '../query';

export const flowLogWithoutRole: Lesson = {
  id: 'FlowLogWithoutRole',
  title: 'A flow log names its destination and the role that may write there',
  severity: 'critical',
  facet: 'reliability',
  classes: ['flow-logs', 'invalid-property', 'iam-missing-permission'],
  why: 'EC2 refuses a flow log to CloudWatch Logs without DeliverLogsPermissionArn, and one to S3 or Firehose without LogDestination.',
  fix: 'To a log group: LogGroupName and DeliverLogsPermissionArn, a role of vpc-flow-logs.amazonaws.com. To a bucket: LogDestinationType s3 and LogDestination.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-flowlog.html',
  flawed: `
    FlowLog: { Type: AWS::EC2::FlowLog, Properties: { ResourceId: vpc, ResourceType: VPC, TrafficType: ALL, LogGroupName: flows } }`,
  sound: `
    FlowLog:
      Type: AWS::EC2::FlowLog
      Properties: { ResourceId: vpc, ResourceType: VPC, TrafficType: ALL, LogGroupName: flows, DeliverLogsPermissionArn: !GetAtt Role.Arn }
    Role: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: {} } }`,
  *check(model) {
    for (const log of model.resources('AWS::EC2::FlowLog')) {
      const type = log.get('LogDestinationType');
      if (surely(type, (option) => option === undefined || option === 'cloud-watch-logs')) {
        // The type follows from the destination's ARN as well.
        const ambiguous = type === undefined && !absent(log.get('LogDestination')) && absent(log.get('LogGroupName'));
        if (!ambiguous && absent(log.get('DeliverLogsPermissionArn'))) yield at(log, 'DeliverLogsPermissionArn', 'No role to write to CloudWatch Logs', 'role');
        if (absent(log.get('LogGroupName')) && absent(log.get('LogDestination'))) yield at(log, 'LogGroupName', 'No log group', 'destination');
      } else if (surely(type, (option) => option === 's3' || option === 'kinesis-data-firehose')) {
        if (absent(log.get('LogDestination'))) yield at(log, 'LogDestination', 'No destination', 'destination');
        if (surely(type, (option) => option === 's3') && !absent(log.get('DeliverLogsPermissionArn'))) {
          yield at(log, 'DeliverLogsPermissionArn', 'A role at a flow log to S3, which takes none', 'role');
        }
      }
    }
  },
};
