import { functionOf, invocations } from './functions';
import { at, Lesson } from '../lesson';
import { absent, onlyDeploys } from '../query';

export const asyncFailureLost: Lesson = {
  id: 'AsyncFailureLost',
  title: 'A function that is called asynchronously keeps the events that it fails on',
  severity: 'medium',
  facet: 'reliability',
  classes: ['dlq', 'handler-errors'],
  why: 'After two retries Lambda throws the event away: a payment that came in a bad minute is lost.',
  fix: 'Add an AWS::Lambda::EventInvokeConfig with DestinationConfig.OnFailure, or DeadLetterConfig, to a queue.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html',
  flawed: `
    Worker: { Type: AWS::Lambda::Function, Properties: { Timeout: 30 } }
    Rule:
      Type: AWS::Events::Rule
      Properties: { EventPattern: { source: [payments] }, Targets: [{ Id: Worker, Arn: !GetAtt Worker.Arn }] }`,
  sound: `
    Worker: { Type: AWS::Lambda::Function, Properties: { Timeout: 30, DeadLetterConfig: { TargetArn: !GetAtt Dlq.Arn } } }
    Dlq: { Type: AWS::SQS::Queue }
    Rule:
      Type: AWS::Events::Rule
      Properties: { EventPattern: { source: [payments] }, Targets: [{ Id: Worker, Arn: !GetAtt Worker.Arn }] }`,
  *check(model) {
    const kept = new Set(model.resources('AWS::Lambda::EventInvokeConfig').filter((config) => !absent(config.get('DestinationConfig.OnFailure')))
      .map((config) => functionOf(model, config.get('FunctionName'))));
    const callers = new Map(invocations(model).filter(({ fireAndForget }) => fireAndForget).map(({ callee, source }) => [callee, source] as const));
    for (const [callee, source] of callers) {
      if (kept.has(callee) || onlyDeploys(callee) || !absent(callee.get('DeadLetterConfig.TargetArn'))) continue;
      yield at(callee, 'DeadLetterConfig', `Called by ${source.id}, but events that fail go nowhere`);
    }
  },
};
