import { Model, Resource, show } from '../../template';
import { at, Lesson } from '../lesson';
import { PHYSICAL_NAMES, prerequisites } from '../query';

const ALARMS = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm', 'AWS::CloudWatch::LogAlarm'];
const TERM = /\b(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]*)"|'([^']*)'|([^()\s]*))\s*\)/g;

/** The alarm that a name in a rule means, and whether it surely is none. */
function* terms(model: Model, composite: Resource, rule: string): Iterable<readonly [name: string, fault: string]> {
  const alarms = model.resources(...ALARMS);
  const before = prerequisites(composite);
  for (const [, , double, simple, bare] of rule.matchAll(TERM)) {
    const name = double ?? simple ?? bare ?? '';
    const referred = composite.edges.find(({ to }) => name === `\${${to.address}}` || name === `\${${to.address}.Arn}`);
    if (referred && !ALARMS.includes(referred.to.type)) yield [name, `${referred.to.id} is no alarm`];
    if (referred) continue;
    const named = alarms.find((alarm) => show(alarm.get(PHYSICAL_NAMES['AWS::CloudWatch::Alarm'])) === name);
    const written = alarms.find((alarm) => alarm.id === name);
    if (named && !before.has(named)) yield [name, `Does not wait for ${named.id}`];
    else if (!named && written) yield [name, `${name} is a logical id, no name of an alarm`];
  }
}

export const compositeAlarmRule: Lesson = {
  id: 'CompositeAlarmRule',
  title: 'The rule of a composite alarm names alarms that are there before it',
  severity: 'critical',
  facet: 'reliability',
  classes: ['alarm-config', 'depends-on'],
  why: 'PutCompositeAlarm refuses a rule with a wrong operator or an alarm that does not exist yet; the deployment is rolled back.',
  fix: 'Name alarms by reference: !Sub "ALARM(${Errors}) OR ALARM(${Latency})", or add DependsOn.',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html',
  flawed: `
    Errors: { Type: AWS::CloudWatch::Alarm, Properties: { AlarmName: payments-errors } }
    Composite: { Type: AWS::CloudWatch::CompositeAlarm, Properties: { AlarmRule: 'ALARM("payments-errors") OR ALARM(Errors)' } }`,
  sound: `
    Errors: { Type: AWS::CloudWatch::Alarm, Properties: { AlarmName: payments-errors } }
    Composite: { Type: AWS::CloudWatch::CompositeAlarm, Properties: { AlarmRule: !Sub 'ALARM(\${Errors}) OR NOT OK("\${Errors}")' } }`,
  *check(model) {
    for (const composite of model.resources('AWS::CloudWatch::CompositeAlarm')) {
      const rule = show(composite.get('AlarmRule'));
      if (/&&|\|\|/.test(rule)) yield at(composite, 'AlarmRule', 'Has && or ||; the operators are AND, OR and NOT', 'operator');
      for (const [name, fault] of terms(model, composite, rule)) yield at(composite, 'AlarmRule', fault, name);
    }
  },
};
