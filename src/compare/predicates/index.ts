import { isMethodPermitted } from './api';
import { eventsCarryWhatRulesRead } from './events';
import { touchesOwnQueuesOnly } from './isolation';
import { decidesByNumber, isCaughtBy, workflowOrder } from './workflow';
import type { Context } from '../context';
import type { Subject } from '../subject';
import type { Verdict } from '../verdict';

/** What the format cannot say. */
export const PREDICATES: {
  /** For `$predicate` of a condition. */
  readonly ofSubject: Readonly<Record<string, (subject: Subject, context: Context) => Verdict>>;
  /** For `predicate` of a check, with what it says in `with`. */
  readonly ofTemplates: Readonly<Record<string, (options: Readonly<Record<string, unknown>>, context: Context) => Verdict>>;
} = {
  ofSubject: { decidesByNumber, isCaughtBy, isMethodPermitted, touchesOwnQueuesOnly },
  ofTemplates: { eventsCarryWhatRulesRead, workflowOrder },
};
