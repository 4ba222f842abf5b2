import { at, Lesson } from '../lesson';
import { off } from '../query';

export const ecrScanOff: Lesson = {
  id: 'EcrScanOff',
  title: 'Images are scanned for known holes',
  severity: 'low',
  facet: 'security',
  classes: ['ecs', 'security-general'],
  why: 'Nobody learns that the image in use has a hole that is known.',
  fix: 'ImageScanningConfiguration: { ScanOnPush: true }, or enhanced scanning of the registry.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-1',
  pci: ['6.3.1', '11.3.1'],
  flawed: `
    Repository: { Type: AWS::ECR::Repository, Properties: { ImageTagMutability: IMMUTABLE } }`,
  sound: `
    Repository: { Type: AWS::ECR::Repository, Properties: { ImageScanningConfiguration: { ScanOnPush: true } } }`,
  *check(model) {
    if (model.resources('AWS::ECR::RegistryScanningConfiguration').length > 0) return;
    for (const repository of model.resources('AWS::ECR::Repository')) {
      if (off(repository.get('ImageScanningConfiguration.ScanOnPush'))) yield at(repository, 'ImageScanningConfiguration.ScanOnPush', 'Images are not scanned');
    }
  },
};
