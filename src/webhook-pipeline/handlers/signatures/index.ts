import { verifyAdyen } from './adyen';
import { verifyHmac } from './hmac';
import { verifyPaypal } from './paypal';
import { verifySquare } from './square';
import { verifyStripe } from './stripe';
import type { SignatureInput, SignatureVerdict, Verifier } from './types';
import type { ProviderConfig } from '../contract';

export { CertificateUnavailableError } from './types';
export type { SignatureFault, SignatureInput, SignatureVerdict } from './types';

const VERIFIERS: Readonly<Record<ProviderConfig['scheme'], Verifier>> = {
  stripe: verifyStripe,
  adyen: verifyAdyen,
  paypal: verifyPaypal,
  square: verifySquare,
  hmac: verifyHmac,
};

/** Throws only `CertificateUnavailableError`; whatever the sender wrote ends in a verdict. */
export async function verifySignature(input: SignatureInput): Promise<SignatureVerdict> {
  return VERIFIERS[input.config.scheme](input);
}
