import { isKnown, Reference } from '../../template';
import { at, Lesson } from '../lesson';
import { isPartial } from '../monitoring/alarms';
import { target } from '../query';

export const backupPlanUnused: Lesson = {
  id: 'BackupPlanUnused',
  title: 'A backup plan says what it backs up',
  severity: 'high',
  facet: 'reliability',
  classes: ['backup-retention', 'unused'],
  why: 'The plan runs every day and copies nothing: that is seen on the day of the loss.',
  fix: 'Add an AWS::Backup::BackupSelection with BackupPlanId: !Ref Plan, a role, and Resources or ListOfTags.',
  source: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html',
  pci: ['10.3.3'],
  flawed: `
    Plan: { Type: AWS::Backup::BackupPlan, Properties: { BackupPlan: { BackupPlanName: daily, BackupPlanRule: [] } } }`,
  sound: `
    Plan: { Type: AWS::Backup::BackupPlan, Properties: { BackupPlan: { BackupPlanName: daily, BackupPlanRule: [] } } }
    Selection:
      Type: AWS::Backup::BackupSelection
      Properties:
        BackupPlanId: !Ref Plan
        BackupSelection: { SelectionName: tables, IamRoleArn: arn:aws:iam::111122223333:role/backup, Resources: ['arn:aws:dynamodb:*:*:table/*'] }`,
  *check(model) {
    const chosen = model.resources('AWS::Backup::BackupSelection').map((selection) => selection.get('BackupPlanId'));
    // A plan that is handed on may be chosen elsewhere.
    if (isPartial(model) || chosen.some((plan) => !isKnown(plan) && !(plan instanceof Reference))) return;
    for (const plan of model.resources('AWS::Backup::BackupPlan')) {
      const exported = JSON.stringify(plan.stack.outputs).includes(`"${plan.id}"`);
      if (!exported && !chosen.some((one) => target(model, one) === plan)) yield at(plan, '', 'No selection for this plan');
    }
  },
};
