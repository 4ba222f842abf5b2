import { addEnvironments } from '../../golden/apps/nested-environments';
import { testGoldens } from '../goldens';

testGoldens(addEnvironments);
