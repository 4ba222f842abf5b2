import { at, Lesson } from '../lesson';
import { absent } from '../query';

/** Services that act for customers: any account may point its own bucket, topic, rule or API at the function. */
const SHARED = ['s3', 'sns', 'events', 'apigateway', 'logs', 'config', 'cognito-idp', 'secretsmanager', 'iot', 'ses'];

export const invokePermissionWithoutSource: Lesson = {
  id: 'InvokePermissionWithoutSource',
  title: 'A permission to call a function names the caller, not only its service',
  severity: 'high',
  facet: 'security',
  classes: ['lambda-permission'],
  why: 'Anyone may call the function from a bucket, topic, rule or API of another account, with events of their making.',
  fix: 'Add SourceArn with the ARN of the caller; for S3 also SourceAccount: !Ref AWS::AccountId, since a bucket ARN holds no account.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-permission.html',
  pci: ['7.2.5'],
  flawed: `
    Permission:
      Type: AWS::Lambda::Permission
      Properties: { FunctionName: worker, Action: 'lambda:InvokeFunction', Principal: s3.amazonaws.com }`,
  sound: `
    Permission:
      Type: AWS::Lambda::Permission
      Properties: { FunctionName: worker, Action: 'lambda:InvokeFunction', Principal: s3.amazonaws.com, SourceAccount: !Ref AWS::AccountId }`,
  *check(model) {
    for (const permission of model.resources('AWS::Lambda::Permission')) {
      const principal = permission.get('Principal');
      if (typeof principal !== 'string' || !absent(permission.get('SourceArn')) || !absent(permission.get('SourceAccount'))) continue;
      if (!absent(permission.get('PrincipalOrgID')) || !absent(permission.get('FunctionUrlAuthType'))) continue;
      if (principal === '*' || SHARED.some((service) => principal === `${service}.amazonaws.com`)) {
        yield at(permission, 'SourceArn', `${principal} may call for anyone`);
      }
    }
  },
};
