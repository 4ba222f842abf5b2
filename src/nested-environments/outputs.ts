import { Aws, CfnOutput, Fn, Names, Stack } from 'aws-cdk-lib';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { PaymentComputeStack } from './compute-stack';
import { PaymentDatabaseStack } from './database-stack';
import { Foundation } from './foundation';
import { PaymentNetworkStack } from './network-stack';

interface Output { readonly name: string; readonly value: string; readonly description: string }

/** What other stacks need of an environment (NE-06). */
export function outputsOf(
  foundation: Foundation, network: PaymentNetworkStack, compute: PaymentComputeStack, database: PaymentDatabaseStack,
): Output[] {
  const { securityGroups } = network;
  return [
    { name: 'VpcId', value: network.vpc.vpcId, description: 'VPC' },
    { name: 'PublicSubnetIds', value: Fn.join(',', network.publicSubnets.subnetIds), description: 'Public subnets, separated by commas' },
    { name: 'PrivateSubnetIds', value: Fn.join(',', network.privateSubnets.subnetIds), description: 'Private subnets with a way out, separated by commas' },
    { name: 'LoadBalancerSecurityGroupId', value: securityGroups.loadBalancer.securityGroupId, description: 'Security group of the load balancer' },
    { name: 'ServiceSecurityGroupId', value: securityGroups.service.securityGroupId, description: 'Security group of the ECS service' },
    { name: 'DatabaseSecurityGroupId', value: securityGroups.database.securityGroupId, description: 'Security group of the database' },
    { name: 'ClusterEndpoint', value: database.cluster.clusterEndpoint.hostname, description: 'Writer of the database' },
    { name: 'ReaderEndpoint', value: database.cluster.clusterReadEndpoint.hostname, description: 'Readers of the database' },
    { name: 'KeyArn', value: foundation.key.keyArn, description: 'Key of all data' },
    { name: 'LoadBalancerDnsName', value: compute.loadBalancer.loadBalancerDnsName, description: 'Name of the load balancer' },
    { name: 'DatabaseSecretArn', value: database.secret.secretArn, description: 'Credentials of the database' },
    { name: 'AlarmTopicArn', value: foundation.monitoring.topic.topicArn, description: 'Where alarms go' },
    { name: 'EcsClusterName', value: compute.cluster.clusterName, description: 'ECS cluster' },
  ];
}

/** Outputs of the master; each is exported as `<stack>-<name>-<suffix>`. */
export function addOutputs(scope: Construct, outputs: Output[], suffix: string): void {
  const stack = Stack.of(scope);
  // Two may bear one id in constructs of yours.
  const own = stack.node.tryFindChild(`${scope.node.id}${outputs[0].name}`) ? Names.uniqueId(scope) : scope.node.id;
  for (const { name, value, description } of outputs) {
    new CfnOutput(stack, `${own}${name}`, { value, description, exportName: `${Aws.STACK_NAME}-${name}-${suffix}` });
  }
}

/** The same as parameters of Systems Manager (NE-13). The secret by its ARN: CloudFormation makes no SecureString. */
export function addParameters(scope: Construct, outputs: Output[], { names }: Foundation): ssm.StringParameter[] {
  return outputs.map(({ name, value, description }) => new ssm.StringParameter(scope, `Parameter${name}`, {
    // The suffix may be a parameter: the CDK cannot see that the name has slashes.
    parameterName: `/${names.prefix}/${names.environmentSuffix}/${name}`, simpleName: false, stringValue: value, description,
  }));
}
