import { CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { IConstruct } from 'constructs';
import { acknowledge } from './acknowledge';

/**
 * Owns the log group of a custom resource's function, which Lambda would make itself and the stack leave behind (WH-18).
 *
 * The custom resource depends on the group: on deletion the function runs first, then its group goes.
 */
export function ownProviderLogs(customResource: IConstruct, type: string): void {
  const provider = Stack.of(customResource).node.findChild(`${type}CustomResourceProvider`);
  let group = provider.node.tryFindChild('Logs') as logs.LogGroup | undefined;
  if (!group) {
    const handler = provider.node.findChild('Handler') as CfnResource;
    group = new logs.LogGroup(provider, 'Logs', {
      logGroupName: `/aws/lambda/${handler.ref}`, retention: logs.RetentionDays.ONE_WEEK, removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(group, 'A deployment helper writes here, never a payment; its buckets and VPCs may have different keys, it is shared by all',
      'PCI.DSS.321-CloudWatchLogGroupEncrypted');
  }
  customResource.node.addDependency(group);
}
