import { REQUIREMENTS } from './requirements';
import { goldenEnvironments, synthesise } from './templates';
import { EnvironmentType } from '../../src/nested-environments';
import { testComplete, testRequirement } from '../requirement';

const golden = goldenEnvironments();
const options = synthesise({ operations: { configRules: true, ssmParameters: true } }, 'us-east-1', EnvironmentType.PROD).environment;

for (const requirement of REQUIREMENTS) {
  if (requirement.optional) testRequirement(requirement, { 'prod with the optional parts': options }, options);
  else testRequirement(requirement, golden, golden[EnvironmentType.PROD]);
}
testComplete(REQUIREMENTS, 'NE', 15);
