import { RemovalPolicy } from 'aws-cdk-lib';
import { agree, Choice, ENVIRONMENT, filled, map, Scalar, Slots, TYPES } from './slots';
import { Settings } from '../settings';

/** Name of the mapping. */
export const MAPPING = 'Environments';

const OF_DATA: Partial<Record<RemovalPolicy, [deletion: string, replacement: string]>> = {
  [RemovalPolicy.DESTROY]: ['Delete', 'Delete'],
  [RemovalPolicy.SNAPSHOT]: ['Snapshot', 'Snapshot'],
  [RemovalPolicy.RETAIN]: ['Retain', 'Retain'],
  [RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE]: ['RetainExceptOnCreate', 'Retain'],
};

/** What the settings are called in the mapping. The first that has the values gives the name. */
const NAMES: Readonly<Record<string, (settings: Settings) => Scalar>> = {
  VpcCidr: ({ vpcCidr }) => vpcCidr,
  Tasks: ({ tasks }) => tasks,
  MaxTasks: ({ maxTasks }) => maxTasks,
  TaskCpu: ({ taskCpu }) => taskCpu,
  TaskMemory: ({ taskMemory }) => taskMemory,
  InstanceClass: ({ instanceType }) => `db.${instanceType.toString()}`,
  Instances: ({ instances }) => instances,
  MaxConnections: ({ maxConnections }) => maxConnections,
  BackupRetention: ({ backupRetention }) => backupRetention.toDays(),
  AlarmThreshold: ({ alarmThreshold }) => alarmThreshold,
  ConnectionsThreshold: ({ maxConnections, alarmThreshold }) => Math.floor(maxConnections * alarmThreshold / 100),
  DatabasePolicy: ({ databaseRemoval }) => OF_DATA[databaseRemoval]![0],
  DatabasePartsPolicy: ({ databaseRemoval }) => databaseRemoval === RemovalPolicy.RETAIN ? 'Retain' : 'Delete',
  DataDeletionPolicy: ({ dataRemoval }) => OF_DATA[dataRemoval]![0],
  DataReplacementPolicy: ({ dataRemoval }) => OF_DATA[dataRemoval]![1],
  DeletionProtection: ({ deletionProtection }) => deletionProtection,
};

const digits = (values: Slots): Slots => map(values, (value) => typeof value === 'symbol' ? value : String(value));

/** Names for what differs in a template: the mapping. */
export class Table {
  private readonly rows: readonly [name: string, values: Slots<Scalar>][];
  private readonly entries = new Map<string, Slots<Scalar>>();

  constructor(settings: Slots<Settings>) {
    this.rows = Object.entries(NAMES).map(([name, of]) => [name, map(settings, of)]);
  }

  /** How many entries there are. */
  public get size(): number {
    return this.entries.size;
  }

  /** What stands in the template for a choice. */
  public expression(choice: Choice): unknown {
    if (agree(choice.values, TYPES)) return ENVIRONMENT;
    return { 'Fn::FindInMap': [MAPPING, ENVIRONMENT, this.nameOf(choice)] };
  }

  /** The mapping, in the order of the table of NE-03. */
  public mapping(): unknown {
    const names = [...new Set([...Object.keys(NAMES), ...this.entries.keys()])].filter((name) => this.entries.has(name));
    const row = (index: number) => Object.fromEntries(names.map((name) => [name, this.entries.get(name)![index]]));
    return { [MAPPING]: Object.fromEntries(TYPES.map((type, index) => [type, row(index)])) };
  }

  private nameOf({ values, at, isText }: Choice): string {
    const known = this.find([...this.entries], values) ?? (isText ? this.find([...this.entries], values, digits) : undefined);
    if (known) return known[0];
    const row = this.find(this.rows, values, digits);
    const wanted = row?.[0] ?? nameAt(at);
    let name = wanted;
    for (let index = 2; this.entries.has(name); index += 1) name = `${wanted}${index}`;
    // As the templates have it, which may be the digits of the setting's number.
    const isDigits = values.some((value) => typeof value === 'string');
    this.entries.set(name, row ? (isDigits ? digits(row[1]) as Slots<Scalar> : row[1]) : filled(values));
    return name;
  }

  private find(rows: readonly [string, Slots<Scalar>][], values: Slots, as: (values: Slots) => Slots = (one) => one) {
    return rows.find(([, row]) => agree(as(values), as(row)));
  }
}

/** From resource and property: `VpcPublicSubnet1CidrBlock`. */
function nameAt([id, ...path]: readonly string[]): string {
  const words = [idWithoutHash(id ?? ''), ...path.filter((key) => key !== 'Properties')].map((word) => word.replace(/[^A-Za-z0-9]/g, ''));
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('').slice(0, 200) || 'Value';
}

/** A logical id for readers. The hash keeps ids apart; a name that is taken is given a number. */
export function idWithoutHash(id: string): string {
  return id.replace(/[0-9A-F]{8}$/, '').replace(/^Payments(?=.)/, '').replace(/Subnet(\d)Subnet/g, 'Subnet$1');
}
