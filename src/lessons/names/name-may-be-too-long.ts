import { measuredNames } from './lengths';
import { at, Lesson } from '../lesson';

export const nameMayBeTooLong: Lesson = {
  id: 'NameMayBeTooLong',
  title: 'A name stays within its length with the longest value that the parameters accept, in the Region with the longest name',
  severity: 'low',
  facet: 'reliability',
  classes: ['name-length'],
  why: 'A value that the parameter accepts fails the deployment halfway.',
  fix: 'Lower MaxLength of the parameter, or shorten the fixed part of the name.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html',
  flawed: `
    Targets: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Name: !Sub 'payment-processing-\${Suffix}' } }
Parameters:
  Suffix: { Type: String, Default: dev, MaxLength: 20 }`,
  sound: `
    Targets: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Name: !Sub 'payments-\${Suffix}' } }
Parameters:
  Suffix: { Type: String, Default: dev, MaxLength: 20 }`,
  *check(model) {
    for (const { resource, property, least, most, accepted } of measuredNames(model)) {
      if (least <= accepted && most > accepted) yield at(resource, property, `Up to ${most} characters, at most ${accepted} are accepted`);
    }
  },
};
