import { measuredNames } from './lengths';
import { at, Lesson } from '../lesson';

export const nameTooLong: Lesson = {
  id: 'NameTooLong',
  title: 'A name stays within the length that its service accepts, in each environment',
  severity: 'critical',
  facet: 'reliability',
  classes: ['name-length', 'naming-convention'],
  why: 'The deployment fails, often first in the environment with the longer name.',
  fix: 'Shorten the fixed part of the name.',
  source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html',
  flawed: `
    Targets: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Name: !Sub 'payment-processing-\${Environment}' } }
Parameters:
  Environment: { Type: String, AllowedValues: [dev, disaster-recovery] }`,
  sound: `
    Targets: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Name: !Sub 'payments-\${Environment}' } }
Parameters:
  Environment: { Type: String, AllowedValues: [dev, disaster-recovery] }`,
  *check(model) {
    for (const { resource, property, least, accepted } of measuredNames(model)) {
      if (least > accepted) yield at(resource, property, `${least} characters, at most ${accepted} are accepted`);
    }
  },
};
