import { at, Lesson } from '../lesson';

/** One for each account and Region, or for each account. */
const SINGLETONS = ['AWS::GuardDuty::Detector', 'AWS::SecurityHub::Hub', 'AWS::Macie::Session', 'AWS::Config::ConfigurationRecorder', 'AWS::Detective::Graph',
  'AWS::IAM::ServiceLinkedRole', 'AWS::IAM::OIDCProvider'];

export const accountSingleton: Lesson = {
  id: 'AccountSingleton',
  title: 'What an account has once is made only where it is not there yet',
  severity: 'medium',
  facet: 'reliability',
  classes: ['account-singleton', 'aws-config'],
  why: 'In an account that has it already, as most have, the deployment fails; and the stack of a second environment always.',
  fix: 'Put it under a condition of a parameter (Condition: CreateRecorder), or into a stack of the account of its own.',
  source: 'https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_limits.html',
  flawed: `
    Detector: { Type: AWS::GuardDuty::Detector, Properties: { Enable: true } }`,
  sound: `
    Detector: { Type: AWS::GuardDuty::Detector, Condition: CreateDetector, Properties: { Enable: true } }

Parameters:
  DetectorThere: { Type: String, Default: 'no', AllowedValues: ['yes', 'no'] }
Conditions:
  CreateDetector: !Equals [!Ref DetectorThere, 'no']`,
  *check(model) {
    for (const resource of model.resources(...SINGLETONS)) {
      // The issuer of a cluster of its own is there once anyhow.
      if (resource.type === 'AWS::IAM::OIDCProvider' && typeof resource.get('Url') !== 'string') continue;
      if (resource.condition === undefined && resource.stack.parent?.condition === undefined) yield at(resource, '', `An account has one ${resource.type} only`);
    }
  },
};
