import { propertyTexts } from './sections';
import { isMapping, Path, Pseudo, Reference, Text, Value } from '../../template';
import { attributesOf } from '../../template/schema';
import { at, Lesson } from '../lesson';

/** Ref of these gives an ARN. */
const REF_IS_ARN = [
  'AWS::CertificateManager::Certificate', 'AWS::ECS::Service', 'AWS::ECS::TaskDefinition', 'AWS::ElasticLoadBalancingV2::Listener', 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::ElasticLoadBalancingV2::TargetGroup', 'AWS::IAM::ManagedPolicy', 'AWS::Lambda::LayerVersion', 'AWS::Lambda::Version', 'AWS::SNS::Topic', 'AWS::SecretsManager::Secret',
  'AWS::StepFunctions::StateMachine',
];
/** Their ARNs always hold the Region and the account. */
const IN_ACCOUNT = ['dynamodb', 'events', 'firehose', 'kinesis', 'kms', 'lambda', 'logs', 'secretsmanager', 'sns', 'sqs', 'states'];
const PARTITION = /^(aws(-cn|-us-gov|-iso[a-z-]*|-eusc)?|\*|\?)$/;
/** Stands for what is not known. */
const PART = '?';

export const malformedArn: Lesson = {
  id: 'MalformedArn',
  title: 'An ARN has its six parts, each in its place',
  severity: 'high',
  facet: 'reliability',
  classes: ['arn-format', 'iam-generic'],
  why: 'A policy with such an ARN is refused, or matches nothing; a service that gets it fails at deployment.',
  fix: 'Write arn:${AWS::Partition}:service:${AWS::Region}:${AWS::AccountId}:resource, or take !GetAtt Resource.Arn as it is.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html',
  flawed: `
    Alarms: { Type: AWS::SNS::Subscription, Properties: { Protocol: sqs, TopicArn: !Sub 'arn:aws:sns:\${AWS::Region}:payments' } }`,
  sound: `
    Alarms: { Type: AWS::SNS::Subscription, Properties: { Protocol: sqs, TopicArn: !Sub 'arn:aws:sns:\${AWS::Region}:\${AWS::AccountId}:payments' } }`,
  *check(model) {
    for (const resource of model.resources()) {
      // As written first: few properties hold an ARN.
      if (!propertyTexts(resource).some(({ text }) => text.startsWith('arn:'))) continue;
      for (const { parts, path } of arns(resource.properties)) {
        const wrong = faultOf(parts);
        if (wrong) yield at(resource, path.join('.'), wrong, path.join('.'));
      }
    }
  },
};

/** Texts that begin as an ARN does. */
function arns(value: Value, path: Path = []): readonly { readonly parts: readonly Value[]; readonly path: Path }[] {
  if (typeof value === 'string' || value instanceof Text) {
    const parts: readonly Value[] = value instanceof Text ? value.parts : [value];
    return typeof parts[0] === 'string' && /^arn:[\w-]*(:|$)/.test(parts[0]) ? [{ parts, path }] : [];
  }
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap((item, index) => arns(item, [...path, index]));
  return isMapping(value) ? Object.entries(value).flatMap(([key, item]) => arns(item, [...path, key])) : [];
}

const shape = (parts: readonly Value[]): string => parts.map((part) => typeof part === 'string' ? part : PART).join('');

const isArn = (part: Value): part is Reference => part instanceof Reference
  && (part.attribute ? /Arn$/.test(part.attribute) && (attributesOf(part.resource.type)?.includes(part.attribute) ?? true) : REF_IS_ARN.includes(part.resource.type));

function faultOf(parts: readonly Value[]): string | undefined {
  if (/[\s,"]/.test(parts.filter((part) => typeof part === 'string').join(''))) return undefined; // More than an ARN.
  // Uris of API Gateway hold the ARN of the function.
  const inner = /^arn:[\w?-]*:apigateway:/.test(shape(parts)) ? undefined : parts.slice(1).find(isArn);
  if (inner) return `${inner.resource.id}${inner.attribute ? `.${inner.attribute}` : ''} is an ARN already, inside of another ARN`;
  const isWhole = parts.every((part) => typeof part === 'string' || part instanceof Pseudo || (part instanceof Reference && !part.attribute));
  const text = shape(parts);
  const [, partition, service, region, account, ...rest] = text.split(':');
  if (!PARTITION.test(partition)) return `${text} has the partition ${partition}`;
  if (rest.length === 0) return isWhole && !/[*?]$/.test(text) ? `${text} has ${text.split(':').length} parts, not 6` : undefined;
  if (service === 's3' && /^[\w.-]/.test(rest.join(':')) && (region !== '' || account !== '') && !/^(accesspoint|job|storage-lens|async-request)/.test(rest.join(':'))) {
    return `${text}: the ARN of a bucket has neither Region nor account`;
  }
  if (service === 'iam' && region !== '' && region !== '*') return `${text}: IAM has no Region`;
  // `arn:aws:states:::sqs:sendMessage` is an integration.
  if (IN_ACCOUNT.includes(service) && !(service === 'states' && region === '' && account === '') && (account === '' || region === '')) return `${text} has no ${account === '' ? 'account' : 'Region'}`;
  return undefined;
}
