import { candidateOf, removeCandidates } from './candidates';
import { assessed } from '../../src/compare/compare';
import { Evaluation } from '../../src/compare/evaluation';
import { placeOf } from '../../src/compare/place';
import { PREDICATES } from '../../src/compare/predicates';
import { assertionsOf } from '../../src/compare/reference';
import { loadText } from '../../src/template';
import { golden } from '../lessons/goldens';
import { Json } from '../webhook-pipeline/template';

const queue = (region: string) => `{ Type: AWS::SQS::QueuePolicy, Metadata: { 'aws:cdk:path': Stack/Policy }, Properties: { PolicyDocument: { Resource: 'arn:aws:sqs:${region}:481516234207:payments' } } }`;
const template = (...regions: string[]) => `Resources:\n${regions.map((region, at) => `  Policy${at}: ${queue(region)}`).join('\n')}`;

describe('what a stack was synthesised for', () => {
  const found = (text: string) => placeOf(loadText(text).stacks[0]);

  test('is what more resources of its template name than leave it open', () => {
    expect(found(template('eu-west-1', 'eu-west-1', 'eu-west-2'))).toEqual({ region: 'eu-west-1', account: '481516234207' });
  });

  test.each([
    ['the template leaves it to the deployment', template('eu-west-1', '${AWS::Region}', '${AWS::Region}').replaceAll('481516234207', '${AWS::AccountId}').replaceAll(/'(arn[^']*)'/g, '!Sub "$1"')],
    ['two are named as often', template('eu-west-1', 'eu-west-2').replace('481516234207', '481516234208')],
    ['it was written by hand', template('eu-west-1', 'eu-west-1').replaceAll("Metadata: { 'aws:cdk:path': Stack/Policy }, ", '')],
  ])('is not known when %s', (_, text) => {
    expect(found(text)).toEqual({});
  });

  test('that is no finding; another one is', () => {
    const told = (text: string, but: string) => {
      const { truth, say } = PREDICATES.ofTemplates.noTextLike({ but, pattern: but === 'region' ? '\\b[a-z]+-west-\\d\\b' : ':\\d{12}:' }, new Evaluation(loadText(text), new Map()));
      return truth === true ? true : say?.();
    };
    expect(told(template('eu-west-1', 'eu-west-1'), 'region')).toBe(true);
    expect(told(template('eu-west-1', 'eu-west-1'), 'account')).toBe(true);
    expect(told(template('eu-west-1', 'eu-west-1', 'us-west-2'), 'region')).toBe('Policy2: us-west-2 is written down');
  });
});

describe('a number that was asked for is low, one that is missing is not', () => {
  afterEach(removeCandidates);

  test('another private range of the VPC', () => {
    const findings = (range: string) => {
      const files = Object.fromEntries(['migration.primary.template.json', 'migration.replica.template.json'].map((name) => [name, JSON.parse(JSON.stringify(golden(name)).replaceAll('172.16.', range)) as Json]));
      return assessed(candidateOf(files), assertionsOf('migration'), []).told.map(({ assertion, severity }) => `${severity} ${assertion}`);
    };
    expect(findings('192.168.')).toEqual(['low MG-01/asked-range']);
    expect(findings('10.44.')).toEqual(['low MG-01/asked-range']);
    expect(findings('10.0.')[0]).toBe('critical MG-01/address-range');
    expect(findings('52.16.')[0]).toBe('critical MG-01/address-range');
  });
});
