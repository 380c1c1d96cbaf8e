/** Forty wizards at once, on one profile, on forty, and on a few: one winner for each profile, ports apart, no lock left, main untouched. */
import {spawn} from 'node:child_process';
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {CLI, MAIN_CONFIG, makeHome, type TestHome} from '../helpers/home.ts';
import {run} from '../helpers/run.ts';
import {enterTo, KEYS, openTerminal} from '../helpers/terminal.ts';

const WIZARDS = 40;
const ROUNDS = 20;
/** Of a block: the base port and 110 above it. */
const BLOCK = 111;
/** On how many profiles they are, by turns. */
const PROFILES = [1, WIZARDS, 8];

type Answer = {readonly profile: string; readonly pid: number; readonly code: number | null; readonly kind: string; readonly error: string; readonly err: string};

const HELD = /^Another openclaw-rescue, pid (\d+), has been at work on (\S+) since \d\d:\d\d:\d\d; till it ends, \2 can be looked at, not changed\.$/;

describe('forty wizards at once', () => {
  it.each(Array.from({length: ROUNDS}, (_, round) => [round + 1, PROFILES[round % PROFILES.length] as number]))('round %i, on %i of profiles', async (_, count) => {
    const home = makeHome();
    const before = home.snapshot('.openclaw');
    const profiles = Array.from({length: count}, (__, index) => `p${index}`);
    const answers = await Promise.all(Array.from({length: WIZARDS}, (__, index) => wizard(home, profiles[index % count] as string)));
    const pids = new Set(answers.map(({pid}) => String(pid)));

    for (const profile of profiles) {
      const own = answers.filter(answer => answer.profile === profile);
      expect(own.filter(({kind}) => kind === 'applied').map(({code}) => code), profile).toEqual([0]);
      for (const {kind, code, error, err} of own.filter(answer => answer.kind !== 'applied')) {
        if (kind === 'nothing') expect(code).toBe(0);
        else {
          const [, pid = '', name] = HELD.exec(error) ?? [];
          expect([kind, code, name, pids.has(pid)], error || err).toEqual(['failed', 1, profile, true]);
        }
      }
    }
    const ports = [MAIN_CONFIG.gateway.port, ...profiles.map(profile => portOf(home, profile))].sort((a, b) => a - b);
    expect(ports.filter((port, index) => port - (ports[index - 1] ?? -Infinity) < BLOCK), ports.join()).toEqual([]);
    expect(home.snapshot('.openclaw')).toEqual(before);
    expect(leftIn(home)).toEqual([]);
    // Judged by the rules that know nothing of locks.
    expect(run(['doctor', '--json'], home.env).code).toBe(0);
  });

  it('of those on a screen one can apply, the others say who, and the next takes over from one that is killed', async () => {
    const home = makeHome();
    const terminals = Array.from({length: 4}, () => openTerminal({env: home.env, patienceMs: 60_000}));
    await Promise.all(terminals.map(terminal => terminal.see('1 of 7')));
    // Till it is known who is the first: all but one tell of him.
    const isLooking = (terminal: (typeof terminals)[number]) => /has been at work on rescue/.test(terminal.text().replace(/\s+/g, ' '));
    const lookers = terminals.filter(isLooking);
    const [first] = terminals.filter(terminal => !isLooking(terminal));
    expect(lookers.length).toBe(terminals.length - 1);
    const named = new Set(lookers.map(terminal => /pid (\d+)/.exec(terminal.text())?.[1]));
    expect([...named]).toEqual([expect.stringMatching(/^\d+$/)]);
    await Promise.all(lookers.map(terminal => enterTo(terminal, 7)));
    for (const looker of lookers) looker.press(KEYS.enter);
    await Promise.all(lookers.map(terminal => terminal.see('rescue can be looked at, not changed')));
    expect(existsSync(join(home.path, '.openclaw-rescue'))).toBe(false);

    process.kill(Number([...named][0]), 'SIGKILL');
    expect(await first?.exit).toMatchObject({signal: 9});
    const next = await Promise.race(lookers.map(async terminal => {
      await terminal.lose('rescue can be looked at, not changed');
      return terminal;
    }));
    next.press(KEYS.enter);
    await next.see('The profile rescue is written');
    expect(portOf(home, 'rescue')).toBe(MAIN_CONFIG.gateway.port + 1000);
  });
});

function wizard({env}: TestHome, profile: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, '--profile', profile, 'onboard', '--non-interactive', '--json'], {env, stdio: ['ignore', 'pipe', 'pipe']});
    let [out, err] = ['', ''];
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    child.stderr.on('data', (data: Buffer) => (err += data.toString()));
    child.on('error', reject);
    child.on('close', code => {
      const document = out === '' ? {} : JSON.parse(out);
      resolve({profile, pid: child.pid ?? 0, code, kind: document.result?.kind ?? 'none', error: document.error ?? '', err});
    });
  });
}

function portOf(home: TestHome, profile: string): number {
  return JSON.parse(home.read(`.openclaw-${profile}/openclaw.json`)).gateway.port;
}

/** Locks, journals, and files that were not whole yet or stood there before. */
function leftIn(home: TestHome): string[] {
  return readdirSync(home.path, {recursive: true, encoding: 'utf8'}).filter(path => /\/locks(\/|$)|\/journals\/|\.tmp|\.(new|old)$/.test(path));
}
