import { Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { PaymentMigrationReplicaProps } from './replica-props';
import { checkRange } from './validate';
import { overlap } from '../hardened/cidr';
import { Faults } from '../hardened/faults';
import { checkAlarmEmail } from '../hardened/operations';

export const REPLICA_CIDR = '172.20.0.0/16';

/** Every fault of the replica's props in one error, before anything is made. */
export function validateReplica(scope: Construct, { primary, cidr = REPLICA_CIDR, lagLimit, alarmEmail }: PaymentMigrationReplicaProps): void {
  const faults = new Faults();
  const { region } = Stack.of(scope);
  const { replicaRegion, vpcCidr, developmentCidrs, namePrefix, environmentSuffix } = primary._settings;
  for (const [name, value] of [['the stack of the primary', Stack.of(primary).region], ['this stack', region]]) {
    if (Token.isUnresolved(value)) faults.add(`${name} must have a Region that is known (env: { region }): the replica finds its source by it`);
  }
  for (const [name, value] of [['environmentSuffix', environmentSuffix], ['operations.namePrefix', namePrefix]]) {
    if (Token.isUnresolved(value)) faults.add(`${name} of the primary must be known at synthesis, got a token: the replica finds its source by it`);
  }
  if (!Token.isUnresolved(region) && replicaRegion !== region) {
    faults.add(`primary has database.replicaRegion ${replicaRegion ?? 'not set'}, and this stack is in ${region}: the credentials are replicated to the former`);
  }
  checkRange(faults, 'cidr', cidr);
  for (const other of [vpcCidr, ...developmentCidrs]) {
    if (overlap(cidr, other)) faults.add(`the range ${cidr} overlaps ${other} of the primary or of development: give another cidr`);
  }
  faults.range('lagLimit', lagLimit?.toSeconds({ integral: false }), 60, 540, 'seconds: the alarm rings 5 minutes later, and MG-14 asks for less than 15 minutes');
  checkAlarmEmail(faults, alarmEmail);
  faults.throwIfAny(scope);
}
