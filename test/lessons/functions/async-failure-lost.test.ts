import { audit } from '../../../src/lessons';
import { asyncFailureLost } from '../../../src/lessons/functions/async-failure-lost';
import { loadText } from '../../../src/template';

const found = (caller: object) => audit(loadText(JSON.stringify({
  Resources: { Worker: { Type: 'AWS::Lambda::Function', Properties: { Timeout: 30 } }, Caller: caller },
})), [asyncFailureLost]).map(({ resource, found: what }) => `${resource?.id}: ${what}`);

const arn = { 'Fn::GetAtt': ['Worker', 'Arn'] };
const schedule = (expression: unknown) => ({
  Type: 'AWS::Scheduler::Schedule', Properties: { ScheduleExpression: expression, Target: { Arn: arn, RoleArn: 'arn:aws:iam::111122223333:role/caller' } },
});

test('sees the notifications of a bucket as the CDK writes them', () => {
  const NotificationConfiguration = { LambdaFunctionConfigurations: [{ Events: ['s3:ObjectCreated:*'], LambdaFunctionArn: arn }] };
  expect(found({ Type: 'Custom::S3BucketNotifications', Properties: { BucketName: 'payments', NotificationConfiguration } }))
    .toEqual(['Worker: Called by Caller, but events that fail go nowhere']);
});

test('sees a schedule that calls once', () => expect(found(schedule('at(2027-01-01T00:00:00)'))).toHaveLength(1));
test.each(['rate(5 minutes)', 'cron(0 1 * * ? *)', { Ref: 'AWS::NoValue' }])('is silent on a schedule that calls again: %j', (expression) => {
  expect(found(schedule(expression))).toEqual([]);
});
test('is silent on a schedule that calls something else', () => {
  expect(found({ Type: 'AWS::Scheduler::Schedule', Properties: { ScheduleExpression: 'at(2027-01-01T00:00:00)', Target: { Arn: 'arn:aws:sqs:us-east-1:1:q' } } })).toEqual([]);
});
