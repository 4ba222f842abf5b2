import { at, Lesson } from '../lesson';
import { isFalse, mappings, off } from '../query';

export const trailSingleRegion: Lesson = {
  id: 'TrailSingleRegion',
  title: 'A trail of management events covers all Regions',
  severity: 'medium',
  facet: 'security',
  classes: ['cloudtrail', 'security-general'],
  why: 'What an attacker starts in another Region is not recorded.',
  fix: 'Set IsMultiRegionTrail: true and IncludeGlobalServiceEvents: true.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-1',
  pci: ['10.2.1'],
  flawed: `
    Trail: { Type: AWS::CloudTrail::Trail, Properties: { IsLogging: true, S3BucketName: audit } }`,
  sound: `
    Data:
      Type: AWS::CloudTrail::Trail
      Properties: { IsLogging: true, S3BucketName: audit, EventSelectors: [{ IncludeManagementEvents: false, DataResources: [] }] }`,
  *check(model) {
    const trails = model.resources('AWS::CloudTrail::Trail');
    // One that may cover all Regions is enough.
    if (trails.some((trail) => !off(trail.get('IsMultiRegionTrail')))) return;
    for (const trail of trails) {
      const selectors = mappings(trail.get('EventSelectors'));
      const dataOnly = selectors.length > 0 && selectors.every((one) => isFalse(one.IncludeManagementEvents));
      if (!dataOnly && trail.get('AdvancedEventSelectors') === undefined) yield at(trail, 'IsMultiRegionTrail', 'Records one Region only');
    }
  },
};
