import { at, Lesson } from '../lesson';
import { PHYSICAL_NAMES, possibly } from '../query';
import { rawReferences } from '../../template';

/** Names that are labels inside of their parent, or that AWS makes unique. */
const LABELS = ['AWS::ApiGateway::ApiKey', 'AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api'];

export const nameWithoutEnvironment: Lesson = {
  id: 'NameWithoutEnvironment',
  title: 'A physical name holds what tells environments apart, or is left to CloudFormation',
  severity: 'critical',
  facet: 'operations',
  classes: ['name-env-suffix', 'hardcoded-name', 'naming-convention', 'iam-role-named'],
  why: 'A literal name exists once in an account and Region: the second deployment, the next environment and each replacement of the resource fail.',
  fix: 'Leave the name out, or end it with a parameter of the environment: !Sub "payments-${EnvironmentSuffix}".',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html',
  flawed: `
    Queue:
      Type: AWS::SQS::Queue
      Properties: { QueueName: payments }`,
  sound: `
    Queue:
      Type: AWS::SQS::Queue
      Properties: { QueueName: !Sub 'payments-\${AWS::StackName}' }`,
  *check(model, { environmentSuffix }) {
    for (const [type, property] of Object.entries(PHYSICAL_NAMES)) {
      if (LABELS.includes(type)) continue;
      for (const resource of model.resources(type)) {
        const written = resource.raw(property);
        if (written === undefined || rawReferences(written).some(({ kind }) => kind !== 'Condition' && kind !== 'FindInMap')) continue;
        const name = resource.get(property);
        if (possibly(name, (option) => typeof option === 'string' && option !== '' && !environmentSuffix.test(option))) {
          yield at(resource, property, `${property} is ${JSON.stringify(written)} in every environment`);
        }
      }
    }
  },
};
