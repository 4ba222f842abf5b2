import { compared } from '../../src/compare/compare';
import { Evaluation } from '../../src/compare/evaluation';
import { assertionsOf, systems } from '../../src/compare/reference';
import { judge } from '../../src/compare/requirements';
import { LESSONS } from '../../src/lessons';
import { loadText, Model } from '../../src/template';

/** What went wrong in the comparison itself: assertions that could not be checked. */
const broken = (system: string, model: Model) => judge(assertionsOf(system), new Evaluation(model, new Map()))
  .flatMap(({ requirement, assertion, checked }) => checked?.found.startsWith('It could not be checked') ? [`${requirement.id}/${assertion.id} ${checked.found}`] : []);

/** Every fifth: strange templates enough for a second. */
const FLAWED = LESSONS.filter((_, at) => at % 5 === 0);

test.each(systems())('%s can be checked in the flawed examples of lessons', (system) => {
  const faults = FLAWED.flatMap(({ id, flawed }) => broken(system, loadText(`Resources:\n${flawed}`)).map((fault) => `${id}: ${fault}`));
  expect(faults).toEqual([]);
});

/** Every property of every type, in place of what belongs there. */
const PROPERTIES = [
  'PolicyDocument', 'Environment', 'DefinitionString', 'Definition', 'RedrivePolicy', 'Tags', 'Targets', 'EventPattern', 'VpcConfig', 'Role', 'MethodSettings',
  'Replicas', 'Rules', 'LifecycleConfiguration', 'AssumeRolePolicyDocument', 'KeyPolicy', 'ContainerDefinitions', 'Dimensions', 'Metrics', 'Policies',
];
const STRANGE = [
  null, 7, true, '', '{', '{"a":', [], [[]], {}, { 'Fn::Transform': 'x' }, { Ref: 'Nothing' }, { 'Fn::GetAtt': 'x' }, { 'Fn::If': ['None', [], {}] },
  { Statement: 'x' }, { Statement: [null, 7] }, [{ Statement: { Action: {} } }], { 'Fn::Sub': '${Self.Arn}${Nothing}' },
];

test.each(systems())('%s can be checked whatever stands in a template', (system) => {
  const types = [...new Set([...JSON.stringify(assertionsOf(system)).matchAll(/"(AWS::[A-Za-z0-9:]+)"/g)].map(([, type]) => type))];
  for (const value of STRANGE) {
    const properties = Object.fromEntries(PROPERTIES.map((name) => [name, value]));
    const resources = types.map((type, at) => [`R${at}`, { Type: type, Properties: properties, DeletionPolicy: value, DependsOn: value }]);
    const model = loadText(JSON.stringify({
      Parameters: value,
      Outputs: { A: value, B: { Value: value } },
      Resources: Object.fromEntries(resources),
    }));
    expect([value, broken(system, model)]).toEqual([value, []]);
  }
});

test.each(systems())('nothing at all gets nothing of %s', (system) => {
  const { grade } = compared('empty', loadText('{"Resources":{}}'), { system }).comparison;
  expect(grade).toMatchObject({ grade: 0, highest: 0, assertions: 0 });
});
