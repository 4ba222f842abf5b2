import { show } from '../../template';
import { at, Lesson } from '../lesson';
import { statements } from '../policies';
import { surely } from '../query';

export const policyVersionMissing: Lesson = {
  id: 'PolicyVersionMissing',
  title: 'A policy document says Version 2012-10-17',
  severity: 'low',
  facet: 'security',
  classes: ['iam-generic'],
  why: 'Without it the version of 2008 holds: variables such as ${aws:username} are plain text then, and the statement does not match.',
  fix: 'Add Version: "2012-10-17".',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html',
  flawed: `
    Policy:
      Type: AWS::IAM::ManagedPolicy
      Properties:
        PolicyDocument: { Statement: [{ Effect: Allow, Action: 's3:GetObject', Resource: 'arn:aws:s3:::payments/*' }] }`,
  sound: `
    Policy:
      Type: AWS::IAM::ManagedPolicy
      Properties:
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: 's3:GetObject', Resource: 'arn:aws:s3:::payments/*' }] }`,
  *check(model) {
    const seen = new Set<string>();
    for (const { holder, path } of statements(model)) {
      const document = path.replace(/\.Statement\.\d+$/, '');
      const key = `${holder.address} ${document}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const version = holder.get(`${document}.Version`);
      if (surely(version, (one) => one === undefined || one === '2008-10-17')) {
        yield at(holder, document, version === undefined ? 'No Version' : `Version is ${show(version)}`, document);
      }
    }
  },
};
