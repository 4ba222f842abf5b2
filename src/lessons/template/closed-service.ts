import { atAttribute, Lesson } from '../lesson';

/** Since when only accounts that used it before may; and what to take instead. */
const CLOSED: readonly (readonly [type: RegExp, closed: string, instead: string])[] = [
  [/^AWS::FraudDetector::/, '2025-11-07', 'a SageMaker endpoint or own rules'],
  [/^AWS::AppRunner::/, '2026-04-30', 'ECS on Fargate behind a load balancer'],
  [/^AWS::Timestream::(Database|Table|ScheduledQuery)$/, '2025-06-20', 'Timestream for InfluxDB'],
  [/^AWS::Cloud9::/, '2024-07-25', 'an IDE toolkit or CloudShell'],
  [/^AWS::DataPipeline::/, '2024-07-25', 'Step Functions, Glue or MWAA'],
  [/^AWS::Forecast::/, '2024-07-29', 'SageMaker Canvas'],
  [/^AWS::S3ObjectLambda::/, '2025-11-07', 'a Lambda function before the bucket'],
  [/^AWS::CodeGuruReviewer::/, '2025-11-07', 'Amazon Q Developer or Inspector'],
  [/^AWS::Route53RecoveryReadiness::/, '2026-04-30', 'ARC Region switch (AWS::ARCRegionSwitch::Plan)'],
  [/^AWS::AutoScaling::LaunchConfiguration$/, '2024-10-01', 'AWS::EC2::LaunchTemplate'],
];

export const closedService: Lesson = {
  id: 'ClosedService',
  title: 'No resource is of a service that is closed to new customers',
  severity: 'high',
  facet: 'reliability',
  classes: ['quota-region', 'asg-launch'],
  why: 'An account that did not use the service before is refused: the stack deploys in one account and not in the next.',
  fix: 'Take the service that AWS names as its successor.',
  source: 'https://aws.amazon.com/products/lifecycle/',
  flawed: `
    Service: { Type: AWS::AppRunner::Service, Properties: { ServiceName: payments } }`,
  sound: `
    Service: { Type: AWS::ECS::Service, Properties: { LaunchType: FARGATE } }`,
  *check(model) {
    for (const resource of model.resources()) {
      const [, closed, instead] = CLOSED.find(([type]) => type.test(resource.type)) ?? [];
      if (closed) yield atAttribute(resource, 'Type', `${resource.type} is closed to new accounts since ${closed}: take ${instead}`);
    }
  },
};
