import { isMapping, Mapping, Resource, Value } from '../../template';
import { at, Finding, Lesson } from '../lesson';
import { list, mappings } from '../query';

const names = (artifacts: Value | undefined) => mappings(artifacts).map(({ Name: name }) => name);
const category = (action: Mapping) => isMapping(action.ActionTypeId) ? action.ActionTypeId.Category : undefined;

function* ofStage(pipeline: Resource, at0: number, stage: Mapping, made: Set<Value | undefined>): Iterable<Finding> {
  const path = `Stages.${at0}`;
  const actions = mappings(stage.Actions);
  if (list(stage.Actions).length === 0) yield at(pipeline, path, `Stage ${String(stage.Name)} has no action`, `${String(stage.Name)} empty`);
  const outputs = new Set<Value | undefined>();
  for (const action of actions) {
    const kind = category(action);
    if (typeof kind === 'string' && (kind === 'Source') !== (at0 === 0)) {
      yield at(pipeline, `${path}.Actions`, at0 === 0 ? `${kind} action in the first stage` : 'Source action after the first stage', String(action.Name));
    }
    for (const output of names(action.OutputArtifacts)) {
      if (made.has(output) || outputs.has(output)) yield at(pipeline, `${path}.Actions`, `Artifact ${String(output)} is made twice`, `twice ${String(output)}`);
      outputs.add(output);
    }
  }
  for (const action of actions) {
    for (const input of names(action.InputArtifacts)) {
      // Within a stage a later action takes what an earlier one made.
      if (typeof input === 'string' && !made.has(input) && !outputs.has(input)) {
        yield at(pipeline, `${path}.Actions`, `${String(action.Name)} takes ${input}, which no action makes`, `input ${input} ${String(action.Name)}`);
      }
    }
  }
  for (const output of outputs) made.add(output);
}

export const pipelineStructure: Lesson = {
  id: 'PipelineStructure',
  title: 'A pipeline starts with its sources, has a second stage, and each input is the output of an action before',
  severity: 'critical',
  facet: 'reliability',
  classes: ['cicd', 'invalid-property'],
  why: 'The deployment fails with InvalidStructure.',
  fix: 'Source actions in the first stage only; name OutputArtifacts once, and the same names as InputArtifacts later.',
  source: 'https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-pipeline-structure.html',
  flawed: `
    Pipeline:
      Type: AWS::CodePipeline::Pipeline
      Properties:
        RoleArn: arn:aws:iam::111122223333:role/pipeline
        Stages:
          - Name: Source
            Actions: [{ Name: Code, ActionTypeId: { Category: Source, Owner: AWS, Provider: S3, Version: '1' }, OutputArtifacts: [{ Name: Source }] }]
          - Name: Build
            Actions: [{ Name: Build, ActionTypeId: { Category: Build, Owner: AWS, Provider: CodeBuild, Version: '1' }, InputArtifacts: [{ Name: Sources }] }]`,
  sound: `
    Pipeline:
      Type: AWS::CodePipeline::Pipeline
      Properties:
        RoleArn: arn:aws:iam::111122223333:role/pipeline
        Stages:
          - Name: Source
            Actions: [{ Name: Code, ActionTypeId: { Category: Source, Owner: AWS, Provider: S3, Version: '1' }, OutputArtifacts: [{ Name: Source }] }]
          - Name: Build
            Actions: [{ Name: Build, ActionTypeId: { Category: Build, Owner: AWS, Provider: CodeBuild, Version: '1' }, InputArtifacts: [{ Name: Source }] }]`,
  *check(model) {
    for (const pipeline of model.resources('AWS::CodePipeline::Pipeline')) {
      const stages = pipeline.get('Stages');
      if (!Array.isArray(stages) || !(stages as readonly Value[]).every(isMapping)) continue;
      if (stages.length < 2) yield at(pipeline, 'Stages', `${stages.length} stage`, 'stages');
      const made = new Set<Value | undefined>();
      for (const [i, stage] of (stages as readonly Mapping[]).entries()) yield* ofStage(pipeline, i, stage, made);
    }
  },
};
