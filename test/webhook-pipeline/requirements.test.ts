import { REQUIREMENTS } from './requirements';
import { Json, Template } from './template';
import { readGolden, testRequirement } from '../requirement';

const zip = readGolden('webhook-pipeline.zip');
const ecr = readGolden('webhook-pipeline.ecr');
for (const requirement of REQUIREMENTS) testRequirement(requirement, { 'webhook-pipeline.zip': zip, 'webhook-pipeline.ecr': ecr }, zip);

const repository = readGolden('webhook-pipeline.ecr-repository');

/** The repository is private to this account, scanned on push, immutable; old images expire. */
function checkRepository(template: Template): void {
  const { Properties } = template.one('AWS::ECR::Repository');
  expect(Properties).toMatchObject({
    ImageScanningConfiguration: { ScanOnPush: true }, ImageTagMutability: 'IMMUTABLE', EmptyOnDelete: true, EncryptionConfiguration: { EncryptionType: 'KMS' },
  });
  const { rules } = JSON.parse(Properties.LifecyclePolicy.LifecyclePolicyText) as { rules: Array<{ selection: { countType: string } }> };
  expect(rules.map(({ selection }) => selection.countType)).toEqual(['sinceImagePushed', 'imageCountMoreThan']);
  const principals = JSON.stringify(Properties.RepositoryPolicyText.Statement.map(({ Principal }: { Principal: unknown }) => Principal));
  expect(principals).toBe('[{"Service":"lambda.amazonaws.com"}]');
}

describe('WH-04 image repository', () => {
  test('WH-04 the repository is private, scanned on push, immutable, and old images expire', () => checkRepository(repository));

  test.each([
    ['tags can be moved', (properties: Json) => { properties.ImageTagMutability = 'MUTABLE'; }],
    ['images are not scanned', (properties: Json) => { properties.ImageScanningConfiguration.ScanOnPush = false; }],
    ['images are kept for ever', (properties: Json) => { properties.LifecyclePolicy.LifecyclePolicyText = '{"rules":[]}'; }],
    ['anybody may pull', (properties: Json) => { properties.RepositoryPolicyText.Statement[0].Principal = '*'; }],
  ])('WH-04 fails when %s', (_, mutate) => {
    const copy = repository.copy();
    mutate(copy.one('AWS::ECR::Repository').Properties);
    expect(() => checkRepository(copy)).toThrow();
  });

  test('WH-04 each golden has the code source that its name says', () => {
    for (const { Properties } of zip.functions()) expect(Properties.Code.S3Key).toBe('<asset>.zip');
    for (const { Properties } of ecr.functions()) expect(JSON.stringify(Properties.Code.ImageUri)).toMatch(/:1\.0\.0"/);
  });
});
