import { addRecovery } from '../../golden/apps/disaster-recovery';
import { testGoldens } from '../goldens';

testGoldens(addRecovery);
