import { named, shownName } from './physical-names';
import { Resource } from '../../template';
import { at, Lesson } from '../lesson';
import { canHold } from '../template/conditions';

export const duplicateName: Lesson = {
  id: 'DuplicateName',
  title: 'No two resources of a type have the same physical name',
  severity: 'critical',
  facet: 'reliability',
  classes: ['hardcoded-name', 'naming-convention'],
  why: 'The second one fails: the name is taken.',
  fix: 'Give each its own name, or leave the names to CloudFormation.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html',
  flawed: `
    One: { Type: AWS::SQS::Queue, Properties: { QueueName: !Sub '\${AWS::StackName}-queue' } }
    Two: { Type: AWS::SQS::Queue, Properties: { QueueName: !Sub '\${AWS::StackName}-queue' } }`,
  sound: `
    One: { Type: AWS::SQS::Queue, Properties: { QueueName: !Sub '\${AWS::StackName}-queue' } }
    Two: { Type: AWS::SQS::Queue, Properties: { QueueName: !Sub '\${AWS::StackName}-dlq' } }`,
  *check(model) {
    const seen = new Map<string, Resource>();
    for (const one of named(model)) {
      const { resource, property, isLabel } = one;
      const shown = shownName(one);
      if (isLabel || shown === '' || shown.includes('${?}') || shown.includes(' | ')) continue;
      // Of different templates only what surely is the same: each may be deployed elsewhere.
      const key = `${resource.type} ${shown} ${resource.stack.name}`;
      const before = seen.get(key);
      if (!before) seen.set(key, resource);
      else if (before.stack === resource.stack && areTogether(before, resource)) yield at(resource, property, `${shown} is the name of ${before.id} too`);
    }
  },
};

const areTogether = (one: Resource, other: Resource): boolean =>
  canHold(one.stack, [one, other].flatMap(({ condition }) => condition ? [{ condition, holds: true }] : [])) !== false;
