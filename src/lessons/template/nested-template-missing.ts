import { at, Lesson } from '../lesson';

export const nestedTemplateMissing: Lesson = {
  id: 'NestedTemplateMissing',
  title: 'A nested stack takes its template from S3',
  severity: 'critical',
  facet: 'reliability',
  classes: ['nested-stack'],
  why: 'CloudFormation reads a nested template only from an S3 address; a local path that was never packaged, or a placeholder, fails the deployment.',
  fix: 'Package the templates (aws cloudformation package, CDK assets) and keep the child beside the parent, or give the https address of the object.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudformation-stack.html',
  flawed: `
    Network: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ./network.yaml } }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue }`,
  *check(model) {
    for (const stack of model.resources('AWS::CloudFormation::Stack')) {
      const url = stack.get('TemplateURL');
      // A local path is packaged when the file is there.
      if (typeof url !== 'string' || stack.child) continue;
      const isAddress = /^https?:\/\/.+/.test(url);
      if (!isAddress || /example\.(com|org)|your-|<.*>|placeholder|REPLACE/i.test(url)) yield at(stack, 'TemplateURL', `TemplateURL is ${url}, and there is no such template`);
    }
  },
};
