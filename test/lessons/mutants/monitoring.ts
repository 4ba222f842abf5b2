import { first, Mutants } from './mutant';

const alarms = (resources: Record<string, { Type: string; Properties: any }>) => Object.entries(resources).filter(([, { Type: type }]) => type === 'AWS::CloudWatch::Alarm');

export const MONITORING: Mutants = {
  AlarmConfig: (template) => { first(template, 'AWS::CloudWatch::Alarm').Properties.EvaluationPeriods = 10_000; },
  AlarmMetric: (template) => { alarms(template.Resources).find(([, { Properties: alarm }]) => alarm.Namespace === 'AWS/SQS')![1].Properties.MetricName = 'MessagesVisible'; },
  AlarmDimensionValue: (template) => {
    const dimension = alarms(template.Resources).flatMap(([, { Properties: alarm }]) => alarm.Dimensions ?? []).find(({ Name: name }) => name === 'QueueName')!;
    dimension.Value = { Ref: dimension.Value['Fn::GetAtt'][0] };
  },
  AlarmWithoutAction: (template) => { delete first(template, 'AWS::CloudWatch::Alarm').Properties.AlarmActions; },
  AlarmMissing: (template) => {
    for (const [id] of alarms(template.Resources)) delete template.Resources[id];
  },
  AlarmMissingData: (template) => {
    delete alarms(template.Resources).find(([, { Properties: alarm }]) => alarm.Namespace === 'AWS/Lambda' && alarm.MetricName === 'Errors')![1].Properties.TreatMissingData;
  },
  DashboardBody: (template) => { first(template, 'AWS::CloudWatch::Dashboard').Properties.DashboardBody = '{"widgets":['; },
  LogRetention: (template) => { delete first(template, 'AWS::Logs::LogGroup').Properties.RetentionInDays; },
  LogGroupUnencrypted: (template) => { delete first(template, 'AWS::Logs::LogGroup').Properties.KmsKeyId; },
};
