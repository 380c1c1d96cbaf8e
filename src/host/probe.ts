/** Asks the host which ports of a block are free, by opening and closing them one after another. */
import {createServer} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';
import {detect} from 'detect-port';
import type {BusyPort, Occupancy} from '../rules/occupancy.ts';
import {blockOf, intersect, type Range} from '../rules/ports.ts';
import type {Listeners} from './listeners.ts';

export type ProbeInput = {
  /** Blocks of other instances: opening a port of theirs could get in the way of their start, so nothing is opened there. */
  readonly keepOut: readonly Range[];
  readonly readListeners: () => Promise<Listeners | undefined>;
  readonly signal?: AbortSignal | undefined;
};

/** Another probe like this one holds a port for less than a millisecond; what is still held after these pauses is held. */
const PAUSES_MS = [0, 40, 80];

/** @throws the reason of the signal when it is aborted between two ports */
export async function probeBlock(base: number, input: ProbeInput): Promise<Occupancy> {
  const {from, to} = blockOf(base);
  const ports = Array.from({length: Math.min(to, 65_535) - from + 1}, (_, index) => from + index);
  return {base, busy: await probePorts(ports, input)};
}

/** Those of the ports that can't be opened. @throws as {@link probeBlock} */
export async function probePorts(ports: readonly number[], input: ProbeInput): Promise<BusyPort[]> {
  let busy: BusyPort[] = [];
  let left = ports;
  for (const pause of PAUSES_MS) {
    if (pause > 0) await sleep(pause, undefined, {signal: input.signal});
    busy = await probeOnce(left, input);
    left = busy.map(({port}) => port);
    if (left.length === 0) break;
  }
  return busy;
}

async function probeOnce(ports: readonly number[], {keepOut, readListeners, signal}: ProbeInput): Promise<BusyPort[]> {
  const listeners = await readListeners();
  const busy: BusyPort[] = [];
  for (const port of ports) {
    signal?.throwIfAborted();
    const code = await stateOf(port, keepOut, listeners);
    if (code) busy.push({port, code, holder: listeners?.get(port)});
  }
  return busy;
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
