import { isMapping, Model, once, options, Resource, show, Text, Value } from '../../template';
import { list, mappings, onlyDeploys, target } from '../query';

const FUNCTION = 'AWS::Lambda::Function';

/** The function that a value leads to, through aliases and versions. */
export function functionOf(model: Model, value: Value | undefined): Resource | undefined {
  let found = target(model, value);
  for (let step = 0; step < 3 && (found?.type === 'AWS::Lambda::Alias' || found?.type === 'AWS::Lambda::Version'); step += 1) {
    found = target(model, found.get('FunctionName'));
  }
  return found?.type === FUNCTION ? found : undefined;
}

/** Functions that work while the system runs. */
export const working = (model: Model): readonly Resource[] => model.resources(FUNCTION).filter((one) => !onlyDeploys(one));

/** A service that calls a function in its own name, not with a role. */
export interface Invocation {
  readonly source: Resource;
  /** Property that names the function. */
  readonly property: string;
  readonly service: string;
  readonly callee: Resource;
  /** The caller does not wait, and brings data that nobody else has. */
  readonly fireAndForget: boolean;
}

/** Which services call which functions of the model. */
export const invocations = once((model: Model): readonly Invocation[] => [...all(model)]);

/** Type, property of the function, property of a role that calls instead, service. */
const PLAIN: readonly (readonly [type: string, property: string, role: string, service: string])[] = [
  ['AWS::ApiGateway::Authorizer', 'AuthorizerUri', 'AuthorizerCredentials', 'apigateway'],
  ['AWS::ApiGateway::Method', 'Integration.Uri', 'Integration.Credentials', 'apigateway'],
  ['AWS::ApiGatewayV2::Authorizer', 'AuthorizerUri', 'AuthorizerCredentialsArn', 'apigateway'],
  ['AWS::ApiGatewayV2::Integration', 'IntegrationUri', 'CredentialsArn', 'apigateway'],
  ['AWS::Config::ConfigRule', 'Source.SourceIdentifier', '', 'config'],
  ['AWS::Logs::SubscriptionFilter', 'DestinationArn', 'RoleArn', 'logs'],
  ['AWS::SecretsManager::RotationSchedule', 'RotationLambdaARN', '', 'secretsmanager'],
];

function* all(model: Model): Iterable<Invocation> {
  const to = function* (source: Resource, property: string, service: string, value: Value | undefined, fireAndForget = false): Iterable<Invocation> {
    const callee = functionOf(model, value);
    if (callee) yield { source, property, service, callee, fireAndForget };
  };
  for (const [type, property, role, service] of PLAIN) {
    for (const source of model.resources(type)) {
      if (role === '' || source.get(role) === undefined) yield* to(source, property, service, source.get(property));
    }
  }
  for (const bucket of model.resources('AWS::S3::Bucket')) {
    for (const [at, one] of mappings(bucket.get('NotificationConfiguration.LambdaConfigurations')).entries()) {
      yield* to(bucket, `NotificationConfiguration.LambdaConfigurations.${at}.Function`, 's3', one.Function, true);
    }
  }
  // The CDK's way to the same.
  for (const notifications of model.resources('Custom::S3BucketNotifications')) {
    for (const [at, one] of mappings(notifications.get('NotificationConfiguration.LambdaFunctionConfigurations')).entries()) {
      yield* to(notifications, `NotificationConfiguration.LambdaFunctionConfigurations.${at}.LambdaFunctionArn`, 's3', one.LambdaFunctionArn, true);
    }
  }
  for (const subscription of model.resources('AWS::SNS::Subscription')) {
    if (subscription.get('Protocol') === 'lambda') yield* to(subscription, 'Endpoint', 'sns', subscription.get('Endpoint'), true);
  }
  for (const topic of model.resources('AWS::SNS::Topic')) {
    for (const [at, one] of mappings(topic.get('Subscription')).entries()) {
      if (one.Protocol === 'lambda') yield* to(topic, `Subscription.${at}.Endpoint`, 'sns', one.Endpoint, true);
    }
  }
  for (const rule of model.resources('AWS::Events::Rule')) {
    for (const [at, one] of mappings(rule.get('Targets')).entries()) {
      // What a schedule says, the next run says again.
      if (one.RoleArn === undefined) yield* to(rule, `Targets.${at}.Arn`, 'events', one.Arn, rule.get('EventPattern') !== undefined);
    }
  }
  for (const pool of model.resources('AWS::Cognito::UserPool')) {
    const triggers = pool.get('LambdaConfig');
    for (const [name, value] of isMapping(triggers) ? Object.entries(triggers) : []) {
      yield* to(pool, `LambdaConfig.${name}`, 'cognito-idp', isMapping(value) ? value.LambdaArn : value);
    }
  }
  for (const group of model.resources('AWS::ElasticLoadBalancingV2::TargetGroup')) {
    if (group.get('TargetType') !== 'lambda') continue;
    for (const [at, one] of mappings(group.get('Targets')).entries()) yield* to(group, `Targets.${at}.Id`, 'elasticloadbalancing', one.Id);
  }
}

/** The permissions that may let a service call a function: those of the function, and those whose function is not known. */
export function permissionsFor(model: Model, callee: Resource, service: string): readonly Resource[] {
  return model.resources('AWS::Lambda::Permission').filter((permission) => {
    const named = functionOf(model, permission.get('FunctionName'));
    return (!named || named === callee) && list(permission.get('Principal')).some((principal) => typeof principal !== 'string' || principal === '*'
      || principal === `${service}.amazonaws.com` || (principal.startsWith(`${service}.`) && principal.endsWith('.amazonaws.com')))
      && list(permission.get('Action')).some((action) => typeof action !== 'string' || ['*', 'lambda:*', 'lambda:invokefunction'].includes(action.toLowerCase()));
  });
}

/** What an event source mapping reads from, when it is told. */
export function sourceKind(model: Model, mapping: Resource): 'sqs' | 'kinesis' | 'dynamodb' | undefined {
  const arn = mapping.get('EventSourceArn');
  const type = target(model, arn)?.type;
  if (type === 'AWS::SQS::Queue') return 'sqs';
  if (type === 'AWS::Kinesis::Stream') return 'kinesis';
  if (type === 'AWS::DynamoDB::Table' || type === 'AWS::DynamoDB::GlobalTable') return 'dynamodb';
  return type ? undefined : /^arn:[^:]*:(sqs|kinesis|dynamodb):/.exec(show(arn))?.[1] as 'sqs' | 'kinesis' | 'dynamodb' | undefined;
}

/** Main version of a runtime: `['nodejs', 18]`. */
export function runtimeOf(one: Resource): readonly [family: string, version: number] | undefined {
  const found = /^(nodejs|python)([\d.]+?)(?:\.x)?$/.exec(show(one.get('Runtime')));
  if (!found) return undefined;
  const [major, minor] = found[2].split('.').map(Number);
  return [found[1], found[1] === 'python' ? major * 100 + (minor ?? 0) : major];
}

/** Source code in the template. */
export function inlineCode(one: Resource): string | undefined {
  const codes = options(one.get('Code.ZipFile')).filter((code) => typeof code === 'string' || code instanceof Text).map(show);
  return codes.length === 1 && codes[0].trim() !== '' ? codes[0] : undefined;
}
