/** cdk-nag's AwsSolutions over a template, through CfnInclude: from the first require to the last finding. */
import { App, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { AwsSolutionsChecks } from 'cdk-nag';

const stack = new Stack(new App({ analyticsReporting: false }), 'Stack');
new CfnInclude(stack, 'Template', { templateFile: process.argv[2] });
console.log(JSON.stringify(new AwsSolutionsChecks().validateScope(stack).violations.length));
