/** What the host says about ports: free, held, or not ours to open. */
import {intersect, type Range} from './ports.ts';

export type Holder = {readonly pid: number; readonly command: string};

export type BusyPort = {
  readonly port: number;
  /** EADDRINUSE, EACCES (needs root, or reserved by Windows), or another code. */
  readonly code: string;
  readonly holder?: Holder | undefined;
};

/** The answer of a probe for one base port. An answer for another base than the one shown is dropped. */
export type Occupancy = {
  readonly base: number;
  readonly busy: readonly BusyPort[];
};

/** The busy ports within a range. */
export function busyWithin(occupancy: Occupancy | undefined, range: Range): readonly BusyPort[] {
  return (occupancy?.busy ?? []).filter(({port}) => intersect(range, {from: port, to: port}));
}
