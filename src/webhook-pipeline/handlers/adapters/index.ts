/** From the raw body of a provider to payments in the pipeline's own terms. */
import { adyen } from './adyen';
import { type Adapter, type EventContext, MalformedEventError, type Normalised, toPayment } from './event';
import { generic } from './generic';
import { paypal } from './paypal';
import { square } from './square';
import { stripe } from './stripe';
import type { ProviderConfig } from '../contract';

export { archiveKey, type EventContext, MalformedEventError, type Normalised, sha256 } from './event';

const ADAPTERS: Record<ProviderConfig['scheme'], Adapter> = { stripe, adyen, paypal, square, hmac: generic };

export function normalise(provider: ProviderConfig, body: string, context: EventContext): Normalised {
  let event: unknown;
  try {
    event = JSON.parse(body);
  } catch {
    // The parser's own message quotes the body.
    throw new MalformedEventError('(body)', 'is not JSON');
  }
  const { events, ignored } = ADAPTERS[provider.scheme](event);
  return { payments: events.map(facts => toPayment(provider, facts, context)), ignored };
}
