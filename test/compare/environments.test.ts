import { candidateOf, removeCandidates } from './candidates';
import { Check } from '../../src/compare/assertion';
import { checked } from '../../src/compare/check';
import { Evaluation } from '../../src/compare/evaluation';

afterEach(removeCandidates);

const QUEUE = 'Type: AWS::SQS::Queue';
/** Retention of a queue in each environment. */
const DAYS: Check = {
  environments: {
    dev: { every: 'AWS::SQS::Queue', has: { MessageRetentionPeriod: 1 } },
    staging: { every: 'AWS::SQS::Queue', has: { MessageRetentionPeriod: 2 } },
    prod: { every: 'AWS::SQS::Queue', has: { MessageRetentionPeriod: 5 } },
  },
};
const judged = (check: Check, ...templates: string[]) => {
  const { truth, found } = checked(check, new Evaluation(candidateOf(Object.fromEntries(templates.map((text, at) => [`${at}.yaml`, text]))), new Map()));
  return [truth, found];
};

describe('a parameter selects the environment', () => {
  const template = (parameter: string, rows: string) => `
Parameters:
  ${parameter}
Mappings: { Days: ${rows} }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Queue: { ${QUEUE}, Properties: { MessageRetentionPeriod: !FindInMap [Days, !Ref Stage, days] } }
  Second: { ${QUEUE}, Condition: IsProd, Properties: { MessageRetentionPeriod: 5 } }
`;
  const ROWS = '{ dev: { days: 1 }, staging: { days: 2 }, prod: { days: 5 } }';

  test('mappings and conditions are decided, whatever the default is', () => {
    expect(judged(DAYS, template('Stage: { Type: String, Default: dev }', ROWS))).toEqual([true, '']);
    expect(judged({ environments: { dev: { some: 'AWS::SQS::Queue', max: 1 }, prod: { some: 'AWS::SQS::Queue', min: 2, max: 2 } } }, template('Stage: { Type: String }', ROWS))).toEqual([true, '']);
  });

  test('rows that are exchanged are told with their environments', () => {
    const [truth, found] = judged(DAYS, template('Stage: { Type: String }', '{ dev: { days: 5 }, staging: { days: 2 }, prod: { days: 1 } }'));
    expect([truth, found]).toEqual([false, expect.stringMatching(/^dev: .*is 5, expected 1; prod: .*is 1, expected 5$/)]);
  });

  test('what is the same everywhere is told once', () => {
    const [, found] = judged({ environments: { dev: { some: 'AWS::SNS::Topic' }, prod: { some: 'AWS::SNS::Topic' } } }, template('Stage: { Type: String }', ROWS));
    expect(found).toBe('no SNS::Topic');
  });

  test('its values may be longer, and one may be missing', () => {
    const rows = '{ development: { days: 1 }, staging: { days: 2 }, production: { days: 5 } }';
    const named = (values: string) => template(`Stage: { Type: String, AllowedValues: [${values}] }`, rows);
    expect(judged({ environments: { prod: { some: { type: 'AWS::SQS::Queue', where: { MessageRetentionPeriod: 5 } } } } }, named('development, staging, production'))).toEqual([true, '']);
    expect(judged(DAYS, named('development, production'))).toEqual([false, expect.stringContaining('staging: Stage does not take staging')]);
  });

  test('nested stacks get it too', () => {
    const master = 'Parameters: { EnvironmentType: { Type: String } }\nResources:\n  Child: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: 1.yaml, Parameters: { Stage: !Ref EnvironmentType } } }\n';
    expect(judged(DAYS, master, template('Stage: { Type: String }', ROWS))).toEqual([true, '']);
    expect(judged(DAYS, master.replace('!Ref EnvironmentType', 'dev'), template('Stage: { Type: String }', ROWS))).toEqual([false, expect.stringMatching(/^staging: .*; prod: /)]);
  });
});

describe('the environment is fixed', () => {
  const fixed = (environment: string, days: number) => `Resources: { Queue: { ${QUEUE}, Properties: { MessageRetentionPeriod: ${days}, Tags: [{ Key: Environment, Value: ${environment} }] } } }`;

  test('by a tag: it alone is looked at', () => {
    expect(judged(DAYS, fixed('prod', 5))).toEqual([true, '']);
    expect(judged(DAYS, fixed('production', 1))).toEqual([false, expect.stringMatching(/is 1, expected 5$/)]);
    expect(judged(DAYS, fixed('sandbox', 9))).toEqual([true, '']); // none of these
  });

  test('by names, where there are no tags', () => {
    expect(judged(DAYS, `Resources: { Queue: { ${QUEUE}, Properties: { QueueName: payments-staging, MessageRetentionPeriod: 2 } } }`)).toEqual([true, '']);
    expect(judged(DAYS, `Resources: { Queue: { ${QUEUE}, Properties: { QueueName: payments-staging, MessageRetentionPeriod: 1 } } }`)[0]).toBe(false);
  });

  test('three stacks are three environments', () => {
    expect(judged(DAYS, fixed('dev', 1), fixed('staging', 2), fixed('prod', 5))).toEqual([true, '']);
    expect(judged(DAYS, fixed('dev', 1), fixed('staging', 5), fixed('prod', 5))).toEqual([false, expect.stringMatching(/^staging: .*is 5, expected 2$/)]);
  });

  test('nowhere said: right for one of them is right', () => {
    const silent = (days: number) => `Resources: { Queue: { ${QUEUE}, Properties: { MessageRetentionPeriod: ${days} } } }`;
    expect([2, 9].map((days) => judged(DAYS, silent(days))[0])).toEqual([true, false]);
  });
});

describe('beside them', () => {
  const PARAMETER = (pattern: string) => `Parameters: { Suffix: { Type: String, AllowedPattern: '${pattern}' } }\nResources: { Queue: { ${QUEUE}, Properties: { QueueName: !Sub 'a-\${Suffix}' } } }`;
  const refuses = (pattern: string) => judged({ every: 'Parameter', has: { AllowedPattern: { refuses: ['Eu', 'a_b'] } } }, PARAMETER(pattern))[0];

  test('refuses tries a pattern; one that is no regular expression here is open', () => {
    expect([refuses('^[a-z-]+$'), refuses('[a-z-]*'), refuses('^[a-zA-Z]+$'), refuses('(?i)[a-z]++')]).toEqual([true, true, false, undefined]);
  });

  test('@parameters, @nested', () => {
    expect(judged({ every: 'AWS::SQS::Queue', has: { '@parameters': { contains: 'Suffix' }, '@nested': false } }, PARAMETER('a'))).toEqual([true, '']);
  });

  test('spansZones counts Availability Zones', () => {
    const subnet = (zone: string) => `{ Type: AWS::EC2::Subnet, Properties: { VpcId: vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: ${zone} } }`;
    const zones = (...all: string[]) => judged({ predicate: 'spansZones', with: { subnets: 'AWS::EC2::Subnet', zones: 2 } },
      `Parameters: { Zone: { Type: String } }\nResources:\n${all.map((zone, at) => `  Subnet${at}: ${subnet(zone)}\n`).join('')}`)[0];
    expect([zones("!Select [0, !GetAZs '']", "!Select [1, !GetAZs '']"), zones("!Select [0, !GetAZs '']", "!Select [0, !GetAZs '']"), zones('a')]).toEqual([true, false, false]);
  });
});
