/** What the host says about ports: free, held, or not ours to open. */
import {intersect, type Range} from './ports.ts';

/** A process that listens on a port, as far as the system lets us see it. */
export type Holder = {
  /** Unknown where the process belongs to somebody else and only the system's table of sockets names it. */
  readonly pid?: number;
  /** Empty where it is unknown. */
  readonly command: string;
  /** Whose it is, where that is not ourselves: a login name, or the number of a user without one. */
  readonly user?: string;
};

/** `openclaw-gateway (pid 12, user bob)`, or what is known of that. */
export function holderName({pid, command, user}: Holder): string {
  const facts = [...(pid === undefined ? [] : [`pid ${pid}`]), ...(user === undefined ? [] : [`user ${user}`])].join(', ');
  if (command === '') return pid === undefined && user !== undefined ? user : facts;
  return facts === '' ? command : `${command} (${facts})`;
}

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
