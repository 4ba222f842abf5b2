import { working } from './functions';
import { Model, options, Reference, Resource, show, Text } from '../../template';
import { at, Lesson } from '../lesson';
import { target } from '../query';

const PREFIX = '/aws/lambda/';

/** Whether one of the log groups surely or maybe is the function's. */
function hasGroup(model: Model, one: Resource): boolean {
  if (one.get('LoggingConfig.LogGroup') !== undefined) return true;
  const names = new Set(options(one.get('FunctionName')).filter((name) => name !== undefined).map((name) => PREFIX + show(name)));
  return model.resources('AWS::Logs::LogGroup').some((group) => options(group.get('LogGroupName')).some((name) => names.has(show(name))
    || (name instanceof Text && name.parts.some((part) => part instanceof Reference && target(model, part) === one))));
}

export const functionLogGroupMissing: Lesson = {
  id: 'FunctionLogGroupMissing',
  title: 'The log group of a function stands in the template, with its retention',
  severity: 'low',
  facet: 'operations',
  classes: ['log-group', 'log-retention', 'encrypt-logs'],
  why: 'Lambda makes the group itself: it keeps logs for ever, unencrypted by your key, and stays behind when the stack is deleted.',
  fix: 'Add an AWS::Logs::LogGroup with RetentionInDays, and name it in LoggingConfig.LogGroup of the function.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html',
  pci: ['10.5.1'],
  flawed: `
    Worker: { Type: AWS::Lambda::Function, Properties: { Handler: index.handler } }`,
  sound: `
    Worker: { Type: AWS::Lambda::Function, Properties: { Handler: index.handler, LoggingConfig: { LogGroup: !Ref Logs } } }
    Logs: { Type: AWS::Logs::LogGroup, Properties: { RetentionInDays: 90 } }`,
  *check(model) {
    for (const one of working(model)) {
      if (!hasGroup(model, one)) yield at(one, 'LoggingConfig', 'No log group of the templates belongs to the function');
    }
  },
};
