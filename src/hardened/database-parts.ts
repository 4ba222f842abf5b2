import { Aws, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from './acknowledge';
import { AccountServicePrincipal, NarrowRole } from './narrow-role';

/** What neither a URL nor the JSON of a secret nor the database would take as it is. */
export const EXCLUDED_CHARACTERS = ' %+~`#$&*()|[]{}:;<>?!\'/@"\\';

/** What AmazonRDSEnhancedMonitoringRole allows, without its wildcard over all log groups that begin with RDS. */
export function monitoringRole(scope: Construct): NarrowRole {
  const role = new NarrowRole(scope, 'MonitoringRole', {
    assumedBy: new AccountServicePrincipal('monitoring.rds.amazonaws.com'), description: 'Writes metrics of the database hosts',
  });
  const group = Stack.of(scope).formatArn({ service: 'logs', resource: 'log-group:RDSOSMetrics' });
  role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['logs:CreateLogGroup', 'logs:PutRetentionPolicy'], resources: [group] }));
  role.addToPrincipalPolicy(new iam.PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams', 'logs:GetLogEvents'], resources: [`${group}:log-stream:*`],
  }));
  acknowledgeWildcards(role, 'RDS names the streams, one for each instance', `${group}:log-stream:*`);
  return role;
}

/** RDS Proxy reads the password; may decrypt through Secrets Manager alone, with a key of this environment. */
export function proxyRole(scope: Construct, key: kms.IKey, environment: string): NarrowRole {
  const role = new NarrowRole(scope, 'ProxyRole', { assumedBy: new AccountServicePrincipal('rds.amazonaws.com'), description: 'RDS Proxy reads the password' });
  role.addToPrincipalPolicy(new iam.PolicyStatement({
    actions: ['kms:Decrypt'],
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${Aws.REGION}.amazonaws.com`, 'aws:ResourceTag/Environment': environment } },
  }));
  return role;
}
