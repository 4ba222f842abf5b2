import { createColors } from 'picocolors';
import { comparison } from './html-fixture';
import { compareText } from '../../src/cli/format/compare-text';
import { compared } from '../../src/compare/compare';
import { fingerprints, goldenOf } from '../../src/compare/reference';
import { load, loadText } from '../../src/template';
import { FOLDER } from '../lessons/goldens';

const textOf = (one: ReturnType<typeof comparison>) => compareText({ version: 1, tool: { name: 'cdk-payments', version: '0' }, candidates: [one], errors: [] }, { width: 200, colours: createColors(false) });

/** An API with a queue behind it, as both systems have it. */
const api = (path: string) => `
Resources:
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: payments } }
  Path: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: ${path} } }
  Post: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api, ResourceId: !Ref Path, HttpMethod: POST, AuthorizationType: NONE } }
  Queue: { Type: AWS::SQS::Queue }
  Bucket: { Type: AWS::S3::Bucket }
  Table: { Type: AWS::DynamoDB::Table }
  Role: { Type: AWS::IAM::Role }
  Ingest: { Type: AWS::Lambda::Function, Properties: { Role: !GetAtt Role.Arn } }
  Consumer: { Type: AWS::Lambda::Function, Properties: { Role: !GetAtt Role.Arn } }
  Mapping: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !GetAtt Queue.Arn, FunctionName: !Ref Consumer } }`;

test.each([['events', 'event-api'], ['webhooks', 'webhook-pipeline']])('an API of the same services is told apart by its path %s', (path, system) => {
  const { system: { id, likeness: [first, next] } } = compared('api', loadText(api(path))).comparison;
  expect([id, first.likeness > next.likeness]).toEqual([system, true]);
});

test('what has nothing of a system is hardly like any, whatever it calls itself', () => {
  const { notes } = compared('user', loadText('Description: webhooks\nResources: { User: { Type: AWS::IAM::User }, Topic: { Type: AWS::SNS::Topic } }')).comparison;
  expect(notes[0]).toMatch(/^This is hardly like any of the systems \(\d+ %\); name the one that was asked for: --system$/);
});

describe('the report as text', () => {
  const { system } = comparison();
  const secondLine = (more: Partial<typeof system>) => textOf(comparison({ system: { ...system, ...more } })).split('\n')[1];

  test('says how like the detected system is, and the next', () => {
    expect(secondLine({})).toBe('50 % like webhook-pipeline, 22 % like event-api; --system names another');
  });

  test('says when nothing is really alike', () => {
    const likeness = system.likeness.map((one) => ({ ...one, likeness: 0.1 }));
    expect(secondLine({ likeness })).toBe('10 % like webhook-pipeline: hardly like any; --system names the one that was asked for');
  });

  test('says nothing of it when the system was named', () => {
    expect(secondLine({ isDetected: false })).toBe('');
  });
});

describe('several systems in one candidate', () => {
  const notesOf = (...files: string[]) => compared('all', load(files.map((file) => `${FOLDER}/${file}`))).comparison.notes;

  test('are named, with the stacks that look like them', () => {
    expect(notesOf('event-api.default.template.json', 'webhook-pipeline.zip.template.json')).toEqual([
      expect.stringMatching(/^These are stacks of several systems, graded as one against \S+: event-api\.default looks like event-api \(100 %\), webhook-pipeline\.zip looks like webhook-pipeline \(100 %\); compare each alone$/),
    ]);
  });

  test('stacks of one system are no reason for a note', () => {
    for (const fingerprint of fingerprints()) expect([fingerprint.variant, compared('golden', goldenOf(fingerprint)).comparison.notes]).toEqual([fingerprint.variant, []]);
  });
});
