import { at, Lesson } from '../lesson';
import { surely } from '../query';

export const ecrMutable: Lesson = {
  id: 'EcrMutable',
  title: 'Tags of images cannot be moved',
  severity: 'low',
  facet: 'security',
  classes: ['ecs', 'security-general'],
  why: 'Whoever may push can put another image under the tag that production runs.',
  fix: 'ImageTagMutability: IMMUTABLE.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-2',
  pci: ['6.5.1'],
  flawed: `
    Repository: { Type: AWS::ECR::Repository }`,
  sound: `
    Repository: { Type: AWS::ECR::Repository, Properties: { ImageTagMutability: IMMUTABLE } }`,
  *check(model) {
    for (const repository of model.resources('AWS::ECR::Repository')) {
      if (surely(repository.get('ImageTagMutability'), (value) => value === undefined || value === 'MUTABLE')) {
        yield at(repository, 'ImageTagMutability', 'Tags can be moved');
      }
    }
  },
};
