import { isPartial } from './alarms';
import { inTemplate, Lesson } from '../lesson';
import { onlyDeploys } from '../query';

const WATCHED: Readonly<Record<string, string>> = {
  'AWS::Lambda::Function': 'functions',
  'AWS::RDS::DBInstance': 'databases',
  'AWS::RDS::DBCluster': 'databases',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'load balancers',
  'AWS::ECS::Service': 'services',
  'AWS::StepFunctions::StateMachine': 'state machines',
  'AWS::ApiGateway::RestApi': 'APIs',
  'AWS::ApiGatewayV2::Api': 'APIs',
  'AWS::DynamoDB::Table': 'tables',
  'AWS::AutoScaling::AutoScalingGroup': 'instances',
};

export const alarmMissing: Lesson = {
  id: 'AlarmMissing',
  title: 'A system with functions, databases or load balancers has alarms',
  severity: 'low',
  facet: 'operations',
  classes: ['alarm-missing', 'monitoring-general', 'missing-resource'],
  why: 'Errors, throttles and a full database are noticed by the customers first.',
  fix: 'Add alarms on errors and throttles of functions, 5XX of APIs and load balancers, CPU and storage of databases, with a topic as action.',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html',
  pci: ['10.7.2', '12.10.5'],
  flawed: `
    Function:
      Type: AWS::Lambda::Function
      Properties: { Role: arn:aws:iam::111122223333:role/a, Runtime: nodejs22.x, Handler: index.handler, Code: { ZipFile: '' } }`,
  sound: `
    Function:
      Type: AWS::Lambda::Function
      Properties: { Role: arn:aws:iam::111122223333:role/a, Runtime: nodejs22.x, Handler: index.handler, Code: { ZipFile: '' } }
    Alarm:
      Type: AWS::CloudWatch::Alarm
      Properties:
        Namespace: AWS/Lambda
        MetricName: Errors
        Dimensions: [{ Name: FunctionName, Value: !Ref Function }]
        Statistic: Sum
        Period: 60
        EvaluationPeriods: 1
        Threshold: 1
        ComparisonOperator: GreaterThanOrEqualToThreshold
        TreatMissingData: notBreaching
        AlarmActions: [!Ref Topic]
    Topic: { Type: AWS::SNS::Topic }`,
  *check(model) {
    if (isPartial(model) || model.resources('AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm').length > 0) return;
    const watched = model.resources(...Object.keys(WATCHED)).filter((one) => !onlyDeploys(one));
    for (const stack of model.stacks) {
      const counts = new Map<string, number>();
      for (const { type } of watched.filter((one) => one.stack === stack)) counts.set(WATCHED[type], (counts.get(WATCHED[type]) ?? 0) + 1);
      if (counts.size > 0) yield inTemplate(stack, ['Resources'], `No alarm for ${[...counts].map(([kind, count]) => `${count} ${count === 1 ? kind.slice(0, -1) : kind}`).join(', ')}`);
    }
  },
};
