/** Which ports of a block are held, told by real sockets. */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createServer} from 'node:net';
import {expect, it, onTestFinished} from 'vitest';
import {readListeners} from '../../src/host/listeners.ts';
import {probeBlock, type ProbeInput, probePorts} from '../../src/host/probe.ts';

const BASE = 24_611;
const INPUT: ProbeInput = {keepOut: [], readListeners: (among, earlier) => readListeners('linux', among, earlier)};
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

it('gives another run of this program the time to let go', async () => {
  const holder = spawn(process.execPath, ['-e', `const server = require('net').createServer().listen(${BASE + 5}, () => console.log('held')); process.stdin.once('data', () => server.close(() => console.log('free')));`, '/opt/lib/node_modules/.bin/openclaw-rescue'], {stdio: ['pipe', 'pipe', 'inherit']});
  onTestFinished(() => void holder.kill());
  await once(holder.stdout, 'data');
  let looks = 0;
  const input: ProbeInput = {
    keepOut: [],
    async readListeners(among, earlier) {
      // It is there in both looks of the first round, and gone before the second one.
      if (++looks === 3) {
        holder.stdin.write('go');
        await once(holder.stdout, 'data');
      }
      return readListeners('linux', among, earlier);
    },
  };
  expect(await busyPorts(input)).toEqual([]);
  expect(looks).toBe(3);
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
