import { working } from './functions';
import { at, Lesson } from '../lesson';

export const functionTimeoutDefault: Lesson = {
  id: 'FunctionTimeoutDefault',
  title: 'A function states its timeout',
  severity: 'medium',
  facet: 'reliability',
  classes: ['lambda-timeout'],
  why: 'The default is three seconds: a cold start and one slow call of a service are enough to cut a payment off in the middle.',
  fix: 'Set Timeout to what the slowest good call takes, with room; under 29 seconds behind an API.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html',
  flawed: `
    Worker: { Type: AWS::Lambda::Function, Properties: { Handler: index.handler } }`,
  sound: `
    Worker: { Type: AWS::Lambda::Function, Properties: { Handler: index.handler, Timeout: 15 } }`,
  *check(model) {
    for (const one of working(model)) {
      if (one.get('Timeout') === undefined) yield at(one, 'Timeout', 'No Timeout: 3 s');
    }
  },
};
