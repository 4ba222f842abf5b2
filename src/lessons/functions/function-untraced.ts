import { working } from './functions';
import { at, Lesson } from '../lesson';
import { surely } from '../query';

export const functionUntraced: Lesson = {
  id: 'FunctionUntraced',
  title: 'A function is traced',
  severity: 'low',
  facet: 'operations',
  classes: ['xray'],
  why: 'When a payment is slow or fails between services, nobody can see where.',
  fix: 'Set TracingConfig: { Mode: Active } and allow the role xray:PutTraceSegments and xray:PutTelemetryRecords.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html',
  flawed: `
    Worker: { Type: AWS::Lambda::Function, Properties: { Handler: index.handler } }`,
  sound: `
    Worker: { Type: AWS::Lambda::Function, Properties: { Handler: index.handler, TracingConfig: { Mode: Active } } }`,
  *check(model) {
    for (const one of working(model)) {
      if (surely(one.get('TracingConfig.Mode'), (mode) => mode === undefined || mode === 'PassThrough')) {
        yield at(one, 'TracingConfig', 'Tracing is not active');
      }
    }
  },
};
