import { Duration } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { EnvironmentProfile, EnvironmentType, PROFILES } from './profile';
import { PaymentEnvironmentProps } from './props';
import { ServiceImage } from '../hardened';

/** The row of the table, with the props in its place and the defaults filled in. */
export interface Settings extends EnvironmentProfile {
  readonly environmentType: EnvironmentType;
  readonly environmentSuffix: string;
  readonly namePrefix: string;
  readonly maxAzs: number;
  readonly natGateways: number;
  readonly image: ServiceImage;
  readonly targetUtilization: number;
  readonly instanceType: ec2.InstanceType;
  readonly databaseName: string;
  readonly responseTime: Duration;
}

/** Of a type that is not known, those of dev, so that all else can be judged too. */
export function settingsOf(props: Partial<PaymentEnvironmentProps>): Settings {
  const { environmentType: given, environmentSuffix, network, compute, database, operations } = props;
  const environmentType = Object.values(EnvironmentType).find((type) => type === given) ?? EnvironmentType.DEV;
  const profile = PROFILES[environmentType];
  const maxAzs = network?.maxAzs ?? 3;
  const tasks = compute?.minTasks ?? profile.tasks;
  return {
    ...profile,
    environmentType,
    environmentSuffix: environmentSuffix ?? environmentType,
    namePrefix: operations?.namePrefix ?? 'payment-env',
    vpcCidr: network?.cidr ?? profile.vpcCidr,
    maxAzs,
    natGateways: network?.natGateways ?? maxAzs,
    image: compute?.image ?? ServiceImage.fromAsset(),
    tasks,
    maxTasks: compute?.maxTasks ?? 3 * tasks,
    taskCpu: compute?.cpu ?? profile.taskCpu,
    taskMemory: compute?.memoryMiB ?? profile.taskMemory,
    targetUtilization: compute?.targetUtilization ?? 60,
    instanceType: database?.instanceType ?? ec2.InstanceType.of(ec2.InstanceClass.R5, profile.instanceSize),
    instances: database?.instances ?? profile.instances,
    maxConnections: database?.maxConnections ?? profile.maxConnections,
    backupRetention: database?.backupRetention ?? profile.backupRetention,
    databaseName: database?.databaseName ?? 'payments',
    responseTime: operations?.responseTime ?? Duration.seconds(1),
  };
}
