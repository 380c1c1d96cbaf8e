/** Asks the host which ports of a block are free, by opening and closing them one after another. */
import {createServer} from 'node:net';
import {detect} from 'detect-port';
import type {BusyPort, Occupancy} from '../rules/occupancy.ts';
import {blockOf, intersect, type Range} from '../rules/ports.ts';
import type {Listeners} from './listeners.ts';

export type ProbeInput = {
  readonly base: number;
  /** Blocks of other instances: opening a port of theirs could get in the way of their start, so nothing is opened there. */
  readonly keepOut: readonly Range[];
  readonly listeners: Listeners | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** @throws the reason of the signal when it is aborted between two ports */
export async function probeBlock({base, keepOut, listeners, signal}: ProbeInput): Promise<Occupancy> {
  const busy: BusyPort[] = [];
  const block = blockOf(base);
  for (let port = block.from; port <= Math.min(block.to, 65535); port++) {
    signal?.throwIfAborted();
    const code = await stateOf(port, keepOut, listeners);
    if (code) busy.push({port, code, holder: listeners?.get(port)});
  }
  return {base, busy};
}

async function stateOf(port: number, keepOut: readonly Range[], listeners: Listeners | undefined) {
  if (listeners?.has(port)) return 'EADDRINUSE';
  if (keepOut.some(range => intersect(range, {from: port, to: port}))) return undefined;
  // detect-port answers with another port when this one is taken, and never says why: only "the same" counts.
  // It must not be asked for two ports at once, since callers then get each other's.
  if ((await detect(port)) === port) return undefined;
  return listenError(port);
}

/** Why a port can't be opened; undefined when it can after all. */
function listenError(port: number): Promise<string | undefined> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen({port, exclusive: true}, () => server.close(() => resolve(undefined)));
  });
}
