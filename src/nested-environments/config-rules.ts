import * as config from 'aws-cdk-lib/aws-config';
import { Construct } from 'constructs';

/** Rules of AWS Config (NE-13). They need the account's recorder, of which there is one in a Region. */
export function addConfigRules(scope: Construct, tagKeys: string[]): config.ManagedRule[] {
  const { ResourceType } = config;
  const tagged = [ResourceType.RDS_DB_INSTANCE, ResourceType.ELBV2_LOAD_BALANCER, ResourceType.S3_BUCKET, ResourceType.EC2_SECURITY_GROUP];
  return [
    new config.ManagedRule(scope, 'RequiredTagsRule', {
      identifier: config.ManagedRuleIdentifiers.REQUIRED_TAGS,
      description: 'Databases, load balancers and buckets bear the tags of the environment',
      inputParameters: Object.fromEntries(tagKeys.slice(0, 6).map((key, index) => [`tag${index + 1}Key`, key])),
      ruleScope: config.RuleScope.fromResources(tagged),
    }),
    new config.ManagedRule(scope, 'DatabaseEncryptedRule', {
      identifier: config.ManagedRuleIdentifiers.RDS_STORAGE_ENCRYPTED,
      description: 'Databases are encrypted',
      ruleScope: config.RuleScope.fromResource(ResourceType.RDS_DB_INSTANCE),
    }),
    new config.ManagedRule(scope, 'SecurityGroupRule', {
      identifier: config.ManagedRuleIdentifiers.VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS,
      description: 'Only 443, and 80 for the redirect, are open to the internet',
      inputParameters: { authorizedTcpPorts: '443,80' },
      ruleScope: config.RuleScope.fromResource(ResourceType.EC2_SECURITY_GROUP),
    }),
  ];
}
