import { at, Lesson } from '../lesson';
import { possibly } from '../query';

export const secureString: Lesson = {
  id: 'SecureString',
  title: 'A template makes no SecureString parameter',
  severity: 'critical',
  facet: 'reliability',
  classes: ['ssm', 'secrets-manager-missing', 'invalid-property'],
  why: 'CloudFormation cannot create parameters of the type SecureString: the deployment rolls back.',
  fix: 'Keep the secret in AWS::SecretsManager::Secret, and its ARN in a parameter of the type String.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-parameter.html',
  flawed: `
    Parameter: { Type: AWS::SSM::Parameter, Properties: { Type: SecureString, Value: '80' } }`,
  sound: `
    Parameter: { Type: AWS::SSM::Parameter, Properties: { Type: String, Value: '80' } }`,
  *check(model) {
    for (const parameter of model.resources('AWS::SSM::Parameter')) {
      if (possibly(parameter.get('Type'), (type) => type === 'SecureString')) yield at(parameter, 'Type', 'Type is SecureString');
    }
  },
};
