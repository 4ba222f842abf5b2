import { NAMES_BY_TYPE } from './physical-names';
import { options, Text, Value } from '../../template';
import { at, Lesson } from '../lesson';
import { isTrue, off, surely } from '../query';
import { schemaFaults } from '../template/schema-faults';

const DNS = /^[A-Za-z0-9-]*$/;
const WORD = /^[\w-]*$/;
/** What the fixed parts of a name may hold, and in words. */
const ACCEPTED: Readonly<Record<string, readonly [pattern: RegExp, said: string]>> = {
  'AWS::AutoScaling::AutoScalingGroup': [/^[^:]*$/, 'no colons'],
  'AWS::CloudWatch::Dashboard': [WORD, 'letters, digits, - and _'],
  'AWS::DynamoDB::Table': [/^[\w.-]*$/, 'letters, digits, -, _ and dots'],
  'AWS::ECR::Repository': [/^[a-z0-9._/-]*$/, 'lower case'],
  'AWS::ECS::Cluster': [WORD, 'letters, digits, - and _'],
  'AWS::ECS::Service': [WORD, 'letters, digits, - and _'],
  'AWS::ElastiCache::ReplicationGroup': [DNS, 'letters, digits and -'],
  'AWS::ElasticLoadBalancingV2::LoadBalancer': [DNS, 'letters, digits and -'],
  'AWS::ElasticLoadBalancingV2::TargetGroup': [DNS, 'letters, digits and -'],
  'AWS::Events::Rule': [/^[\w.-]*$/, 'letters, digits, -, _ and dots'],
  'AWS::IAM::Role': [/^[\w+=,.@-]*$/, 'letters, digits and +=,.@-_'],
  'AWS::KMS::Alias': [/^[\w/-]*$/, 'letters, digits, /, - and _'],
  'AWS::Lambda::Function': [/^[\w:-]*$/, 'letters, digits, - and _'],
  'AWS::Logs::LogGroup': [/^[\w./#-]*$/, 'letters, digits and ./#-_'],
  'AWS::RDS::DBCluster': [DNS, 'letters, digits and -'],
  'AWS::RDS::DBInstance': [DNS, 'letters, digits and -'],
  'AWS::RDS::DBProxy': [DNS, 'letters, digits and -'],
  'AWS::S3::Bucket': [/^[a-z0-9.-]*$/, 'lower case letters, digits, - and dots'],
  'AWS::SNS::Topic': [/^[\w.-]*$/, 'letters, digits, - and _'],
  'AWS::SQS::Queue': [/^[\w.-]*$/, 'letters, digits, - and _'],
  'AWS::SecretsManager::Secret': [/^[\w/+=.@-]*$/, 'letters, digits and /_+=.@-'],
  'AWS::StepFunctions::StateMachine': [WORD, 'letters, digits, - and _'],
};
const FIFO: Readonly<Record<string, string>> = { 'AWS::SQS::Queue': 'FifoQueue', 'AWS::SNS::Topic': 'FifoTopic' };

export const nameInvalid: Lesson = {
  id: 'NameInvalid',
  title: 'A name holds only what its service accepts',
  severity: 'critical',
  facet: 'reliability',
  classes: ['name-length', 'invalid-property'],
  why: 'The service refuses the name and the stack rolls back.',
  fix: 'Write bucket names in lower case, identifiers of databases and load balancers with letters, digits and dashes; end the name of a FIFO queue or topic with .fifo.',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html',
  flawed: `
    Bucket: { Type: AWS::S3::Bucket, Properties: { BucketName: !Sub 'Payment_Archive-\${AWS::AccountId}' } }`,
  sound: `
    Bucket: { Type: AWS::S3::Bucket, Properties: { BucketName: !Sub 'payment-archive-\${AWS::AccountId}' } }`,
  *check(model) {
    for (const [type, [pattern, said]] of Object.entries(ACCEPTED)) {
      const property = NAMES_BY_TYPE[type];
      for (const resource of model.resources(type)) {
        // What the schema refuses is said already.
        if (schemaFaults(resource).some(({ path }) => path === property)) continue;
        const name = resource.get(property);
        const bad = options(name).flatMap(fixedParts).find((part) => !pattern.test(part));
        const fifo = FIFO[type] ? resource.get(FIFO[type]) : undefined;
        if (bad !== undefined) {
          yield at(resource, property, `${JSON.stringify(bad)} is not accepted: ${said}`);
        } else if (FIFO[type] && name !== undefined && isTrue(fifo) && surely(name, (option) => ends(option) === false)) {
          yield at(resource, property, 'The name of a FIFO resource ends with .fifo');
        } else if (FIFO[type] && off(fifo) && surely(name, (option) => ends(option) === true)) {
          yield at(resource, property, `Ends with .fifo, but ${FIFO[type]} is not set`);
        } else if (/LoadBalancer$/.test(type) && surely(name, (option) => fixedParts(option)[0]?.startsWith('internal-') ?? false)) {
          yield at(resource, property, 'A name cannot begin with internal-');
        } else if (type === 'AWS::KMS::Alias' && surely(name, (option) => typeof begins(option) === 'string' && !/^alias\/(?!aws\/)/.test(begins(option)!))) {
          yield at(resource, property, 'An alias begins with alias/, and not with alias/aws/');
        }
      }
    }
  },
};

const fixedParts = (value: Value | undefined): string[] => typeof value === 'string' ? [value]
  : value instanceof Text ? value.parts.filter((part): part is string => typeof part === 'string') : [];

/** `undefined`: not known. */
function ends(value: Value | undefined): boolean | undefined {
  const last = value instanceof Text ? value.parts[value.parts.length - 1] : value;
  return typeof last === 'string' ? last.endsWith('.fifo') : undefined;
}

function begins(value: Value | undefined): string | undefined {
  const first = value instanceof Text ? value.parts[0] : value;
  return typeof first === 'string' && first.length >= 'alias/'.length ? first : undefined;
}
