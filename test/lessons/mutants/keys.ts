import { first, Mutants, Template } from './mutant';

interface Statement { Effect: string; Action: unknown; Principal: unknown; Condition?: unknown }

const key = (template: Template) => first(template, 'AWS::KMS::Key').Properties;
const statements = (template: Template): Statement[] => key(template).KeyPolicy.Statement;

export const KEYS: Mutants = {
  KeyRotation: (template) => { key(template).EnableKeyRotation = 'false'; },
  KeyRotationRefused: (template) => { key(template).KeySpec = 'RSA_2048'; },
  KeyPolicyWithoutAdmin: (template) => { statements(template)[0].Action = ['kms:Encrypt', 'kms:Decrypt']; },
  KeyPolicyOpen: (template) => { statements(template)[0].Principal = '*'; },
  KeyServiceUnbound: (template) => { for (const statement of statements(template)) delete statement.Condition; },
  KeyPolicyService: (template) => { key(template).KeyPolicy.Statement = statements(template).filter((one) => !JSON.stringify(one).includes('cloudwatch')); },
};
