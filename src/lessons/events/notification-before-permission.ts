import { Resource } from '../../template';
import { invocations, permissionsFor } from '../functions/functions';
import { atAttribute, Lesson } from '../lesson';
import { prerequisites } from '../query';
import { policiesOf, senders } from '../queues/senders';

export const notificationBeforePermission: Lesson = {
  id: 'NotificationBeforePermission',
  title: 'A bucket that notifies waits for the permission or policy of the receiver',
  severity: 'critical',
  facet: 'reliability',
  classes: ['s3-notification', 'depends-on', 'lambda-permission', 'circular-dependency'],
  why: 'S3 checks the receiver when the bucket is made: without the permission the deployment fails with "Unable to validate the following destination configurations".',
  fix: 'Add DependsOn with the AWS::Lambda::Permission, QueuePolicy or TopicPolicy to the bucket, and write its SourceArn from the bucket\'s name, not by a reference to the bucket.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-s3-bucket-notificationconfiguration.html',
  flawed: `
    Worker: { Type: AWS::Lambda::Function, Properties: { Timeout: 30 } }
    Permission:
      Type: AWS::Lambda::Permission
      Properties: { FunctionName: !Ref Worker, Action: 'lambda:InvokeFunction', Principal: s3.amazonaws.com, SourceAccount: !Ref AWS::AccountId }
    Bucket:
      Type: AWS::S3::Bucket
      Properties: { NotificationConfiguration: { LambdaConfigurations: [{ Event: 's3:ObjectCreated:*', Function: !GetAtt Worker.Arn }] } }`,
  sound: `
    Worker: { Type: AWS::Lambda::Function, Properties: { Timeout: 30 } }
    Permission:
      Type: AWS::Lambda::Permission
      Properties: { FunctionName: !Ref Worker, Action: 'lambda:InvokeFunction', Principal: s3.amazonaws.com, SourceAccount: !Ref AWS::AccountId }
    Bucket:
      Type: AWS::S3::Bucket
      DependsOn: Permission
      Properties: { NotificationConfiguration: { LambdaConfigurations: [{ Event: 's3:ObjectCreated:*', Function: !GetAtt Worker.Arn }] } }`,
  *check(model) {
    const pairs: (readonly [bucket: Resource, receiver: Resource, needed: readonly Resource[]])[] = [
      ...invocations(model).filter(({ service }) => service === 's3').map(({ source, callee }) => [source, callee, permissionsFor(model, callee, 's3')] as const),
      ...senders(model).filter(({ service }) => service === 's3').map(({ source, receiver }) => [source, receiver, policiesOf(receiver) ?? []] as const),
    ];
    for (const [bucket, receiver, needed] of pairs) {
      const before = prerequisites(bucket);
      // Without any it is another lesson.
      if (needed.length > 0 && !needed.some((one) => before.has(one))) {
        yield atAttribute(bucket, 'DependsOn', `The bucket does not wait for ${needed.map(({ id }) => id).join(' or ')} of ${receiver.id}`, receiver.id);
      }
    }
  },
};
