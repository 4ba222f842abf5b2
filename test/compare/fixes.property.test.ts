import { candidateOf, Files, removeCandidates } from './candidates';
import { assessed } from '../../src/compare/compare';
import { assertionsOf, fingerprints, goldenOf, systems } from '../../src/compare/reference';
import type { Stack } from '../../src/template';
import { Json } from '../webhook-pipeline/template';

afterEach(removeCandidates);

/** `ApiGateway::Stage`, `SNS::Topic or Lambda::Function`, `resource (EC2::VPC and the like)`: words by which a fix may name it. */
const namesOf = (missing: string): RegExp[] => missing.replace(/ \(.*/, '').split(/, | or /).map((type) => {
  const words = type.split('::').at(-1)!;
  return new RegExp(ALSO[words] ?? words.replace(/([a-z])([A-Z])/g, '$1[ -]?$2'), 'i');
});
const ALSO: Readonly<Record<string, string>> = {
  DBCluster: 'cluster|database',
  DBInstance: 'instance|database',
  Queue: 'queue|DLQ',
  RestApi: 'API|stack of each Region|both stacks',
};

const withoutTypes = (files: Files, isGone: (type: string) => boolean): Files => Object.fromEntries(Object.entries(files).map(([name, template]) =>
  [name, { ...template, Resources: Object.fromEntries(Object.entries<Json>(template.Resources).filter(([, { Type }]) => !isGone(Type))) }]));

const filesOf = (stacks: readonly Stack[]): Files => Object.fromEntries(stacks.map(({ source }) => [source.file.split('/').at(-1)!, source.value as Json]));

/** Who has nothing of a type is told to add it: a fix that only says how to set it presupposes it. */
test.each(systems())('%s: the fix of what is missing says to add it', (system) => {
  const file = assertionsOf(system);
  const [first, ...others] = fingerprints().filter((one) => one.system === system);
  const golden = goldenOf([first, ...others].reduce((most, one) => Object.keys(one.counts).length > Object.keys(most.counts).length ? one : most));
  const files = filesOf(golden.stacks);
  const types = new Set(golden.resources().map(({ type }) => type));
  const candidates: Files[] = [{ 'empty.template.json': { Resources: {} } }, ...[...types].map((gone) => withoutTypes(files, (type) => type === gone))];
  const presupposing = candidates.flatMap((candidate) => {
    const { judged, told } = assessed(candidateOf(candidate), file, []);
    const missing = new Map(judged.map(({ requirement, assertion, checked }) => [`${requirement.id}/${assertion.id}`, checked?.missing]));
    return told.flatMap(({ assertion, fix }) => {
      const what = missing.get(assertion!);
      return what === undefined || (/\badd\b/i.test(fix) && namesOf(what).some((name) => name.test(fix))) ? [] : [`${assertion} (no ${what}): ${fix}`];
    });
  });
  expect([...new Set(presupposing)]).toEqual([]);
});
