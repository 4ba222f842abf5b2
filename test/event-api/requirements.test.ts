import { REQUIREMENTS } from './requirements';
import { goldenEventApis } from './system';
import { testComplete, testRequirement } from '../requirement';

const golden = goldenEventApis();
for (const requirement of REQUIREMENTS) testRequirement(requirement, { 'the goldens': golden }, golden);
testComplete(REQUIREMENTS, 'EV', 14);
