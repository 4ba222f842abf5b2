import { NAMES_BY_TYPE } from './physical-names';
import { intrinsic, isRecord, Model, options, Resource, Stack } from '../../template';

const LONGEST: Readonly<Record<string, number>> = {
  'AWS::Backup::BackupVault': 50,
  'AWS::CodePipeline::Pipeline': 100,
  'AWS::Cognito::UserPool': 128,
  'AWS::EKS::Cluster': 100,
  'AWS::ElastiCache::ReplicationGroup': 40,
  'AWS::ElasticLoadBalancing::LoadBalancer': 32,
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 32,
  'AWS::ElasticLoadBalancingV2::TargetGroup': 32,
  'AWS::Events::Rule': 64,
  'AWS::IAM::InstanceProfile': 128,
  'AWS::IAM::ManagedPolicy': 128,
  'AWS::IAM::Role': 64,
  'AWS::IAM::User': 64,
  'AWS::Kinesis::Stream': 128,
  'AWS::KinesisFirehose::DeliveryStream': 64,
  'AWS::Lambda::Function': 64,
  'AWS::OpenSearchService::Domain': 28,
  'AWS::RDS::DBCluster': 63,
  'AWS::RDS::DBInstance': 63,
  'AWS::RDS::DBProxy': 63,
  'AWS::Redshift::Cluster': 63,
  'AWS::S3::Bucket': 63,
  'AWS::SQS::Queue': 80,
  'AWS::Scheduler::Schedule': 64,
  'AWS::StepFunctions::StateMachine': 80,
  'AWS::WAFv2::IPSet': 128,
  'AWS::WAFv2::WebACL': 128,
  'AWS::XRay::Group': 32,
  'AWS::XRay::SamplingRule': 32,
};
/** How long unknown parts are taken to be: what is sure, or the most that the parameters accept. */
export type Measure = 'least' | 'most';

/** `us-east-1` and `ap-southeast-1`. */
const REGION: Readonly<Record<Measure, number>> = { least: 9, most: 14 };
const PSEUDO: Readonly<Record<string, number>> = { 'AWS::AccountId': 12, 'AWS::Partition': 3 };

export interface Measured {
  readonly resource: Resource;
  readonly property: string;
  readonly least: number;
  readonly most: number;
  readonly accepted: number;
}

/** The names whose length has a bound. */
export function measuredNames(model: Model): Measured[] {
  return Object.entries(LONGEST).flatMap(([type, accepted]) => model.resources(type).flatMap((resource) => {
    const property = NAMES_BY_TYPE[type];
    const written = resource.raw(property);
    return written === undefined ? [] : [{ resource, property, accepted, least: longest(resource.stack, written, 'least'), most: longest(resource.stack, written, 'most') }];
  }));
}

/** Of the allowed values the longest; what has no bound counts with its default, or as nothing. */
function longest(stack: Stack, raw: unknown, measure: Measure): number {
  if (typeof raw === 'string' || typeof raw === 'number') return String(raw).length;
  const call = intrinsic(raw);
  const items: readonly unknown[] = call && Array.isArray(call.argument) ? call.argument : [];
  switch (call?.name) {
    case 'Ref': return lengthOf(stack, String(call.argument), measure);
    case 'Fn::Sub': {
      const text = typeof call.argument === 'string' ? call.argument : items[0];
      const own = isRecord(items[1]) ? items[1] : {};
      if (typeof text !== 'string') return 0;
      const variables = [...text.matchAll(/\$\{([^!}][^}]*)\}/g)];
      const fixed = text.length - variables.reduce((sum, [all]) => sum + all.length, 0);
      return variables.map(([, name]) => name.trim()).reduce((sum, name) => sum
        + (Object.hasOwn(own, name) ? longest(stack, own[name], measure) : lengthOf(stack, name, measure)), fixed);
    }
    case 'Fn::Join': {
      const list: readonly unknown[] = Array.isArray(items[1]) ? items[1] : [];
      return list.reduce<number>((sum, item) => sum + longest(stack, item, measure), Math.max(0, list.length - 1) * String(items[0]).length);
    }
    case 'Fn::If': return Math.max(longest(stack, items[1], measure), longest(stack, items[2], measure));
    default: return Math.max(0, ...options(stack.resolver.resolve(raw)).map((option) => typeof option === 'string' ? option.length : 0));
  }
}

function lengthOf(stack: Stack, name: string, measure: Measure): number {
  const parameter = stack.parameters[name];
  if (!isRecord(parameter)) return name === 'AWS::Region' ? REGION[measure] : PSEUDO[name] ?? 0;
  if (stack.arguments.has(name)) return Math.max(0, ...options(stack.arguments.get(name)).map((option) => typeof option === 'string' ? option.length : 0));
  const { AllowedValues: allowed, MaxLength: most, Default: proposed } = parameter;
  if (Array.isArray(allowed)) return Math.max(0, ...allowed.map((one) => String(one).length));
  return measure === 'most' && most !== undefined && Number.isInteger(Number(most)) ? Number(most) : String(proposed ?? '').length;
}
