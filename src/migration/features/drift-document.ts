import { Aws, Stack } from 'aws-cdk-lib';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { AccountServicePrincipal, NamedService, NarrowRole } from '../../hardened';
import { allow } from '../../hardened/allow';
import { MigrationPlatform } from '../platform';
import { DRIFT_SCRIPT } from './drift-script';

const CHANGE_SET = 'revert-drift-{{ automation:EXECUTION_ID }}';
const PLACE = { StackName: '{{ StackId }}', ChangeSetName: CHANGE_SET };
const STATUS = { Api: 'DescribeStacks', StackName: '{{ StackId }}', PropertySelector: '$.Stacks[0].StackStatus' };
const WAIT = 'aws:waitForAwsResourceProperty';
/** Of the hosted rotation of secrets, which CloudFormation expands. */
const TRANSFORM = 'SecretsManager-2024-09-16';

/** A step in Python. */
const script = (name: string, handler: string, outputs?: string[]): Record<string, unknown> => ({
  name,
  action: 'aws:executeScript',
  timeoutSeconds: 600,
  inputs: { Runtime: 'python3.11', Handler: handler, Script: DRIFT_SCRIPT, InputPayload: { StackId: '{{ StackId }}', ChangeSetName: CHANGE_SET } },
  ...outputs && { outputs: outputs.map((output) => ({ Name: output, Selector: `$.Payload.${output}`, Type: 'String' })) },
});
/** A step that asks CloudFormation for a property. */
const ask = (name: string, action: string, inputs: Record<string, unknown>, timeoutSeconds?: number): Record<string, unknown> => ({
  name, action, timeoutSeconds, inputs: { Service: 'cloudformation', ...inputs },
});

/**
 * A document of Systems Manager that brings the own stack back to its template by a drift-aware change set (MG-15). What can be changed in place is changed; what would
 * be replaced, made anew or deleted stays in the change set, and the document fails: a person decides.
 *
 * Its role can do nothing but change sets of the one stack: what they change, CloudFormation changes with the role that the stack was deployed with.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/drift-aware-change-sets.html
 */
export class RevertDrift extends Construct {
  public readonly document: ssm.CfnDocument;
  public readonly documentName: string;
  public readonly role: NarrowRole;

  constructor(scope: Construct, id: string, { names }: MigrationPlatform) {
    super(scope, id);
    const stack = Stack.of(this);
    this.documentName = names.of(NamedService.SSM_DOCUMENT, 'revert-drift');
    this.role = new NarrowRole(this, 'Role', {
      assumedBy: new AccountServicePrincipal('ssm.amazonaws.com', stack.formatArn({ service: 'ssm', resource: 'automation-execution', resourceName: '*' })),
      description: 'Brings the own stack back to its template',
    });
    const changeSets = ['cloudformation:CreateChangeSet', 'cloudformation:DescribeChangeSet', 'cloudformation:ExecuteChangeSet', 'cloudformation:DeleteChangeSet'];
    allow(this.role, ['cloudformation:DescribeStacks', ...changeSets], Aws.STACK_ID);
    allow(this.role, ['cloudformation:CreateChangeSet'], stack.formatArn({ service: 'cloudformation', account: 'aws', resource: 'transform', resourceName: TRANSFORM }));
    this.document = new ssm.CfnDocument(this, 'Document', {
      name: this.documentName,
      documentType: 'Automation',
      updateMethod: 'NewVersion',
      content: {
        schemaVersion: '0.3',
        description: 'Brings the stack back to its template, as far as nothing is replaced, made anew or deleted',
        assumeRole: '{{ AutomationAssumeRole }}',
        parameters: {
          StackId: { type: 'String', description: 'The stack', allowedValues: [Aws.STACK_ID], default: Aws.STACK_ID },
          // AWS Config asks for it by this name.
          AutomationAssumeRole: { type: 'AWS::IAM::Role::Arn', description: 'What the document may do', allowedValues: [this.role.roleArn], default: this.role.roleArn },
        },
        mainSteps: [
          script('create', 'create'),
          ask('created', WAIT, { Api: 'DescribeChangeSet', ...PLACE, PropertySelector: '$.Status', DesiredValues: ['CREATE_COMPLETE', 'FAILED'] }, 1800),
          script('judge', 'judge', ['Decision', 'Resources']),
          {
            name: 'decide',
            action: 'aws:branch',
            inputs: { Choices: [{ NextStep: 'execute', Variable: '{{ judge.Decision }}', StringEquals: 'execute' }] },
            isEnd: true,
          },
          { name: 'execute', action: 'aws:executeAwsApi', inputs: { Service: 'cloudformation', Api: 'ExecuteChangeSet', ...PLACE } },
          { name: 'begin', action: 'aws:sleep', inputs: { Duration: 'PT1M' } }, // until then the status is that of the update before
          ask('ended', WAIT, { ...STATUS, DesiredValues: ['UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'] }, 7200),
          { ...ask('reverted', 'aws:assertAwsResourceProperty', { ...STATUS, DesiredValues: ['UPDATE_COMPLETE'] }), isEnd: true },
        ],
        outputs: ['judge.Resources'],
      },
    });
    this.document.node.addDependency(this.role.permissions);
  }
}
