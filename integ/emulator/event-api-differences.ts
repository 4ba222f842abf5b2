import { Difference, LeftOut, leftOut, notDone, requirementsOf } from './difference';
import { CONSUMERS } from './differences';

const requirement = requirementsOf('event-api');
const unit = (name: string, text: string): Difference['instead'] => [[`test/event-api/${name}.test.ts`, text]];
const GOLDEN: Difference['instead'] = [
  ['test/goldens.ts', 'is what the constructs synthesise'], ['test/goldens.ts', 'no unacknowledged finding of'],
];
const UNKNOWN = 'unknown to the emulator';

export const LEFT_OUT: LeftOut = {
  'AWS::Events::EventBusPolicy': { reason: UNKNOWN, instead: requirement('EV-07') },
  'AWS::WAFv2::LoggingConfiguration': { reason: UNKNOWN, instead: GOLDEN },
  'AWS::WAFv2::WebACLAssociation': { reason: UNKNOWN, instead: requirement('EV-01') },
};

/** Seconds of the queues to process and to store. */
export const VISIBILITY = 5;

/** The one list for the event API. */
export const DIFFERENCES: Difference[] = [
  ...leftOut(LEFT_OUT),
  {
    kind: 'left out',
    what: 'the golden with a domain (event-api.domain)',
    reason: 'the same template but for the domain; the emulator has no certificates and no DNS',
    instead: requirement('EV-10'),
  },
];
