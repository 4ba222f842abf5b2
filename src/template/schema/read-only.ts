import { Json, presence } from './intrinsic';
import { report, Run } from './run';
import { isRecord } from '../intrinsics';

/** Says which properties a template sets that only AWS sets. */
export function judgeReadOnly(names: readonly string[], properties: Json, run: Run): void {
  for (const path of names) {
    let value: unknown = properties;
    for (const key of path.split('.')) value = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    if (presence(value) !== 'absent') {
      report(run, path, () => ({ kind: 'read-only', message: `'${path}' of ${run.type} is set by AWS: a template can read it, not set it.` }));
    }
  }
}
