import { isExampleDomain, isPlaceholder } from './examples';
import { propertyTexts } from './sections';
import { Lesson } from '../lesson';

/** Where such a text is shown, or compared, and not used. */
const SHOWN = /^(Description|GroupDescription|AlarmDescription|DashboardBody|Comment|Template|SearchString|Key|Tags|AllowedPattern|ExampleValue|Placeholder)$/;

export const placeholder: Lesson = {
  id: 'Placeholder',
  title: 'No property holds the stand-in of an example',
  severity: 'high',
  facet: 'reliability',
  classes: ['placeholder', 'acm-cert'],
  why: 'Ids, accounts and domains of examples do not exist: the deployment fails, or alarms and payments go where nobody reads them.',
  fix: 'Take a parameter without a default, or create the resource in the template.',
  source: 'https://www.rfc-editor.org/rfc/rfc2606',
  flawed: `
    Instance: { Type: AWS::EC2::Instance, Properties: { SubnetId: subnet-12345678, ImageId: ami-0abcdef1234567890 } }`,
  sound: `
    Instance: { Type: AWS::EC2::Instance, Properties: { SubnetId: subnet-0f3a91bc27d458e60, ImageId: '{{resolve:ssm:/aws/service/ami}}' } }`,
  *check(model) {
    for (const resource of model.resources()) {
      const account = resource.stack.root.pseudo('AWS::AccountId');
      for (const { text, path } of propertyTexts(resource)) {
        // What the CDK writes out for the account of the stack is nobody's stand-in.
        if (!(isPlaceholder(account === undefined ? text : text.replaceAll(account, '')) || isExampleDomain(text)) || path.some((key) => SHOWN.test(String(key)))) continue;
        const shown = text.length > 60 ? `${text.slice(0, 57)}...` : text;
        yield { stack: resource.stack, resource, path: ['Resources', resource.id, ...path], found: `${shown} is a stand-in`, detail: path.slice(1).join('.') };
      }
    }
  },
};
