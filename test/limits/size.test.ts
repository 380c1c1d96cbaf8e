/** Homes of a size that nobody has: bounded time and memory for every report and plan, or one line that says what is too large. */
import {execFileSync} from 'node:child_process';
import {appendFileSync, mkdirSync, symlinkSync, truncateSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {runBounded} from '../fuzz/run-bounded.ts';
import {makeHome, type TestHome} from '../helpers/home.ts';

const MEMORY = 600 << 20;
/** Of processor time, in ms, whatever the machine: what takes longer has no bound. A small home takes some 300. */
const HANG_CPU = 60_000;
const COMMANDS = [['list', '--json'], ['status', '--all', '--json'], ['doctor', '--json'], ['ports', '--json'], ['--non-interactive', '--dry-run', '--json']] as const;

const gateway = (port: number) => ({mode: 'local', port, bind: 'loopback', auth: {mode: 'token', token: `t${port}`}});
const config = (port: number, more: object = {}) => JSON.stringify({gateway: gateway(port), ...more});
const many = (count: number, make: (index: number) => readonly [string, unknown]) => Object.fromEntries(Array.from({length: count}, (_, index) => make(index)));
const skills = (count: number) => ({skills: many(count, index => [`skill-${index}`, {enabled: true, description: 'x'.repeat(60)}])});
const agents = (count: number) => ({agents: {entries: many(count, index => [`a${index}`, {workspace: `/srv/w${index}`, agentDir: `/srv/a${index}`}])}});
const UNIT = '[Service]\nExecStart=/usr/bin/node /opt/openclaw/dist/index.js gateway --port 18789\n';
const MAIN = '.openclaw/openclaw.json';
const RESCUE = '.openclaw-rescue/openclaw.json';
const MAIN_UNIT = '.config/systemd/user/openclaw-gateway.service';
const deep = (open: string, close: string) => `{"a":${open.repeat(100_000)}1${close.repeat(100_000)}}`;
const sparse = (home: TestHome, file: string, bytes: number) => truncateSync(home.write(file, '{}'), bytes);

type Home = {readonly name: string; readonly make: (home: TestHome) => void; /** So many times the processor time of a small home, at most. */ readonly times: number; /** What every report that names the instance says. */ readonly says?: RegExp};

const HOMES: readonly Home[] = [
  {name: 'a config of 20 MB', times: 30, make: home => home.write(MAIN, config(18_789, skills(200_000)))},
  {name: 'one of 20 MB with a comment', times: 5, make: home => home.write(MAIN, `// mine\n${config(18_789, skills(200_000))}`), says: /it is 2\d MB long; more than 8 MB is read as strict JSON alone/},
  {name: 'our own config of 4 MB', times: 30, make: home => home.write(RESCUE, config(19_789, skills(40_000)))},
  {name: '2,000 agents on either side', times: 20, make: home => (home.write(MAIN, config(18_789, agents(2000))), home.write(RESCUE, config(19_789, agents(2000))))},
  {name: 'a unit of 10,000 lines', times: 5, make: home => home.write(MAIN_UNIT, UNIT + Array.from({length: 10_000}, (_, index) => `Environment=V${index}=${index}`).join('\n'))},
  {name: 'a command of 100,000 lines', times: 10, make: home => home.write(MAIN_UNIT, `${UNIT.trimEnd()} ${Array.from({length: 100_000}, (_, index) => `--x${index} \\\n`).join('')}`)},
  {name: '100,000 lists in each other', times: 5, make: home => home.write(MAIN, deep('[', ']')), says: /nested more than 200 levels deep/},
  {name: '100,000 objects in each other', times: 5, make: home => home.write(MAIN, deep('{"a":', '}')), says: /nested more than 200 levels deep/},
  {name: '100,000 of them in our own', times: 5, make: home => home.write(RESCUE, deep('[', ']')), says: /nested more than 200 levels deep/},
  {name: 'a config of 3 GB', times: 5, make: home => sparse(home, MAIN, 3e9), says: /it is 3 GB long; more than 34 MB is not read/},
  {name: 'our own config of 3 GB', times: 5, make: home => sparse(home, RESCUE, 3e9), says: /it is 3 GB long; more than 34 MB is not read/},
  {name: 'a unit of 2 GB', times: 5, make: home => truncateSync(home.write(MAIN_UNIT, UNIT), 2e9)},
  {name: 'a .env of 50 MB', times: 5, make: home => home.write('.openclaw/.env', 'A=b\n'.repeat(12.5e6)), says: /\.env: it is 50 MB long; more than 4 MB is not read/},
  {name: 'FIFOs and a device', times: 5, make: fifos, says: /not a regular file/},
  {name: '1,000 state folders', times: 60, make: home => folders(home, 1000)},
];

function fifos(home: TestHome): void {
  mkdirSync(`${home.path}/.openclaw-rescue`);
  mkdirSync(`${home.path}/.config/systemd/user`, {recursive: true});
  for (const path of [RESCUE, '.openclaw-rescue/.env', MAIN_UNIT]) execFileSync('mkfifo', [`${home.path}/${path}`]);
  mkdirSync(`${home.path}/.openclaw-zero`);
  symlinkSync('/dev/zero', `${home.path}/.openclaw-zero/openclaw.json`);
}

function folders(home: TestHome, count: number): void {
  for (let index = 0; index < count; index++) home.write(`.openclaw-p${index}/openclaw.json`, config(20_000 + index * 7));
}

const small = new Map<string, number>();

describe('time and memory', () => {
  it('of a small home, to measure by', async () => {
    const home = makeHome();
    for (const args of COMMANDS) small.set(args[0], (await runBounded(args, home.env, home.path)).cpuMs);
  });

  it.each(HOMES)('$name', async ({make, times, says}) => {
    const home = makeHome({hasOpenClaw: false});
    make(home);
    let said = '';
    for (const args of COMMANDS) {
      const run = await runBounded(args, home.env, home.path);
      const what = `${args.join(' ')}: ${run.code}, ${Math.round(run.cpuMs)} ms, ${run.memory >> 20} MB`;
      expect([0, 1, 2, 3], `${what} ${run.err}`).toContain(run.code);
      expect(run.memory, what).toBeLessThan(MEMORY);
      expect(run.cpuMs, what).toBeLessThan(Math.min(HANG_CPU, times * (small.get(args[0]) ?? HANG_CPU)));
      expect(() => JSON.parse(run.out), what).not.toThrow();
      expect(run.err, what).not.toMatch(/^\s+at |Maximum call stack|ERR_/m);
      said += run.out;
    }
    if (says) expect(said).toMatch(says);
  });

  it('5,000 state folders', async () => {
    const home = makeHome({hasOpenClaw: false});
    for (let index = 0; index < 5000; index++) home.write(`.openclaw-p${index}/openclaw.json`, config(1100 + (index % 500) * 120));
    for (const args of COMMANDS.filter(([name]) => name !== 'doctor')) {
      const run = await runBounded(args, home.env, home.path);
      const what = `${args.join(' ')}: ${run.code}, ${Math.round(run.cpuMs)} ms, ${run.memory >> 20} MB ${run.err}`;
      expect([0, 3], what).toContain(run.code);
      expect(run.memory, what).toBeLessThan(2 * MEMORY);
      expect(run.cpuMs, what).toBeLessThan(HANG_CPU);
      expect(() => JSON.parse(run.out), what).not.toThrow();
    }
  });

  it('the end of a log of 5 GB', async () => {
    const home = makeHome({hasOpenClaw: false});
    const log = home.write('gateway.log', 'first\n');
    home.write(RESCUE, config(19_789, {logging: {file: log}}));
    truncateSync(log, 5e9);
    appendFileSync(log, '\nthe last line\n');
    const {code, out, memory} = await runBounded(['logs', '--lines', '1'], home.env, home.path);
    expect([code, out]).toEqual([0, 'the last line\n']);
    expect(memory).toBeLessThan(MEMORY);
  });
});
