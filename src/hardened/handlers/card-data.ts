/**
 * Card numbers and security codes have no place here: with one of them in a
 * body, a log or a table, all of it is in the scope of PCI DSS. Only tokens
 * are taken. What is found is named by its place and never repeated.
 */

/** Letters and digits of a field's name, in lower case. */
const FORBIDDEN_NAMES = new Set([
  'pan', 'cardnumber', 'cardno', 'ccnumber', 'creditcard', 'creditcardnumber', 'debitcardnumber', 'primaryaccountnumber',
  'cvv', 'cvv2', 'cvc', 'cvc2', 'csc', 'cardsecuritycode', 'securitycode', 'cardverificationvalue', 'cardverificationcode',
  'track1', 'track2', 'trackdata', 'magstripe', 'pin', 'pinblock',
]);

/** Printed in groups, as on a card: 4-4-4-4(-3), 4-6-5, 4-6-4. */
const GROUPED = /(?<!\d)\d{4}([ -])(?:\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?|\d{6}\1\d{4,5})(?!\d)/g;
const PLAIN = /(?<!\d)\d{13,19}(?!\d)/g;
/** UUIDs, hashes and object ids are opaque. One random UUID in 50,000 has a card number in its groups. */
const OPAQUE = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[0-9a-f]*[a-f])[0-9a-f]{24,}/gi;

function hasCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = digit * 2;
    sum += index % 2 === 0 ? digit : doubled - (doubled > 9 ? 9 : 0);
  }
  return sum % 10 === 0;
}

/** Issuers' numbers begin with 2 to 6; epoch milliseconds begin with 1. */
const isCardNumber = (digits: string): boolean => /^(?:2[2-7]|[3-6])/.test(digits) && hasCheckDigit(digits);

export function containsCardNumber(text: string): boolean {
  const rest = text.replace(OPAQUE, ' ');
  return [...rest.matchAll(PLAIN), ...rest.matchAll(GROUPED)].some(([found]) => isCardNumber(found.replace(/\D/g, '')));
}

const isForbiddenName = (name: string): boolean => FORBIDDEN_NAMES.has(name.replace(/[^a-z0-9]/gi, '').toLowerCase());

/** RFC 6901; a name that is itself a card number stays unsaid. */
const pointerTo = (parent: string, name: string): string =>
  `${parent}/${containsCardNumber(name) ? '(a card number)' : name.replaceAll('~', '~0').replaceAll('/', '~1').slice(0, 64)}`;

/**
 * JSON pointers to what must not be here. Without recursion: a body of brackets alone is 32,000 levels deep.
 * `amountAt` points to the amount: a large one may look like anything, and is logged nowhere.
 */
export function cardDataIn(body: unknown, amountAt: string): string[] {
  const found: string[] = [];
  const open: { value: unknown; pointer: string }[] = [{ value: body, pointer: '' }];
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    const { value, pointer } = entry;
    if (typeof value === 'string' || typeof value === 'number') {
      if (pointer !== amountAt && containsCardNumber(String(value))) found.push(pointer);
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) {
        const place = pointerTo(pointer.slice(0, 256), name);
        if (isForbiddenName(name) || containsCardNumber(name)) found.push(place);
        else open.push({ value: member, pointer: place });
      }
    }
  }
  return found.sort();
}
