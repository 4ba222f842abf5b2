import { working } from './functions';
import { at, Lesson } from '../lesson';
import { absent } from '../query';

export const environmentUnencrypted: Lesson = {
  id: 'EnvironmentUnencrypted',
  title: 'Environment variables are encrypted with a key of your own',
  severity: 'low',
  facet: 'security',
  classes: ['encrypt-lambda-env'],
  why: 'Without KmsKeyArn everyone who may read the function configuration reads its variables; no key policy stands between.',
  fix: 'Set KmsKeyArn to a key of your own, and let the role kms:Decrypt with it.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html',
  flawed: `
    Worker: { Type: AWS::Lambda::Function, Properties: { Environment: { Variables: { TABLE: payments } } } }`,
  sound: `
    Worker: { Type: AWS::Lambda::Function, Properties: { KmsKeyArn: !GetAtt Key.Arn, Environment: { Variables: { TABLE: payments } } } }
    Key: { Type: AWS::KMS::Key }`,
  *check(model) {
    for (const one of working(model)) {
      if (!absent(one.get('Environment.Variables')) && absent(one.get('KmsKeyArn'))) yield at(one, 'KmsKeyArn', 'Variables without a key of your own');
    }
  },
};
