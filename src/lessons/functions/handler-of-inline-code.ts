import { inlineCode, runtimeOf } from './functions';
import { at, Lesson } from '../lesson';
import { text } from '../query';

const escaped = (name: string) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Whether the code has the handler, as far as a look at its text tells. */
function has(code: string, family: string, name: string): boolean {
  const word = escaped(name);
  if (family === 'python') return new RegExp(`^\\s*(async\\s+)?def\\s+${word}\\b|^${word}\\s*=|import\\s[^\\n]*\\b${word}\\b`, 'm').test(code);
  return new RegExp(`exports[\\s\\S]*\\b${word}\\b|\\bexport\\b[\\s\\S]*\\b${word}\\b`).test(code);
}

export const handlerOfInlineCode: Lesson = {
  id: 'HandlerOfInlineCode',
  title: 'The handler of inline code is in its file index, under the name that the code gives it',
  severity: 'critical',
  facet: 'reliability',
  classes: ['lambda-package'],
  why: 'CloudFormation writes inline code to index.js or index.py: with another handler every call fails with an import error.',
  fix: 'Set Handler to index.<name of the function in the code>.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-lambda-function-code.html',
  flawed: `
    Worker:
      Type: AWS::Lambda::Function
      Properties:
        Runtime: python3.13
        Handler: lambda_function.lambda_handler
        Code: { ZipFile: "def lambda_handler(event, context):\\n  return 1" }`,
  sound: `
    Worker:
      Type: AWS::Lambda::Function
      Properties:
        Runtime: python3.13
        Handler: index.lambda_handler
        Code: { ZipFile: "def lambda_handler(event, context):\\n  return 1" }`,
  *check(model) {
    for (const one of model.resources('AWS::Lambda::Function')) {
      const code = inlineCode(one);
      const runtime = runtimeOf(one);
      const handler = text(one.get('Handler'));
      if (!code || !runtime || !handler) continue;
      const [file, name] = [handler.slice(0, handler.lastIndexOf('.')), handler.slice(handler.lastIndexOf('.') + 1)];
      if (file !== 'index') yield at(one, 'Handler', `Handler is ${handler}, inline code is in index`);
      else if (!code.includes('${') && !has(code, runtime[0], name)) yield at(one, 'Handler', `The inline code has no ${name}`);
    }
  },
};
