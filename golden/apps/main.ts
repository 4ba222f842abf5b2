/** The golden stacks as an app: `npx aws-cdk@2.1148.1 deploy WebhookPipelineZip`. */
import { newApp } from './synthesise';
import { addGoldenStacks } from './webhook-pipeline';

addGoldenStacks(newApp());
