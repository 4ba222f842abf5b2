import { closestType, isKnownType } from '../../template/schema';
import { atAttribute, Lesson } from '../lesson';

export const unknownType: Lesson = {
  id: 'UnknownType',
  title: 'CloudFormation knows the type of each resource',
  severity: 'critical',
  facet: 'reliability',
  classes: ['invalid-property'],
  why: 'CloudFormation refuses a template with an unrecognised resource type.',
  fix: 'Correct the type; what CloudFormation lacks needs a custom resource (Custom::Name).',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html',
  flawed: `
    Queue: { Type: AWS::SQS::Que }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue }`,
  *check(model) {
    for (const resource of model.resources()) {
      if (isKnownType(resource.type)) continue;
      const closest = closestType(resource.type);
      yield atAttribute(resource, 'Type', `There is no type ${resource.type}${closest ? `: ${closest} is close` : ''}`);
    }
  },
};
