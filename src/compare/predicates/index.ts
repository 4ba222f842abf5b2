import { copiesGoElsewhere, logsAreCopied, neededNamesAreMade, stacksNeedNoCircle } from './across';
import { alikeInEachRegion } from './alike';
import { amountsAgree, boundsNameCurrency } from './amounts';
import { isMethodPermitted } from './api';
import { busTakesEachSource, eventsAreTakenOnce, eventsDoNotGoRound, innerSourcesAreOwn } from './bus';
import { protectedStays, staysOrGoesWhole } from './deletion';
import { eventsCarryWhatRulesRead } from './events';
import { asksOneRegion, asksPathOfApi, failsOverInTime, isCovered, movesFailoverName, recordsAreChecked, recordsReachApis, servesFailoverName } from './failover';
import { flagsAreThere } from './feature-flags';
import { hidesErrors, parsesSafely, writesOnce } from './inline-code';
import { touchesOwnQueuesOnly } from './isolation';
import { isFed, isWatched } from './metrics';
import { cutsOneZone, firewallsServeOwnZone, rangesApart, spansZones } from './network';
import { looksAtOtherRegion, servesInTwoRegions, tellsOtherRegion } from './regions';
import { trailIsAppendOnly, writersAreApart } from './rights';
import { holdsSuffix, sameEverywhere } from './shared-values';
import { consistencyIsTold, outputsAreOwn, stacksStandAlone } from './stand-alone';
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
  ofSubject: {
    asksOneRegion,
    asksPathOfApi,
    boundsNameCurrency,
    cutsOneZone,
    decidesByNumber,
    hidesErrors,
    isCaughtBy,
    isCovered,
    isFed,
    isMethodPermitted,
    isWatched,
    looksAtOtherRegion,
    movesFailoverName,
    parsesSafely,
    tellsOtherRegion,
    touchesOwnQueuesOnly,
    writesOnce,
  },
  ofTemplates: {
    alikeInEachRegion,
    amountsAgree,
    busTakesEachSource,
    consistencyIsTold,
    copiesGoElsewhere,
    eventsAreTakenOnce,
    eventsCarryWhatRulesRead,
    eventsDoNotGoRound,
    failsOverInTime,
    firewallsServeOwnZone,
    flagsAreThere,
    holdsSuffix,
    innerSourcesAreOwn,
    logsAreCopied,
    neededNamesAreMade,
    noTextLike,
    outputsAreOwn,
    protectedStays,
    rangesApart,
    recordsAreChecked,
    recordsReachApis,
    sameEverywhere,
    servesFailoverName,
    servesInTwoRegions,
    spansZones,
    stacksNeedNoCircle,
    stacksStandAlone,
    staysOrGoesWhole,
    trailIsAppendOnly,
    workflowOrder,
    writersAreApart,
  },
};
