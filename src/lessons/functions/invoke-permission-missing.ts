import { invocations, permissionsFor } from './functions';
import { at, Lesson } from '../lesson';

export const invokePermissionMissing: Lesson = {
  id: 'InvokePermissionMissing',
  title: 'A service that calls a function has the permission',
  severity: 'critical',
  facet: 'reliability',
  classes: ['lambda-permission', 'api-wiring', 'eventbridge', 's3-notification'],
  why: 'Lambda refuses the call: the API answers 500, events are lost, and for a bucket or a rotation the deployment fails.',
  fix: 'Add an AWS::Lambda::Permission with Action lambda:InvokeFunction, the service as Principal and the caller as SourceArn.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html',
  flawed: `
    Worker: { Type: AWS::Lambda::Function, Properties: { Timeout: 30 } }
    Rule:
      Type: AWS::Events::Rule
      Properties: { ScheduleExpression: rate(1 hour), Targets: [{ Id: Worker, Arn: !GetAtt Worker.Arn }] }`,
  sound: `
    Worker: { Type: AWS::Lambda::Function, Properties: { Timeout: 30 } }
    Rule:
      Type: AWS::Events::Rule
      Properties: { ScheduleExpression: rate(1 hour), Targets: [{ Id: Worker, Arn: !GetAtt Worker.Arn }] }
    Permission:
      Type: AWS::Lambda::Permission
      Properties: { FunctionName: !Ref Worker, Action: 'lambda:InvokeFunction', Principal: events.amazonaws.com, SourceArn: !GetAtt Rule.Arn }`,
  *check(model) {
    for (const { source, property, service, callee } of invocations(model)) {
      if (permissionsFor(model, callee, service).length === 0) {
        yield at(source, property, `No permission lets ${service}.amazonaws.com call ${callee.id}`, property);
      }
    }
  },
};
