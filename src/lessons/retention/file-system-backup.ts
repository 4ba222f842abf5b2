import { at, Lesson } from '../lesson';
import { list, surely, target } from '../query';

export const fileSystemBackup: Lesson = {
  id: 'FileSystemBackup',
  title: 'A file system is backed up',
  severity: 'medium',
  facet: 'reliability',
  classes: ['backup-retention'],
  why: 'EFS keeps no versions: a deleted or encrypted file is gone.',
  fix: 'Set BackupPolicy: { Status: ENABLED }.',
  source: 'https://docs.aws.amazon.com/efs/latest/ug/awsbackup.html',
  flawed: `
    Files: { Type: AWS::EFS::FileSystem, Properties: { Encrypted: true } }`,
  sound: `
    Files: { Type: AWS::EFS::FileSystem, Properties: { Encrypted: true, BackupPolicy: { Status: ENABLED } } }`,
  *check(model) {
    const selected = model.resources('AWS::Backup::BackupSelection');
    // A selection by tag may cover any of them.
    if (selected.some((one) => list(one.get('BackupSelection.ListOfTags')).length > 0 || one.get('BackupSelection.Conditions') !== undefined)) return;
    const covered = selected.flatMap((one) => list(one.get('BackupSelection.Resources'))).map((one) => target(model, one));
    if (covered.includes(undefined)) return;
    for (const files of model.resources('AWS::EFS::FileSystem')) {
      const off = surely(files.get('BackupPolicy.Status'), (status) => status === undefined || status === 'DISABLED');
      if (off && !covered.includes(files)) yield at(files, 'BackupPolicy', 'No backup');
    }
  },
};
