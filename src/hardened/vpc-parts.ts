import { Aws, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { AccountServicePrincipal, NarrowRole } from './narrow-role';

/** Principals and resources of this account only: an endpoint must not carry data to somebody else's queue or bucket. */
export function ownAccount(actions: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({
    principals: [new iam.AnyPrincipal()],
    actions,
    resources: ['*'], // narrowed to the account below; the roles name the resources
    conditions: { StringEquals: { 'aws:PrincipalAccount': Aws.ACCOUNT_ID, 'aws:ResourceAccount': Aws.ACCOUNT_ID } },
  });
}

/** For the endpoint of S3: ECR keeps layers in a bucket of its own. */
export function imageLayers(scope: Construct): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'ImageLayersOfEcr',
    principals: [new iam.AnyPrincipal()],
    actions: ['s3:GetObject'],
    resources: [`arn:${Aws.PARTITION}:s3:::prod-${Stack.of(scope).region}-starport-layer-bucket/*`],
  });
}

/** Who writes the flow logs of a VPC. */
export function flowLogRole(scope: Construct): NarrowRole {
  return new NarrowRole(scope, 'FlowLogRole', {
    assumedBy: new AccountServicePrincipal('vpc-flow-logs.amazonaws.com'),
    description: 'Writes VPC flow logs',
  });
}
