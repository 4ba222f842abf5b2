import { addEventApis } from '../../golden/apps/event-api';
import { testGoldens } from '../goldens';

testGoldens(addEventApis);
