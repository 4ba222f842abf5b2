import { testMutants } from './mutants';
import { readGolden } from '../../requirement';
import { REQUIREMENTS } from '../../webhook-pipeline/requirements';

testMutants({
  system: 'webhook-pipeline',
  requirements: REQUIREMENTS,
  golden: readGolden('webhook-pipeline.zip'),
  candidates: ({ json }) => [{ 'webhook-pipeline.zip.template.json': json }],
  own: {},
  beyond: { 'an alarm has no graph': 'a second alarm on the same metric is no fault' },
});
