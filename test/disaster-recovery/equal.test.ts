import { goldenRecovery, REGION } from './templates';
import { Json } from '../webhook-pipeline/template';

const { primary, secondary } = goldenRecovery();

/** What must differ, and why; nothing else may. Each Region's name is that of the other one here. */
const ALLOWED: Array<readonly [where: RegExp, why: string]> = [
  [/^Resources\.Table[0-9A-F]{8}$/, 'one resource makes the table in both Regions (DR-01)'],
  [/^Resources\.Token[0-9A-F]{8}$/, 'one resource makes the token in both Regions (DR-03)'],
  [/^Resources\.Key[0-9A-F]{8}\.Properties\.KeyPolicy\.Statement\.4$/, 'Secrets Manager encrypts the token with the primary\'s key; the replica\'s is used by the caller\'s permission'],
  [/^Resources\.LogsArchive[0-9A-F]{8}\.Properties\.ReplicationConfiguration\.(Fn::If|Role|Rules)$/, 'S3 refuses a destination that is not there, and the secondary is first (DR-05)'],
  [/^(Parameters\.ReverseReplication|Conditions)$/, 'turns that replication on, later'],
  [/^Description$/, 'says which one it is'],
  [/^Resources\.DomainCertificate[0-9A-F]{8}\.Properties\.Tags\.\d\.Value$/, 'the tag Name is the path of the construct'],
];

function differences(one: Json, other: Json, where = ''): string[] {
  if (JSON.stringify(one) === JSON.stringify(other)) return [];
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return [where.slice(1)];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((key) => differences(one[key], other[key], `${where}.${key}`));
}

/** The template as it would be in the other Region: every name of a Region is exchanged. */
const exchanged = (template: Json): Json => JSON.parse(JSON.stringify(template).replace(/us-east-[12]/g, (region) => region === REGION.primary ? REGION.secondary : REGION.primary));
/** Parameters of Systems Manager say the same in both Regions: exchanged they would not. Compared as they are. */
const without = (template: Json, type: string): Json => ({
  ...template, Resources: Object.fromEntries(Object.entries<Json>(template.Resources).filter(([, { Type }]) => Type !== type)),
});
const PARAMETER = 'AWS::SSM::Parameter';

describe('DR-02 both Regions are the same', () => {
  const found = differences(without(primary.json, PARAMETER), without(exchanged(secondary.json), PARAMETER));

  test('DR-02 but for what must differ', () => {
    expect(found.filter((where) => !ALLOWED.some(([pattern]) => pattern.test(where)))).toEqual([]);
  });

  test.each(ALLOWED)('DR-02 %s differs: %s', (pattern) => expect(found.filter((where) => pattern.test(where))).not.toEqual([]));

  test('DR-07 and the parameters are the same word for word', () => expect(primary.all(PARAMETER)).toEqual(secondary.all(PARAMETER)));

  test('DR-02 fails when the secondary is smaller', () => {
    const copy = secondary.copy();
    Object.values<Json>(copy.json.Resources).find(({ Properties }) => Properties?.FunctionName === 'payment-dr-payment-prod').Properties.MemorySize = 256;
    const seen = differences(without(primary.json, PARAMETER), without(exchanged(copy.json), PARAMETER));
    expect(seen.filter((where) => !ALLOWED.some(([pattern]) => pattern.test(where)))).toEqual([expect.stringMatching(/^Resources\.ProcessingPayment[0-9A-F]{8}\.Properties\.MemorySize$/)]);
  });
});
