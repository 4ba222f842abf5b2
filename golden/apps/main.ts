/** The golden stacks as an app: `npx aws-cdk@2.1148.1 deploy WebhookPipelineZip`. */
import { addAll } from './all';
import { newApp } from './synthesise';

addAll(newApp());
