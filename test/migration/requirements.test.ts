import { REQUIREMENTS } from './requirements';
import { goldenMigration } from './system';
import { testComplete, testRequirement } from '../requirement';

const golden = goldenMigration();
for (const requirement of REQUIREMENTS) testRequirement(requirement, { 'the goldens': golden }, golden);
// MG-16, the scan, is of all goldens: test/scan.test.ts.
testComplete(REQUIREMENTS, 'MG', 18, ['MG-16']);
