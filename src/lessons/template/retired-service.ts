import { onceByText } from '../../template';
import { atAttribute, Lesson } from '../lesson';

/** Ended for everyone; the day, and what to take instead. */
const ENDED: readonly (readonly [type: RegExp, ended: string, instead: string])[] = [
  [/^AWS::Evidently::/, '2025-10-16', 'AppConfig feature flags'],
  [/^AWS::QLDB::/, '2025-07-31', 'Aurora PostgreSQL'],
  [/^AWS::OpsWorks(CM)?::/, '2024-05-26', 'Systems Manager or containers'],
  [/^AWS::ElasticTranscoder::/, '2025-11-13', 'MediaConvert'],
  [/^AWS::CodeStar::/, '2024-07-31', 'CodePipeline with CodeConnections'],
  [/^AWS::WAF(Regional)?::/, '2025-09-30', 'AWS::WAFv2'],
  [/^AWS::RoboMaker::/, '2025-09-10', 'AWS Batch'],
  [/^AWS::IoT1Click::/, '2024-12-16', 'IoT Core'],
  [/^AWS::IoTAnalytics::/, '2025-12-15', 'Kinesis and Athena'],
  [/^AWS::LookoutMetrics::/, '2025-10-10', 'CloudWatch anomaly detection'],
  [/^AWS::LookoutVision::/, '2025-10-31', 'a SageMaker endpoint'],
  [/^AWS::MediaStore::/, '2025-11-13', 'S3 with MediaPackage'],
  [/^AWS::KinesisAnalytics::/, '2026-01-27', 'Managed Service for Apache Flink (AWS::KinesisAnalyticsV2)'],
  [/^AWS::AppMesh::/, '2026-09-30', 'ECS Service Connect or VPC Lattice'],
  [/^AWS::Pinpoint(Email)?::/, '2026-10-30', 'SES and End User Messaging'],
];

const ending = onceByText((type) => ENDED.find(([pattern]) => pattern.test(type)));

export const retiredService: Lesson = {
  id: 'RetiredService',
  title: 'No resource is of a service that has ended',
  severity: 'critical',
  facet: 'reliability',
  classes: ['quota-region', 'invalid-property'],
  why: 'The deployment fails: there is no service behind the type any more.',
  fix: 'Take the service that AWS names as its successor.',
  source: 'https://aws.amazon.com/products/lifecycle/',
  flawed: `
    Flags: { Type: AWS::Evidently::Project, Properties: { Name: payments } }`,
  sound: `
    Flags: { Type: AWS::AppConfig::Application, Properties: { Name: payments } }`,
  *check(model) {
    for (const resource of model.resources()) {
      const [, ended, instead] = ending(resource.type) ?? [];
      if (ended) yield atAttribute(resource, 'Type', `${resource.type} ended on ${ended}: ${instead} is its successor`);
    }
  },
};
