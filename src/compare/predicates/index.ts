import { amountsAgree, boundsNameCurrency } from './amounts';
import { isMethodPermitted } from './api';
import { busTakesEachSource, eventsAreTakenOnce, eventsDoNotGoRound, innerSourcesAreOwn } from './bus';
import { eventsCarryWhatRulesRead } from './events';
import { touchesOwnQueuesOnly } from './isolation';
import { isFed, isWatched } from './metrics';
import { spansZones } from './network';
import { trailIsAppendOnly, writersAreApart } from './rights';
import { holdsSuffix, sameEverywhere } from './shared-values';
import { noTextLike } from './texts';
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
  ofSubject: { boundsNameCurrency, decidesByNumber, isCaughtBy, isFed, isMethodPermitted, isWatched, touchesOwnQueuesOnly },
  ofTemplates: {
    amountsAgree, busTakesEachSource, eventsAreTakenOnce, eventsCarryWhatRulesRead, eventsDoNotGoRound, holdsSuffix, innerSourcesAreOwn, noTextLike, sameEverywhere, spansZones,
    trailIsAppendOnly, workflowOrder, writersAreApart,
  },
};
