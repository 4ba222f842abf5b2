import { SHORT_LIVED } from './short-lived';
import { at, Lesson } from '../lesson';
import { called, list, off } from '../query';

const ENABLED = 'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled';

export const pitrMissing: Lesson = {
  id: 'PitrMissing',
  title: 'A table has point-in-time recovery',
  severity: 'medium',
  facet: 'reliability',
  classes: ['pitr', 'backup-retention', 'dynamodb-config'],
  why: 'After a faulty deployment or a mistaken delete there is no earlier state of the payments to go back to.',
  fix: 'Set PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true }; of a global table, in every replica.',
  source: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html',
  flawed: `
    Table:
      Type: AWS::DynamoDB::Table
      Properties: { KeySchema: [{ AttributeName: id, KeyType: HASH }], PointInTimeRecoveryEnabled: true }`,
  sound: `
    Table:
      Type: AWS::DynamoDB::Table
      Properties: { KeySchema: [{ AttributeName: id, KeyType: HASH }], PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }`,
  *check(model) {
    for (const table of model.resources('AWS::DynamoDB::Table')) {
      if (off(table.get(ENABLED)) && !called(table, SHORT_LIVED)) yield at(table, 'PointInTimeRecoverySpecification', 'Point-in-time recovery is off');
    }
    for (const table of model.resources('AWS::DynamoDB::GlobalTable')) {
      for (const index of list(table.get('Replicas')).keys()) {
        const replica = `Replicas.${index}`;
        if (off(table.get(`${replica}.${ENABLED}`))) yield at(table, replica, 'Point-in-time recovery of the replica is off', String(index));
      }
    }
  },
};
