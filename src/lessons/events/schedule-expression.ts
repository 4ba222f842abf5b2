import { at, Lesson } from '../lesson';
import { list } from '../query';

const RATE = /^rate\((\d+) (minute|minutes|hour|hours|day|days)\)$/;

/** What EventBridge refuses, or undefined. */
function fault(expression: string, strict: boolean): string | undefined {
  if (expression.startsWith('rate(')) {
    const [, count, unit] = RATE.exec(expression) ?? [];
    if (!count || Number(count) === 0) return 'rate() takes a whole number of minutes, hours or days';
    return strict && (Number(count) === 1) === unit.endsWith('s') ? `it is ${Number(count) === 1 ? 'one' : 'several'}, so ${unit} is refused` : undefined;
  }
  if (expression.startsWith('cron(')) {
    const fields = expression.slice('cron('.length, -1).trim().split(/\s+/);
    if (!expression.endsWith(')') || fields.length !== 6) return 'cron() takes six fields';
    return [fields[2], fields[4]].filter((field) => field === '?').length === 1 ? undefined : 'one of day of month and day of week, not both, is ?';
  }
  return strict || !expression.startsWith('at(') ? 'a schedule is rate() or cron()' : undefined;
}

export const scheduleExpression: Lesson = {
  id: 'ScheduleExpression',
  title: 'A schedule is one that EventBridge takes',
  severity: 'critical',
  facet: 'reliability',
  classes: ['eventbridge', 'invalid-property'],
  why: 'EventBridge refuses the expression, and the deployment fails.',
  fix: 'Write rate(1 minute), rate(5 minutes), or cron(0 3 * * ? *) with six fields and one question mark.',
  source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html',
  flawed: `
    Rule: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: rate(30 seconds) } }`,
  sound: `
    Rule: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: rate(1 minute) } }
    Nightly: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: cron(0 3 * * ? *) } }`,
  *check(model) {
    for (const [type, strict] of [['AWS::Events::Rule', true], ['AWS::Scheduler::Schedule', false]] as const) {
      for (const rule of model.resources(type)) {
        for (const expression of list(rule.get('ScheduleExpression'))) {
          const found = typeof expression === 'string' && expression !== '' ? fault(expression, strict) : undefined;
          if (found) yield at(rule, 'ScheduleExpression', `${String(expression)}: ${found}`, String(expression));
        }
      }
    }
  },
};
