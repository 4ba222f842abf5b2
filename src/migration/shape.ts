import { Construct } from 'constructs';
import { PaymentMigrationEnvironmentProps } from './props';
import { Faults } from '../hardened/faults';

/** What TypeScript would refuse: a user of JavaScript, Python or `any` gets the same answer, all of it at once. Before the props are read. */
export function checkShape(scope: Construct, props: PaymentMigrationEnvironmentProps): void {
  const faults = new Faults();
  const { environmentSuffix, developmentCidrs, database, processing, features, operations } = props ?? {};
  faults.kind('environmentSuffix', environmentSuffix, typeof environmentSuffix === 'string', 'a string');
  faults.optionalKind('developmentCidrs', developmentCidrs, isTexts, 'an array of strings');
  faults.optionalKind('operations.tags', operations?.tags, isTextsByName, 'an object of strings');
  faults.optionalKind('database.instanceType', database?.instanceType, hasMethod('isBurstable'), 'an InstanceType, for example InstanceType.of(InstanceClass.T3, InstanceSize.MEDIUM)');
  faults.optionalKind('database.engineVersion', database?.engineVersion, (value: { mysqlFullVersion?: unknown }) => typeof value?.mysqlFullVersion === 'string', 'a MysqlEngineVersion');
  const durations = {
    'database.backupRetention': database?.backupRetention,
    'processing.timeout': processing?.timeout,
    'processing.visibilityTimeout': processing?.visibilityTimeout,
    'processing.queueRetention': processing?.queueRetention,
  };
  for (const [name, value] of Object.entries(durations)) faults.optionalKind(name, value, hasMethod('toSeconds'), 'a Duration, for example Duration.seconds(30)');
  for (const [name, value] of Object.entries(features ?? {})) {
    faults.optionalKind(`features.${name}`, value, (given: unknown) => typeof given === 'object' && given !== null && !Array.isArray(given), 'an object of its props, {} for the defaults');
  }
  faults.throwIfAny(scope);
}

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === 'string');
const isTextsByName = (value: unknown): boolean => typeof value === 'object' && value !== null && isTexts(Object.values(value));
// By method, not by `instanceof`: an app may hold two copies of a library.
const hasMethod = (name: string) => (value: Record<string, unknown>): boolean => typeof value?.[name] === 'function';
