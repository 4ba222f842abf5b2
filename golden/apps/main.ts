/** The golden stacks as an app: `npx cdk deploy WebhookPipelineZip`. */
import { newApp } from './synthesise';
import { addGoldenStacks } from './webhook-pipeline';

addGoldenStacks(newApp());
