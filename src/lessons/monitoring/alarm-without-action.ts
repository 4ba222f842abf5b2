import { show } from '../../template';
import { at, Lesson } from '../lesson';
import { absent, isFalse, surely } from '../query';

export const alarmWithoutAction: Lesson = {
  id: 'AlarmWithoutAction',
  title: 'An alarm tells somebody',
  severity: 'medium',
  facet: 'operations',
  classes: ['alarm-missing', 'sns-notify', 'monitoring-general'],
  why: 'The alarm turns red in a console that nobody looks at; the outage goes on.',
  fix: 'Set AlarmActions: [!Ref AlarmTopic], with a subscription on the topic.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html#cloudwatch-15',
  pci: ['10.4.1', '10.7.2'],
  flawed: `
    Alarm:
      Type: AWS::CloudWatch::Alarm
      Properties:
        Namespace: AWS/Lambda
        MetricName: Errors
        Statistic: Sum
        Period: 60
        EvaluationPeriods: 1
        Threshold: 1
        ComparisonOperator: GreaterThanOrEqualToThreshold`,
  sound: `
    Alarm:
      Type: AWS::CloudWatch::Alarm
      Properties:
        Namespace: AWS/Lambda
        MetricName: Errors
        Statistic: Sum
        Period: 60
        EvaluationPeriods: 1
        Threshold: 1
        ComparisonOperator: GreaterThanOrEqualToThreshold
        AlarmActions: [!Ref Topic]
    Topic: { Type: AWS::SNS::Topic }`,
  *check(model) {
    const rules = model.resources('AWS::CloudWatch::CompositeAlarm').map((one) => show(one.get('AlarmRule')));
    for (const alarm of model.resources('AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm')) {
      if (surely(alarm.get('ActionsEnabled'), isFalse)) {
        yield at(alarm, 'ActionsEnabled', 'Its actions are disabled', 'ActionsEnabled');
        continue;
      }
      // Composite alarms, deployments, health checks and flags use alarms without actions.
      const used = alarm.users.some(({ from, kind }) => kind !== 'DependsOn' && from.type !== 'AWS::CloudWatch::Dashboard');
      const name = alarm.get('AlarmName');
      const inRule = name !== undefined && rules.some((rule) => rule.includes(show(name)));
      if (!used && !inRule && ['AlarmActions', 'InsufficientDataActions'].every((property) => absent(alarm.get(property)))) yield at(alarm, '', 'No AlarmActions');
    }
  },
};
