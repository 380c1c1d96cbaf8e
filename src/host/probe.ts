/** Asks the host which ports of a block are free: what it lists as held is not touched, the others are opened and closed one after another. */
import {createServer} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';
import {detect} from 'detect-port';
import type {BusyPort, Occupancy} from '../rules/occupancy.ts';
import {blockOf, intersect, portRows, type Range, sizeOf} from '../rules/ports.ts';
import {isComplete, isPerhapsOurProgram, type Listeners} from './listeners.ts';

export type ProbeInput = {
  /** Blocks of other instances: opening a port of theirs could get in the way of their start, so nothing is opened there. */
  readonly keepOut: readonly Range[];
  /** @param among the ports that are asked about. @param earlier what it said a moment ago */
  readonly readListeners: (among: ReadonlySet<number>, earlier?: Listeners) => Promise<Listeners | undefined>;
  readonly signal?: AbortSignal | undefined;
};

/** Another probe like this one holds a port for less than a millisecond; what is still in doubt after these pauses is held. */
const PAUSES_MS = [0, 40, 80];

/**
 * @param base of the block, whose ports from base to base + 110 are asked for as far as there are such
 * @throws the reason of the signal when it is aborted between two ports
 */
export async function probeBlock(base: number, input: ProbeInput): Promise<Occupancy> {
  const {from, to} = blockOf(base);
  const ports = Array.from({length: Math.min(to, 65_535) - from + 1}, (_, index) => from + index);
  const gatewayPorts = new Set(portRows(base).flatMap(row => (sizeOf(row) === 1 ? row.from : [])));
  return {base, busy: await probe(ports, gatewayPorts, input)};
}

/** Those of the ports that can't be opened. @throws as {@link probeBlock} */
export function probePorts(ports: readonly number[], input: ProbeInput): Promise<BusyPort[]> {
  return probe(ports, new Set(ports), input);
}

/** @param gatewayPorts which of them a gateway itself listens on, under more than one address */
async function probe(ports: readonly number[], gatewayPorts: ReadonlySet<number>, input: ProbeInput): Promise<BusyPort[]> {
  const held: BusyPort[] = [];
  let doubtful: BusyPort[] = [];
  let left = ports;
  for (const pause of PAUSES_MS) {
    if (pause > 0) await sleep(pause, undefined, {signal: input.signal});
    const found = await probeOnce(left, gatewayPorts, input);
    held.push(...found.held);
    doubtful = found.doubtful;
    left = doubtful.map(({port}) => port);
    if (left.length === 0) break;
  }
  return [...held, ...doubtful].sort((one, other) => one.port - other.port);
}

/**
 * What the same process has before and after the others were tried is held; the rest may have met another probe, which on a
 * busy machine may be kept waiting with a port in its hands.
 */
async function probeOnce(ports: readonly number[], gatewayPorts: ReadonlySet<number>, {keepOut, readListeners, signal}: ProbeInput) {
  const asked = readListeners(new Set(ports));
  // Loads what it needs while the system is asked.
  const open = opener();
  const before = await asked;
  // Where all who listen are known, one attempt tells the rest.
  const isDoubtful = (port: number) => gatewayPorts.has(port) && !(before && isComplete(before));
  const doubtful: BusyPort[] = [];
  for (const port of ports) {
    signal?.throwIfAborted();
    if (before?.has(port) || keepOut.some(range => intersect(range, {from: port, to: port}))) continue;
    const code = await (isDoubtful(port) ? whyNotOn(port, open) : open(port));
    if (code) doubtful.push({port, code, holder: undefined});
  }
  const listed = new Set(ports.filter(port => before?.has(port)));
  const after = listed.size === 0 ? undefined : await readListeners(listed, before);
  const held: BusyPort[] = [];
  for (const port of listed) {
    const holder = after?.get(port);
    const isSame = after?.has(port) && holder?.pid === before?.get(port)?.pid && !isPerhapsOurProgram(holder?.pid);
    (isSame ? held : doubtful).push({port, code: 'EADDRINUSE', holder});
  }
  return {held, doubtful};
}

/**
 * Under each of the addresses that somebody else may have: where he has one of them, the port can still be opened under another
 * one, but not on Linux. detect-port answers with another port when this one is taken, and never says why: only "the same" counts.
 * It must not be asked for two ports at once, since callers then get each other's.
 */
async function whyNotOn(port: number, open: Opener): Promise<string | undefined> {
  return (await detect(port)) === port ? undefined : open(port);
}

/** Why a port can't be opened; undefined when it can. It must not be asked for two at once. */
type Opener = (port: number) => Promise<string | undefined>;

/** By one server, which takes as long to be made as to be opened. On Linux an open socket under any one address is in the way of it. */
function opener(): Opener {
  let answer: (code?: string) => void = () => undefined;
  const server = createServer();
  server.on('error', (error: NodeJS.ErrnoException) => answer(error.code ?? 'unknown'));
  server.on('listening', () => server.close());
  server.on('close', () => answer());
  return port =>
    new Promise(resolve => {
      answer = resolve;
      server.listen({port, exclusive: true});
    });
}
