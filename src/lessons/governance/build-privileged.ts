import { show } from '../../template';
import { at, Lesson } from '../lesson';
import { isTrue, surely } from '../query';

export const buildPrivileged: Lesson = {
  id: 'BuildPrivileged',
  title: 'A build is privileged only when it builds container images',
  severity: 'medium',
  facet: 'security',
  classes: ['cicd', 'security-general'],
  why: 'A privileged container is root of the machine that builds: a bad dependency reads the secrets of the build.',
  fix: 'Leave PrivilegedMode out, unless the build runs Docker.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/codebuild-controls.html#codebuild-5',
  pci: ['6.3.2', '7.2.5'],
  flawed: `
    Project:
      Type: AWS::CodeBuild::Project
      Properties: { Environment: { PrivilegedMode: true }, Source: { Type: CODEPIPELINE, BuildSpec: '{"phases":{"build":{"commands":["npm ci"]}}}' } }`,
  sound: `
    Project:
      Type: AWS::CodeBuild::Project
      Properties: { Environment: { PrivilegedMode: true }, Source: { Type: CODEPIPELINE, BuildSpec: '{"phases":{"build":{"commands":["docker build ."]}}}' } }`,
  *check(model) {
    for (const project of model.resources('AWS::CodeBuild::Project')) {
      const spec = show(project.get('Source.BuildSpec'));
      // A file in the repository is not seen here.
      const seen = /phases/.test(spec) && !/docker|buildx|podman|sam build|cdk|ecr/i.test(spec);
      if (seen && surely(project.get('Environment.PrivilegedMode'), isTrue)) yield at(project, 'Environment.PrivilegedMode', 'Privileged, but builds no image');
    }
  },
};
