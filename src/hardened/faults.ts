import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** What physical names are made of. */
const IDENTIFIER = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/** The name that a certificate of ACM is for, in characters. */
export const LONGEST_CERTIFICATE_NAME = 64;

/** Whether a value may be a part of physical names. */
export const isIdentifier = (value: string): boolean => IDENTIFIER.test(value);

/** Beyond this a message shows only the class of an object. */
const LONGEST_SHOWN = 120;

/** A wrong value as a message shows it: text in quotes, a large object by its class. */
export function show(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? 'a function' : String(value);
  const name = (value as { constructor?: { name?: string } }).constructor?.name ?? 'an object';
  if (name !== 'Object') return name;
  const members = Object.entries(value);
  const text = members.length === 0 ? '{}' : `{ ${members.map(([key, one]) => `${key}: ${typeof one === 'object' && one !== null && !Array.isArray(one) ? '...' : show(one)}`).join(', ')} }`;
  return text.length > LONGEST_SHOWN ? name : text;
}

/**
 * Collects what is wrong with the props of a construct, so that one error
 * names every fault: the prop, the value given, what to do.
 *
 * Values known only at deployment (tokens) are never judged.
 */
export class Faults {
  private readonly found: string[] = [];

  /** Records faults, each once. */
  public add(...messages: string[]): void {
    this.found.push(...messages.filter((message) => !this.found.includes(message)));
  }

  /** Records a fault when `value` is set and outside `[min, max]` or, by default, not an integer. */
  public range(name: string, value: number | undefined, min: number, max: number, unit = '', integer = true): void {
    if (value === undefined || Token.isUnresolved(value)) return;
    if (!(value >= min && value <= max) || (integer && !Number.isInteger(value))) {
      this.add(`${name} must be ${integer ? 'a whole number ' : ''}from ${min} to ${max}${unit && ` ${unit}`}, got ${value}`);
    }
  }

  /** Records a fault when `value` is set and does not match. */
  public pattern(name: string, value: string | undefined, pattern: RegExp, expected: string): void {
    if (value === undefined || Token.isUnresolved(value)) return;
    if (!pattern.test(value)) this.add(`${name} must be ${expected}, got '${value}'`);
  }

  /** Records a fault when `value` is set and cannot be a part of physical names. */
  public identifier(name: string, value: string | undefined): void {
    this.pattern(name, value, IDENTIFIER, 'lower case letters, digits and single hyphens, beginning with a letter');
  }

  /** Records a fault when `value` is set and no domain name, or one that can never be yours. */
  public domainName(name: string, value: string | undefined): void {
    this.pattern(name, value, DOMAIN, 'a domain name in lower case');
    this.reservedDomain(name, value);
  }

  /** Records a fault when `value` is of another kind than TypeScript would take. */
  public kind(name: string, value: unknown, ok: boolean, expected: string): void {
    if (!ok) this.add(`${name} must be ${expected}, got ${show(value)}`);
  }

  /** Records a fault when `host` is reserved by RFC 2606 or RFC 6761 and so can never be yours. */
  public reservedDomain(name: string, host: string | undefined): void {
    if (host === undefined || Token.isUnresolved(host)) return;
    if (/(^|\.)(example\.(com|net|org)|example|test|invalid|localhost|local)$/i.test(host)) {
      this.add(`${name} is on the reserved domain '${host}' (RFC 2606): give a domain that you own`);
    }
  }

  /** Throws one error with all faults, or returns when there are none. `where`: the construct, or the name of what else takes the props. */
  public throwIfAny(where: Construct | string): void {
    if (this.found.length === 0) return;
    const count = this.found.length === 1 ? '1 fault' : `${this.found.length} faults`;
    throw new Error(`${count} in the props of '${typeof where === 'string' ? where : where.node.path}':\n${this.found.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}
