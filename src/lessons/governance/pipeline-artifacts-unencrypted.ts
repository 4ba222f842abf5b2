import { at, Lesson } from '../lesson';
import { absent, mappings } from '../query';

export const pipelineArtifactsUnencrypted: Lesson = {
  id: 'PipelineArtifactsUnencrypted',
  title: 'Artifacts of a pipeline are encrypted with a key of the customer',
  severity: 'low',
  facet: 'security',
  classes: ['cicd', 'encrypt-general'],
  why: 'With the key of S3, access cannot be limited through the key, and a deployment to another account cannot read the artifacts.',
  fix: 'Set ArtifactStore.EncryptionKey: { Id: !GetAtt Key.Arn, Type: KMS }.',
  source: 'https://docs.aws.amazon.com/codepipeline/latest/userguide/S3-artifact-encryption.html',
  flawed: `
    Pipeline: { Type: AWS::CodePipeline::Pipeline, Properties: { ArtifactStore: { Type: S3, Location: artifacts } } }`,
  sound: `
    Pipeline:
      Type: AWS::CodePipeline::Pipeline
      Properties: { ArtifactStore: { Type: S3, Location: artifacts, EncryptionKey: { Id: alias/artifacts, Type: KMS } } }`,
  *check(model) {
    for (const pipeline of model.resources('AWS::CodePipeline::Pipeline')) {
      if (!absent(pipeline.get('ArtifactStore')) && absent(pipeline.get('ArtifactStore.EncryptionKey'))) {
        yield at(pipeline, 'ArtifactStore', 'No EncryptionKey');
      }
      for (const [i, { ArtifactStore: store }] of mappings(pipeline.get('ArtifactStores')).entries()) {
        if (store !== undefined && absent(pipeline.get(`ArtifactStores.${i}.ArtifactStore.EncryptionKey`))) {
          yield at(pipeline, `ArtifactStores.${i}`, 'No EncryptionKey', String(i));
        }
      }
    }
  },
};
