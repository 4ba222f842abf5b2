import { CfnOutput, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { PhysicalNames } from './names';

/** An output: value and description. */
export type Output = readonly [value: string, description: string];

/** Flat outputs of the stack (EV-12, MG-17): ids that a script can rely on, and exports `<prefix>-<Id>-<suffix>`. */
export function addOutputs(scope: Construct, names: PhysicalNames, outputs: Record<string, Output>): void {
  for (const [id, [value, description]] of Object.entries(outputs)) {
    new CfnOutput(Stack.of(scope), id, { value, description, exportName: `${names.prefix}-${id}-${names.environmentSuffix}` });
  }
}
