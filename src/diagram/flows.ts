import { isCustom } from './details';
import { isInPolicy } from './folding';
import { directionOfPolicy } from './policies';
import { Edge } from '../template';

/** What a link is, the strongest first: a message or call that the template wires, one that fails, one that is allowed or configured, a way through a firewall. */
export const LINK_KINDS = ['flow', 'failure', 'uses', 'reaches'] as const;
export type LinkKind = typeof LINK_KINDS[number];

/** Which way a reference is drawn: as it is written, against it, or not at all. */
export interface Flow {
  readonly kind: LinkKind;
  readonly reversed?: boolean;
}

const FLOW: Flow = { kind: 'flow' };
const FAILURE: Flow = { kind: 'failure' };
const USES: Flow = { kind: 'uses' };
const REACHES: Flow = { kind: 'reaches', reversed: true };
/** The named one sends to the one that names it. */
const FROM: Flow = { kind: 'flow', reversed: true };
const NONE = undefined;

/** Properties by type without `AWS::`; the first that fits counts. `*` is every other property. */
const PROPERTIES: Readonly<Record<string, readonly (readonly [path: string, flow: Flow | undefined])[]>> = {
  'ApiGateway::Authorizer': [['*', FLOW]],
  'ApiGateway::Method': [['Integration.Credentials', NONE], ['Integration', FLOW]],
  'ApiGateway::Stage': [['*', NONE]],
  'ApiGatewayV2::Authorizer': [['*', FLOW]],
  'ApiGatewayV2::Integration': [['CredentialsArn', NONE], ['*', FLOW]],
  'ApiGatewayV2::Stage': [['*', NONE]],
  'AppSync::DataSource': [['*', FLOW]],
  'AutoScaling::AutoScalingGroup': [['TargetGroupARNs', FROM], ['LoadBalancerNames', FROM]],
  'CloudFront::Distribution': [['DistributionConfig.WebACLId', FROM], ['DistributionConfig.Logging', NONE], ['*', FLOW]],
  'CloudWatch::Alarm': [['*', NONE]],
  'CloudWatch::CompositeAlarm': [['*', NONE]],
  'CloudWatch::Dashboard': [['*', NONE]],
  'EC2::FlowLog': [['*', NONE]],
  'EC2::SecurityGroupIngress': [['SourceSecurityGroupId', REACHES], ['*', NONE]],
  'EC2::SecurityGroup': [['SecurityGroupIngress', REACHES], ['*', NONE]],
  'EC2::SecurityGroupEgress': [['*', NONE]],
  'ECS::Service': [['LoadBalancers', FROM]],
  'ElasticLoadBalancingV2::LoadBalancer': [['*', NONE]],
  'ElasticLoadBalancingV2::Listener': [['Certificates', NONE], ['*', FLOW]],
  'ElasticLoadBalancingV2::TargetGroup': [['Targets', FLOW]],
  'Events::Archive': [['SourceArn', FROM]],
  'Events::Rule': [['EventBusName', FROM], ['EventPattern', FROM], ['Targets', FLOW]],
  'KinesisFirehose::DeliveryStream': [['KinesisStreamSourceConfiguration', FROM], ['*', FLOW]],
  'Lambda::EventInvokeConfig': [['DestinationConfig', FLOW]],
  'Lambda::EventSourceMapping': [['EventSourceArn', FROM], ['SelfManagedEventSource', FROM]],
  'Lambda::Permission': [['SourceArn', FROM], ['*', NONE]],
  'Logs::LogGroup': [['*', NONE]],
  'Logs::MetricFilter': [['*', NONE]],
  'Logs::SubscriptionFilter': [['*', NONE]],
  'Pipes::Pipe': [['Source', FROM], ['SourceParameters', NONE], ['*', FLOW]],
  'RDS::DBProxyTargetGroup': [['*', FLOW]],
  'Route53::HealthCheck': [['*', NONE]],
  'Route53::RecordSet': [['*', FLOW]],
  'S3::Bucket': [['LoggingConfiguration', NONE], ['*', FLOW]],
  'SNS::Subscription': [['*', FLOW]],
  'SQS::Queue': [['RedriveAllowPolicy', NONE]],
  'Scheduler::Schedule': [['Target', FLOW]],
  'SecretsManager::SecretTargetAttachment': [['*', NONE]],
  'SecretsManager::RotationSchedule': [['*', FLOW]],
  'SSM::Parameter': [['*', NONE]],
  'StepFunctions::StateMachine': [['LoggingConfiguration', NONE], ['*', FLOW]],
  'WAFv2::LoggingConfiguration': [['*', NONE]],
  'WAFv2::WebACLAssociation': [['*', FLOW]],
};

/** Where what failed goes, in every service. */
const FAILED = /^(DeadLetter\w*|OnFailure|RedrivePolicy)$/;
/** Policies on a resource repeat what the other side says, the wrong way round. */
const RESOURCE_POLICY = /^AWS::(SQS::QueuePolicy|SNS::TopicPolicy|S3::BucketPolicy|SecretsManager::ResourcePolicy|Events::EventBusPolicy|KMS::Key|KMS::ReplicaKey)$/;
/** Where a resource lives, and what it is called. */
const PLACE = new Set(['Tags', 'Description', 'Subnets', 'SubnetIds', 'VpcId', 'VpcConfig', 'SecurityGroups', 'SecurityGroupIds', 'VpcSecurityGroupIds', 'NetworkConfiguration']);
/** Not worked with, whoever names them. */
const SILENT = /^AWS::(IAM|Logs|CloudWatch|KMS|CertificateManager)::|^AWS::EC2::(?!Instance$|SecurityGroup$)/;

const matches = (pattern: readonly string[], path: Edge['path']): boolean => pattern.every((key, index) => key === String(path[index]));

/** How a reference is drawn; `undefined`: not at all. */
export function flowOf(edge: Edge): Flow | undefined {
  const { from, to, kind, path } = edge;
  if (kind === 'DependsOn' || path[0] !== 'Properties' || isCustom(from.type) || RESOURCE_POLICY.test(from.type) || SILENT.test(to.type)) return undefined;
  if (path.some((key) => FAILED.test(String(key)))) return FAILURE;
  const rest = path.slice(1);
  const row = PROPERTIES[from.type.replace(/^AWS::/, '')]?.find(([written]) => written === '*' || matches(written.split('.'), rest));
  const isFirewall = row?.[1] === REACHES;
  if ((to.type === 'AWS::EC2::SecurityGroup') !== isFirewall) return undefined;
  if (isInPolicy(edge)) return directionOfPolicy(edge);
  if (PLACE.has(String(path[1])) && !row) return undefined;
  return row ? row[1] : USES;
}
