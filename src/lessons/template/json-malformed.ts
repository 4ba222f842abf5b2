import { options, Text, Value } from '../../template';
import { at, Lesson } from '../lesson';

/** Where a type takes JSON as text. */
const DOCUMENTS: readonly (readonly [type: string, property: string])[] = [
  ['AWS::ApiGateway::Model', 'Schema'],
  ['AWS::CloudWatch::Dashboard', 'DashboardBody'],
  ['AWS::ECR::Repository', 'LifecyclePolicy.LifecyclePolicyText'],
  ['AWS::IAM::ManagedPolicy', 'PolicyDocument'],
  ['AWS::IAM::Role', 'AssumeRolePolicyDocument'],
  ['AWS::KMS::Key', 'KeyPolicy'],
  ['AWS::Logs::ResourcePolicy', 'PolicyDocument'],
  ['AWS::S3::BucketPolicy', 'PolicyDocument'],
  ['AWS::SecretsManager::Secret', 'GenerateSecretString.SecretStringTemplate'],
  ['AWS::StepFunctions::StateMachine', 'DefinitionString'],
];

export const jsonMalformed: Lesson = {
  id: 'JsonMalformed',
  title: 'Text that a service reads as JSON is JSON',
  severity: 'critical',
  facet: 'reliability',
  classes: ['dashboard', 'step-functions', 'invalid-property'],
  why: 'The service refuses it in the middle of the deployment and the stack rolls back.',
  fix: 'Mend the quotes, commas and braces; or write it as an object with Fn::ToJsonString (AWS::LanguageExtensions).',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html',
  flawed: `
    Dashboard:
      Type: AWS::CloudWatch::Dashboard
      Properties: { DashboardBody: '{"widgets": [{"type": "metric",}]}' }`,
  sound: `
    Dashboard:
      Type: AWS::CloudWatch::Dashboard
      Properties: { DashboardBody: !Sub '{"widgets": [{"type": "metric", "properties": {"region": "\${AWS::Region}", "period": \${Period}}}]}' }
Parameters:
  Period: { Type: Number, Default: 60 }`,
  *check(model) {
    for (const [type, property] of DOCUMENTS) {
      for (const resource of model.resources(type)) {
        for (const option of options(resource.get(property))) {
          const reason = typeof option === 'string' || option instanceof Text ? faultOf(option) : undefined;
          if (reason) yield at(resource, property, `${property} is not JSON: ${reason}`);
        }
      }
    }
  },
};

/** What is not known stands within quotes or for a number: a zero is fitting in both. */
function faultOf(value: string | Text): string | undefined {
  const parts: readonly Value[] = value instanceof Text ? value.parts : [value];
  const text = parts.map((part) => typeof part === 'string' ? part : '0').join('');
  if (text.includes('{{resolve:')) return undefined;
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    // An unknown part may hold a value of any kind.
    if (value instanceof Text && isSoundWith(parts, '{}')) return undefined;
    return (error as Error).message.replace(/,? ?"[\s\S]*$/, '').slice(0, 100);
  }
}

function isSoundWith(parts: readonly Value[], stand: string): boolean {
  try {
    JSON.parse(parts.map((part, place) => typeof part === 'string' ? part : /[:,[]\s*$/.test(String(parts[place - 1] ?? '')) ? stand : '0').join(''));
    return true;
  } catch {
    return false;
  }
}
