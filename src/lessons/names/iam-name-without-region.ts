import { named } from './physical-names';
import { rawReferences, show } from '../../template';
import { at, Lesson } from '../lesson';

/** A stack id holds the Region. */
const REGIONAL = ['AWS::Region', 'AWS::StackId'];
const isIam = (type: string): boolean => type.startsWith('AWS::IAM::');

export const iamNameWithoutRegion: Lesson = {
  id: 'IamNameWithoutRegion',
  title: 'Where names hold the Region, those of IAM do too',
  severity: 'medium',
  facet: 'reliability',
  classes: ['iam-role-named', 'multi-region', 'name-env-suffix'],
  why: 'IAM names are one set for all Regions: a template that is meant for several, as its other names show, fails in the second one.',
  fix: 'Leave the name out, or add ${AWS::Region}.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html',
  flawed: `
    Bucket: { Type: AWS::S3::Bucket, Properties: { BucketName: !Sub 'payments-\${AWS::StackName}-\${AWS::Region}' } }
    Role: { Type: AWS::IAM::Role, Properties: { RoleName: !Sub 'processor-\${AWS::StackName}', AssumeRolePolicyDocument: { Statement: [] } } }`,
  sound: `
    Bucket: { Type: AWS::S3::Bucket, Properties: { BucketName: !Sub 'payments-\${AWS::StackName}-\${AWS::Region}' } }
    Role: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: { Statement: [] } } }`,
  *check(model) {
    const isRegional = (written: unknown) => rawReferences(written).some(({ target }) => REGIONAL.includes(target));
    const all = named(model).map((one) => ({ ...one, isRegional: isRegional(one.resource.raw(one.property)) }));
    const stacks = new Set(all.filter((one) => one.isRegional && !isIam(one.resource.type)).map(({ resource }) => resource.stack));
    for (const { resource, property, isRegional: holdsRegion } of all) {
      if (!isIam(resource.type) || holdsRegion || !stacks.has(resource.stack)) continue;
      yield at(resource, property, `${property} is ${show(resource.get(property))} in every Region`);
    }
  },
};
