import { first, Mutants } from './mutant';

export const SECRETS: Mutants = {
  SecretInTemplate: (template) => {
    const { Properties: secret } = first(template, 'AWS::SecretsManager::Secret');
    delete secret.GenerateSecretString;
    secret.SecretString = '{"signingSecret":"4f9c2b7d1e"}';
  },
  CredentialInEnvironment: (template) => { first(template, 'AWS::Lambda::Function', 'Validator').Properties.Environment.Variables.API_TOKEN = '4f9c2b7d1e'; },
  ParameterInEnvironment: (template) => {
    template.Parameters.SigningSecret = { Type: 'String', NoEcho: 'true' };
    first(template, 'AWS::Lambda::Function', 'Validator').Properties.Environment.Variables.SIGNING_SECRET = { Ref: 'SigningSecret' };
  },
  SecretResolvedInEnvironment: (template) => {
    first(template, 'AWS::Lambda::Function', 'Validator').Properties.Environment.Variables.TOKEN = '{{resolve:secretsmanager:stripe:SecretString:token}}';
  },
  SecretParameterDefault: (template) => { template.Parameters.SigningSecret = { Type: 'String', NoEcho: true, Default: '4f9c2b7d1e' }; },
  SecretParameterEcho: (template) => { template.Parameters.SigningSecret = { Type: 'String', NoEcho: 'false' }; },
  PasswordParameter: (template) => {
    template.Parameters.DbPassword = { Type: 'String' };
    template.Resources.Database = { Type: 'AWS::RDS::DBInstance', Properties: { MasterUserPassword: { 'Fn::Sub': '${DbPassword}' } } };
  },
  SecretInUserData: (template) => {
    template.Resources.Host = { Type: 'AWS::EC2::Instance', Properties: { UserData: { 'Fn::Base64': 'export PGPASSWORD="Payments2026!"' } } };
  },
  SecretInOutput: (template) => { template.Outputs.Secret = { Value: '{{resolve:secretsmanager:stripe:SecretString:token}}' }; },
  SecretInSsmString: (template) => {
    template.Resources.Copy = { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: '{{resolve:secretsmanager:stripe}}' } };
  },
};
