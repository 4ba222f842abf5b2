import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { NarrowRole } from '../../hardened';
import { acknowledge, acknowledgeWildcards } from '../../hardened/acknowledge';
import { allow } from '../../hardened/allow';

/** FIS marks the network ACLs that it makes. */
const MARK = 'managedByFIS';

/**
 * Lets FIS cut subnets off: it makes a network ACL that denies all, puts it in the place of theirs, and puts theirs back. As AWSFaultInjectionSimulatorNetworkAccess,
 * which may do so to all subnets of the account.
 *
 * @see https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html#disrupt-connectivity
 */
export function allowNetworkDisruption(role: NarrowRole, vpcArn: string, subnetArns: string[]): void {
  const acls = Stack.of(role).formatArn({ service: 'ec2', resource: 'network-acl', resourceName: '*' });
  const held = (actions: string[], conditions: Record<string, string>) => role.addToPrincipalPolicy(new iam.PolicyStatement({
    actions, resources: [acls], conditions: { StringEquals: conditions },
  }));
  allow(role, ['ec2:CreateNetworkAcl'], vpcArn);
  held(['ec2:CreateNetworkAcl'], { [`aws:RequestTag/${MARK}`]: 'true' });
  held(['ec2:CreateTags'], { [`aws:RequestTag/${MARK}`]: 'true', 'ec2:CreateAction': 'CreateNetworkAcl' });
  held(['ec2:CreateNetworkAclEntry', 'ec2:DeleteNetworkAcl'], { [`aws:ResourceTag/${MARK}`]: 'true' });
  allow(role, ['ec2:ReplaceNetworkAclAssociation'], acls, ...subnetArns);
  // No resource level.
  allow(role, ['ec2:DescribeManagedPrefixLists', 'ec2:DescribeNetworkAcls', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'], '*');
  acknowledge(role, 'Descriptions of networks have no resource level', 'AwsSolutions-IAM5[Resource::*]');
  acknowledgeWildcards(role, 'FIS makes the network ACL and marks it; what is not marked it can only put in its place, on the named subnets', acls);
}
