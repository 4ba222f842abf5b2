/** The golden stacks as an app: `npx cdk deploy WebhookPipelineZip`. */
import { addGoldenStacks } from './webhook-pipeline';
import { newApp } from './synthesise';

addGoldenStacks(newApp());
