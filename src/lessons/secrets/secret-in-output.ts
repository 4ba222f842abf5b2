import { secretsNamed } from './secrets';
import { isRecord } from '../../template';
import { inTemplate, Lesson } from '../lesson';

export const secretInOutput: Lesson = {
  id: 'SecretInOutput',
  title: 'No output shows a secret',
  severity: 'high',
  facet: 'security',
  classes: ['secret-hardcoded', 'outputs-missing'],
  why: 'Whoever may describe the stack reads it, and an export hands it to every stack of the account.',
  fix: 'Output the ARN of the secret.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html',
  pci: ['8.3.2', '8.6.2'],
  flawed: `
    Topic: { Type: AWS::SNS::Topic }
Parameters:
  DbPassword: { Type: String, NoEcho: true }
Outputs:
  Password: { Value: !Ref DbPassword }`,
  sound: `
    Secret: { Type: AWS::SecretsManager::Secret }
Outputs:
  SecretArn: { Value: !Ref Secret }`,
  *check(model) {
    for (const stack of model.stacks) {
      for (const [name, body] of Object.entries(stack.outputs)) {
        const value = isRecord(body) ? body.Value : undefined;
        const named = secretsNamed(stack, value);
        const key = /SecretAccessKey/.test(JSON.stringify(value ?? ''));
        if (named.length > 0) yield inTemplate(stack, ['Outputs', name, 'Value'], `Shows the parameter ${named.join(', ')}`);
        else if (key || /\{\{resolve:(secretsmanager|ssm-secure)/.test(JSON.stringify(value ?? ''))) yield inTemplate(stack, ['Outputs', name, 'Value'], 'Shows a secret');
      }
    }
  },
};
