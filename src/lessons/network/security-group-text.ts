import { inRule, rules } from './topology';
import { Value } from '../../template';
import { at, Lesson } from '../lesson';
import { possibly } from '../query';

const LONGEST = 255;
const ALLOWED = /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]*$/;

const refused = (value: Value | undefined): boolean => possibly(value, (option) => typeof option === 'string' && (!ALLOWED.test(option) || option.length > LONGEST));
const bad = (value: Value | undefined): string => {
  const wrong = typeof value === 'string' ? [...new Set([...value].filter((character) => !ALLOWED.test(character)))].join(' ') : '';
  return wrong ? `Characters that are not allowed: ${wrong}` : `Longer than ${LONGEST} characters`;
};

export const securityGroupText: Lesson = {
  id: 'SecurityGroupText',
  title: 'Descriptions of security groups and rules hold only the characters that EC2 takes',
  severity: 'critical',
  facet: 'reliability',
  classes: ['sg-rules', 'name-length', 'invalid-property'],
  why: 'EC2 refuses the group at deployment, for an apostrophe, an arrow or a dash of the wrong kind.',
  fix: 'Letters, digits, spaces and ._-:/()#,@[]+=&;{}!$* only, 255 at most.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html',
  flawed: `
    Group: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: "The application's group" } }`,
  sound: `
    Group: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: 'Application: HTTPS out (443)' } }`,
  *check(model) {
    for (const group of model.resources('AWS::EC2::SecurityGroup')) {
      for (const key of ['GroupDescription', 'GroupName']) {
        const value = group.get(key);
        if (refused(value)) yield at(group, key, bad(value), key);
      }
    }
    for (const rule of rules(model)) {
      if (refused(rule.body.Description)) yield at(rule.holder, inRule(rule, 'Description'), bad(rule.body.Description), rule.path);
    }
  },
};
