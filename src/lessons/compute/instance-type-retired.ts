import { hosts, setting } from './hosts';
import { options } from '../../template';
import { at, Lesson } from '../lesson';

const RETIRED = /^(t1|m[1-3]|c[13]|cc[12]|cr1|cg1|g2|hi1|hs1|i2|r3)\./;

export const instanceTypeRetired: Lesson = {
  id: 'InstanceTypeRetired',
  title: 'Instances are of a current generation',
  severity: 'medium',
  facet: 'reliability',
  classes: ['asg-launch', 'quota-region', 'cost'],
  why: 'Newer Regions and zones do not have these types: the launch fails; elsewhere they are slower and dearer than their successors.',
  fix: 'Use a current type: t3, t4g, m7g, c7g, r7g.',
  source: 'https://aws.amazon.com/ec2/previous-generation/',
  flawed: `
    Instance: { Type: AWS::EC2::Instance, Properties: { ImageId: image, InstanceType: m3.medium } }`,
  sound: `
    Instance: { Type: AWS::EC2::Instance, Properties: { ImageId: image, InstanceType: m7g.medium } }`,
  *check(model) {
    for (const host of hosts(model)) {
      const type = options(setting(host, 'InstanceType')).find((option) => typeof option === 'string' && RETIRED.test(option));
      if (type !== undefined) yield at(host.resource, `${host.prefix}InstanceType`, `InstanceType is ${String(type)}`);
    }
  },
};
