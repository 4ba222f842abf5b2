import { isSecretName } from './secrets';
import { isRecord, Value } from '../../template';
import { inTemplate, Lesson } from '../lesson';
import { isTrue } from '../query';

export const secretParameterEcho: Lesson = {
  id: 'SecretParameterEcho',
  title: 'A parameter for a secret is not echoed',
  severity: 'high',
  facet: 'security',
  classes: ['secret-hardcoded', 'param-validation'],
  why: 'Whoever may describe the stack reads the secret in the console, in events and in CloudTrail.',
  fix: 'Set NoEcho: true; better, take the ARN of a secret.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html',
  pci: ['8.3.2'],
  flawed: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: mysql, MasterUsername: payments, MasterUserPassword: !Ref DbPassword }
Parameters:
  DbPassword: { Type: String }`,
  sound: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: mysql, MasterUsername: payments, MasterUserPassword: !Ref DbPassword }
Parameters:
  DbPassword: { Type: String, NoEcho: true }`,
  *check(model) {
    for (const stack of model.stacks) {
      for (const [name, body] of Object.entries(stack.parameters)) {
        if (!isRecord(body) || body.Type !== 'String' || !isSecretName(name) || isTrue(body.NoEcho as Value)) continue;
        const about = `${String(body.AllowedPattern ?? '')} ${String(body.Default ?? '')} ${String(body.Description ?? '')}`;
        if (!Array.isArray(body.AllowedValues) && !/arn:|\bARN\b|\bname of\b|(^| )\//.test(about)) yield inTemplate(stack, ['Parameters', name], `${name} is echoed`);
      }
    }
  },
};
