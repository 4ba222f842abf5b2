import { Duration } from 'aws-cdk-lib';
import { PaymentMigrationEnvironment } from './environment';

/** Props of `PaymentMigrationReplica`. */
export interface PaymentMigrationReplicaProps {
  /** What is replicated. Its stack is of another Region, which is known, and its `database.replicaRegion` is that of this one. */
  readonly primary: PaymentMigrationEnvironment;
  /**
   * Range of the VPC, from /16 to /22. It must overlap neither the primary's nor the development networks, and cannot change once it is deployed.
   * @default '172.20.0.0/16'
   */
  readonly cidr?: string;
  /**
   * Lag at which an alarm rings, 5 minutes later: what a switch would lose. 1 to 9 minutes, so that both stay below the 15 of MG-14.
   * @default Duration.minutes(5)
   */
  readonly lagLimit?: Duration;
  /**
   * Address that is subscribed to the topic of this Region.
   * @default - nobody is told: subscribe to `alarmTopic` yourself
   */
  readonly alarmEmail?: string;
}
