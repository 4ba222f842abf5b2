import { addMigration } from '../../golden/apps/migration';
import { testGoldens } from '../goldens';

testGoldens(addMigration);
