import { hosts } from './hosts';
import { intrinsic } from '../../template';
import { at, Lesson } from '../lesson';

export const userDataPlain: Lesson = {
  id: 'UserDataPlain',
  title: 'User data is Base64',
  severity: 'critical',
  facet: 'reliability',
  classes: ['asg-launch', 'invalid-property'],
  why: 'EC2 refuses user data that is not Base64: the launch fails.',
  fix: 'UserData: Fn::Base64: !Sub |.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-base64.html',
  flawed: `
    Instance: { Type: AWS::EC2::Instance, Properties: { ImageId: image, UserData: !Sub '#!/bin/bash -x \${AWS::Region}' } }`,
  sound: `
    Instance: { Type: AWS::EC2::Instance, Properties: { ImageId: image, UserData: !Base64 '#!/bin/bash' } }`,
  *check(model) {
    for (const { resource, prefix } of hosts(model)) {
      const raw = resource.raw(`${prefix}UserData`);
      const call = intrinsic(raw);
      const script = call ? ['Fn::Sub', 'Fn::Join'].includes(call.name) && /#!|#cloud-config|<powershell>|\\n/.test(JSON.stringify(call.argument))
        : typeof raw === 'string' && /^\s*(#!|#cloud-config|<powershell>)/.test(raw);
      if (script) yield at(resource, `${prefix}UserData`, 'The script is not passed through Fn::Base64');
    }
  },
};
