import { RETIRED_RUNTIMES } from './runtimes';
import { at, Lesson } from '../lesson';
import { list } from '../query';

export const runtimeRetired: Lesson = {
  id: 'RuntimeRetired',
  title: 'A function runs on a runtime that Lambda supports',
  severity: 'high',
  facet: 'security',
  classes: ['lambda-runtime'],
  why: 'A retired runtime gets no security patches; some weeks later Lambda refuses to create functions with it, then to update them.',
  fix: 'Use nodejs24.x, nodejs22.x, python3.13 or another supported runtime.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html',
  pci: ['6.3.3', '12.3.4'],
  flawed: `
    Worker: { Type: AWS::Lambda::Function, Properties: { Runtime: nodejs18.x, Handler: index.handler } }`,
  sound: `
    Worker: { Type: AWS::Lambda::Function, Properties: { Runtime: nodejs24.x, Handler: index.handler } }`,
  *check(model) {
    for (const [type, property] of [['AWS::Lambda::Function', 'Runtime'], ['AWS::Lambda::LayerVersion', 'CompatibleRuntimes']] as const) {
      for (const resource of model.resources(type)) {
        const runtimes = list(resource.get(property)).filter((one): one is string => typeof one === 'string');
        const retired = runtimes.filter((one) => Object.hasOwn(RETIRED_RUNTIMES, one));
        // A layer may still serve old functions beside new ones.
        if (retired.length === 0 || (type !== 'AWS::Lambda::Function' && retired.length < runtimes.length)) continue;
        for (const runtime of new Set(retired)) yield at(resource, property, `${runtime} has been retired since ${RETIRED_RUNTIMES[runtime]}`, runtime);
      }
    }
  },
};
