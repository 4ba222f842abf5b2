import { at, Lesson } from '../lesson';
import { off } from '../query';

export const fileSystemUnencrypted: Lesson = {
  id: 'FileSystemUnencrypted',
  title: 'A file system is encrypted at rest',
  severity: 'high',
  facet: 'security',
  classes: ['encrypt-rds', 'encrypt-general'],
  why: 'Backups and storage are readable to whoever gets them. Encryption cannot be turned on later: the file system is replaced then.',
  fix: 'Set Encrypted: true and KmsKeyId.',
  source: 'https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html',
  pci: ['3.5.1'],
  flawed: `
    Files: { Type: AWS::EFS::FileSystem }`,
  sound: `
    Files:
      Type: AWS::EFS::FileSystem
      Properties: { Encrypted: true }`,
  *check(model) {
    for (const files of model.resources('AWS::EFS::FileSystem')) {
      if (off(files.get('Encrypted'))) yield at(files, 'Encrypted', 'Storage is not encrypted');
    }
  },
};
