import { show, Text } from '../../template';
import { at, Lesson } from '../lesson';
import { absent } from '../query';

export const trailLogGroup: Lesson = {
  id: 'TrailLogGroup',
  title: 'A trail that writes to CloudWatch Logs has a role, and the ARN of the log group with :*',
  severity: 'critical',
  facet: 'reliability',
  classes: ['cloudtrail', 'iam-missing-permission'],
  why: 'The deployment fails: CloudTrail cannot validate the log group, or has no role for it.',
  fix: 'Set CloudWatchLogsLogGroupArn: !GetAtt Logs.Arn, and CloudWatchLogsRoleArn to a role that cloudtrail.amazonaws.com may take.',
  source: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html',
  flawed: `
    Trail: { Type: AWS::CloudTrail::Trail, Properties: { IsLogging: true, S3BucketName: audit, CloudWatchLogsLogGroupArn: !GetAtt Logs.Arn } }
    Logs: { Type: AWS::Logs::LogGroup }`,
  sound: `
    Trail:
      Type: AWS::CloudTrail::Trail
      Properties:
        IsLogging: true
        S3BucketName: audit
        CloudWatchLogsLogGroupArn: !GetAtt Logs.Arn
        CloudWatchLogsRoleArn: arn:aws:iam::111122223333:role/trail
    Logs: { Type: AWS::Logs::LogGroup }`,
  *check(model) {
    for (const trail of model.resources('AWS::CloudTrail::Trail')) {
      const group = trail.get('CloudWatchLogsLogGroupArn');
      if (absent(group)) continue;
      if (absent(trail.get('CloudWatchLogsRoleArn'))) yield at(trail, 'CloudWatchLogsRoleArn', 'A log group, but no role', 'role');
      const last = group instanceof Text ? group.parts[group.parts.length - 1] : group;
      const first = group instanceof Text ? group.parts[0] : group;
      if (typeof last === 'string' && typeof first === 'string' && first.startsWith('arn:') && !last.endsWith(':*')) {
        yield at(trail, 'CloudWatchLogsLogGroupArn', `${show(group)} does not end with :*`, 'arn');
      }
    }
  },
};
