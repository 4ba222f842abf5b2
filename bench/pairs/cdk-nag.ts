import { loadMapping } from './mapping';
import { Finding, Tool } from './tool';

/** cdk-nag's four packs, on the template in a stack by CfnInclude. */
export function cdkNag(): Tool {
  const classesOf = loadMapping('cdk-nag');
  let load: (file: string) => Finding[] = () => [];
  return {
    name: 'cdk-nag',
    start: async () => {
      Object.assign(process.env, { CDK_VALIDATION: 'false', JSII_DEPRECATED: 'quiet' });
      const { App, Stack } = await import('aws-cdk-lib');
      const { CfnInclude } = await import('aws-cdk-lib/cloudformation-include');
      const { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks } = await import('cdk-nag');
      load = (templateFile) => {
        const stack = new Stack(new App({ analyticsReporting: false }), 'Stack');
        // Refuses cycles otherwise, which rules on single resources do not mind.
        new CfnInclude(stack, 'Template', { templateFile, allowCyclicalReferences: true });
        const packs = [new AwsSolutionsChecks(), new HIPAASecurityChecks(), new NIST80053R5Checks(), new PCIDSS321Checks()];
        return packs.flatMap((pack) => pack.validateScope(stack).violations).flatMap(({ ruleName, description, severity, violatingResources }) => {
          const classes = classesOf({ rule: ruleName, message: description });
          return violatingResources.map((): Finding => ({ rule: ruleName, severity: severity === 'error' ? 'high' : 'medium', classes }));
        });
      };
    },
    audit: async (file) => load(file),
  };
}
