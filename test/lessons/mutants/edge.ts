import { first, Mutants, Template } from './mutant';

function without(template: Template, type: string): void {
  for (const [id, resource] of Object.entries(template.Resources)) if (resource.Type === type) delete template.Resources[id];
}

export const EDGE: Mutants = {
  WafMissing: (template) => { without(template, 'AWS::WAFv2::WebACLAssociation'); },
  WafScope: (template) => { first(template, 'AWS::WAFv2::WebACL').Properties.Scope = 'CLOUDFRONT'; },
  WafUnlogged: (template) => { without(template, 'AWS::WAFv2::LoggingConfiguration'); },
  WafWithoutRules: (template) => { first(template, 'AWS::WAFv2::WebACL').Properties.Rules = []; },
};
