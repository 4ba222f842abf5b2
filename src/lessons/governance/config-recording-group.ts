import { at, Lesson } from '../lesson';
import { absent, isFalse, isTrue, surely } from '../query';

const GROUP = 'RecordingGroup';

export const configRecordingGroup: Lesson = {
  id: 'ConfigRecordingGroup',
  title: 'A recorder takes all types, or those that it lists',
  severity: 'critical',
  facet: 'reliability',
  classes: ['aws-config', 'invalid-property'],
  why: 'The deployment fails with InvalidRecordingGroup.',
  fix: 'AllSupported: true alone (with IncludeGlobalResourceTypes), or AllSupported: false and ResourceTypes.',
  source: 'https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingGroup.html',
  flawed: `
    Recorder:
      Type: AWS::Config::ConfigurationRecorder
      Properties: { RoleARN: arn:aws:iam::111122223333:role/config, RecordingGroup: { AllSupported: true, ResourceTypes: ['AWS::S3::Bucket'] } }`,
  sound: `
    Recorder:
      Type: AWS::Config::ConfigurationRecorder
      Properties: { RoleARN: arn:aws:iam::111122223333:role/config, RecordingGroup: { AllSupported: false, ResourceTypes: ['AWS::S3::Bucket'] } }`,
  *check(model) {
    for (const recorder of model.resources('AWS::Config::ConfigurationRecorder')) {
      const all = recorder.get(`${GROUP}.AllSupported`);
      const types = recorder.get(`${GROUP}.ResourceTypes`);
      if (surely(all, isTrue) && surely(types, (one) => Array.isArray(one) && one.length > 0)) yield at(recorder, `${GROUP}.ResourceTypes`, 'All types, and some', 'types');
      if (surely(all, isFalse) && surely(recorder.get(`${GROUP}.IncludeGlobalResourceTypes`), isTrue)) {
        yield at(recorder, `${GROUP}.IncludeGlobalResourceTypes`, 'Global types without all types', 'global');
      }
      if (surely(all, isFalse) && absent(types) && absent(recorder.get(`${GROUP}.RecordingStrategy`)) && absent(recorder.get(`${GROUP}.ExclusionByResourceTypes`))) {
        yield at(recorder, GROUP, 'Neither all types nor any', 'none');
      }
    }
  },
};
