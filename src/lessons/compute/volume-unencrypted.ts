import { hosts, setting } from './hosts';
import { isMapping, Mapping } from '../../template';
import { at, Lesson } from '../lesson';
import { list, off } from '../query';

/** A volume of a snapshot may be encrypted as the snapshot is. */
const plain = (volume: Mapping): boolean => off(volume.Encrypted) && volume.SnapshotId === undefined && volume.KmsKeyId === undefined;

export const volumeUnencrypted: Lesson = {
  id: 'VolumeUnencrypted',
  title: 'Volumes of instances are encrypted',
  severity: 'high',
  facet: 'security',
  classes: ['encrypt-rds', 'encrypt-general'],
  why: 'Whoever gets a snapshot of the volume reads everything on it.',
  fix: 'Encrypted: true, with a KmsKeyId of your own where the audit asks for it.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-3',
  pci: ['3.5.1'],
  flawed: `
    Volume: { Type: AWS::EC2::Volume, Properties: { Size: 20, AvailabilityZone: !Select [0, !GetAZs ''] } }`,
  sound: `
    Volume: { Type: AWS::EC2::Volume, Properties: { Size: 20, AvailabilityZone: !Select [0, !GetAZs ''], Encrypted: true } }`,
  *check(model) {
    for (const volume of model.resources('AWS::EC2::Volume')) {
      if (isMapping(volume.properties) && plain(volume.properties)) yield at(volume, 'Encrypted', 'The volume is not encrypted');
    }
    for (const host of hosts(model)) {
      for (const [index, device] of list(setting(host, 'BlockDeviceMappings')).entries()) {
        if (!isMapping(device) || !isMapping(device.Ebs) || !plain(device.Ebs)) continue;
        const name = typeof device.DeviceName === 'string' ? device.DeviceName : String(index);
        yield at(host.resource, `${host.prefix}BlockDeviceMappings.${index}.Ebs.Encrypted`, `The volume ${name} is not encrypted`, name);
      }
    }
  },
};
