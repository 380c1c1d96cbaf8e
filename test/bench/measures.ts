/** How each row is measured. Runs of bare Node stand between those of ours, so that a busy minute of the machine hits both. */
import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {rmSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {probeBlock} from '../../src/host/probe.ts';
import {readListeners} from '../../src/host/listeners.ts';
import {portStates} from '../../src/rules/port-states.ts';
import {judgeBase, type PortOwner, suggestBase} from '../../src/rules/ports.ts';
import {ROOT} from '../helpers/home.ts';
import {type BenchHome, homeOf, labelOf} from './homes.ts';
import {BARE, ours, timeOf} from './processes.ts';
import type {RowId} from './rows.ts';
import {open, peakMemory, wizard} from './screen.ts';
import {median, quantile} from './statistics.ts';

export type Measured = {readonly bare: number; readonly rows: Record<RowId, number>};

export type Effort = {readonly rounds: number; readonly keys: number};

export async function measureAll({rounds, keys}: Effort): Promise<Measured> {
  const homes = {few: homeOf(3), some: homeOf(20), many: homeOf(500)};
  try {
    const [processes, screens] = [await measureProcesses(homes, rounds), await measureScreens(homes.few, rounds)];
    const rows = {
      ...processes.rows,
      ...screens.rows,
      ...(await measureKeys(homes.few, keys)),
      ...measureRules(rounds),
      ...(await measureOccupancy(rounds)),
      ...measurePackage(),
    };
    return {bare: processes.bare, rows};
  } finally {
    for (const {remove} of Object.values(homes)) remove();
  }
}

type Homes = Readonly<Record<'few' | 'some' | 'many', BenchHome>>;

async function measureProcesses({few, some, many}: Homes, rounds: number) {
  const calls = {
    version: {home: few, words: ['--version']},
    help: {home: few, words: ['--help']},
    ports: {home: few, words: ['ports', '--json']},
    list: {home: few, words: ['list', '--json']},
    env: {home: few, words: ['env']},
    'doctor-20': {home: some, words: ['doctor', '--json']},
    'status-20': {home: some, words: ['status', '--all', '--json']},
    'doctor-500': {home: many, words: ['doctor', '--json']},
    'status-500': {home: many, words: ['status', '--all', '--json']},
  } as const;
  const names = Object.keys(calls) as (keyof typeof calls)[];
  const times = Object.fromEntries(names.map(name => [name, [] as number[]])) as Record<keyof typeof calls, number[]>;
  const bare: number[] = [];
  for (let round = -1; round < rounds; round++) {
    for (const name of names) {
      const plain = await timeOf(BARE, few.env);
      const {home, words} = calls[name];
      // Five hundred may well be too many for their ports: what doctor says of that is another thing.
      const time = await timeOf(ours(...words), home.env, [0, 3]);
      if (round < 0) continue;
      bare.push(plain);
      times[name].push(time);
    }
  }
  const base = median(bare);
  return {bare: base, rows: Object.fromEntries(names.map(name => [name, median(times[name]) / base])) as Record<keyof typeof calls, number>};
}

/** A wizard that was left at Ports, whose table and map are on the first frame of the next one. */
export async function leaveAtPorts({env}: BenchHome): Promise<void> {
  const session = wizard(env);
  await session.see('1 of 7');
  session.press('\r');
  await session.see('2 of 7');
  await session.see('free');
  await session.leave();
}

const ON_THE_FRAME = ['2 of 7', 'Browser CDP', ...[0, 1, 2].map(labelOf)];

async function measureScreens(home: BenchHome, rounds: number) {
  await leaveAtPorts(home);
  const bare: number[] = [];
  const warm: number[] = [];
  const cold: number[] = [];
  const text: number[] = [];
  const memory: number[] = [];
  for (let round = -1; round < rounds; round++) {
    for (const isCold of [true, false]) {
      const plain = await frameOfBare(home);
      if (isCold) rmSync(join(home.path, '.cache'), {recursive: true, force: true});
      else await framed(home);
      const {frame, first, megabytes} = await framed(home);
      if (round < 0) continue;
      bare.push(plain);
      (isCold ? cold : warm).push(frame);
      if (!isCold) text.push(first);
      memory.push(megabytes);
    }
  }
  const base = median(bare);
  return {rows: {'first-frame': median(warm) / base, 'first-frame-cold': median(cold) / base, 'first-text': median(text) / base, memory: Math.max(...memory)}};
}

/** Bare Node in a terminal of its own, to its first byte. */
async function frameOfBare({env}: BenchHome): Promise<number> {
  const session = open(['-e', 'console.log("x")'], env);
  await session.see('x');
  await session.end();
  return session.firstText();
}

async function framed({env}: BenchHome) {
  const session = wizard(env);
  await session.see('Browser CDP');
  await sleep(150);
  const megabytes = peakMemory(session.pid);
  await session.leave();
  return {frame: await session.shown(ON_THE_FRAME), first: await session.firstText(), megabytes};
}

/** Each key takes the base port down by one, so that each has a frame of its own to wait for, or shares one with the next. */
async function measureKeys({env}: BenchHome, count: number) {
  const session = wizard(env);
  await session.see('2 of 7');
  await sleep(500);
  const history = () => session.history(text => Number(/Base port +(\d+)/.exec(text)?.[1]) || undefined);
  const first = (await history()).at(-1)?.value ?? Number.NaN;
  const pressedAt = async (pauseMs: number) => {
    const times: number[] = [];
    for (let index = 0; index < count; index++) {
      times.push(session.press('\u001b[B'));
      await sleep(pauseMs);
    }
    return times;
  };
  const [slow, quick] = [await pressedAt(80), await pressedAt(10)];
  let moments = await history();
  // A busy machine may take a while to draw the last one.
  for (let tries = 0; moments.at(-1)?.value !== first - 2 * count && tries < 100; tries++) {
    await sleep(200);
    moments = await history();
  }
  await session.end();
  const frames = [...slow, ...quick].map((pressed, index) => {
    const shown = moments.findIndex(({at, value}) => at >= pressed && value !== undefined && value <= first - index - 1);
    if (shown < 0) throw new Error(`key ${index + 1} was never on the screen`);
    const {at} = moments[shown] as (typeof moments)[number];
    return {ms: at - pressed, bytes: moments.filter(moment => moment.at >= pressed && moment.at <= at).reduce((sum, moment) => sum + moment.bytes, 0)};
  });
  // The first ones meet code that was never run before.
  const [calm, burst] = [frames.slice(5, count), frames.slice(count)];
  return {
    key: median(calm.map(({ms}) => ms)),
    'key-p99': quantile(calm.map(({ms}) => ms), 0.99),
    'key-burst-p99': quantile(burst.map(({ms}) => ms), 0.99),
    'key-bytes': median(calm.map(({bytes}) => bytes)),
  };
}

function measureRules(rounds: number) {
  const others: PortOwner[] = Array.from({length: 500}, (_, index) => ({label: `p${index}`, bases: [1100 + index * 120], explicit: []}));
  const timed = (work: () => unknown) => {
    work();
    return median(
      Array.from({length: Math.max(rounds, 5) * 4}, () => {
        const start = performance.now();
        work();
        return performance.now() - start;
      }),
    );
  };
  return {
    'rules-table': timed(() => [portStates(19_789, others, undefined, () => false), judgeBase('19789', others)]),
    'rules-suggestion': timed(() => suggestBase({mainBase: 18_789, others, busy: [], ephemeral: {from: 32_768, to: 60_999}})),
  };
}

/** Three ports of the block are held by another process. */
async function measureOccupancy(rounds: number) {
  const base = 24_211;
  const holder = spawn(process.execPath, ['-e', `for (const port of [${base}, ${base + 2}, ${base + 60}]) require('net').createServer().listen(port, '127.0.0.1'); setTimeout(() => console.log('held'), 200);`], {stdio: ['ignore', 'pipe', 'inherit']});
  try {
    await once(holder.stdout, 'data');
    const times: number[] = [];
    const gaps: number[] = [];
    for (let round = -1; round < rounds; round++) {
      let last = performance.now();
      let gap = 0;
      const beat = () => {
        const now = performance.now();
        gap = Math.max(gap, now - last);
        last = now;
      };
      let isOver = false;
      const tick = () => {
        beat();
        if (!isOver) setImmediate(tick);
      };
      setImmediate(tick);
      const start = performance.now();
      const {busy} = await probeBlock(base, {keepOut: [], readListeners: (among, earlier) => readListeners('linux', among, earlier)});
      const time = performance.now() - start;
      beat();
      isOver = true;
      if (busy.length !== 3) throw new Error(`${busy.length} ports are held, and not 3`);
      if (round < 0) continue;
      times.push(time);
      gaps.push(gap);
    }
    return {occupancy: median(times), 'occupancy-blocked': median(gaps)};
  } finally {
    holder.kill();
  }
}

function measurePackage() {
  const {stdout} = spawnSync('npm', ['pack', '--json', '--dry-run', '--ignore-scripts'], {cwd: ROOT, encoding: 'utf8'});
  const [{unpackedSize, bundled}] = JSON.parse(stdout) as [{unpackedSize: number; bundled: readonly string[]}];
  return {'package-size': unpackedSize / 1e6, 'package-count': bundled.length};
}
