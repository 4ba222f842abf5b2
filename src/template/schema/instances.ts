import { Fault, listed, shown } from './fault';
import { readData } from './load';
import { nearest } from './suggest';
import { onceByText } from '../once';

type Families = Readonly<Record<string, string>>;

const NAMES: Readonly<Record<string, string>> = {
  ec2: 'EC2', rds: 'RDS', elasticache: 'ElastiCache', docdb: 'DocumentDB', neptune: 'Neptune', dax: 'DAX', redshift: 'Redshift', opensearch: 'OpenSearch',
};

const families = (list: string): Families => readData<Record<string, Families>>('instances')[list] ?? {};

/** All instance types of a list: `ec2`, `rds`, `elasticache`, `docdb`, `neptune`, `dax`, `redshift` or `opensearch`. */
export const instanceTypes = onceByText((list): readonly string[] => Object.entries(families(list))
  .flatMap(([family, sizes]) => sizes.split(' ').map((size) => (family ? `${family}.${size}` : size))));

/** Whether a type has the form of those that we know: its family may be newer than our data. */
function isPlausible(text: string, known: readonly string[]): boolean {
  const [example] = known.filter((family) => family !== '');
  const prefix = example!.includes('.') ? `${example!.split('.')[0]}.` : '';
  return text.startsWith(prefix) && /^[a-z][\w-]*(\.[\w-]+)+$/.test(text.slice(prefix.length));
}

/** Says what is wrong with an instance type. */
export function instanceFault(list: string, text: string, of: string): Omit<Fault, 'path'> | undefined {
  const known = families(list);
  const all = instanceTypes(list);
  const family = Object.keys(known).find((each) => each !== '' && text.startsWith(`${each}.`));
  if (all.includes(text) || (family === undefined && isPlausible(text, Object.keys(known)))) return undefined;
  const suggestion = nearest(text, all);
  const expected = family === undefined ? `one such as ${suggestion ?? all.at(-1)}` : listed(all.filter((each) => each.startsWith(`${family}.`)));
  const message = `${of} is ${shown(text)}, which is not an instance type of ${NAMES[list]}: expected is ${expected}.`;
  return { kind: 'not-allowed', message, expected, ...suggestion ? { suggestion } : {} };
}
