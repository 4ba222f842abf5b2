import { REQUIREMENTS } from './requirements';
import { Template } from './template';
import { synthesise } from '../../golden/apps/synthesise';

const golden = Object.fromEntries(synthesise().map(({ name, template }) => [name, new Template(template)]));
const zip = golden['webhook-pipeline.zip'];

for (const { id, title, check, broken } of REQUIREMENTS) {
  describe(`${id} ${title}`, () => {
    test.each(['webhook-pipeline.zip', 'webhook-pipeline.ecr'])(`${id} holds in %s`, (name) => check(golden[name]));

    test.each(Object.entries(broken))(`${id} fails when %s`, (_, mutate) => {
      const copy = zip.copy();
      mutate(copy);
      expect(copy.json).not.toEqual(zip.json);
      expect(() => check(copy)).toThrow();
    });
  });
}

describe('WH-04 code source by prop', () => {
  test('WH-04 the zip golden uses bundled code on the newest Node runtime', () => {
    for (const { Properties } of zip.functions()) {
      expect(Properties).toMatchObject({ Handler: 'index.handler', Runtime: 'nodejs24.x', Code: { S3Key: '<asset>.zip' } });
    }
  });

  test('WH-04 the ECR golden takes one immutable image for all, each function with its own command', () => {
    const functions = golden['webhook-pipeline.ecr'].functions();
    for (const { Properties } of functions) {
      expect(Properties.PackageType).toBe('Image');
      expect(JSON.stringify(Properties.Code.ImageUri)).toMatch(/:1\.0\.0"/);
      expect(Properties.Runtime).toBeUndefined();
    }
    const commands = functions.map(({ Properties }) => Properties.ImageConfig.Command[0]);
    expect(new Set(commands).size).toBe(5); // five processors share one
    expect(commands).toContain('webhook-pipeline/handlers/validator/index.handler');
  });

  test('WH-04 the repository is private, scanned on push, immutable, and old images expire', () => {
    const { Properties } = golden['webhook-pipeline.ecr-repository'].one('AWS::ECR::Repository');
    expect(Properties).toMatchObject({
      ImageScanningConfiguration: { ScanOnPush: true }, ImageTagMutability: 'IMMUTABLE', EmptyOnDelete: true, EncryptionConfiguration: { EncryptionType: 'KMS' },
    });
    const rules = JSON.parse(Properties.LifecyclePolicy.LifecyclePolicyText).rules;
    expect(rules.map(({ selection }: { selection: { countType: string } }) => selection.countType)).toEqual(['sinceImagePushed', 'imageCountMoreThan']);
    // Lambda of this account alone may pull.
    expect(JSON.stringify(Properties.RepositoryPolicyText)).toContain('lambda.amazonaws.com');
  });
});
