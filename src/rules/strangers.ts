/** OpenClaw Gateways of other users of this machine. Their files are closed to us; what counts is where they listen. */
import type {Holder} from './occupancy.ts';
import {blockOf, LOWEST_BASE, type PortOwner} from './ports.ts';

export type Stranger = {
  readonly user: string;
  /** Taken for its base port. */
  readonly port: number;
  /** Known to root alone. */
  readonly pid?: number;
};

/**
 * One for each block of ports that a user with a gateway listens in: the lowest port is its base port.
 * @param gatewayUsers the processes of each user that are OpenClaw gateways
 */
export function strangersOf(
  listeners: Iterable<readonly [number, Holder | undefined]>,
  gatewayUsers: ReadonlyMap<string, readonly number[]>,
): Stranger[] {
  const held = [...listeners].toSorted(([a], [b]) => a - b);
  return [...gatewayUsers].flatMap(([user, pids]) => {
    const found: Stranger[] = [];
    let end = 0;
    for (const [port, holder] of held) {
      if (port <= end || holder?.user !== user || !isGatewayPort(port, holder, pids)) continue;
      found.push({user, port, ...(holder.pid === undefined ? {} : {pid: holder.pid})});
      end = blockOf(port).to;
    }
    return found;
  });
}

/** Without the process any port of that user may be the gateway's, but for those that root's other services have. */
function isGatewayPort(port: number, {pid}: Holder, gateways: readonly number[]): boolean {
  return pid === undefined ? port >= LOWEST_BASE : gateways.includes(pid);
}

/** The ports that we keep away from. What its config names beside its block can't be read. */
export function strangerOwner({user, port}: Stranger): PortOwner {
  return {label: `user ${user}`, bases: [port], explicit: []};
}
