import { Duration, Size } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { FraudScreening } from './fraud-screening';
import { IngressMode, PaymentWebhookPipelineProps, PipelineEncryption } from './props';
import { Faults } from '../hardened/faults';

/** What TypeScript would refuse: a user of JavaScript, Python or `any` gets the same answer, all of it at once. */
export function checkShape(scope: Construct, props: PaymentWebhookPipelineProps): void {
  const faults = new Faults();
  const { environmentSuffix, providers, ingress, processing, data } = props ?? {};

  faults.kind('environmentSuffix', environmentSuffix, typeof environmentSuffix === 'string', 'a string');
  faults.kind('providers', providers, Array.isArray(providers) && providers.every(isProvider), 'an array of PaymentProvider');
  faults.optionalKind('ingress.mode', ingress?.mode, isOneOf(IngressMode), Object.values(IngressMode).join(' or '));
  faults.optionalKind('ingress.maxBodySize', ingress?.maxBodySize, isA(Size), 'a Size, for example Size.kibibytes(256)');
  faults.optionalKind('data.encryption', data?.encryption, isOneOf(PipelineEncryption), Object.values(PipelineEncryption).join(' or '));
  faults.optionalKind('processing.fraudScreening', processing?.fraudScreening, isA(FraudScreening), 'a FraudScreening');
  faults.optionalKind('processing.routes', processing?.routes, (routes: unknown) => Array.isArray(routes) && routes.every((route) => typeof route?.name === 'string'), 'an array of routes with a name');
  const durations = {
    'processing.timeout': processing?.timeout,
    'processing.visibilityTimeout': processing?.visibilityTimeout,
    'data.queueRetention': data?.queueRetention,
    'data.stateRetention': data?.stateRetention,
    'data.archiveAfter': data?.archiveAfter,
    'data.archiveRetention': data?.archiveRetention,
  };
  for (const [name, value] of Object.entries(durations)) faults.optionalKind(name, value, isA(Duration), 'a Duration, for example Duration.days(4)');
  faults.throwIfAny(scope);
}

// By method, not by `instanceof`: an app may hold two copies of a library.
const isA = (type: { prototype: object }) => (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.getOwnPropertyNames(type.prototype).every((method) => method in value);
const isProvider = (value: unknown): boolean => typeof value === 'object' && value !== null && 'scheme' in value && 'tolerance' in value;
const isOneOf = (values: object) => (value: unknown): boolean => Object.values(values).includes(value);
