import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { load, loadText, Model, redeployed, show, TemplateError, Unknown } from '../../src/template';

let folder: string;
beforeEach(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'template-')); });
afterEach(() => fs.rmSync(folder, { recursive: true }));

function write(files: Record<string, unknown>): void {
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), Buffer.isBuffer(content) || typeof content === 'string' ? content : JSON.stringify(content));
  }
}
const at = (name: string) => path.join(folder, name);
const queue = (model: Model, id = 'Queue') => model.resources('AWS::SQS::Queue').find((one) => one.id === id)!;
const refusal = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
  throw new Error('was read');
};

describe('values', () => {
  /** `QueueName` of a queue, with these sections before it. */
  const name = (value: string, sections = '') => queue(loadText(`${sections}\nResources:\n  Topic: {Type: AWS::SNS::Topic}\n  Queue:\n    Type: AWS::SQS::Queue\n    Properties:\n      QueueName: ${value}\n`)).get('QueueName');

  test.each([
    ['parameter default', '!Ref Env', 'dev'],
    ['Sub', '!Sub "a-${Env}"', 'a-dev'],
    ['Sub with values', '!Sub ["a-${X}", {X: !Ref Env}]', 'a-dev'],
    ['a literal of Sub', '!Sub "a-${!Env}"', 'a-${Env}'],
    ['Join', '!Join ["-", [a, !Ref Env, 1]]', 'a-dev-1'],
    ['Select of Split', '!Select [1, !Split [",", "a,b"]]', 'b'],
    ['Select of a list parameter', '!Select [0, !Ref Zones]', 'x'],
    ['FindInMap with a literal key', '!FindInMap [Sizes, prod, q]', 'large'],
    ['ToJsonString', '{"Fn::ToJsonString": {"a": !Ref Env}}', '{"a":"dev"}'],
    ['Length', '{"Fn::Length": [1, 2]}', 2],
    ['a condition that is decided', '!If [Always, yes!, no!]', 'yes!'],
    ['NoValue', '!Ref AWS::NoValue', undefined],
  ])('%s', (_, written, expected) => {
    const sections = 'Parameters: {Env: {Type: String, Default: dev}, Zones: {Type: CommaDelimitedList, Default: "x, y"}}\n'
      + 'Mappings: {Sizes: {prod: {q: large}, dev: {q: small}}}\nConditions: {Always: !Equals [a, a]}';
    expect(name(written, sections)).toBe(expected);
  });

  test('a branch that a parameter decides is not left out, though the parameter has a default', () => {
    const sections = 'Parameters: {Env: {Type: String, Default: dev}}\nMappings: {Sizes: {prod: {q: large}, dev: {q: small}}}\nConditions: {IsProd: !Equals [!Ref Env, prod]}';
    expect(show(name('!If [IsProd, a, b]', sections))).toBe('a | b');
    expect(show(name('!FindInMap [Sizes, !Ref Env, q]', sections))).toBe('large | small');
    expect(show(name('!Sub ["x-${S}", {S: !If [IsProd, a, !Ref AWS::NoValue]}]', sections))).toBe('x-a | ');
  });

  test('a value that the caller gives decides', () => {
    const text = 'Parameters: {Env: {Type: String}}\nConditions: {IsProd: !Equals [!Ref Env, prod]}\nResources: {Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: !If [IsProd, a, b]}}}';
    expect(queue(loadText(text, 't', { parameters: { Env: 'prod' } })).get('QueueName')).toBe('a');
  });

  test('what the template does not tell is Unknown, never a guess', () => {
    const sections = 'Parameters: {Given: {Type: String}, Secret: {Type: "AWS::SSM::Parameter::Value<String>", Default: /name}}';
    for (const written of ['!Ref Given', '!Ref Secret', '!Ref Nothing', '!GetAtt Nothing.Arn', '!GetAZs ""', '!ImportValue other', '{"Fn::Transform": {}}', '!Select [9, [a]]', '!FindInMap [No, a, b]', '!Split [",", !Ref Given]']) {
      const value = name(written, sections);
      expect([written, value instanceof Unknown || (Array.isArray(value))]).toEqual([written, true]);
    }
    expect(show(name('!Sub "q-${Given}-${AWS::Region}-${Topic.TopicArn}"', sections))).toBe('q-${Given}-${AWS::Region}-${Topic.TopicArn}');
  });

  test('conditions: Not, And, Or, one that names itself', () => {
    const conditions = 'Conditions: {T: !Equals [1, "1"], F: !Not [!Condition T], A: !And [!Condition T, !Condition F], O: !Or [!Condition F, !Condition T], Self: !Not [!Condition Self]}';
    for (const [condition, expected] of [['T', 'a'], ['F', 'b'], ['A', 'b'], ['O', 'a'], ['Self', 'a | b'], ['Missing', 'a | b']]) {
      expect([condition, show(name(`!If [${condition}, a, b]`, conditions))]).toEqual([condition, expected]);
    }
  });
});

describe('graph', () => {
  test('edges say what names what, and where', () => {
    const model = loadText('Resources:\n  Dlq: {Type: AWS::SQS::Queue}\n  Queue:\n    Type: AWS::SQS::Queue\n    DependsOn: Dlq\n    Properties: {RedrivePolicy: {deadLetterTargetArn: !GetAtt Dlq.Arn}, QueueName: !Sub "x${Dlq}"}\n');
    expect(queue(model).edges.map(({ kind, to, attribute, path: where }) => [kind, to.id, attribute, where.join('.')])).toEqual([
      ['GetAtt', 'Dlq', 'Arn', 'Properties.RedrivePolicy.deadLetterTargetArn'],
      ['Ref', 'Dlq', undefined, 'Properties.QueueName'],
      ['DependsOn', 'Dlq', undefined, 'DependsOn'],
    ]);
    expect(queue(model, 'Dlq').users.map(({ from }) => from.id)).toEqual(['Queue', 'Queue', 'Queue']);
  });

  test('positions are those of the source, in YAML and JSON', () => {
    const yaml = 'Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n    Properties:\n      Tags:\n        - {Key: a}\n        - Key: b\n';
    expect(queue(loadText(yaml)).position()).toEqual({ line: 2, column: 3 });
    expect(queue(loadText(yaml)).position(['Properties', 'Tags', 1])).toEqual({ line: 7, column: 11 });
    expect(queue(loadText(yaml)).position(['Properties', 'Nothing', 'deeper'])).toEqual({ line: 4, column: 5 });
    const json = JSON.stringify({ Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'a' } } } }, undefined, 2);
    expect(queue(loadText(json)).position(['Properties', 'QueueName']).line).toBe(6);
  });

  test('a list comes into a nested stack as one text with commas, and is a list there', () => {
    const given = "!Join [',', [!Ref One, !GetAtt Two.QueueName]]";
    write({
      'root.yaml': `Resources:\n  One: {Type: AWS::SQS::Queue}\n  Two: {Type: AWS::SQS::Queue}\n  Child:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: child.yaml\n      Parameters: {Ids: ${given}, Texts: 'a,b', Split: ${given}, One: !Ref One, Open: !Ref Nothing}\n`,
      'child.yaml': 'Parameters: {Ids: {Type: "List<AWS::EC2::Subnet::Id>"}, Texts: {Type: CommaDelimitedList}, Split: {Type: String}, One: {Type: CommaDelimitedList}, Open: {Type: CommaDelimitedList}}\n'
        + 'Resources:\n  Queue: {Type: AWS::SQS::Queue, Properties: {A: !Ref Ids, B: !Ref Texts, C: !Split [",", !Ref Split], D: !Ref Split, E: !Ref One, F: !Ref Open}}\n',
    });
    const child = queue(load([at('root.yaml')]));
    const shown = (name: string) => { const value = child.get(name); return Array.isArray(value) ? value.map(show) : show(value); };
    expect(['A', 'B', 'C', 'D', 'E', 'F'].map(shown)).toEqual([['${One}', '${Two.QueueName}'], ['a', 'b'], ['${One}', '${Two.QueueName}'], '${One},${Two.QueueName}', ['${One}'], '${?}']);
  });

  test('deployed again with other parameters: conditions and nested stacks follow, and what was given before holds', () => {
    write({
      'root.yaml': 'Parameters: {Env: {Type: String, Default: dev}, Size: {Type: Number, Default: 1}}\nConditions: {IsProd: !Equals [!Ref Env, prod]}\nResources:\n  Child:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: child.yaml, Parameters: {Name: !If [IsProd, "large", "small"]}}\n  Own: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: !Ref Size}}\n',
      'child.yaml': 'Parameters: {Name: {Type: String}}\nResources:\n  Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref Name}}\n',
    });
    const model = load([at('root.yaml')], { parameters: { Size: '3' } });
    expect(show(queue(model).get('QueueName'))).toBe('large | small');
    const again = redeployed(model, () => ({ Env: 'prod' }));
    expect([queue(again).get('QueueName'), queue(again, 'Own').get('DelaySeconds')]).toEqual(['large', '3']);
    expect(again.stacks.map(({ source }, index) => source === model.stacks[index].source)).toEqual([true, true]); // not read again
  });

  test('references lead through nested stacks, both ways', () => {
    write({
      'root.yaml': 'Resources:\n  Dlq: {Type: AWS::SQS::Queue}\n  Child:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: ./nested/child.yaml, Parameters: {DlqArn: !GetAtt Dlq.Arn}}\n'
        + '  Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: !GetAtt Child.Outputs.Name}}\n',
      'nested/child.yaml': 'Parameters: {DlqArn: {Type: String}}\nResources:\n  Queue: {Type: AWS::SQS::Queue, Properties: {RedrivePolicy: {deadLetterTargetArn: !Ref DlqArn}}}\nOutputs: {Name: {Value: !GetAtt Queue.QueueName}}\n',
    });
    const model = load([at('root.yaml')]);
    expect(model.notes).toEqual([]);
    expect(show(queue(model).get('RedrivePolicy.deadLetterTargetArn'))).toBe('${Dlq.Arn}');
    expect(queue(model).address).toBe('Child/Queue');
    expect(queue(model).edges.map(({ to }) => to.id)).toEqual(['Dlq']);
    const [alarm] = model.resources('AWS::CloudWatch::Alarm');
    expect(show(alarm.get('Namespace'))).toBe('${Child/Queue.QueueName}');
    expect(alarm.edges.map(({ to }) => to.address)).toEqual(['Child', 'Child/Queue']);
  });

  test('references lead through exports', () => {
    write({
      'a.yaml': 'Resources: {Dlq: {Type: AWS::SQS::Queue}}\nOutputs: {Arn: {Value: !GetAtt Dlq.Arn, Export: {Name: !Sub "dlq-${AWS::Region}"}}}\n',
      'b.yaml': 'Resources: {Queue: {Type: AWS::SQS::Queue, Properties: {RedrivePolicy: {deadLetterTargetArn: !ImportValue {"Fn::Sub": "dlq-${AWS::Region}"}}}}}\n',
    });
    for (const model of [load([at('a.yaml'), at('b.yaml')]), load([folder])]) {
      expect(show(queue(model).get('RedrivePolicy.deadLetterTargetArn'))).toBe('${a/Dlq.Arn}');
      expect(queue(model).edges.map(({ to }) => to.id)).toEqual(['Dlq']);
    }
  });

  test('Fn::ForEach is written out', () => {
    const model = loadText('Resources:\n  Fn::ForEach::Queues:\n    - Name\n    - [one, two]\n    - Queue${Name}: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref Name}}\n  Fn::ForEach::Rest: [Name, !Ref Missing, {}]\n');
    expect(model.resources().map(({ id, type }) => [id, type])).toEqual([['Queueone', 'AWS::SQS::Queue'], ['Queuetwo', 'AWS::SQS::Queue']]);
    expect(queue(model, 'Queueone').get('QueueName')).toBe('one');
    expect(model.notes.map(({ message }) => message)).toEqual(['Fn::ForEach::Rest: its list is not known']);
    expect(loadText('Parameters: {L: {Type: CommaDelimitedList, Default: "a,b"}}\nResources:\n  Fn::ForEach::Q: [N, !Ref L, {"Q${N}": {Type: AWS::SQS::Queue}}]\n').resources()).toHaveLength(2);
  });
});

test('a file that another one nests is no root, in whatever way they are given', () => {
  write({
    'child.json': { Resources: { Queue: { Type: 'AWS::SQS::Queue' } } },
    'parent.json': { Resources: { Child: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'child.json' } } } },
  });
  for (const paths of [[at('child.json'), at('parent.json')], [at('parent.json'), at('child.json')], [folder]]) {
    const model = load(paths);
    expect([model.roots.map(({ name }) => name), model.stacks.length, model.resources('AWS::SQS::Queue').length]).toEqual([['parent'], 2, 1]);
  }
  expect(load([at('child.json')]).roots).toHaveLength(1);
});

describe('cloud assemblies', () => {
  const stack = (templateFile: string) => ({ type: 'aws:cloudformation:stack', environment: 'aws://123456789012/eu-west-1', properties: { templateFile } });

  test('stacks, their environment, nested assemblies, nested stacks by asset hash', () => {
    const hash = 'a'.repeat(64);
    write({
      'manifest.json': { artifacts: { Tree: { type: 'cdk:tree' }, One: stack('One.template.json'), Prod: { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Prod' } } } },
      'One.template.json': { Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { Ref: 'AWS::Region' } } }, Child: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: { 'Fn::Sub': `https://b/${hash}.json` } } } } },
      'One.assets.json': { files: { [hash]: { source: { path: 'OneChild.nested.template.json' } } } },
      'broken.assets.json': '{',
      'OneChild.nested.template.json': { Resources: { Inner: { Type: 'AWS::SQS::Queue' } } },
      'assembly-Prod/manifest.json': { artifacts: { Two: stack('Two.template.json') } },
      'assembly-Prod/Two.template.json': { Resources: { Other: { Type: 'AWS::SQS::Queue' } } },
    });
    const model = load([folder]);
    expect(model.stacks.map(({ name }) => name)).toEqual(['One', 'Child', 'Two']);
    expect(queue(model).get('QueueName')).toBe('eu-west-1');
  });

  test('an assembly that contains itself ends', () => {
    write({ 'manifest.json': { artifacts: { Self: { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } }, One: stack('One.template.json') } }, 'One.template.json': { Resources: {} } });
    expect(load([folder]).stacks.length).toBeLessThan(20);
  });

  test('without a stack, or with one without resources, it is read', () => {
    write({ 'manifest.json': { artifacts: {} } });
    expect(load([folder]).notes.map(({ message }) => message)).toEqual(['a cloud assembly without stacks']);
    write({ 'manifest.json': { artifacts: { Empty: stack('Empty.template.json') } }, 'Empty.template.json': { Parameters: {}, Rules: {} } });
    expect(load([folder]).stacks.map(({ resources }) => resources.size)).toEqual([0]);
  });
});

describe('an object that is written as JSON', () => {
  const redrive = (value: string) => (key: string) => queue(loadText(`Parameters: {Count: {Type: Number}}
Resources:
  Dlq: {Type: AWS::SQS::Queue}
  Queue: {Type: AWS::SQS::Queue, Properties: {RedrivePolicy: ${value}}}`)).get(`RedrivePolicy.${key}`);

  test('is read as the object', () => {
    const policy = redrive('"{\\"deadLetterTargetArn\\": \\"arn:aws:sqs:us-east-1:1:dlq\\", \\"maxReceiveCount\\": 5}"');
    expect([policy('deadLetterTargetArn'), policy('maxReceiveCount'), policy('other')]).toEqual(['arn:aws:sqs:us-east-1:1:dlq', 5, undefined]);
  });
  test('with what it refers to', () => {
    const policy = redrive('!Sub \'{"deadLetterTargetArn": "${Dlq.Arn}", "a": {"b": ["x-${Dlq}"]}, "maxReceiveCount": "${Count}"}\'');
    expect(show(policy('deadLetterTargetArn'))).toBe('${Dlq.Arn}');
    expect(show(policy('a.b.0'))).toBe('x-${Dlq}');
    expect(policy('maxReceiveCount')).not.toBe(undefined);
  });
  test.each(['"{"', '"{{resolve:ssm:policy}}"', '!Sub \'{"maxReceiveCount": ${Count}}\''])('that cannot be read is unknown: %s', (value) => {
    expect(redrive(value)('maxReceiveCount')).toBeInstanceOf(Unknown);
  });
  test('another text holds nothing', () => expect(redrive('none')('maxReceiveCount')).toBeUndefined());
});

describe('what cannot be read', () => {
  test.each<[string, unknown, RegExp]>([
    ['empty', '', /not a CloudFormation template|0 documents/],
    ['a list', '- a', /not a CloudFormation template: a list/],
    ['text', 'hello', /not a CloudFormation template: a string/],
    ['other JSON', '{"name": "app", "version": "1"}', /: no Resources$/],
    ['Resources of the wrong type', '{"Resources": []}', /: Resources is a list, not a mapping$/],
    ['truncated JSON', '{"Resources": {"A": ', /neither JSON nor YAML: line \d+/],
    ['broken YAML', 'Resources:\n  A: [\n', /neither JSON nor YAML: line \d+/],
    ['two documents', 'Resources: {}\n---\nResources: {}\n', /2 documents, expected one/],
    ['not UTF-8', Buffer.from([0xff, 0xfe, 0x41, 0x00]), /is not UTF-8 text$/],
    ['deep nesting', `{"Resources": ${'['.repeat(5000)}${']'.repeat(5000)}}`, /nested deeper than 100 levels/],
    ['deep YAML', `Resources: ${'['.repeat(5000)}`, /neither JSON nor YAML/],
  ])('%s is refused in one line', (_, content, expected) => {
    write({ 'template.yaml': content });
    const message = refusal(() => load([at('template.yaml')]));
    expect(message).toMatch(expected);
    expect(message).toMatch(/template\.yaml: /);
    expect(message).not.toContain('\n');
  });

  test.each([
    'password: !hunter2 x', 'password: !hunter2 [x]', 'password: !hunter2 {x: 1}', 'password: *hunter2', '!<hunter2> x', '!a!hunter2 x', '{"hunter2": 1}', 'hunter2: x', 'a: "hunter2',
    '!hunter2" x',
  ])('the contents of %s are not told', (content) => {
    expect(refusal(() => loadText(content, 'secrets.env'))).toMatch(/^secrets\.env: is (?!.*hunter2)/);
  });

  test('a YAML bomb is refused', () => {
    const levels = Array.from({ length: 12 }, (_, level) => `l${level + 1}: &l${level + 1} [${Array.from({ length: 10 }, () => `*l${level}`).join(', ')}]`);
    expect(refusal(() => loadText(`l0: &l0 lol\n${levels.join('\n')}\nResources: {}\n`))).toContain('more than 1000000 values');
  });

  test('a file that is not there, a folder without templates, a huge file', () => {
    expect(refusal(() => load([at('nothing.yaml')]))).toBe(`${at('nothing.yaml')}: no such file or folder`);
    write({ 'package.json': {}, 'note.txt': '' });
    expect(refusal(() => load([folder]))).toBe(`${folder}: no CloudFormation template in this folder`);
    fs.truncateSync(at('package.json'), 17 * 1024 * 1024);
    expect(refusal(() => load([at('package.json')]))).toMatch(/17825792 bytes, at most 16777216 are read/);
  });

  test('in a folder the others are read, and a note says which were not', () => {
    write({ 'a.yaml': 'Resources: {}\n', 'b.json': '{' });
    const model = load([folder]);
    expect(model.stacks).toHaveLength(1);
    expect(model.notes).toEqual([{ file: at('b.json'), message: expect.stringContaining('neither JSON nor YAML'), isUnread: true }]);
  });

  test('nested templates that are missing, broken, or contain themselves are noted', () => {
    const child = (url: string) => `Resources: {Child: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: "${url}"}}}\n`;
    write({ 'missing.yaml': child('gone.yaml'), 'self.yaml': child('self.yaml'), 'parent.yaml': child('broken.yaml'), 'broken.yaml': '- no' });
    const notes = (name: string) => load([at(name)]).notes.map(({ message }) => message);
    expect(notes('missing.yaml')).toEqual(['nested stack Child: its template was not found beside this one']);
    expect(notes('self.yaml')).toEqual(['nested stack Child: contains itself']);
    expect(notes('parent.yaml')).toEqual([expect.stringContaining('not a CloudFormation template: a list')]);
    fs.rmSync(at('parent.yaml'));
    fs.rmSync(at('missing.yaml'));
    expect(load([folder]).stacks).toHaveLength(1);
  });

  test('what is not looked into is noted: folders inside, serverless resources', () => {
    write({ 'a.yaml': 'Transform: AWS::Serverless-2016-10-31\nResources: {}\n', 'inner/b.yaml': 'Resources: {}\n' });
    expect(load([folder]).notes.map(({ message }) => message)).toEqual([
      'folders inside were not looked at: inner', expect.stringContaining('AWS::Serverless resources were not looked into'),
    ]);
  });

  test('more resources than a stack may ever have are refused', () => {
    const many = Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`Q${index}`, { Type: 'AWS::SQS::Queue' }]));
    expect(refusal(() => loadText(JSON.stringify({ Resources: many })))).toContain('10001 resources, at most 10000 are read');
  });

  test('resources without a type are noted, the others read', () => {
    const model = loadText('{"Resources": {"/* comment */": {}, "Queue": {"Type": "AWS::SQS::Queue", "Properties": 7}}}');
    expect(model.notes.map(({ message }) => message)).toEqual(['Resources./* comment */ has no Type and was not looked at']);
    expect(queue(model).get('QueueName')).toBeUndefined();
  });
});
