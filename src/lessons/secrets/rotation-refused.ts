import { at, Lesson } from '../lesson';
import { prerequisites, target } from '../query';

export const rotationRefused: Lesson = {
  id: 'RotationRefused',
  title: 'A rotation has a function that Secrets Manager may call',
  severity: 'critical',
  facet: 'reliability',
  classes: ['secrets-rotation', 'lambda-permission'],
  why: 'Secrets Manager calls the function when the rotation is set: without it, or without permission, the deployment rolls back.',
  fix: 'Use HostedRotationLambda with the transform AWS::SecretsManager-2024-09-16, or RotationLambdaARN and a permission for secretsmanager.amazonaws.com in DependsOn.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-secretsmanager-rotationschedule.html',
  flawed: `
    Secret: { Type: AWS::SecretsManager::Secret }
    Rotation: { Type: AWS::SecretsManager::RotationSchedule, Properties: { SecretId: !Ref Secret, RotationRules: { AutomaticallyAfterDays: 30 } } }`,
  sound: `
    Secret: { Type: AWS::SecretsManager::Secret }
    Function: { Type: AWS::Lambda::Function, Properties: { Role: 'arn:aws:iam::111122223333:role/rotate' } }
    Permission:
      Type: AWS::Lambda::Permission
      Properties: { Action: 'lambda:InvokeFunction', FunctionName: !Ref Function, Principal: secretsmanager.amazonaws.com }
    Rotation:
      Type: AWS::SecretsManager::RotationSchedule
      DependsOn: Permission
      Properties: { SecretId: !Ref Secret, RotationLambdaARN: !GetAtt Function.Arn }`,
  *check(model) {
    for (const schedule of model.resources('AWS::SecretsManager::RotationSchedule')) {
      const [own, hosted] = [schedule.get('RotationLambdaARN'), schedule.get('HostedRotationLambda')];
      if (own === undefined && hosted === undefined && schedule.get('ExternalSecretRotationRoleArn') === undefined) {
        yield at(schedule, '', 'Neither RotationLambdaARN nor HostedRotationLambda');
      }
      if (hosted !== undefined && !JSON.stringify(schedule.stack.template.Transform ?? '').includes('AWS::SecretsManager-')) {
        yield at(schedule, 'HostedRotationLambda', 'The template lacks the transform AWS::SecretsManager-2024-09-16');
      }
      const rotator = target(model, own);
      if (rotator?.type !== 'AWS::Lambda::Function') continue;
      const permissions = model.resources('AWS::Lambda::Permission').filter((one) => target(model, one.get('FunctionName')) === rotator
        && (typeof one.get('Principal') !== 'string' || one.get('Principal') === 'secretsmanager.amazonaws.com'));
      const before = prerequisites(schedule);
      if (permissions.length === 0) yield at(schedule, 'RotationLambdaARN', `secretsmanager.amazonaws.com may not call ${rotator.id}`);
      else if (!permissions.some((one) => before.has(one))) yield at(schedule, 'RotationLambdaARN', `Does not wait for ${permissions[0].id}`);
    }
  },
};
