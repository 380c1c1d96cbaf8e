/** Locks between real processes: never two at once, nothing taken from the living, everything from the dead. */
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readdirSync, readFileSync, readlinkSync, renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {describe, expect, it, onTestFinished} from 'vitest';
import {type Lock, tryLock} from '../../src/apply/locks.ts';
import {openStore} from '../../src/apply/store.ts';
import {makeHome, ROOT} from '../helpers/home.ts';

/** Takes the lock and tells so; lets go when its stdin ends. */
const HOLDER = `
import {tryLock} from '${join(ROOT, 'src/apply/locks.ts')}';
const lock = await tryLock(process.argv[1], process.argv[2]);
console.log(lock.kind);
process.stdin.on('end', () => { if (lock.kind === 'ours') lock.release(); process.exit(); }).resume();
`;

/** Takes it as often as it can be had, and writes down when it is in and out: two that are in at once would show. */
const WORKER = `
import {appendFileSync} from 'node:fs';
import {waitForLock} from '${join(ROOT, 'src/apply/locks.ts')}';
for (let turn = 0; turn < 5; turn++) {
  const lock = await waitForLock(process.argv[1], 'ports', 60000);
  if (lock.kind !== 'ours') throw new Error('waited too long');
  appendFileSync(process.argv[2], 'in ' + process.pid + '\\n');
  appendFileSync(process.argv[2], 'out ' + process.pid + '\\n');
  lock.release();
}
`;

function start(script: string, ...args: string[]): ChildProcess {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, ...args], {stdio: ['pipe', 'pipe', 'inherit']});
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function holder(folder: string, key: string): Promise<{child: ChildProcess; said: string}> {
  const child = start(HOLDER, folder, key);
  const [said] = await once(createInterface({input: child.stdout as NodeJS.ReadableStream}), 'line');
  return {child, said};
}

function scene(): string {
  return join(makeHome({hasOpenClaw: false, hasMain: false}).path, '.config/openclaw-rescue/locks');
}

const release = (lock: Lock) => (lock.kind === 'ours' ? lock.release() : undefined);

describe('a lock', () => {
  it('is refused while its holder lives, with who it is and since when, and is free when he ends', async () => {
    const folder = scene();
    const {child, said} = await holder(folder, 'rescue@1');
    expect(said).toBe('ours');
    const refused = await tryLock(folder, 'rescue@1');
    expect(refused).toMatchObject({kind: 'theirs', holder: {pid: child.pid}});
    expect(refused.kind === 'theirs' && Math.abs(Date.parse(refused.holder.since) - Date.now())).toBeLessThan(60_000);
    const other = await tryLock(folder, 'rescue@2');
    expect(other.kind).toBe('ours');
    release(other);
    child.stdin?.end();
    await once(child, 'exit');
    const lock = await tryLock(folder, 'rescue@1');
    expect(lock.kind).toBe('ours');
    release(lock);
    // Not even the folders that were made for it.
    expect(existsSync(join(folder, '../..'))).toBe(false);
  });

  it('is taken over from the dead', async () => {
    const folder = scene();
    const {child} = await holder(folder, 'rescue@1');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(readdirSync(folder)).toHaveLength(2);
    const lock = await tryLock(folder, 'rescue@1');
    expect([lock.kind, readdirSync(folder).every(name => name.includes(`.${process.pid}.`))]).toEqual(['ours', true]);
    release(lock);
  });

  it('of a process that has got the number of a dead one counts for nothing', async () => {
    const folder = scene();
    const {child} = await holder(folder, 'rescue@1');
    for (const name of readdirSync(folder)) renameSync(join(folder, name), join(folder, name.replace(/\.(\d+)\.(\d+)(\.\d+\.\w+)$/, '.$1.1$3')));
    const lock = await tryLock(folder, 'rescue@1');
    expect(lock.kind).toBe('ours');
    release(lock);
    child.kill('SIGKILL');
  });

  it.runIf(process.platform === 'linux')('of another container, which can’t be seen, is never taken, and its file is named', async () => {
    const folder = scene();
    const {child} = await holder(folder, 'rescue@1');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const here = /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '';
    for (const name of readdirSync(folder)) renameSync(join(folder, name), join(folder, name.replace(`.${here}.`, '.1.')));
    const [claim = ''] = readdirSync(folder).filter(name => name.endsWith('.claim'));
    expect(await tryLock(folder, 'rescue@1')).toMatchObject({kind: 'theirs', holder: {pid: child.pid, file: join(folder, claim)}});
  });

  it('is never in two hands', async () => {
    const folder = scene();
    const log = join(makeHome({hasOpenClaw: false, hasMain: false}).path, 'log');
    writeFileSync(log, '');
    const codes = await Promise.all(Array.from({length: 8}, () => start(WORKER, folder, log)).map(async child => (await once(child, 'exit'))[0]));
    expect(codes).toEqual(Array.from({length: 8}, () => 0));
    const lines = readFileSync(log, 'utf8').trim().split('\n');
    expect(lines).toHaveLength(80);
    for (let index = 0; index < lines.length; index += 2) expect(lines[index + 1]).toBe(lines[index]?.replace('in', 'out'));
    expect(existsSync(folder)).toBe(false);
  });
});

it.each([
  ['/home/jane', '/home/jane.old'],
  ['/home/jane/a-home-that-is-deeper-than-most-are', '/home/jane/a-home-that-is-deeper-than-most-are.old'],
])('a lock for %s is none for %s', (home, other) => {
  const key = (of: string) => openStore(of).lockKey({kind: 'profile', profile: 'rescue'});
  expect(key(other)).not.toBe(key(home));
  // What is behind a dot says who has it.
  expect([key(home), key(other)].join('')).not.toContain('.');
});
