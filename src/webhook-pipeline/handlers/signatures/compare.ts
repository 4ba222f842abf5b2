import { timingSafeEqual } from 'node:crypto';

/**
 * Compares the texts and not what they decode to: base64 and hex decoders skip
 * what they do not understand, so that several texts stand for the same bytes.
 */
export function safeEqual(expected: string, received: string): boolean {
  const left = Buffer.from(expected);
  const right = Buffer.from(received);
  return left.length === right.length && timingSafeEqual(left, right);
}
