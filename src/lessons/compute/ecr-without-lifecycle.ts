import { at, Lesson } from '../lesson';
import { absent } from '../query';

export const ecrWithoutLifecycle: Lesson = {
  id: 'EcrWithoutLifecycle',
  title: 'Old images are removed',
  severity: 'low',
  facet: 'cost',
  classes: ['cost', 'ecs'],
  why: 'Every build stays and is paid for, with the holes of its time.',
  fix: 'LifecyclePolicy with a rule for untagged images and one for the number of tagged ones.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-3',
  flawed: `
    Repository: { Type: AWS::ECR::Repository }`,
  sound: `
    Repository: { Type: AWS::ECR::Repository, Properties: { LifecyclePolicy: { LifecyclePolicyText: '{"rules":[]}' } } }`,
  *check(model) {
    for (const repository of model.resources('AWS::ECR::Repository')) {
      if (absent(repository.get('LifecyclePolicy'))) yield at(repository, 'LifecyclePolicy', 'No lifecycle policy');
    }
  },
};
