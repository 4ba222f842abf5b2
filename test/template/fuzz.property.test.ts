import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import fc from 'fast-check';
import { audit, LESSONS } from '../../src/lessons';
import { load, loadText, Model, TemplateError } from '../../src/template';

const FOLDER = path.join(__dirname, '..', '..', 'golden');
const GOLDEN = fs.readFileSync(path.join(FOLDER, 'webhook-pipeline.zip.template.json'), 'utf8');
/** Small enough to be changed hundreds of times, with every lesson's flaw in it. */
const FLAWED = LESSONS.map(({ flawed }) => flawed);
const SLOWEST_MS = 5_000;

// In CI the same inputs every time; on a desk new ones.
if (process.env.CI) fc.configureGlobal({ seed: 20261122 });

/** Everything that is done with a template: nothing may throw, and no lesson may give up. */
function useAll(read: () => Model): 'read' | 'refused' {
  const began = performance.now();
  try {
    const model = read();
    for (const finding of audit(model, LESSONS)) finding.stack.source.position(finding.path);
    expect(model.notes.filter(({ message }) => message.includes('could not be applied'))).toEqual([]);
    return 'read';
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    expect(error.message).not.toContain('\n');
    return 'refused';
  } finally {
    expect(performance.now() - began).toBeLessThan(SLOWEST_MS);
  }
}

const intrinsics = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom<unknown>('A', 'B', '', 'arn:aws:sqs:eu-west-1:123456789012:a', 'AWS::Region', '*', null, 0, -1, 1e300, true, 'true'),
    fc.string({ maxLength: 8 }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('Ref', 'Fn::Sub', 'Fn::Join', 'Fn::If', 'Fn::GetAtt', 'Fn::Select', 'Fn::FindInMap', 'Fn::Split', 'Fn::ImportValue', 'Fn::ForEach::X', '__proto__', 'Statement', 'constructor'), tie('value'), { maxKeys: 2 }),
  ),
}));

const STEPS = fc.array(fc.nat(400), { minLength: 2, maxLength: 9 });

/** Puts `value` somewhere into a copy of the template. */
function disturb(template: unknown, steps: readonly number[], value: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(template)) as Record<string, unknown>;
  let node = copy;
  for (const step of steps) {
    const keys = Object.keys(node);
    if (keys.length === 0) break;
    const key = keys[step % keys.length];
    const next = node[key];
    if (typeof next !== 'object' || next === null || step === steps[steps.length - 1]) {
      node[key] = value;
      break;
    }
    node = next as Record<string, unknown>;
  }
  return copy;
}

test('any JSON is read or refused in one line', () => {
  fc.assert(fc.property(fc.json(), (text) => { useAll(() => loadText(text)); }), { numRuns: 200 });
});

test('any text is read or refused in one line', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => { useAll(() => loadText(`Resources: {}\n${text}`)); }), { numRuns: 200 });
});

test('any bytes are read or refused in one line', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fuzz-'));
  const file = path.join(folder, 'template.yaml');
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
    fs.writeFileSync(file, bytes);
    useAll(() => load([file]));
  }), { numRuns: 200 });
  fs.rmSync(folder, { recursive: true });
});

test('a template cut anywhere is refused, with a line', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: GOLDEN.trimEnd().length - 1 }), (length) => {
    expect(useAll(() => loadText(GOLDEN.slice(0, length)))).toBe('refused');
  }), { numRuns: 10 });
});

test('resources of any shape, with functions in any place', () => {
  const types = [...new Set(FLAWED.flatMap((flawed) => [...flawed.matchAll(/Type: ['"]?(AWS::[A-Za-z0-9:]+)/g)].map(([, type]) => type)))];
  const resource = fc.record({
    Type: fc.constantFrom(...types),
    Properties: intrinsics.value,
    DependsOn: intrinsics.value,
    Condition: fc.constantFrom('A', 'B'),
    DeletionPolicy: intrinsics.value,
  });
  const template = fc.record({
    Parameters: fc.option(intrinsics.value),
    Conditions: fc.dictionary(fc.constantFrom('A', 'B'), intrinsics.value),
    Mappings: intrinsics.value,
    Outputs: fc.dictionary(fc.constantFrom('A', 'B'), intrinsics.value),
    Resources: fc.dictionary(fc.constantFrom('A', 'B', 'C', 'D', 'Fn::ForEach::E'), resource),
  });
  fc.assert(fc.property(template, (value) => { useAll(() => loadText(JSON.stringify(value))); }), { numRuns: 500 });
});

test('flawed examples with one value disturbed', () => {
  const models = LESSONS.map(({ flawed }) => loadText(`Resources:\n${flawed}`).stacks[0].template);
  fc.assert(fc.property(fc.constantFrom(...models), STEPS, intrinsics.value, (template, steps, value) => {
    useAll(() => loadText(JSON.stringify(disturb(template, steps, value))));
  }), { numRuns: 1000 });
});

test('the golden template with one value disturbed', () => {
  const golden = JSON.parse(GOLDEN) as unknown;
  fc.assert(fc.property(STEPS, intrinsics.value, (steps, value) => {
    useAll(() => loadText(JSON.stringify(disturb(golden, steps, value))));
  }), { numRuns: 20 });
});

test('enormous templates take bounded time', () => {
  const resources = Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`R${at}`, { Type: 'AWS::SQS::Queue', Properties: { RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [`R${at + 1}`, 'Arn'] }, maxReceiveCount: 5 } } }]));
  expect(useAll(() => loadText(JSON.stringify({ Resources: resources })))).toBe('read');
  const nestedIf = Array.from({ length: 80 }).reduce<unknown>((inner) => ({ 'Fn::If': ['A', inner, 'x'] }), 'y');
  expect(useAll(() => loadText(JSON.stringify({ Resources: { R: { Type: 'AWS::SQS::Queue', Properties: { QueueName: nestedIf } } } })))).toBe('refused');
});
