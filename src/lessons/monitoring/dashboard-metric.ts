import { shownBy } from './dashboards';
import { metricFault } from './metrics';
import { at, Lesson } from '../lesson';

export const dashboardMetric: Lesson = {
  id: 'DashboardMetric',
  title: 'A dashboard shows metrics that are published',
  severity: 'medium',
  facet: 'operations',
  classes: ['dashboard', 'monitoring-general'],
  why: 'The widget stays empty, and nobody knows whether there is no error or no data.',
  fix: 'Copy namespace, metric and dimensions from the page of the service: they must be exactly a published set.',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html',
  flawed: `
    Dashboard:
      Type: AWS::CloudWatch::Dashboard
      Properties:
        DashboardBody: '{"widgets":[{"type":"metric","properties":{"region":"eu-west-1","metrics":[["AWS/DynamoDB","ThrottledRequests","TableName","a"]]}}]}'`,
  sound: `
    Dashboard:
      Type: AWS::CloudWatch::Dashboard
      Properties:
        DashboardBody: '{"widgets":[{"type":"metric","properties":{"region":"eu-west-1","metrics":[["AWS/DynamoDB","ReadThrottleEvents","TableName","a"]]}}]}'`,
  *check(model) {
    const seen = new Set<string>();
    for (const { dashboard, namespace, name, dimensions } of shownBy(model)) {
      const found = metricFault(namespace, name, dimensions.map(([one]) => one));
      const key = `${dashboard.address} ${namespace} ${name}`;
      if (!found || seen.has(key)) continue;
      seen.add(key);
      yield at(dashboard, 'DashboardBody', found[1], `${namespace} ${name}`);
    }
  },
};
