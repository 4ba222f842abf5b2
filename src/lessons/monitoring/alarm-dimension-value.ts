import { allWatched } from './alarms';
import { Reference, show } from '../../template';
import { at, Lesson } from '../lesson';

interface Wanted {
  readonly types: readonly string[];
  /** Attributes that give the value; `undefined` is the Ref. */
  readonly attributes: readonly (string | undefined)[];
  readonly fix: string;
}

/** What gives the value of a dimension. */
const WANTED: Readonly<Record<string, Wanted>> = {
  ApiName: { types: ['AWS::ApiGateway::RestApi'], attributes: [], fix: 'the name of the API, not its id' },
  BucketName: { types: ['AWS::S3::Bucket'], attributes: [undefined], fix: '!Ref' },
  CacheClusterId: { types: ['AWS::ElastiCache::ReplicationGroup'], attributes: [], fix: 'the id of a member: !Sub "${Group}-001"' },
  ClusterName: { types: ['AWS::ECS::Cluster', 'AWS::EKS::Cluster'], attributes: [undefined], fix: '!Ref' },
  DBClusterIdentifier: { types: ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance'], attributes: [undefined, 'DBClusterIdentifier'], fix: '!Ref of the cluster' },
  DBInstanceIdentifier: { types: ['AWS::RDS::DBInstance', 'AWS::RDS::DBCluster'], attributes: [undefined, 'DBInstanceIdentifier'], fix: '!Ref of the instance' },
  FunctionName: { types: ['AWS::Lambda::Function', 'AWS::Lambda::Alias', 'AWS::Lambda::Version'], attributes: [undefined], fix: '!Ref of the function' },
  LoadBalancer: {
    types: ['AWS::ElasticLoadBalancingV2::LoadBalancer'], attributes: ['LoadBalancerFullName'], fix: '!GetAtt LoadBalancer.LoadBalancerFullName',
  },
  QueueName: { types: ['AWS::SQS::Queue'], attributes: ['QueueName'], fix: '!GetAtt Queue.QueueName' },
  ServiceName: { types: ['AWS::ECS::Service'], attributes: ['Name'], fix: '!GetAtt Service.Name' },
  StateMachineArn: { types: ['AWS::StepFunctions::StateMachine'], attributes: [undefined, 'Arn'], fix: '!Ref' },
  StreamName: { types: ['AWS::Kinesis::Stream'], attributes: [undefined], fix: '!Ref' },
  TableName: { types: ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'], attributes: [undefined], fix: '!Ref' },
  TargetGroup: {
    types: ['AWS::ElasticLoadBalancingV2::TargetGroup'], attributes: ['TargetGroupFullName'], fix: '!GetAtt TargetGroup.TargetGroupFullName',
  },
  TopicName: { types: ['AWS::SNS::Topic'], attributes: ['TopicName'], fix: '!GetAtt Topic.TopicName' },
  WebACL: { types: ['AWS::WAFv2::WebACL'], attributes: [], fix: 'the name of the web ACL' },
};
/** Dimensions that take one of the types only. */
const ONLY: Readonly<Record<string, string>> = {
  DBClusterIdentifier: 'AWS::RDS::DBCluster',
  DBInstanceIdentifier: 'AWS::RDS::DBInstance',
  FunctionName: 'AWS::Lambda::Function',
};

export const alarmDimensionValue: Lesson = {
  id: 'AlarmDimensionValue',
  title: 'A dimension of an alarm holds the name that the metric carries',
  severity: 'high',
  facet: 'operations',
  classes: ['alarm-config', 'alarm-missing'],
  why: 'With an ARN, an address or an id where the metric has a name, the alarm sees no data and never fires.',
  fix: 'Queue: QueueName. Topic: TopicName. Load balancer and target group: their FullName. REST API: its name. ECS service: Name.',
  source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html',
  pci: ['10.7.2'],
  flawed: `
    Queue: { Type: AWS::SQS::Queue }
    Alarm:
      Type: AWS::CloudWatch::Alarm
      Properties:
        Namespace: AWS/SQS
        MetricName: ApproximateNumberOfMessagesVisible
        Dimensions: [{ Name: QueueName, Value: !Ref Queue }]
        Statistic: Maximum
        Period: 60
        EvaluationPeriods: 1
        Threshold: 1
        ComparisonOperator: GreaterThanOrEqualToThreshold`,
  sound: `
    Queue: { Type: AWS::SQS::Queue }
    Alarm:
      Type: AWS::CloudWatch::Alarm
      Properties:
        Namespace: AWS/SQS
        MetricName: ApproximateNumberOfMessagesVisible
        Dimensions: [{ Name: QueueName, Value: !GetAtt Queue.QueueName }]
        Statistic: Maximum
        Period: 60
        EvaluationPeriods: 1
        Threshold: 1
        ComparisonOperator: GreaterThanOrEqualToThreshold`,
  *check(model) {
    for (const { alarm, namespace, path, dimensions } of allWatched(model)) {
      if (typeof namespace !== 'string' || !/^AWS\//.test(namespace)) continue;
      for (const { name, value } of dimensions) {
        const wanted = typeof name === 'string' && Object.hasOwn(WANTED, name) ? WANTED[name] : undefined;
        if (!wanted || !(value instanceof Reference) || !wanted.types.includes(value.resource.type)) continue;
        const only = ONLY[String(name)];
        if (wanted.attributes.includes(value.attribute) && (!only || only === value.resource.type)) continue;
        yield at(alarm, `${path}Dimensions`, `${String(name)} is ${show(value)}; it takes ${wanted.fix}`, `${path}${String(name)}`);
      }
    }
  },
};
