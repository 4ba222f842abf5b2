import { allWatched, isPartial } from './alarms';
import { Model, show } from '../../template';
import { at, Lesson } from '../lesson';
import { gives, statements } from '../policies';
import { list, mappings } from '../query';

/** Whoever may send metrics of his own, or writes them into his log. */
function sends(model: Model): boolean {
  const compute = model.resources('AWS::Lambda::Function', 'AWS::ECS::TaskDefinition', 'AWS::EC2::Instance', 'AWS::EC2::LaunchTemplate',
    'AWS::AutoScaling::LaunchConfiguration', 'AWS::EMR::Cluster', 'AWS::EKS::Cluster', 'AWS::Batch::JobDefinition', 'AWS::Glue::Job', 'AWS::CodeBuild::Project');
  return compute.length > 0 || statements(model).some((one) => one.kind === 'identity' && gives(one, 'cloudwatch:PutMetricData'))
    || model.resources('AWS::IAM::Role').some((role) => list(role.get('ManagedPolicyArns')).some((arn) => /CloudWatch/.test(show(arn))));
}

/** Names of namespaces that only a metric filter on the log of a trail fills. */
const TRAIL = /^(CloudTrail|LogMetrics)/;

export const alarmUnfed: Lesson = {
  id: 'AlarmUnfed',
  title: 'Something makes the metric of an alarm: a metric filter, or code that sends it',
  severity: 'high',
  facet: 'operations',
  classes: ['metric-filter', 'alarm-config', 'alarm-missing'],
  why: 'The metric never gets a value: the alarm on logins of root or on refused payments never fires.',
  fix: 'Add an AWS::Logs::MetricFilter whose MetricNamespace, MetricName and dimensions are those of the alarm.',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html',
  pci: ['10.4.1', '10.7.2'],
  flawed: `
    Filter:
      Type: AWS::Logs::MetricFilter
      Properties:
        LogGroupName: trail
        FilterPattern: '{ $.errorCode = "AccessDenied*" }'
        MetricTransformations: [{ MetricNamespace: CloudTrailMetrics, MetricName: Denied, MetricValue: '1' }]
    Alarm:
      Type: AWS::CloudWatch::Alarm
      Properties: { Namespace: CloudTrailMetrics, MetricName: AccessDenied, Statistic: Sum }`,
  sound: `
    Filter:
      Type: AWS::Logs::MetricFilter
      Properties:
        LogGroupName: trail
        FilterPattern: '{ $.errorCode = "AccessDenied*" }'
        MetricTransformations: [{ MetricNamespace: CloudTrailMetrics, MetricName: Denied, MetricValue: '1' }]
    Alarm:
      Type: AWS::CloudWatch::Alarm
      Properties: { Namespace: CloudTrailMetrics, MetricName: Denied, Statistic: Sum }`,
  *check(model) {
    if (isPartial(model)) return;
    const sent = sends(model);
    const filters = model.resources('AWS::Logs::MetricFilter').flatMap((filter) => mappings(filter.get('MetricTransformations')));
    for (const { alarm, path, namespace, name, dimensions } of allWatched(model)) {
      const space = show(namespace);
      if (namespace === undefined || name === undefined || /^(AWS\/|CWAgent|ContainerInsights|ECS\/|LambdaInsights|CloudWatchSynthetics|System\/)/.test(space)) continue;
      if (sent && !TRAIL.test(space)) continue;
      const made = filters.filter((one) => show(one.MetricNamespace) === space && show(one.MetricName) === show(name));
      if (made.length === 0) {yield at(alarm, `${path}MetricName`, `Nothing makes ${space} ${show(name)}`, `${space} ${show(name)}`);} else if (dimensions.length > 0 && made.every((one) => one.Dimensions === undefined)) {
        yield at(alarm, `${path}Dimensions`, `The metric filter makes ${show(name)} without dimensions`, `${space} ${show(name)}`);
      }
    }
  },
};
