import { at, Lesson } from '../lesson';
import { possibly } from '../query';

export const functionUrlOpen: Lesson = {
  id: 'FunctionUrlOpen',
  title: 'A function URL asks who calls',
  severity: 'high',
  facet: 'security',
  classes: ['api-auth'],
  why: 'Anyone on the internet may call the function, as often as they like and at your cost; no firewall or throttle stands before it.',
  fix: 'Set AuthType: AWS_IAM, or put an API with throttling and a web ACL before the function.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
  pci: ['7.2.1'],
  flawed: `
    Url: { Type: AWS::Lambda::Url, Properties: { TargetFunctionArn: worker, AuthType: NONE } }`,
  sound: `
    Url: { Type: AWS::Lambda::Url, Properties: { TargetFunctionArn: worker, AuthType: AWS_IAM } }`,
  *check(model) {
    for (const url of model.resources('AWS::Lambda::Url')) {
      if (possibly(url.get('AuthType'), (type) => type === 'NONE')) yield at(url, 'AuthType', 'AuthType is NONE');
    }
  },
};
