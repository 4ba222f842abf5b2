import { functionOf, invocations } from './functions';
import { show } from '../../template';
import { at, Lesson } from '../lesson';
import { absent, list, onlyDeploys, surely } from '../query';

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
    const callers = [
      ...invocations(model).filter(({ fireAndForget }) => fireAndForget),
      // With a role, and without waiting. What says something once says it never again.
      ...model.resources('AWS::Scheduler::Schedule').filter((schedule) => surely(schedule.get('ScheduleExpression'), (when) => show(when).startsWith('at(')))
        .flatMap((source) => list(source.get('Target.Arn')).map((arn) => ({ source, callee: functionOf(model, arn) }))),
    ];
    for (const [callee, source] of new Map(callers.map((one) => [one.callee, one.source]))) {
      if (!callee) continue;
      if (kept.has(callee) || onlyDeploys(callee) || !absent(callee.get('DeadLetterConfig.TargetArn'))) continue;
      yield at(callee, 'DeadLetterConfig', `Called by ${source.id}, but events that fail go nowhere`);
    }
  },
};
