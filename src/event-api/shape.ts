import { Construct } from 'constructs';
import { PaymentEventApiProps } from './props';
import { Faults } from '../hardened/faults';

/** What TypeScript would refuse: a user of JavaScript, Python or `any` gets the same answer, all of it at once. Before the props are read. */
export function checkShape(scope: Construct, props: PaymentEventApiProps): void {
  const faults = new Faults();
  const { environmentSuffix, api, domain, routing, processing, data } = props ?? {};

  faults.kind('environmentSuffix', environmentSuffix, typeof environmentSuffix === 'string', 'a string');
  faults.optionalKind('routing.sources', routing?.sources, isTexts, 'an array of strings');
  faults.optionalKind('routing.partnerSources', routing?.partnerSources, isTexts, 'an array of strings');
  faults.optionalKind('routing.highValue', routing?.highValue, isAmounts, 'an object of numbers, for example { EUR: 1000000 }');
  faults.optionalKind('processing.fees.fixed', processing?.fees?.fixed, isAmounts, 'an object of numbers, for example { EUR: 10 }');
  if (processing?.fees) faults.kind('processing.fees.types', processing.fees.types, isTexts(processing.fees.types), 'an array of strings');
  if (domain !== undefined) {
    faults.kind('domain.domainName', domain?.domainName, typeof domain?.domainName === 'string', 'a string');
    faults.kind('domain.hostedZone', domain?.hostedZone, typeof domain?.hostedZone?.hostedZoneId === 'string', 'a hosted zone');
    faults.optionalKind('domain.certificate', domain?.certificate, (value: { certificateArn?: unknown }) => typeof value?.certificateArn === 'string', 'a certificate');
  }
  const durations = {
    'api.tokenCacheTtl': api?.tokenCacheTtl,
    'api.authorizerTimeout': api?.authorizerTimeout,
    'processing.ingestTimeout': processing?.ingestTimeout,
    'processing.consumerTimeout': processing?.consumerTimeout,
    'processing.visibilityTimeout': processing?.visibilityTimeout,
    'processing.maxEventAge': processing?.maxEventAge,
    'data.queueRetention': data?.queueRetention,
    'data.rememberFor': data?.rememberFor,
  };
  for (const [name, value] of Object.entries(durations)) {
    // By method, not by `instanceof`: an app may hold two copies of a library.
    faults.optionalKind(name, value, ({ toSeconds }: { toSeconds?: unknown }) => typeof toSeconds === 'function', 'a Duration, for example Duration.seconds(50)');
  }
  faults.throwIfAny(scope);
}

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === 'string');
const isAmounts = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every((one) => typeof one === 'number');
