import { isMapping, Model, Resource, Value } from '../../template';
import { list, mappings, target } from '../query';

/** Auto Scaling groups, and the keys of the volumes that they launch with. */
export function* keysOfHosts(model: Model): Iterable<readonly [Resource, Value]> {
  for (const group of model.resources('AWS::AutoScaling::AutoScalingGroup')) {
    const templates = [
      group.get('LaunchTemplate.LaunchTemplateId'), group.get('LaunchTemplate.LaunchTemplateName'),
      group.get('MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification.LaunchTemplateId'),
    ];
    const launched = templates.flatMap((one) => target(model, one) ?? []);
    for (const one of new Set(launched)) {
      for (const { Ebs: volume } of mappings(one.get('LaunchTemplateData.BlockDeviceMappings'))) {
        for (const key of isMapping(volume) ? list(volume.KmsKeyId) : []) yield [group, key];
      }
    }
  }
}
