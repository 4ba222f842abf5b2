import { isMapping } from '../../template';
import { at, Lesson } from '../lesson';
import { mappings, num } from '../query';

const LEAST_COLD = 90;

export const backupRule: Lesson = {
  id: 'BackupRule',
  title: 'A rule of a backup plan has a schedule and a lifecycle that AWS Backup takes',
  severity: 'critical',
  facet: 'reliability',
  classes: ['backup-retention', 'invalid-property'],
  why: 'The deployment fails: cold copies are kept 90 days at least, and a schedule has six fields.',
  fix: 'Set DeleteAfterDays to MoveToColdStorageAfterDays + 90 or more; write cron(0 5 ? * * *).',
  source: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html',
  flawed: `
    Plan:
      Type: AWS::Backup::BackupPlan
      Properties:
        BackupPlan:
          BackupPlanName: daily
          BackupPlanRule:
            - { RuleName: daily, TargetBackupVault: Default, Lifecycle: { MoveToColdStorageAfterDays: 30, DeleteAfterDays: 90 } }`,
  sound: `
    Plan:
      Type: AWS::Backup::BackupPlan
      Properties:
        BackupPlan:
          BackupPlanName: daily
          BackupPlanRule:
            - { RuleName: daily, TargetBackupVault: Default, ScheduleExpression: cron(0 5 ? * * *), Lifecycle: { MoveToColdStorageAfterDays: 30, DeleteAfterDays: 120 } }`,
  *check(model) {
    for (const plan of model.resources('AWS::Backup::BackupPlan')) {
      for (const [i, rule] of mappings(plan.get('BackupPlan.BackupPlanRule')).entries()) {
        const path = `BackupPlan.BackupPlanRule.${i}`;
        const copies = mappings(rule.CopyActions).map((copy, c) => [`${path}.CopyActions.${c}.Lifecycle`, copy.Lifecycle] as const);
        for (const [where, lifecycle] of [[`${path}.Lifecycle`, rule.Lifecycle] as const, ...copies]) {
          if (!isMapping(lifecycle)) continue;
          const cold = num(lifecycle.MoveToColdStorageAfterDays);
          const end = num(lifecycle.DeleteAfterDays);
          if (cold !== undefined && cold > 0 && end !== undefined && end > 0 && end < cold + LEAST_COLD) {
            yield at(plan, where, `Cold after ${cold} days, deleted after ${end}: ${cold + LEAST_COLD} at least`, where);
          }
        }
        const fields = typeof rule.ScheduleExpression === 'string' ? /^cron\((.*)\)$/.exec(rule.ScheduleExpression)?.[1].trim().split(/\s+/).length ?? 0 : 6;
        if (fields !== 6) yield at(plan, `${path}.ScheduleExpression`, `${String(rule.ScheduleExpression)} is no cron expression of six fields`, `${path} schedule`);
      }
    }
  },
};
