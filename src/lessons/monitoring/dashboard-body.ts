import { at, Lesson } from '../lesson';
import { bodyOf } from './dashboards';
import { isMapping, Value } from '../../template';

const TYPES = ['metric', 'text', 'log', 'alarm', 'explorer', 'custom'];

/** `[namespace, name, dimension, value, ..., options]` */
function isMetric(metric: Value): boolean {
  if (!Array.isArray(metric)) return false;
  const items = metric as readonly Value[];
  if (items.length === 1 && isMapping(items[0])) return true;
  const names = isMapping(items[items.length - 1]) ? items.slice(0, -1) : items;
  // Dots stand for what the metric before had; three dots for several.
  if (names.includes('...')) return true;
  return names.length >= 2 && names.length % 2 === 0 && names.every((name) => ['string', 'number'].includes(typeof name));
}

function* ofWidget(widget: Value): Iterable<string> {
  if (!isMapping(widget)) return yield 'a widget that is no mapping';
  if (typeof widget.type !== 'string' || !TYPES.includes(widget.type)) return yield `type is ${String(widget.type)}`;
  const properties = widget.properties;
  if (!isMapping(properties)) return yield 'no properties';
  if (widget.type === 'metric') {
    if (properties.region === undefined) yield 'no region';
    const { metrics, annotations } = properties;
    if (metrics === undefined && annotations === undefined) yield 'no metrics';
    if (metrics !== undefined && (!Array.isArray(metrics) || !(metrics as readonly Value[]).every(isMetric))) yield 'a metric that is no list of namespace, name and pairs';
  }
  if (widget.type === 'log' && (properties.region === undefined || properties.query === undefined)) yield 'no region or no query';
  if (widget.type === 'text' && typeof properties.markdown !== 'string') yield 'no markdown';
}

function* faults(text: string): Iterable<readonly [place: string, fault: string]> {
  let body: Value;
  try {
    body = JSON.parse(text) as Value;
  } catch (error) {
    return yield ['', `no JSON: ${(error as Error).message.replace(/ in JSON.*| \(line.*|,? "\{?\[?.*/s, '')}`];
  }
  if (!isMapping(body) || !Array.isArray(body.widgets)) return yield ['', 'no list of widgets'];
  for (const [i, widget] of (body.widgets as Value[]).entries()) {
    for (const fault of ofWidget(widget)) yield [`widget ${i}`, fault];
  }
}

export const dashboardBody: Lesson = {
  id: 'DashboardBody',
  title: 'The body of a dashboard is JSON with complete widgets',
  severity: 'critical',
  facet: 'reliability',
  classes: ['dashboard', 'monitoring-general'],
  why: 'PutDashboard refuses the body and the deployment is rolled back.',
  fix: 'Write JSON in Fn::Sub: each metric widget with region, and metrics as [namespace, name, dimension, value].',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html',
  flawed: `
    Dashboard:
      Type: AWS::CloudWatch::Dashboard
      Properties:
        DashboardBody: !Sub '{"widgets":[{"type":"metric","properties":{"metrics":[["AWS/Lambda","Errors"]]}}]}'`,
  sound: `
    Dashboard:
      Type: AWS::CloudWatch::Dashboard
      Properties:
        DashboardBody: !Sub '{"widgets":[{"type":"metric","properties":{"region":"\${AWS::Region}","metrics":[["AWS/Lambda","Errors","FunctionName","a"],[".","Throttles"]]}}]}'`,
  *check(model) {
    for (const dashboard of model.resources('AWS::CloudWatch::Dashboard')) {
      const body = dashboard.get('DashboardBody');
      if (isMapping(body)) yield at(dashboard, 'DashboardBody', 'A mapping, where text is taken');
      const text = bodyOf(body, '0');
      if (text === undefined) continue;
      for (const [place, fault] of faults(text)) yield at(dashboard, 'DashboardBody', `${place ? `${place}: ` : ''}${fault}`, `${place} ${fault}`);
    }
  },
};
