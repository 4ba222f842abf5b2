import { inlineCode } from './functions';
import { at, Lesson } from '../lesson';
import { text } from '../query';

export const inlineCodeRuntime: Lesson = {
  id: 'InlineCodeRuntime',
  title: 'Code in the template is Node.js or Python, and short enough',
  severity: 'critical',
  facet: 'reliability',
  classes: ['lambda-package', 'lambda-runtime'],
  why: 'CloudFormation takes inline code of these two only, and no more than 4 MB of it: the deployment fails.',
  fix: 'Upload the code to S3 (aws cloudformation package, CDK assets) and set Code.S3Bucket and S3Key.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-lambda-function-code.html',
  flawed: `
    Worker:
      Type: AWS::Lambda::Function
      Properties: { Runtime: java21, Handler: 'Handler::run', Code: { ZipFile: 'public class Handler {}' } }`,
  sound: `
    Worker:
      Type: AWS::Lambda::Function
      Properties: { Runtime: nodejs24.x, Handler: index.handler, Code: { ZipFile: 'exports.handler = async () => 1' } }`,
  *check(model) {
    for (const one of model.resources('AWS::Lambda::Function')) {
      const code = inlineCode(one);
      if (!code) continue;
      const runtime = text(one.get('Runtime'));
      if (runtime && !/^(nodejs|python)/.test(runtime)) yield at(one, 'Code.ZipFile', `Inline code for ${runtime}`);
      else if (code.length > 4_194_304) yield at(one, 'Code.ZipFile', `${code.length} characters of inline code`);
    }
  },
};
