import { first, Mutants } from './mutant';

export const RETENTION: Mutants = {
  StatefulDeletionPolicy: (template) => {
    const table = first(template, 'AWS::DynamoDB::Table');
    delete table.DeletionPolicy;
    delete table.UpdateReplacePolicy;
  },
  BucketDeletionPolicy: (template) => {
    const bucket = first(template, 'AWS::S3::Bucket');
    delete bucket.DeletionPolicy;
    delete bucket.UpdateReplacePolicy;
  },
  ReplacePolicyMissing: (template) => { first(template, 'AWS::DynamoDB::Table').DeletionPolicy = 'Retain'; },
  SnapshotUnsupported: (template) => { first(template, 'AWS::S3::Bucket').DeletionPolicy = 'Snapshot'; },
  RetainedName: (template) => { first(template, 'AWS::DynamoDB::Table').DeletionPolicy = 'Retain'; },
  TeardownBlocked: (template) => {
    template.Parameters.Environment = { Type: 'String' };
    first(template, 'AWS::DynamoDB::Table').Properties.DeletionProtectionEnabled = 'true';
  },
  DeletionUnprotected: (template) => { first(template, 'AWS::DynamoDB::Table').Properties.Tags = [{ Key: 'Environment', Value: 'production' }]; },
};
