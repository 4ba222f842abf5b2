import { Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { PaymentMigrationReplicaProps } from './replica-props';
import { REPLICA_SHAPE } from './shape';
import { checkVpcRange, overlap } from '../hardened/cidr';
import { Claims } from '../hardened/claims';
import { Faults } from '../hardened/faults';
import { checkAlarmEmail } from '../hardened/operations';
import { usable } from '../hardened/shape';

export const REPLICA_CIDR = '172.20.0.0/16';

/** Every fault of the replica's props in one error, before anything is made. */
export function validateReplica(scope: Construct, given: PaymentMigrationReplicaProps): void {
  const faults = new Faults();
  const { primary, cidr = REPLICA_CIDR, lagLimit, alarmEmail } = usable(faults, given, REPLICA_SHAPE);
  const stack = Stack.of(scope);
  if (Token.isUnresolved(stack.region)) faults.add('this stack must have a Region that is known (env: { region }): the replica finds its source by it');
  checkVpcRange(faults, 'cidr', cidr);
  faults.range('lagLimit', lagLimit?.toSeconds({ integral: false }), 60, 540, 'seconds: the alarm rings 5 minutes later, and MG-14 asks for less than 15 minutes');
  checkAlarmEmail(faults, alarmEmail, undefined, 'alarmEmail');
  const claims = new Claims(faults, scope);
  if (primary) {
    checkPrimary(faults, primary, stack.region, cidr);
    const { namePrefix, environmentSuffix } = primary._settings;
    claims.names(namePrefix, environmentSuffix, stack, 'Region');
  }
  claims.settle();
}

function checkPrimary(faults: Faults, primary: PaymentMigrationReplicaProps['primary'], region: string, cidr: string): void {
  const { replicaRegion, vpcCidr, developmentCidrs, namePrefix, environmentSuffix } = primary._settings;
  if (Token.isUnresolved(Stack.of(primary).region)) faults.add('the stack of the primary must have a Region that is known (env: { region }): the replica finds its source by it');
  for (const [name, value] of Object.entries({ environmentSuffix, 'operations.namePrefix': namePrefix })) {
    if (Token.isUnresolved(value)) faults.add(`${name} of the primary must be known at synthesis, got a token: the replica finds its source by it`);
  }
  if (!Token.isUnresolved(region) && replicaRegion !== region) {
    faults.add(`primary has database.replicaRegion ${replicaRegion ?? 'not set'}, and this stack is in ${region}: the credentials are replicated to the former`);
  }
  for (const other of [vpcCidr, ...developmentCidrs]) {
    if (overlap(cidr, other)) faults.add(`the range ${cidr} overlaps ${other} of the primary or of development: give another cidr`);
  }
}
