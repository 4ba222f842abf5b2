import { environments, PROTECTED, protection, stateful } from './stateful';
import { at, atAttribute, Lesson } from '../lesson';
import { isTrue, mappings, surely } from '../query';

export const teardownBlocked: Lesson = {
  id: 'TeardownBlocked',
  title: 'What is protected from deletion is so in production only',
  severity: 'medium',
  facet: 'operations',
  classes: ['retain-teardown', 'env-conditions', 'cost'],
  why: 'A template for several environments that retains or protects in all of them cannot be taken down: test stacks stick in DELETE_FAILED, or leave data and costs behind.',
  fix: 'Let a condition of the environment decide: DeletionProtection: !If [IsProduction, true, false]; DeletionPolicy by the transform AWS::LanguageExtensions.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html',
  flawed: `
    Cluster: { Type: AWS::RDS::DBCluster, Properties: { Engine: aurora-mysql, DatabaseName: !Ref Environment, DeletionProtection: true } }
Parameters:
  Environment: { Type: String, AllowedValues: [dev, prod] }`,
  sound: `
    Cluster: { Type: AWS::RDS::DBCluster, Properties: { Engine: aurora-mysql, DatabaseName: !Ref Environment, DeletionProtection: !If [Prod, true, false] } }
Conditions:
  Prod: !Equals [!Ref Environment, prod]
Parameters:
  Environment: { Type: String, AllowedValues: [dev, prod] }`,
  *check(model) {
    for (const resource of model.resources(...PROTECTED)) {
      const { property, value } = protection(resource);
      if (environments(resource).length > 0 && surely(value, (one) => isTrue(one) || one === 'ACTIVE')) yield at(resource, property, `${property} in every environment`, property);
    }
    for (const balancer of model.resources('AWS::ElasticLoadBalancingV2::LoadBalancer')) {
      const attribute = mappings(balancer.get('LoadBalancerAttributes')).find(({ Key: key }) => key === 'deletion_protection.enabled');
      if (environments(balancer).length > 0 && attribute && surely(attribute.Value, isTrue)) {
        yield at(balancer, 'LoadBalancerAttributes', 'deletion_protection.enabled in every environment');
      }
    }
    for (const resource of stateful(model)) {
      if (resource.body.DeletionPolicy === undefined || environments(resource).length === 0) continue;
      if (surely(resource.deletionPolicy, (one) => one === 'Retain' || one === 'RetainExceptOnCreate')) {
        yield atAttribute(resource, 'DeletionPolicy', 'Retained in every environment', 'DeletionPolicy');
      }
    }
  },
};
