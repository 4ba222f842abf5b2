import { setting } from './hosts';
import { isRecord, Model, Resource, show, Value } from '../../template';
import { atAttribute, Lesson } from '../lesson';
import { target } from '../query';

/** Whether CloudFormation waits for signals, at creation or at updates. */
function waits({ body }: Resource): string | undefined {
  if (isRecord(body.CreationPolicy) && body.CreationPolicy.ResourceSignal !== undefined) return 'CreationPolicy';
  const update = isRecord(body.UpdatePolicy) ? body.UpdatePolicy.AutoScalingRollingUpdate : undefined;
  return isRecord(update) && (update.WaitOnResourceSignals === true || update.WaitOnResourceSignals === 'true') ? 'UpdatePolicy' : undefined;
}

/** The script that runs at the start; `undefined` where it cannot be told. */
function script(model: Model, resource: Resource): Value | undefined {
  if (resource.type === 'AWS::EC2::Instance' && resource.get('LaunchTemplate') === undefined) return resource.get('UserData') ?? '';
  const launch = target(model, resource.get('LaunchTemplate.LaunchTemplateId')) ?? target(model, resource.get('LaunchTemplate.LaunchTemplateName'))
    ?? target(model, resource.get('MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification.LaunchTemplateId'))
    ?? target(model, resource.get('LaunchConfigurationName'));
  if (!launch) return undefined;
  const prefix = launch.type === 'AWS::EC2::LaunchTemplate' ? 'LaunchTemplateData.' : '';
  return setting({ resource: launch, prefix, inherits: false }, 'UserData') ?? '';
}

export const signalNeverSent: Lesson = {
  id: 'SignalNeverSent',
  title: 'What CloudFormation waits for is signalled by the start script',
  severity: 'critical',
  facet: 'reliability',
  classes: ['asg-launch', 'depends-on'],
  why: 'CloudFormation waits for signals that never come, and rolls the stack back after the timeout.',
  fix: 'End the user data with /opt/aws/bin/cfn-signal -e $? --stack ${AWS::StackName} --resource Group --region ${AWS::Region}, or remove the policy.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-creationpolicy.html',
  flawed: `
    Instance:
      Type: AWS::EC2::Instance
      CreationPolicy: { ResourceSignal: { Timeout: PT15M } }
      Properties: { ImageId: image, UserData: !Base64 'yum update -y' }`,
  sound: `
    Instance:
      Type: AWS::EC2::Instance
      CreationPolicy: { ResourceSignal: { Timeout: PT15M } }
      Properties: { ImageId: image, UserData: !Base64 { 'Fn::Sub': '/opt/aws/bin/cfn-signal --stack \${AWS::StackName} --resource Instance' } }`,
  *check(model) {
    for (const resource of model.resources('AWS::AutoScaling::AutoScalingGroup', 'AWS::EC2::Instance')) {
      const policy = waits(resource);
      const started = policy === undefined ? undefined : script(model, resource);
      if (policy === undefined || started === undefined) continue;
      const text = show(started);
      // A part that is not known may send it, and so may anything that calls the API.
      if (!/cfn-signal|signal-resource|SignalResource|\$\{\?\}/.test(text)) yield atAttribute(resource, policy, 'The user data sends no signal');
    }
  },
};
