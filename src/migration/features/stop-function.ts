import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { AccountServicePrincipal, NamedService, NarrowRole } from '../../hardened';
import { acknowledgeWildcards } from '../../hardened/acknowledge';
import { allow } from '../../hardened/allow';
import { MigrationCore } from '../core';

/** Sets the concurrency of a function. */
const setConcurrency = (name: string, functionName: string, concurrency: number): Record<string, unknown> => ({
  name,
  action: 'aws:executeAwsApi',
  inputs: { Service: 'lambda', Api: 'PutFunctionConcurrency', FunctionName: functionName, ReservedConcurrentExecutions: concurrency },
});

/**
 * A document of Systems Manager that stops the migrated function and lets it go on, also when it is cancelled or fails on the way.
 *
 * Not FIS's own extension: it would be in the way of every payment, and it reads a bucket that the function cannot reach.
 */
export class StopFunction extends Construct {
  public readonly document: ssm.CfnDocument;
  public readonly documentArn: string;
  /** What the document assumes: it sets the concurrency of the one function. */
  public readonly role: NarrowRole;
  private readonly documentName: string;

  constructor(scope: Construct, id: string, { platform, function: fn }: MigrationCore, duration: Duration) {
    super(scope, id);
    const stack = Stack.of(this);
    this.documentName = platform.names.of(NamedService.SSM_DOCUMENT, 'stop-function');
    this.role = new NarrowRole(this, 'Role', {
      assumedBy: new AccountServicePrincipal('ssm.amazonaws.com', stack.formatArn({ service: 'ssm', resource: 'automation-execution', resourceName: '*' })),
      description: 'Stops the migrated function, and lets it go on',
    });
    allow(this.role, ['lambda:PutFunctionConcurrency'], fn.functionArn);
    const goOn = { onFailure: 'step:goOn', onCancel: 'step:goOn' };
    this.document = new ssm.CfnDocument(this, 'Document', {
      name: this.documentName,
      documentType: 'Automation',
      updateMethod: 'NewVersion',
      content: {
        schemaVersion: '0.3',
        description: `Stops the migrated function for ${duration.toHumanString()}: payments wait in the queue`,
        assumeRole: this.role.roleArn,
        mainSteps: [
          { ...setConcurrency('stop', fn.functionName, 0), ...goOn, nextStep: 'wait' },
          { name: 'wait', action: 'aws:sleep', inputs: { Duration: duration.toIsoString() }, ...goOn, nextStep: 'goOn' },
          { ...setConcurrency('goOn', fn.functionName, platform.settings.concurrency), maxAttempts: 5, isEnd: true },
        ],
      },
    });
    this.documentArn = stack.formatArn({ service: 'ssm', resource: 'document', resourceName: this.documentName });
    this.document.node.addDependency(this.role.permissions);
  }

  /** Lets a role of FIS start and end it. */
  public allowStart(role: NarrowRole): void {
    const stack = Stack.of(this);
    const definition = stack.formatArn({ service: 'ssm', resource: 'automation-definition', resourceName: `${this.documentName}:*`, arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
    const executions = stack.formatArn({ service: 'ssm', resource: 'automation-execution', resourceName: '*' });
    allow(role, ['ssm:StartAutomationExecution'], definition, this.documentArn);
    allow(role, ['ssm:GetAutomationExecution', 'ssm:StopAutomationExecution'], executions);
    role.addToPrincipalPolicy(new iam.PolicyStatement({
      actions: ['iam:PassRole'], resources: [this.role.roleArn], conditions: { StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } },
    }));
    acknowledgeWildcards(role, 'Versions of the one document, and its executions, whose ids are made when it starts', definition, executions);
  }
}
