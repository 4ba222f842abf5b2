/** Fields of a payment as a caller sends it. Their faults are told without a value. */
import * as z from 'zod';
import { CURRENCIES } from './iso4217';

/** PostgreSQL stores neither NUL nor half a surrogate pair, and nobody reads control characters. */
export const text = (most: number) => z.string('must be text').min(1, 'must not be empty').max(most, `must have at most ${most} characters`)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not have control characters');

/** In the minor unit of the currency: never a fraction. */
export const amountMinor = z.int('must be a whole number in the minor unit, at most 2^53 - 1').positive('must be more than 0');

export const currency = z.string('must be text').refine((code) => CURRENCIES.has(code), 'must be an ISO 4217 code in upper case');

const METADATA_ENTRIES = 20;
export const metadata = z.record(
  z.string().regex(/^[A-Za-z][\w.-]{0,39}$/, 'must be named by 1 to 40 letters, digits or _.-, a letter first'), text(500), 'must be an object of text',
).refine((entries) => Object.keys(entries).length <= METADATA_ENTRIES, `must have at most ${METADATA_ENTRIES} entries`).default({});
