import { Model, Resource, Value } from '../../template';
import { off, possibly } from '../query';

/** Types whose data is lost with them. */
const STATEFUL = [
  'AWS::Cognito::UserPool', 'AWS::DocDB::DBCluster', 'AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table', 'AWS::EFS::FileSystem', 'AWS::Neptune::DBCluster',
  'AWS::OpenSearchService::Domain', 'AWS::RDS::DBCluster', 'AWS::RDS::DBInstance', 'AWS::Redshift::Cluster', 'AWS::S3::Bucket', 'AWS::Timestream::Table',
];

const isMember = (one: Resource) => possibly(one.get('DBClusterIdentifier'), (id) => id !== undefined);
const isReplica = (one: Resource) => possibly(one.get('SourceDBInstanceIdentifier'), (id) => id !== undefined);

/** What keeps data of its own: no instances of clusters and no replicas. */
export const stateful = (model: Model): readonly Resource[] => model.resources(...STATEFUL).filter((one) => !isMember(one) && !isReplica(one));

export const isUndecided = ({ body }: Resource): boolean => body.DeletionPolicy === undefined && body.UpdateReplacePolicy === undefined;

/** The flag that keeps a type from deletion. */
const PROTECTION: Readonly<Record<string, string>> = {
  'AWS::Cognito::UserPool': 'DeletionProtection',
  'AWS::DocDB::DBCluster': 'DeletionProtection',
  'AWS::DynamoDB::Table': 'DeletionProtectionEnabled',
  'AWS::Neptune::DBCluster': 'DeletionProtection',
  'AWS::RDS::DBCluster': 'DeletionProtection',
  'AWS::RDS::DBInstance': 'DeletionProtection',
  'AWS::RDS::GlobalCluster': 'DeletionProtection',
};

export const PROTECTED = Object.keys(PROTECTION);

export const protection = (resource: Resource): { readonly property: string; readonly value: Value | undefined } => {
  const property = PROTECTION[resource.type] ?? 'DeletionProtection';
  return { property, value: resource.get(property) };
};

export const isUnprotected = (resource: Resource): boolean => {
  const { value } = protection(resource);
  return value === 'INACTIVE' || off(value);
};

const ENVIRONMENT = /env|stage|suffix/i;

/** Parameters that tell environments apart: the template is for more than production. */
export const environments = (resource: Resource): readonly string[] =>
  Object.keys(resource.stack.parameters).filter((name) => ENVIRONMENT.test(name));
