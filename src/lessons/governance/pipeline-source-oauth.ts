import { isMapping } from '../../template';
import { at, Lesson } from '../lesson';
import { mappings } from '../query';

export const pipelineSourceOauth: Lesson = {
  id: 'PipelineSourceOauth',
  title: 'A pipeline reads GitHub through a connection, not with a token',
  severity: 'medium',
  facet: 'security',
  classes: ['cicd', 'secret-hardcoded'],
  why: 'The GitHub action of version 1 works with a personal token of wide rights, and AWS advises against it; the token expires with the person.',
  fix: 'Use Provider CodeStarSourceConnection, Owner AWS, with ConnectionArn and FullRepositoryId.',
  source: 'https://docs.aws.amazon.com/codepipeline/latest/userguide/update-github-action-connections.html',
  pci: ['8.6.2'],
  flawed: `
    Pipeline:
      Type: AWS::CodePipeline::Pipeline
      Properties:
        Stages:
          - { Name: Source, Actions: [{ Name: Code, ActionTypeId: { Category: Source, Owner: ThirdParty, Provider: GitHub, Version: '1' } }] }`,
  sound: `
    Pipeline:
      Type: AWS::CodePipeline::Pipeline
      Properties:
        Stages:
          - { Name: Source, Actions: [{ Name: Code, ActionTypeId: { Category: Source, Owner: AWS, Provider: CodeStarSourceConnection, Version: '1' } }] }`,
  *check(model) {
    for (const pipeline of model.resources('AWS::CodePipeline::Pipeline')) {
      for (const [i, stage] of mappings(pipeline.get('Stages')).entries()) {
        for (const { Name: name, ActionTypeId: type } of mappings(stage.Actions)) {
          if (isMapping(type) && type.Owner === 'ThirdParty' && type.Provider === 'GitHub') {
            yield at(pipeline, `Stages.${i}.Actions`, `${String(name)} reads GitHub with a token`, String(name));
          }
        }
      }
    }
  },
};
