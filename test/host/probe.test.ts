/** Which ports of a block are held, told by real sockets. */
import {createServer} from 'node:net';
import {expect, it, onTestFinished} from 'vitest';
import {readListeners} from '../../src/host/listeners.ts';
import {probeBlock, type ProbeInput, probePorts} from '../../src/host/probe.ts';

const BASE = 24_611;
const INPUT: ProbeInput = {keepOut: [], readListeners: among => readListeners('linux', among)};
/** A system that lists nobody. */
const BLIND: ProbeInput = {keepOut: [], readListeners: async () => undefined};

function hold(port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    onTestFinished(() => void server.close());
    server.once('error', reject);
    server.listen({port, host}, resolve);
  });
}

const busyPorts = async (input: ProbeInput) => (await probeBlock(BASE, input)).busy.map(({port}) => port);

it.each([
  ['as the system lists them', INPUT],
  ['as it opens them', BLIND],
])('finds held ports %s, under whatever address', async (_, input) => {
  await hold(BASE, '127.0.0.1');
  await hold(BASE + 2, '::1');
  await hold(BASE + 11, '127.0.0.1');
  await hold(BASE + 50, '::1');
  await hold(BASE + 110, '0.0.0.0');
  expect(await busyPorts(input)).toEqual([BASE, BASE + 2, BASE + 11, BASE + 50, BASE + 110]);
  expect(await busyPorts(input)).toHaveLength(5);
});

it('names who holds them', async () => {
  await hold(BASE + 10, '127.0.0.1');
  const {base, busy} = await probeBlock(BASE, INPUT);
  expect(base).toBe(BASE);
  expect(busy).toEqual([{port: BASE + 10, code: 'EADDRINUSE', holder: {pid: process.pid, command: expect.stringMatching(/node|vitest/)}}]);
});

it('finds nothing where nothing is', async () => {
  expect(await busyPorts(INPUT)).toEqual([]);
  expect(await busyPorts(BLIND)).toEqual([]);
});

it('opens no port of another instance', async () => {
  await hold(BASE + 20, '127.0.0.1');
  expect(await busyPorts({...BLIND, keepOut: [{from: BASE + 15, to: BASE + 25}]})).toEqual([]);
});

it('does not take another probe for a holder', async () => {
  // It is listed once, as a port that is tried, and then no more.
  let asked = 0;
  const input: ProbeInput = {keepOut: [], readListeners: async () => new Map(asked++ === 0 ? [[BASE + 5, undefined]] : [])};
  expect(await busyPorts(input)).toEqual([]);
  // Nor two of them, one after the other.
  let pid = 100;
  const others: ProbeInput = {keepOut: [], readListeners: async () => new Map(pid++ < 103 ? [[BASE + 5, {pid, command: 'node'}]] : [])};
  expect(await busyPorts(others)).toEqual([]);
});

it('two at once do not drive each other away', async () => {
  expect(await Promise.all([busyPorts(INPUT), busyPorts(INPUT)])).toEqual([[], []]);
});

it('asks for the ports that there are', async () => {
  const {busy} = await probeBlock(65_500, {keepOut: [{from: 65_500, to: 65_535}], readListeners: async among => new Map([...among].map(port => [port, undefined]))});
  expect(busy.map(({port}) => port)).toEqual(Array.from({length: 36}, (_, index) => 65_500 + index));
});

it('ends when it is told to', async () => {
  await expect(probePorts([BASE], {...INPUT, signal: AbortSignal.abort(new Error('enough'))})).rejects.toThrow('enough');
});
