import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';

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
