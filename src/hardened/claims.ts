import { Annotations, Stack } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { Faults } from './faults';

/** Account and Region of a deployment, a stack for example; tokens where the deployment decides. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** A warning: of two stacks of an app perhaps only one is ever deployed. */
const TAKEN = 'cdk-payment-constructs:taken';
/** What the constructs of an app have claimed, and which of them has. */
const CLAIMED = new WeakMap<IConstruct, Map<string, Construct>>();

/**
 * What only one construct of an app can have: names in an account and Region, the account's log role there, outputs of a stack.
 *
 * Two stacks are in one place when account and Region are the same, or neither is known of either. What two constructs of one stack claim is a
 * fault; what those of two stacks claim is a warning.
 */
export class Claims {
  private readonly keys: string[] = [];
  private readonly warnings = new Set<string>();
  private readonly claimed: Map<string, Construct>;

  constructor(private readonly faults: Faults, private readonly scope: Construct) {
    this.claimed = CLAIMED.get(scope.node.root) ?? new Map();
  }

  /** Claims all names between prefix and suffix in a place. `suffixProp`: the prop that could be another. */
  public names(prefix: string, suffix: string, place: Place, suffixProp = 'environmentSuffix'): void {
    const names = `${prefix}-*-${suffix}`;
    const other = this.claim(`names ${names}`, place);
    if (!other) return;
    const isBeside = stackOf(other) === stackOf(this.scope);
    const fault = `'${other.node.path}' has the names '${names}' already, ${isBeside ? 'in this stack' : 'in the same account and Region'}: give another ${suffixProp} or operations.namePrefix`;
    if (isBeside) this.faults.add(fault);
    else this.warnings.add(fault);
  }

  /** Claims the role with which API Gateway logs, which APIs of one stack share. `prop`: what turns it off. */
  public logRole(prop: string, place: Place): void {
    const other = this.claim('log role', place);
    if (!other || stackOf(other) === stackOf(this.scope)) return;
    this.warnings.add(`${prop}: '${other.node.path}' makes the role with which API Gateway logs, one for the account in each Region: set it to false here, and deploy this stack after that one`);
  }

  /** Claims outputs with fixed names in the stack. `what`: the construct that has them. */
  public outputs(what: string): void {
    const other = this.claim(`outputs ${what} ${Stack.of(this.scope).node.path}`);
    if (other) this.faults.add(`'${other.node.path}' is in this stack already, and its outputs have fixed names: give each ${what} a stack of its own`);
  }

  /** Throws one error with all faults; else what is claimed is taken. */
  public settle(): void {
    this.faults.throwIfAny(this.scope);
    if (this.warnings.size > 0) Annotations.of(this.scope).addWarningV2(TAKEN, [...this.warnings].join('; '));
    for (const key of this.keys) this.claimed.set(key, this.claimed.get(key) ?? this.scope);
    CLAIMED.set(this.scope.node.root, this.claimed);
  }

  private claim(what: string, place?: Place): Construct | undefined {
    const key = place ? `${what} ${place.account}/${place.region}` : what;
    this.keys.push(key);
    return this.claimed.get(key);
  }
}

/** The stack around a construct; the construct itself where it makes its own stacks. */
const stackOf = (scope: Construct): IConstruct => scope.node.scopes.reverse().find((one) => Stack.isStack(one)) ?? scope;
