/** The drill for real: main is stopped and started again by its manager, whatever becomes of the drill. */
import {type ChildProcessByStdio, spawn} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import type {Readable} from 'node:stream';
import {afterEach, beforeAll, expect, onTestFinished, test} from 'vitest';
import {KEYS, openTerminal} from '../helpers/terminal.ts';
import {isHealthy} from '../openclaw/gateway.ts';
import {contentsOf, MAIN_PORT, RESCUE_PORT, until} from '../openclaw/home.ts';
import {home, installMain, lookAtMain, main, ours, PATIENCE_MS, rescue} from './host.ts';

const DRILL = ['--profile', 'rescue', 'drill', '--stop-main'];

let filesBefore: ReturnType<typeof contentsOf>;
let rescuePid: number;

const filesNow = async () => contentsOf((await lookAtMain()).files);

beforeAll(async () => {
  await installMain();
  await ours('onboard', '--non-interactive');
  await rescue.healthy(RESCUE_PORT);
  filesBefore = await filesNow();
  rescuePid = await rescue.pid();
  // Two gateways are set up and started before the first drill.
}, 600_000);

/** Whatever happened: main runs, its files are what they were, the rescue has not been touched, and nobody is left behind. */
afterEach(async () => {
  await until(PATIENCE_MS, async () => guards().length === 0 || undefined, () => 'a guard goes on');
  await main.healthy(MAIN_PORT);
  expect(await filesNow()).toEqual(filesBefore);
  expect(await rescue.pid()).toBe(rescuePid);
  expect(await isHealthy(RESCUE_PORT)).toBe(true);
});

test('without --stop-main it reads, and main could be frozen meanwhile', async () => {
  const pid = await main.pid();
  const {checks, shared, result} = JSON.parse((await ours('drill', '--json')).stdout);
  expect(verdicts(checks)).toMatchObject({'rescue-healthy': 'ok', 'rescue-admits': 'ok', 'main-readable': 'ok', 'main-valid': 'ok'});
  expect(shared.map(({id}: {id: string}) => id)).toEqual(expect.arrayContaining(['same-openclaw', 'same-node', 'same-disk', 'same-account']));
  expect(result).toEqual({kind: 'passed', exitCode: 0});
  expect(await main.pid()).toBe(pid);
});

test('main is stopped, the rescue does without it, and main is back', async () => {
  const pid = await main.pid();
  const child = begin('--json');
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', text => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', text => (stderr += text));
  const code = await new Promise(resolve => child.on('close', resolve));
  expect(code, stderr).toBe(0);
  const {checks, main: told} = JSON.parse(stdout);
  expect(verdicts(checks)).toMatchObject({'main-stopped': 'ok', 'main-closed': 'ok', 'rescue-stays': 'ok', 'rescue-admits-alone': 'ok', 'main-valid-alone': 'ok', 'main-started': 'ok', 'main-back': 'ok', 'main-unchanged': 'ok'});
  expect(told).toEqual({downSeconds: expect.any(Number), pidBefore: pid, pid: await main.pid(), leftTo: null});
  expect(told.pid).not.toBe(pid);
  // It was stopped and started once, and has not crashed.
  expect(await main.show()).toMatchObject({NRestarts: '0', Result: 'success'});
});

test('by typing its name, and Ctrl-C in the middle', async () => {
  const pid = await main.pid();
  const terminal = openTerminal({env: {...home.env, TERM: 'xterm-256color'}, command: [process.execPath, home.program], args: DRILL, columns: 160, rows: 40, patienceMs: PATIENCE_MS});
  await terminal.see('Type main to stop it now');
  terminal.press(`main${KEYS.enter}`);
  await terminal.see('running rescue stays healthy without main');
  expect(await isHealthy(MAIN_PORT)).toBe(false);
  terminal.press(KEYS.ctrlC);
  await terminal.see('The drill was interrupted. main was down for');
  expect((await terminal.exit).code).toBe(130);
  expect(await main.pid()).not.toBe(pid);
});

test('kill -9 of the drill while main is down', async () => {
  const pid = await main.pid();
  await killAt('running  rescue stays healthy without main');
  await until(PATIENCE_MS, async () => ![0, pid].includes(await main.pid()) || undefined, () => 'main does not come back');
});

test('kill -9 of the drill just when main is told to stop', async () => {
  // Whether it was told by then or not, it runs in the end.
  await killAt('running  stop the service of main');
});

/** A drill without a question, as long as it takes. */
function begin(...args: readonly string[]): ChildProcessByStdio<null, Readable, Readable> {
  const child = spawn(process.execPath, [home.program, ...DRILL, '--yes', ...args], {env: home.env, stdio: ['ignore', 'pipe', 'pipe']});
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function killAt(words: string): Promise<void> {
  const child = begin();
  let said = '';
  child.stderr.setEncoding('utf8');
  for await (const text of child.stderr) {
    said += text;
    if (said.includes(words)) break;
  }
  child.kill('SIGKILL');
  expect(said).toContain(words);
}

function verdicts(checks: readonly {readonly id: string; readonly result: string}[]): Record<string, string> {
  return Object.fromEntries(checks.map(({id, result}) => [id, result]));
}

/** Processes that guard a service. */
function guards(): string[] {
  return readdirSync('/proc').filter(pid => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').endsWith('dist/guard.js\0');
    } catch {
      return false;
    }
  });
}
