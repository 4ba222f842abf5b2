import { at, Lesson } from '../lesson';
import { absent, list, mappings } from '../query';

/** What CloudWatch Logs refuses in a pattern. */
function fault(pattern: string): string | undefined {
  const text = pattern.trim();
  const bare = text.replace(/"(\\.|[^"\\])*"/g, '""').replace(/%[^%]*%/g, '%%');
  if ((bare.match(/"/g) ?? []).length % 2 === 1) return 'a quote that is not closed';
  if (text.startsWith('{')) {
    if (!text.endsWith('}')) return 'no closing brace';
    if (!bare.includes('$')) return 'no field: $.name';
    if (/==/.test(bare)) return '==: one = compares';
    if (/\b(AND|OR|and|or)\b/.test(bare)) return 'AND or OR: && and ||';
    if ((bare.match(/\(/g) ?? []).length !== (bare.match(/\)/g) ?? []).length) return 'parentheses that do not match';
  }
  return text.startsWith('[') && !text.endsWith(']') ? 'no closing bracket' : undefined;
}

export const metricFilter: Lesson = {
  id: 'MetricFilter',
  title: 'A metric filter has a valid pattern and one transformation',
  severity: 'critical',
  facet: 'reliability',
  classes: ['metric-filter', 'invalid-property'],
  why: 'PutMetricFilter refuses it and the deployment is rolled back.',
  fix: 'JSON logs: { ($.level = "ERROR") || ($.status >= 500) }; words: "?ERROR ?Exception". MetricValue is a number or a field; DefaultValue only without dimensions.',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html',
  flawed: `
    Filter:
      Type: AWS::Logs::MetricFilter
      Properties:
        LogGroupName: payments
        FilterPattern: '{ $.level == "ERROR" }'
        MetricTransformations: [{ MetricNamespace: Payments, MetricName: Errors, MetricValue: '1' }]`,
  sound: `
    Filter:
      Type: AWS::Logs::MetricFilter
      Properties:
        LogGroupName: payments
        FilterPattern: '{ ($.level = "ERROR") || ($.detail = "a == b") }'
        MetricTransformations: [{ MetricNamespace: Payments, MetricName: Errors, MetricValue: '1', DefaultValue: 0 }]`,
  *check(model) {
    for (const filter of model.resources('AWS::Logs::MetricFilter')) {
      const pattern = filter.get('FilterPattern');
      const found = typeof pattern === 'string' ? fault(pattern) : undefined;
      if (found) yield at(filter, 'FilterPattern', `${pattern as string} has ${found}`, 'FilterPattern');
      const transformations = mappings(filter.get('MetricTransformations'));
      if (list(filter.get('MetricTransformations')).length > 1) yield at(filter, 'MetricTransformations', `${transformations.length} transformations`, 'count');
      for (const one of transformations) {
        if (typeof one.MetricValue === 'string' && !/^\$|^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(one.MetricValue)) {
          yield at(filter, 'MetricTransformations', `MetricValue is ${one.MetricValue}`, 'MetricValue');
        }
        if (one.DefaultValue !== undefined && !absent(one.Dimensions)) yield at(filter, 'MetricTransformations', 'DefaultValue together with dimensions', 'DefaultValue');
      }
    }
  },
};
