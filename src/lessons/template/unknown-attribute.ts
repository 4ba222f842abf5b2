import { inPart, namedBy, partsOf } from './sections';
import { attributesOf } from '../../template/schema';
import { Lesson } from '../lesson';

const SHOWN = 6;

/** Those first that sound like what was asked for. */
function shown(attributes: readonly string[], asked: string): string {
  const isLike = (one: string) => one.toLowerCase().includes(asked.toLowerCase()) || asked.toLowerCase().includes(one.toLowerCase());
  const ordered = [...attributes.filter(isLike), ...attributes.filter((one) => !isLike(one))];
  return ordered.length === 0 ? 'none' : ordered.slice(0, SHOWN).join(', ') + (ordered.length > SHOWN ? ', …' : '');
}

export const unknownAttribute: Lesson = {
  id: 'UnknownAttribute',
  title: 'An attribute that is read belongs to the type of the resource',
  severity: 'critical',
  facet: 'reliability',
  classes: ['invalid-reference', 'invalid-property'],
  why: 'CloudFormation refuses a template that reads an attribute which the type does not have.',
  fix: 'Read one of the attributes that the documentation lists under Return values; some are only to be had by Ref.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-getatt.html',
  flawed: `
    Queue: { Type: AWS::SQS::Queue }
    Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: !GetAtt Queue.Url } }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue }
    Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: !GetAtt Queue.QueueName } }`,
  *check(model) {
    for (const stack of model.stacks) {
      for (const part of partsOf(stack)) {
        const seen = new Set<string>();
        for (const { target, attribute, path } of namedBy(part)) {
          const resource = stack.resources.get(target);
          const key = `${target}.${attribute}`;
          if (!resource || !attribute || seen.has(key)) continue;
          seen.add(key);
          const attributes = attributesOf(resource.type);
          // A custom part of an attribute of free content, `Foo.bar`, is known by its first name.
          if (!attributes || attributes.some((one) => one === attribute || attribute.startsWith(`${one}.`))) continue;
          yield inPart(stack, part, path, `${resource.type} has no attribute ${attribute}, but ${shown(attributes, attribute)}`, key);
        }
      }
    }
  },
};
