/** The port table of one base port with what the host and the other instances say to each row. */
import {type BusyPort, busyWithin, type Occupancy} from './occupancy.ts';
import {type Clash, clashesOf, type PortOwner, type PortRow, portRows} from './ports.ts';

export type PortState = PortRow & {
  /** `own`: the gateway of this very profile holds it. `unknown`: the host has not answered yet. */
  readonly state: 'free' | 'in-use' | 'own' | 'clash' | 'unknown';
  readonly busy: readonly BusyPort[];
  readonly clashes: readonly Clash[];
};

/**
 * @param occupancy the last answer of the host; one for another base port counts as none
 * @param isOwn whether a busy port is held by the gateway of this very profile
 */
export function portStates(
  base: number,
  others: readonly PortOwner[],
  occupancy: Occupancy | undefined,
  isOwn: (busy: BusyPort) => boolean,
): PortState[] {
  const answer = occupancy?.base === base ? occupancy : undefined;
  return portRows(base).map(row => {
    const clashes = clashesOf(row, others);
    const busy = busyWithin(answer, row);
    const state = clashes.length > 0 ? 'clash' : !answer ? 'unknown' : busy.length === 0 ? 'free' : busy.every(isOwn) ? 'own' : 'in-use';
    return {...row, state, busy, clashes};
  });
}
