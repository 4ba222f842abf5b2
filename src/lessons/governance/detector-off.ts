import { at, Lesson } from '../lesson';
import { isFalse, surely } from '../query';

export const detectorOff: Lesson = {
  id: 'DetectorOff',
  title: 'A GuardDuty detector is on',
  severity: 'high',
  facet: 'security',
  classes: ['security-general', 'account-singleton'],
  why: 'The detector is there and finds nothing: it is suspended.',
  fix: 'Set Enable: true.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/guardduty-controls.html#guardduty-1',
  pci: ['11.5.1'],
  flawed: `
    Detector: { Type: AWS::GuardDuty::Detector, Properties: { Enable: false } }`,
  sound: `
    Detector: { Type: AWS::GuardDuty::Detector, Properties: { Enable: true } }`,
  *check(model) {
    for (const detector of model.resources('AWS::GuardDuty::Detector')) {
      if (surely(detector.get('Enable'), isFalse)) yield at(detector, 'Enable', 'Suspended');
    }
  },
};
