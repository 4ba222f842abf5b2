import { REQUIREMENTS } from './requirements';
import { goldenRecovery } from './templates';
import { testComplete, testRequirement } from '../requirement';

const golden = goldenRecovery();
for (const requirement of REQUIREMENTS) testRequirement(requirement, { 'the goldens': golden }, golden);
testComplete(REQUIREMENTS, 'DR', 15);
