import { lacks, roleAt } from './roles';
import { at, Lesson } from '../lesson';

const TRACED: readonly (readonly [type: string, role: string, on: string, value: string | boolean])[] = [
  ['AWS::Lambda::Function', 'Role', 'TracingConfig.Mode', 'Active'],
  ['AWS::StepFunctions::StateMachine', 'RoleArn', 'TracingConfiguration.Enabled', true],
];

export const functionTracePermission: Lesson = {
  id: 'FunctionTracePermission',
  title: 'Whatever is traced may send its traces',
  severity: 'medium',
  facet: 'operations',
  classes: ['iam-missing-permission', 'xray'],
  why: 'Tracing is on, but no trace ever arrives: the calls to X-Ray are denied without a word.',
  fix: 'Allow xray:PutTraceSegments and xray:PutTelemetryRecords on *, or attach AWSXRayDaemonWriteAccess.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html',
  flawed: `
    Function:
      Type: AWS::Lambda::Function
      Properties: { Role: !GetAtt Role.Arn, Runtime: nodejs22.x, Handler: index.handler, Code: { ZipFile: '' }, TracingConfig: { Mode: Active } }
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: lambda.amazonaws.com } }]
        ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]`,
  sound: `
    Function:
      Type: AWS::Lambda::Function
      Properties: { Role: !GetAtt Role.Arn, Runtime: nodejs22.x, Handler: index.handler, Code: { ZipFile: '' }, TracingConfig: { Mode: Active } }
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: lambda.amazonaws.com } }]
        ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole, arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess]`,
  *check(model) {
    for (const [type, roleProperty, property, on] of TRACED) {
      for (const resource of model.resources(type)) {
        const mode = resource.get(property);
        const role = mode === on || mode === String(on) ? roleAt(model, resource.get(roleProperty)) : undefined;
        if (role && lacks(model, role, ['xray:PutTraceSegments'])) yield at(resource, property, `${role.id} has no xray:PutTraceSegments`);
      }
    }
  },
};
