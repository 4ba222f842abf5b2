import { UsageError } from './faults';
import type { Model } from '../template';
import { parameterFaults } from '../template/parameters';

/**
 * Refuses `--parameter` that no template takes. `read`: templates, or why they could not be read, which is said with it; where none could be read
 * nobody knows what they take.
 *
 * @throws UsageError
 */
export function refuseParameters(read: readonly (Model | string)[], given: Readonly<Record<string, string>>): void {
  const models = read.filter((one) => typeof one !== 'string');
  if (models.length === 0) return;
  const faults = parameterFaults(models, given).map((fault) => `--parameter ${fault}`);
  if (faults.length > 0) throw new UsageError([...faults, ...read.filter((one) => typeof one === 'string')]);
}
