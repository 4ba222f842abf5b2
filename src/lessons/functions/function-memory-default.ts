import { working } from './functions';
import { at, Lesson } from '../lesson';

export const functionMemoryDefault: Lesson = {
  id: 'FunctionMemoryDefault',
  title: 'A function states its memory',
  severity: 'low',
  facet: 'performance',
  classes: ['lambda-timeout', 'perf-general'],
  why: 'The default of 128 MB comes with a small share of a processor: cold starts with an AWS SDK take seconds, often at a higher price.',
  fix: 'Set MemorySize, 512 to begin with, and measure.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html',
  flawed: `
    Worker: { Type: AWS::Lambda::Function, Properties: { Handler: index.handler } }`,
  sound: `
    Worker: { Type: AWS::Lambda::Function, Properties: { Handler: index.handler, MemorySize: 512 } }`,
  *check(model) {
    for (const one of working(model)) {
      if (one.get('MemorySize') === undefined) yield at(one, 'MemorySize', 'No MemorySize: 128 MB');
    }
  },
};
