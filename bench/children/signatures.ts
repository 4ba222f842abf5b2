/** Signature checks against the bare HMAC that each must compute anyway, in alternated rounds. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type SignatureInput, verifySignature } from '../../src/webhook-pipeline/handlers/signatures';
import type { SignatureRate } from '../signatures';

const ROUNDS = 121;
const CHECKS = 1000;
const KEY = 'whsec_0123456789abcdef0123456789abcdef';
const BODY = Buffer.from(JSON.stringify({ id: 'evt_1', type: 'payment_intent.succeeded', padding: 'x'.repeat(4096) }).slice(0, 4096));
const NOW = 1_769_860_800_000;
const TIMESTAMP = String(NOW / 1000);

const secret = { current: KEY };
const stripeDigest = createHmac('sha256', KEY).update(`${TIMESTAMP}.`).update(BODY).digest();
const plainDigest = createHmac('sha256', KEY).update(BODY).digest();
const shared = { secret, body: BODY, url: 'https://api.partner.org/v1/webhooks/partner', receivedAtMs: NOW };

const stripe: SignatureInput = {
  ...shared, config: { id: 'stripe', scheme: 'stripe', toleranceSeconds: 300 }, headers: { 'stripe-signature': `t=${TIMESTAMP},v1=${stripeDigest.toString('hex')}` },
};
const partner: SignatureInput = {
  ...shared, config: { id: 'partner', scheme: 'hmac', toleranceSeconds: 300 }, headers: { 'x-hub-signature-256': `sha256=${plainDigest.toString('hex')}` },
};
const schemes = [{
  scheme: 'stripe',
  check: () => verifySignature(stripe),
  bare: () => timingSafeEqual(createHmac('sha256', KEY).update(`${TIMESTAMP}.`).update(BODY).digest(), stripeDigest),
}, {
  scheme: 'hmac',
  check: () => verifySignature(partner),
  bare: () => timingSafeEqual(createHmac('sha256', KEY).update(BODY).digest(), plainDigest),
}];

async function rate(work: () => unknown): Promise<number> {
  const start = performance.now();
  for (let index = 0; index < CHECKS; index += 1) await work();
  return CHECKS / (performance.now() - start) * 1000;
}

async function main(): Promise<void> {
  const rates: SignatureRate[] = [];
  for (const { scheme, check, bare } of schemes) {
    if (!(await check()).valid || !bare()) throw new Error(`the ${scheme} signature of the benchmark is not valid`);
    const rounds: Array<{ check: number; bare: number }> = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push({ bare: await rate(bare), check: await rate(check) });
    rates.push({ scheme, rounds: rounds.slice(1) }); // the first warms up
  }
  console.log(JSON.stringify(rates));
}

void main();
