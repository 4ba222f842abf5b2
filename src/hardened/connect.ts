import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

/** Lets one security group reach another, in and out: rules of their own, for two groups that name each other would be a circle. */
export function connect(from: ec2.SecurityGroup, to: ec2.SecurityGroup, port: number, source: string, target: string): void {
  from.addEgressRule(to, ec2.Port.tcp(port), `To the ${target}`);
  to.addIngressRule(from, ec2.Port.tcp(port), `From the ${source}`);
}

/** A group to which the CDK must not add rules of its own: of another stack, or whose rules are written here. */
export function fixed(scope: Construct, id: string, group: ec2.ISecurityGroup): ec2.ISecurityGroup {
  return ec2.SecurityGroup.fromSecurityGroupId(scope, id, group.securityGroupId, { mutable: false });
}
