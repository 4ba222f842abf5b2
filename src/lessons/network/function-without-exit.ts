import { allTargets, associationsKnown, isDefaultRoute, routesOf, routeTableOf, serviceOf, targets, toInternetGateway } from './topology';
import { Model, Resource } from '../../template';
import { grantsOf } from '../iam/roles';
import { at, Lesson } from '../lesson';
import { gives } from '../policies';
import { target } from '../query';

/** Actions that only the code itself calls, by the endpoint that they need. Lambda writes logs and traces, and polls queues and streams, on its own. */
const CALLS: Readonly<Record<string, readonly string[]>> = {
  'dynamodb': ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query', 'dynamodb:DeleteItem', 'dynamodb:Scan', 'dynamodb:BatchWriteItem'],
  's3': ['s3:GetObject', 's3:PutObject', 's3:ListBucket', 's3:DeleteObject'],
  'secretsmanager': ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
  'ssm': ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath'],
  'sqs': ['sqs:SendMessage'],
  'sns': ['sns:Publish'],
  'events': ['events:PutEvents'],
  'states': ['states:StartExecution', 'states:StartSyncExecution'],
  'lambda': ['lambda:InvokeFunction'],
  'kinesis-streams': ['kinesis:PutRecord', 'kinesis:PutRecords'],
};
/** What Lambda also uses for dead letters and destinations, outside of the VPC. */
const DESTINATIONS = ['sqs', 'sns', 'events', 'lambda'];

/** Whether the subnet has a way out that a function can take: it has no public address, an internet gateway alone is none. */
function hasExit(model: Model, subnet: Resource): boolean {
  const table = routeTableOf(model, subnet);
  return table !== undefined && routesOf(model, table).some((route) => isDefaultRoute(route) && !toInternetGateway(model, route));
}

export const functionWithoutExit: Lesson = {
  id: 'FunctionWithoutExit',
  title: 'A function in a VPC can reach the services that it calls',
  severity: 'critical',
  facet: 'reliability',
  classes: ['vpc-endpoints', 'nat', 'routing', 'vpc-missing'],
  why: 'A function in a VPC has no public address: without a NAT gateway or an endpoint of the service, every call hangs until the function times out.',
  fix: 'Add a VPC endpoint of the service (gateway for S3 and DynamoDB), or a private subnet with a route to a NAT gateway.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html',
  flawed: `
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
    Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24 } }
    Role:
      Type: AWS::IAM::Role
      Properties:
        Policies:
          - PolicyName: secrets
            PolicyDocument: { Statement: [{ Effect: Allow, Action: 'secretsmanager:GetSecretValue', Resource: !Ref Secret }] }
    Secret: { Type: AWS::SecretsManager::Secret }
    Function:
      Type: AWS::Lambda::Function
      Properties: { Role: !GetAtt Role.Arn, VpcConfig: { SubnetIds: [!Ref Subnet], SecurityGroupIds: [sg] } }`,
  sound: `
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
    Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24 } }
    Endpoint:
      Type: AWS::EC2::VPCEndpoint
      Properties: { VpcId: !Ref Vpc, VpcEndpointType: Interface, ServiceName: !Sub 'com.amazonaws.\${AWS::Region}.secretsmanager', SubnetIds: [!Ref Subnet] }
    Role:
      Type: AWS::IAM::Role
      Properties:
        Policies:
          - PolicyName: secrets
            PolicyDocument: { Statement: [{ Effect: Allow, Action: 'secretsmanager:GetSecretValue', Resource: !Ref Secret }] }
    Secret: { Type: AWS::SecretsManager::Secret }
    Function:
      Type: AWS::Lambda::Function
      Properties: { Role: !GetAtt Role.Arn, VpcConfig: { SubnetIds: [!Ref Subnet], SecurityGroupIds: [sg] } }`,
  *check(model) {
    if (!associationsKnown(model)) return;
    for (const fn of model.resources('AWS::Lambda::Function')) {
      const subnets = allTargets(model, fn.get('VpcConfig.SubnetIds'));
      const role = target(model, fn.get('Role'));
      if (!subnets || !role || subnets.some((one) => one.type !== 'AWS::EC2::Subnet' || hasExit(model, one))) continue;
      const vpc = target(model, subnets[0].get('VpcId'));
      if (vpc?.type !== 'AWS::EC2::VPC') continue;
      const endpoints = model.resources('AWS::EC2::VPCEndpoint').filter((one) => target(model, one.get('VpcId')) === vpc).map(serviceOf);
      if (endpoints.includes(undefined)) continue;
      const sends = fn.get('DeadLetterConfig') !== undefined
        || model.resources('AWS::Lambda::EventInvokeConfig').some((one) => targets(model, one.get('FunctionName')).includes(fn));
      const grants = grantsOf(role);
      const calls = Object.entries(CALLS).filter(([service, actions]) => !endpoints.includes(service) && !(sends && DESTINATIONS.includes(service))
        // A statement for everything tells nothing about what is called.
        && grants.some((one) => !one.actions.includes('*') && actions.some((action) => gives(one, action))));
      if (calls.length > 0) {
        const services = calls.map(([service]) => service).join(', ');
        yield at(fn, 'VpcConfig.SubnetIds', `May call ${services}, but its subnets have no NAT gateway and the VPC has no such endpoint`);
      }
    }
  },
};
