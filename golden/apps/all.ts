import { App, Stack } from 'aws-cdk-lib';
import { addRecovery } from './disaster-recovery';
import { addEventApis } from './event-api';
import { addMigration } from './migration';
import { addEnvironments } from './nested-environments';
import { addStackSet } from './portable-environment';
import { addGoldenStacks } from './webhook-pipeline';

/** Every golden stack, by the name of its golden. */
export const addAll = (app: App): Record<string, Stack> => ({
  ...addGoldenStacks(app), ...addEnvironments(app), ...addStackSet(app), ...addRecovery(app), ...addEventApis(app), ...addMigration(app),
});
