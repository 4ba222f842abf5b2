import { isUnprotected, PROTECTED, protection } from './stateful';
import { isRecord, Resource } from '../../template';
import { at, Lesson } from '../lesson';
import { mappings, possibly, surely } from '../query';

export const deletionUnprotected: Lesson = {
  id: 'DeletionUnprotected',
  title: 'A production database is protected from deletion',
  severity: 'low',
  facet: 'reliability',
  classes: ['deletion-policy', 'rds-params'],
  why: 'One mistaken call, or one update that replaces the database, deletes it.',
  fix: 'Set DeletionProtection: true (DeletionProtectionEnabled of a table), in production at least.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-8',
  flawed: `
    Cluster: { Type: AWS::RDS::DBCluster, Properties: { Engine: aurora-mysql, Tags: [{ Key: Environment, Value: production }] } }`,
  sound: `
    Cluster: { Type: AWS::RDS::DBCluster, Properties: { Engine: aurora-mysql, DeletionProtection: true, Tags: [{ Key: Environment, Value: production }] } }`,
  *check(model) {
    for (const resource of model.resources(...PROTECTED)) {
      const { property } = protection(resource);
      const kept = resource.body.DeletionPolicy !== undefined && surely(resource.deletionPolicy, (one) => one !== 'Delete');
      if (isUnprotected(resource) && !kept && isForProduction(resource) && resource.get('DBClusterIdentifier') === undefined) {
        yield at(resource, property, `${property} is off in production`);
      }
    }
  },
};

/** By its tags, or because production is one of the environments that the template is for. */
function isForProduction(resource: Resource): boolean {
  const tagged = mappings(resource.get('Tags')).some(({ Value: value }) => possibly(value, (one) => typeof one === 'string' && /^prod(uction)?$/i.test(one)));
  return tagged || Object.values(resource.stack.parameters).some((body) => isRecord(body) && Array.isArray(body.AllowedValues)
    && body.AllowedValues.some((value) => /^prod(uction)?$/i.test(String(value))));
}
