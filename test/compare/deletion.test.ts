import { Evaluation } from '../../src/compare/evaluation';
import { PREDICATES } from '../../src/compare/predicates';
import { loadText } from '../../src/template';

/** What a predicate says of resources: `true`, or what is wrong. */
function said(predicate: 'staysOrGoesWhole' | 'protectedStays', resources: string, sections = ''): unknown {
  const model = loadText(`Transform: AWS::LanguageExtensions\n${sections}\nResources:\n${resources}`);
  const { truth, say } = PREDICATES.ofTemplates[predicate]({}, new Evaluation(model, new Map()));
  return truth === true ? true : say?.();
}

const table = (policy: string, properties = '') => `  Table: { Type: AWS::DynamoDB::Table, ${policy}, Properties: { ${properties} } }`;
const bucket = (policy: string) => `  Bucket: { Type: AWS::S3::Bucket, ${policy} }`;
const BY_ENVIRONMENT = `Parameters: { Stage: { Type: String, Default: dev } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Mappings: { Stages: { dev: { Policy: Delete }, prod: { Policy: Retain } } }`;

describe('data goes with the stack as a whole, or stays as a whole', () => {
  const whole = (...resources: string[]) => said('staysOrGoesWhole', resources.join('\n'), BY_ENVIRONMENT);

  test.each([
    ['all is deleted', [table('DeletionPolicy: Delete'), bucket('DeletionPolicy: Delete')]],
    ['all is retained', [table('DeletionPolicy: Retain'), bucket('DeletionPolicy: RetainExceptOnCreate')]],
    ['a database leaves a snapshot, a bucket stays', ['  Db: { Type: AWS::RDS::DBInstance, DeletionPolicy: Snapshot }', bucket('DeletionPolicy: Retain')]],
    ['a database leaves a snapshot by default', ['  Db: { Type: AWS::RDS::DBInstance }', bucket('DeletionPolicy: Retain')]],
    ['a condition chooses', [table('DeletionPolicy: !If [IsProd, Retain, Delete]'), bucket('DeletionPolicy: Retain')]],
    ['a mapping chooses', [table('DeletionPolicy: !FindInMap [Stages, !Ref Stage, Policy]'), bucket('DeletionPolicy: !FindInMap [Stages, !Ref Stage, Policy]')]],
    ['logs stay where there is no data', ['  Logs: { Type: AWS::Logs::LogGroup, DeletionPolicy: Retain }']],
    ['a key stays with what it encrypts', [table('DeletionPolicy: Retain', 'SSESpecification: { KMSMasterKeyId: !GetAtt Key.Arn }'), '  Key: { Type: AWS::KMS::Key, DeletionPolicy: Retain }']],
  ])('%s', (_, resources) => {
    expect(whole(...resources)).toBe(true);
  });

  test.each([
    ['one stays, another goes', [table('DeletionPolicy: Retain'), bucket('DeletionPolicy: Delete')], 'Table stays when its stack is deleted, Bucket with its data does not'],
    ['a snapshot is left by default', ['  Db: { Type: AWS::RDS::DBInstance }', bucket('DeletionPolicy: Delete')], 'Db stays when its stack is deleted, Bucket with its data does not'],
    ['logs stay, the data goes', ['  Logs: { Type: AWS::Logs::LogGroup, DeletionPolicy: Retain }', table('DeletionPolicy: Delete')], 'Logs stays when its stack is deleted, Table with its data does not'],
    ['it stays when it is replaced alone', [table('DeletionPolicy: Delete, UpdateReplacePolicy: Retain')], 'Table stays when it is replaced, and goes with its stack'],
    ['the key goes', [table('DeletionPolicy: Retain', 'SSESpecification: { KMSMasterKeyId: !GetAtt Key.Arn }'), '  Key: { Type: AWS::KMS::Key }'], 'Table stays when its stack is deleted, Key, which decrypts it, does not'],
  ])('fails when %s', (_, resources, saying) => {
    expect(whole(...resources)).toBe(saying);
  });
});

describe('what is protected stays', () => {
  const protectedIn = (...resources: string[]) => said('protectedStays', resources.join('\n'), BY_ENVIRONMENT);
  const balancer = '  Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { LoadBalancerAttributes: [{ Key: deletion_protection.enabled, Value: "true" }] } }';

  test.each([
    ['nothing is protected', [table('DeletionPolicy: Delete', 'DeletionProtectionEnabled: false')]],
    ['a table is retained and protected', [table('DeletionPolicy: Retain', 'DeletionProtectionEnabled: true')]],
    ['a condition chooses', [table('DeletionPolicy: Delete', 'DeletionProtectionEnabled: !If [IsProd, true, false]')]],
    ['a load balancer stands beside data that stays', [balancer, bucket('DeletionPolicy: Retain')]],
  ])('%s', (_, resources) => {
    expect(protectedIn(...resources)).toBe(true);
  });

  test.each([
    ['a table is protected and goes', [table('DeletionPolicy: Delete', 'DeletionProtectionEnabled: true')], 'Table'],
    ['a replica is', ['  Global: { Type: AWS::DynamoDB::GlobalTable, DeletionPolicy: Delete, Properties: { Replicas: [{ Region: eu-west-1, DeletionProtectionEnabled: true }] } }'], 'Global'],
    ['a load balancer is, beside data that goes', [balancer, bucket('DeletionPolicy: Delete')], 'Balancer'],
  ])('fails when %s', (_, resources, id) => {
    expect(protectedIn(...resources)).toBe(`${id} is protected from deletion, and is to go with its stack`);
  });
});
