/** Every command, with and without a terminal, with and without --json, on a profile in each state: exit code, stdout, stderr. */
import {describe, expect, it} from 'vitest';
import {COMMANDS} from '../../src/commands/table.ts';
import {makeHome, type TestHome} from '../helpers/home.ts';
import {KEYS, openTerminal} from '../helpers/terminal.ts';
import {runAsync} from '../helpers/run.ts';

/** A name that no log in the folder for temporary files bears. */
const PROFILE = 'e2e-matrix';
const CONFIG = `.openclaw-${PROFILE}/openclaw.json`;
const CHILD = 7;

const STATES = {
  exists: async (home: TestHome) => expect((await runAsync(['--profile', PROFILE, 'setup'], home.env)).code).toBe(0),
  new: () => undefined,
  broken: (home: TestHome) => home.write(CONFIG, '{gateway: {port: '),
  clashing: (home: TestHome) => home.write(CONFIG, '{gateway: {mode: "local", port: 18790, bind: "loopback"}}'),
} as const;
type State = keyof typeof STATES;

/** Exit codes on a profile that exists, is new, is broken, clashes; with what to type where somebody is asked. */
type Row = {
  readonly name: string;
  readonly args?: readonly string[];
  readonly codes: readonly [exists: number, fresh: number, broken: number, clashing: number];
  /** Where nobody can be asked, and with --json; by default as above. */
  readonly unasked?: Row['codes'];
  /** What it asks in a terminal, by state; Ctrl-C answers, and ends it with 130. */
  readonly asks?: Partial<Record<State, string>>;
  /** It has no --json. */
  readonly isProse?: true;
  /** It writes, so that it needs a home of its own. */
  readonly isWriting?: true;
  /** It writes nothing here, but takes the lock of the profile: one at a time. */
  readonly isLocking?: true;
};

const ROWS: readonly Row[] = [
  {name: 'onboard', codes: [130, 130, 130, 130], unasked: [2, 2, 2, 2], asks: {exists: 'Profile', new: 'Profile', broken: 'Profile', clashing: 'Profile'}, isWriting: true},
  {name: 'setup', codes: [0, 0, 3, 3], isWriting: true},
  {name: 'gateway run', codes: [CHILD, 1, 1, 3], isProse: true},
  {name: 'gateway install', codes: [0, 1, 3, 3], isWriting: true},
  {name: 'gateway uninstall', codes: [0, 0, 0, 0], isLocking: true},
  {name: 'gateway start', codes: [1, 1, 1, 1], isLocking: true},
  {name: 'gateway stop', codes: [1, 1, 1, 1], isLocking: true},
  {name: 'gateway restart', codes: [1, 1, 1, 1], isLocking: true},
  {name: 'gateway status', codes: [0, 1, 0, 0]},
  {name: 'status', codes: [0, 1, 0, 0]},
  {name: 'list', codes: [0, 0, 0, 0]},
  {name: 'ports', codes: [0, 0, 0, 3]},
  {name: 'browser status', codes: [0, 1, 0, 0]},
  {name: 'engine show', codes: [0, 1, 0, 0]},
  // It shares one, so there is nothing to upgrade.
  {name: 'engine upgrade', codes: [1, 1, 1, 1], isLocking: true},
  {name: 'engine unpin', codes: [0, 1, 3, 3], isLocking: true},
  {name: 'doctor', codes: [0, 1, 3, 3]},
  {name: 'drill', codes: [1, 1, 1, 1]},
  {name: 'env', codes: [0, 0, 0, 0]},
  {name: 'exec', args: ['status'], codes: [CHILD, 1, CHILD, CHILD], isProse: true},
  {name: 'logs', codes: [1, 1, 1, 1], isProse: true},
  {name: 'remove', codes: [130, 0, 0, 0], unasked: [2, 2, 2, 2], asks: {exists: 'Remove this'}, isWriting: true},
  {name: 'undo', codes: [0, 1, 1, 1], isWriting: true},
  {name: 'shell-init', args: ['bash'], codes: [0, 0, 0, 0], isProse: true},
  {name: 'completion', args: ['bash'], codes: [0, 0, 0, 0], isProse: true},
];

async function homeIn(state: State): Promise<TestHome> {
  const home = makeHome();
  home.openclaw(`process.exit(process.argv.includes('validate') ? 0 : ${CHILD})`);
  await STATES[state](home);
  return home;
}

it('has a row for every command', () => {
  expect(ROWS.map(({name}) => name)).toEqual(COMMANDS.map(({name}) => name));
});

// Some thirty runs each.
describe.each(Object.keys(STATES) as State[])('a profile that is %s', {timeout: 120_000}, state => {
  const index = Object.keys(STATES).indexOf(state);

  it('in a pipe', async () => {
    const shared = await homeIn(state);
    await each(ROWS, async row => {
      const {name, args = [], isWriting, unasked = row.codes} = row;
      const home = isWriting ? await homeIn(state) : shared;
      const {code, out, err} = await runAsync(['--profile', PROFILE, ...name.split(' '), ...args], home.env);
      expect([name, code, err], name).toEqual([name, unasked[index], expect.any(String)]);
      if (code !== 0 && code !== CHILD) expect(problemsIn(err), name).toHaveLength(1);
      if (code === 0) expect(problemsIn(err), name).toEqual([]);
      expect(`${out}${err}`, name).not.toMatch(/\n\s+at /);
    });
  });

  it('in a pipe, with --json', async () => {
    const shared = await homeIn(state);
    await each(ROWS, async row => {
      const {name, args = [], isWriting, isProse, unasked = row.codes} = row;
      const home = isWriting ? await homeIn(state) : shared;
      const {code, out, err} = await runAsync(['--profile', PROFILE, ...name.split(' '), ...args, '--json'], home.env);
      if (isProse) {
        expect([name, code, out], err).toEqual([name, name === 'exec' ? row.codes[index] : 2, '']);
        return;
      }
      expect([name, code], err).toEqual([name, unasked[index]]);
      expect(JSON.parse(out), name).toMatchObject({schemaVersion: 1});
      expect(problemsIn(err), name).toHaveLength(code === 0 ? 0 : 1);
      expect(out, name).not.toContain('main-token');
      expect(out, name).not.toMatch(/\u001b|[0-9a-f]{48}/);
    });
  });

  it('in a terminal', async () => {
    const shared = await homeIn(state);
    await each(ROWS, async ({name, args = [], isWriting, codes, asks}) => {
      const home = isWriting ? await homeIn(state) : shared;
      const terminal = openTerminal({env: home.env, args: ['--profile', PROFILE, ...name.split(' '), ...args]});
      const question = asks?.[state];
      if (question !== undefined) {
        await terminal.see(question);
        terminal.press(KEYS.ctrlC);
        // The wizard asks once more.
        if (name === 'onboard') {
          await terminal.see('leave');
          terminal.press(KEYS.ctrlC);
        }
      }
      const {code} = await terminal.exit;
      expect([name, code], terminal.raw()).toEqual([name, codes[index]]);
    });
  });

  it('in a terminal, with --json', async () => {
    const shared = await homeIn(state);
    await each(ROWS.filter(({isProse}) => !isProse), async row => {
      const {name, args = [], isWriting, unasked = row.codes} = row;
      const home = isWriting ? await homeIn(state) : shared;
      const terminal = openTerminal({env: home.env, args: ['--profile', PROFILE, ...name.split(' '), ...args, '--json'], columns: 500});
      const {code} = await terminal.exit;
      expect([name, code], terminal.raw()).toEqual([name, unasked[index]]);
      const text = terminal.raw();
      expect(JSON.parse(text.slice(text.indexOf('{\r\n'), text.lastIndexOf('\r\n}') + 3)), name).toMatchObject({schemaVersion: 1});
    });
  });
});

/** As many at a time as a small machine has cores to spare for; those that take the lock after each other. */
async function each(rows: readonly Row[], check: (row: Row) => Promise<void>): Promise<void> {
  const free = rows.filter(({isLocking}) => !isLocking);
  const locking = rows.filter(({isLocking}) => isLocking);
  const work = async (left: Row[]) => {
    for (let row = left.shift(); row !== undefined; row = left.shift()) await check(row);
  };
  await Promise.all([work(free), work(free), work(locking)]);
}

/** Lines that tell what went wrong, beside those of progress. */
function problemsIn(err: string): string[] {
  return err.split('\n').filter(line => line.startsWith('openclaw-rescue: '));
}
