import { Difference, LeftOut, leftOut, notDone, requirementsOf } from './difference';

const requirement = requirementsOf('nested-environments');
const UNKNOWN = 'unknown to the emulator';
const GOLDEN: Difference['instead'] = [
  ['test/goldens.ts', 'is what the constructs synthesise'], ['test/goldens.ts', 'no unacknowledged finding of'],
];

export const LEFT_OUT: LeftOut = {
  'AWS::ApplicationAutoScaling::ScalableTarget': { reason: UNKNOWN, instead: requirement('NE-08') },
  'AWS::ApplicationAutoScaling::ScalingPolicy': { reason: UNKNOWN, instead: requirement('NE-08') },
  'AWS::EC2::EIP': { reason: UNKNOWN, instead: requirement('NE-07') },
  'AWS::EC2::FlowLog': { reason: UNKNOWN, instead: requirement('NE-07') },
  'AWS::EC2::NatGateway': { reason: UNKNOWN, instead: requirement('NE-07') },
  'AWS::EC2::Route.NatGatewayId': { reason: 'leads to a NAT gateway', instead: requirement('NE-07') },
  'AWS::EC2::SecurityGroupEgress': { reason: UNKNOWN, instead: requirement('NE-09') },
  'AWS::EC2::SecurityGroupIngress': { reason: UNKNOWN, instead: requirement('NE-09') },
  'AWS::SecretsManager::ResourcePolicy': { reason: UNKNOWN, instead: GOLDEN },
  'AWS::SecretsManager::RotationSchedule': { reason: UNKNOWN, instead: requirement('NE-04') },
  'AWS::WAFv2::LoggingConfiguration': { reason: UNKNOWN, instead: GOLDEN },
  'AWS::WAFv2::WebACLAssociation': { reason: UNKNOWN, instead: GOLDEN },
  'Custom::VpcRestrictDefaultSG': { reason: 'its function takes the EC2 client of the Lambda runtime, which this machine lacks', instead: GOLDEN },
};

/** The one list for the nested environments. */
export const DIFFERENCES: Difference[] = [
  ...leftOut(LEFT_OUT),
  {
    kind: 'left out',
    what: 'staging and prod',
    reason: 'they differ from dev in what docs/environments.md lists, and in nothing else',
    instead: [['test/nested-environments/differences.test.ts', 'the environments differ in the table and in nothing else']],
  },
  {
    kind: 'patched',
    what: 'Ref of a secret in a template is its ARN, and it is deleted by it',
    reason: 'the emulator answers its name, which is no resource in a policy',
    instead: requirement('NE-04'),
  },
  {
    kind: 'patched',
    what: 'aws:SecureTransport is true',
    reason: 'the functions call over plain HTTP on loopback, which the policy of the bucket refuses',
    instead: GOLDEN,
  },
  {
    kind: 'set',
    what: 'the tag aws-cdk:auto-delete-objects of the bucket of access logs',
    reason: 'the emulator does not tag buckets from a template, and the function of Custom::S3AutoDeleteObjects empties tagged ones only',
    instead: [['test/nested-environments/differences.test.ts', 'the bucket of dev is emptied']],
  },
  notDone('the container of the service', [
    ['integ/postgres/scenarios-payments.ts', '201, then 200, then 409; the payment can be read'], ['test/nested-environments/service/service.test.ts', 'the Dockerfile: a pinned base'],
  ],
  'the emulator runs images in Docker only: no task of the ECS service runs, and nobody answers behind the load balancer'),
  notDone('PostgreSQL', [['integ/postgres/scenarios-failures.ts', 'the password is rotated']], 'a cluster is a record'),
  notDone('dynamic references in nested stacks: user name and password of the cluster', requirement('NE-04'), 'kept as text'),
  notDone('DeletionPolicy in nested stacks', requirement('NE-05'), 'its nested stacks delete everything: right for dev only'),
  notDone('traffic: security groups, routes, TLS, redirect, access logs, health checks, WAF rules', requirement('NE-07', 'NE-08', 'NE-09')),
  notDone('encryption and grants of KMS', requirement('NE-04')),
  notDone('alarms, Container Insights, autoscaling', requirement('NE-08', 'NE-11')),
  notDone('IAM of the task and of RDS', requirement('NE-10'), 'only the policies of functions, buckets, topics and secrets are checked'),
];
