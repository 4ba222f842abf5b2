import * as fc from 'fast-check';
import { resolveTemplate } from './resolve';
import { EnvironmentType } from '../../src';
import { finish } from '../../src/nested-environments/portable/finish';
import { idWithoutHash } from '../../src/nested-environments/portable/table';
import { mergeTemplates } from '../../src/nested-environments/portable/template';
import { settingsOf } from '../../src/nested-environments/settings';
import { loadText, Resource } from '../../src/template';
import { Json } from '../webhook-pipeline/template';

type Three = [Json, Json, Json];
const TYPES = Object.values(EnvironmentType);
const settings = TYPES.map((environmentType) => settingsOf({ environmentType, ingress: {} })) as unknown as Parameters<typeof finish>[1];
const merged = (templates: Three): Json => finish(mergeTemplates(templates), settings);
const resolved = (template: Json, type: EnvironmentType) => resolveTemplate(template, { EnvironmentType: type });
/** One resource with one property of three values. */
const one = (...values: Three): Json => merged(values.map((Value) => ({ Resources: { Thing1234ABCD: { Type: 'AWS::X::Y', Properties: Value === undefined ? {} : { Value } } } })) as Three);
const value = (...values: Three) => one(...values).Resources.Thing1234ABCD.Properties.Value;
const find = (name: string) => ({ 'Fn::FindInMap': ['Environments', { Ref: 'EnvironmentType' }, name] });
const IF = (condition: string, yes: Json, no: Json) => ({ 'Fn::If': [condition, yes, no] });
const NOTHING = { Ref: 'AWS::NoValue' };

describe('values', () => {
  test('equal ones stay, and need neither mapping nor parameter', () => {
    expect(one({ a: [1] }, { a: [1] }, { a: [1] })).toEqual({ AWSTemplateFormatVersion: '2010-09-09', Resources: { Thing1234ABCD: { Type: 'AWS::X::Y', Properties: { Value: { a: [1] } } } } });
  });

  test('the names of the environments are the parameter', () => {
    expect(value('dev', 'staging', 'prod')).toEqual({ Ref: 'EnvironmentType' });
    expect(value('log-dev', 'log-staging', 'log-prod')).toEqual({ 'Fn::Join': ['', ['log-', { Ref: 'EnvironmentType' }]] });
  });

  test('a setting gives the name; else resource and property; equal triples share an entry', () => {
    expect(value('10.0.0.0/16', '10.1.0.0/16', '10.2.0.0/16')).toEqual(find('VpcCidr'));
    expect(value([1, 2, 5], [2, 2, 5], [5, 2, 5])).toEqual([find('Tasks'), 2, 5]);
    const template = one({ A: 'x', B: 'x', C: true }, { A: 'y', B: 'y', C: false }, { A: 'y', B: 'y', C: false });
    expect(template.Resources.Thing1234ABCD.Properties.Value).toEqual({ A: find('ThingValueA'), B: find('ThingValueA'), C: find('ThingValueC') });
    expect(template.Mappings.Environments.staging).toEqual({ ThingValueA: 'y', ThingValueC: false });
    expect(value({ A: 1, B: '1' }, { A: 2, B: '2' }, { A: 5, B: '5' })).toEqual({ A: find('Tasks'), B: find('Tasks2') });
  });

  test('what is missing somewhere is chosen by one condition', () => {
    expect(value({ A: 1, B: 2 }, { B: 2 }, { B: 2 })).toEqual({ A: IF('IsDev', 1, NOTHING), B: 2 });
    expect(value({ B: 2 }, { A: 1, B: 2 }, { A: 3, B: 2 })).toEqual({ A: IF('IsDev', NOTHING, find('ThingValueA')), B: 2 });
    expect(one({}, { A: 1 }, { A: 1 }).Conditions).toEqual({ IsDev: { 'Fn::Equals': [{ Ref: 'EnvironmentType' }, 'dev'] } });
  });

  test('functions, null and the empty text are not for a mapping', () => {
    expect(value({ Ref: 'A' }, { Ref: 'B' }, { Ref: 'B' })).toEqual(IF('IsDev', { Ref: 'A' }, { Ref: 'B' }));
    expect(value(null, '', 1)).toEqual(IF('IsDev', null, IF('IsStaging', '', 1)));
    expect(value({ 'Fn::GetAtt': ['A', 'Arn'] }, { 'Fn::GetAtt': ['A', 'Arn'] }, 'x')).toEqual(IF('IsProd', 'x', { 'Fn::GetAtt': ['A', 'Arn'] }));
  });

  test('lists are laid beside each other by what identifies their items', () => {
    const tag = (Key: string, Value: string) => ({ Key, Value });
    expect(value([tag('A', 'x'), tag('Z', 'dev')], [tag('Z', 'staging')], [tag('Z', 'prod')])).toEqual([IF('IsDev', tag('A', 'x'), NOTHING), { Key: 'Z', Value: { Ref: 'EnvironmentType' } }]);
    expect(value(['a', 'b'], ['a', 'c', 'b'], ['a', 'b'])).toEqual(['a', IF('IsStaging', 'c', NOTHING), 'b']);
    expect(value([tag('A', '1'), tag('B', '2')], [tag('B', '2'), tag('A', '1')], [tag('B', '2'), tag('A', '1')])).toEqual([IF('IsDev', tag('A', '1'), NOTHING), tag('B', '2'), IF('IsDev', NOTHING, tag('A', '1'))]);
  });
});

describe('texts', () => {
  test('what differs in a text is a part of it; a number is the entry of the number', () => {
    const texts = (share: number) => ({ Share: share, Text: `CPU at ${share}% or above` });
    expect(value(texts(80), texts(75), texts(70))).toEqual({ Share: find('AlarmThreshold'), Text: { 'Fn::Join': ['', ['CPU at ', find('AlarmThreshold'), '% or above']] } });
  });

  test('texts of other lengths keep what is common at both ends', () => {
    expect(value('Runs one task, at least', 'Runs two small tasks, at least', 'Runs five tasks, at least')).toEqual({ 'Fn::Join': ['', ['Runs ', find('ThingValue'), ', at least']] });
    expect(value('Payments', 'Payments of test', 'Payments')).toEqual(find('ThingValue'));
    const arn = { 'Fn::GetAtt': ['A', 'Arn'] };
    const join = (...parts: Json[]) => ({ 'Fn::Join': ['', parts] });
    expect(value(join('{"a":1,"arn":"', arn, '"}'), join('{"a":2,"arn":"', arn, '"}'), join('{"a":5,"arn":"', arn, '"}'))).toEqual(join('{"a":', find('Tasks'), ',"arn":"', arn, '"}'));
    expect(value(join('x ', arn), join('x ', { Ref: 'B' }), join('x ', arn))).toEqual(join('x ', IF('IsStaging', { Ref: 'B' }, arn)));
  });
});

describe('sections', () => {
  const three = (...resources: Three): Three => resources.map((Resources) => ({ Resources })) as Three;
  const bucket = { Type: 'AWS::S3::Bucket', Properties: {} };

  test('a resource that is not everywhere has a condition, and what it says of the environment is still the parameter', () => {
    const template = merged(three({}, { A: { ...bucket, Properties: { Size: 'm', Env: 'staging' } } }, { A: { ...bucket, Properties: { Size: 'l', Env: 'prod' } } }));
    expect(template.Resources.A).toEqual({ Type: 'AWS::S3::Bucket', Condition: 'NotDev', Properties: { Size: find('ASize'), Env: { Ref: 'EnvironmentType' } } });
    expect(merged(three({}, {}, { A: { ...bucket, Properties: { Env: 'prod' } } })).Resources.A).toEqual({ Type: 'AWS::S3::Bucket', Condition: 'IsProd', Properties: { Env: { Ref: 'EnvironmentType' } } });
  });

  test('policies come from the mapping, with the transform that reads it before the others', () => {
    const templates = ['Delete', 'Snapshot', 'Retain'].map((DeletionPolicy) => ({ Transform: 'AWS::SecretsManager-2024-09-16', Resources: { A: { ...bucket, DeletionPolicy } } })) as Three;
    const { Resources, Transform, Mappings } = merged(templates);
    expect([Resources.A.DeletionPolicy, Transform]).toEqual([find('DatabasePolicy'), ['AWS::LanguageExtensions', 'AWS::SecretsManager-2024-09-16']]);
    expect(Mappings.Environments.prod).toEqual({ DatabasePolicy: 'Retain' });
  });

  test('an order is that of all environments: nobody waits for what is not there', () => {
    const [all, some] = [{ A: bucket, B: bucket, C: { ...bucket, DependsOn: ['A', 'B'] } }, { A: bucket, C: { ...bucket, DependsOn: 'A' } }];
    expect(merged(three(some, all, all)).Resources.C.DependsOn).toEqual(['A', 'B']);
  });

  test('descriptions take no function, conditional parameters need a default, conditional outputs a condition', () => {
    const templates = [1, 2, 5].map((count, index) => ({
      Description: `Runs ${count} tasks`,
      Parameters: index > 0 ? { P: { Type: 'String', Description: 'p' } } : {},
      Resources: { A: bucket },
      Outputs: index > 1 ? { O: { Value: { Ref: 'A' }, Description: 'o' } } : {},
    })) as unknown as Three;
    const { Description, Parameters, Outputs } = merged(templates);
    expect([Description, Parameters.P, Outputs.O]).toEqual(['Runs 1/2/5 tasks', { Type: 'String', Default: '', Description: 'p' }, { Description: 'o', Condition: 'IsProd', Value: { Ref: 'A' } }]);
  });

  test.each<[string, Three, string]>([
    ['a type differs', three({ A: bucket }, { A: bucket }, { A: { ...bucket, Type: 'AWS::SQS::Queue' } }), 'A.Type differs between the environments, and a template cannot choose it: "AWS::S3::Bucket", "AWS::S3::Bucket", "AWS::SQS::Queue"'],
    ['a resource has a condition', three({ A: { ...bucket, Condition: 'C' } }, {}, {}), 'A has a condition of its own'],
    ['a policy is missing', three({ A: bucket }, { A: { ...bucket, DeletionPolicy: 'Retain' } }, { A: bucket }), 'A.DeletionPolicy is not given in each environment'],
    ['an output has a condition', [{ Outputs: { O: { Condition: 'C' } } }, {}, {}], 'output O has a condition of its own'],
    ['a parameter differs', ['String', 'String', 'Number'].map((Type) => ({ Parameters: { P: { Type } } })) as never, 'P.Type differs'],
  ])('fails when %s', (_, templates, message) => expect(() => merged(templates)).toThrow(message));
});

test('names for readers', () => {
  expect(['VpcPublicSubnet1Subnet5C2D37C4', 'PaymentsMonitoringDashboard8BC0A9E6', 'Payments', 'A'].map(idWithoutHash)).toEqual(['VpcPublicSubnet1', 'MonitoringDashboard', 'Payments', 'A']);
});

describe('round trip', () => {
  const key = fc.oneof(fc.constantFrom('A', 'B', 'Key', 'Sid', 'Name'), fc.string({ maxLength: 5 }).filter((text) => text !== 'Ref' && text !== '__proto__' && !text.startsWith('Fn::')));
  const text = fc.oneof(fc.constantFrom('dev', 'staging', 'prod', 'a b c', 'a 1 b', 'a 2 b c', 'x-dev', 'x-staging', ''), fc.string({ maxLength: 12 }));
  const intrinsic = fc.oneof(
    fc.constantFrom({ Ref: 'AWS::Region' }, { Ref: 'Free' }, { 'Fn::GetAtt': ['R2', 'Arn'] }),
    fc.array(fc.oneof(text, fc.constantFrom({ Ref: 'AWS::Region' }, { Ref: 'Free' })), { minLength: 1, maxLength: 4 }).map((parts) => ({ 'Fn::Join': ['', parts] })),
  );
  const { json } = fc.letrec<{ json: Json }>((tie) => ({
    json: fc.oneof({ depthSize: 'small', maxDepth: 4 }, fc.constant(null), fc.boolean(), fc.integer({ min: -3, max: 100 }), text, intrinsic, fc.array(tie('json'), { maxLength: 4 }), fc.dictionary(key, tie('json'), { maxKeys: 4 })),
  }));
  const resource = fc.record({ Properties: fc.dictionary(key, json, { maxKeys: 4 }), DeletionPolicy: fc.constantFrom('Delete', 'Retain', 'Snapshot'), DependsOn: fc.subarray(['R0', 'R1']) });
  const template = fc.record({ R0: fc.option(resource), R1: fc.option(resource), R2: resource }).map((all) => ({
    Resources: Object.fromEntries(Object.entries(all).flatMap(([id, body], index) => body ? [[id, { Type: 'AWS::X::Y', ...body, DependsOn: body.DependsOn.filter((_, at) => at < index) }]] : [])),
  }));
  // Near ones, as templates of one construct are: the first with a few values of the others.
  const near = fc.tuple(template, template, template, fc.boolean()).map(([dev, staging, prod, alike]): Three => {
    const like = (changed: Json) => ({ Resources: { ...dev.Resources, ...changed } });
    return alike ? [dev, like({ R2: staging.Resources.R2 }), like({ R1: prod.Resources.R1 ?? prod.Resources.R2 })] : [dev, staging, prod];
  });
  const plain = (value_: Json) => JSON.parse(JSON.stringify(value_));
  /** Without what may be more: an order, which is that of all. */
  const bodies = ({ Resources }: Json) =>
    plain(Object.fromEntries(Object.entries<Json>(Resources).map(([id, { DependsOn: _, ...body }]) => [id, body])));

  test('three random templates, merged and resolved for each environment, are what they were', () => {
    fc.assert(fc.property(near, (templates) => {
      const result = plain(merged(templates));
      for (const [index, type] of TYPES.entries()) {
        expect(bodies(resolved(result, type))).toEqual(bodies(resolveTemplate(plain(templates[index]), {})));
        const waits = resolved(result, type).Resources;
        for (const [id, { DependsOn = [] }] of Object.entries<Json>(templates[index].Resources)) {
          for (const other of DependsOn) if (other in templates[index].Resources) expect(waits[id].DependsOn).toContain(other);
        }
      }
    }), { numRuns: 400 });
  });

  test('the resolver of the library agrees', () => {
    fc.assert(fc.property(near, (templates) => {
      const model = (source: Json, type?: EnvironmentType) => loadText(JSON.stringify(source), 'x', { parameters: type && { EnvironmentType: type } });
      const result = merged(templates);
      for (const [index, type] of TYPES.entries()) {
        const expected = model(templates[index]);
        const actual = model(result, type);
        for (const { id, properties, deletionPolicy } of expected.resources()) {
          const isThere = ({ condition, stack }: Resource) => condition === undefined || stack.resolver.condition(condition) === true;
          const [found] = actual.resources().filter((other) => other.id === id && isThere(other));
          expect([JSON.stringify(sorted(found.properties)), found.deletionPolicy]).toEqual([JSON.stringify(sorted(properties)), deletionPolicy]);
        }
      }
    }), { numRuns: 100 });
  });
});

/** Keys in one order, references by name. */
function sorted(value_: Json): Json {
  if (Array.isArray(value_)) return value_.map(sorted);
  if (typeof value_ !== 'object' || value_ === null) return value_;
  if (value_.resource) return { to: value_.resource.id, attribute: value_.attribute };
  return Object.fromEntries(Object.keys(value_).sort().map((name) => [name, sorted(value_[name])]));
}
