/** A wizard below a shell that outlives it: what it is ended by, what it leaves of the terminal, and what it has kept. */
import {existsSync, readFileSync} from 'node:fs';
import {stripVTControlCharacters} from 'node:util';
import {expect, vi} from 'vitest';
import {CLI, type TestHome} from '../helpers/home.ts';
import {KEYS, openTerminal, type Terminal} from '../helpers/terminal.ts';

export const PORT = '21000';

/** Traps, and does not ignore: what a shell ignores, its children ignore too. */
const SHELL = 'trap : INT TERM HUP QUIT; "$@"; code=$?; /bin/stty -a; printf %s "$code" > "$HOME/code"';

export type Wizard = Terminal & {
  /** Sends a signal to it and to nobody else. */
  readonly send: (signal: NodeJS.Signals) => void;
  /** Its exit code, as the shell has it. */
  readonly left: () => Promise<number>;
};

export function openWizard(home: TestHome, args: readonly string[] = []): Wizard {
  const terminal = openTerminal({env: {...home.env, HOME: home.path}, command: ['/bin/sh', '-c', SHELL, 'sh', process.execPath, CLI], args, rows: 40, columns: 100});
  const file = `${home.path}/code`;
  return {
    ...terminal,
    send(signal) {
      const [child = ''] = readFileSync(`/proc/${terminal.pid}/task/${terminal.pid}/children`, 'utf8').split(' ');
      process.kill(Number(child), signal);
    },
    async left() {
      await vi.waitFor(() => expect(existsSync(file) && readFileSync(file, 'utf8')).toBeTruthy(), {timeout: 20_000, interval: 20});
      return Number(readFileSync(file, 'utf8'));
    },
  };
}

/** What ends it. */
export const ENDINGS = {
  'SIGINT': {code: 130, end: (wizard: Wizard) => wizard.send('SIGINT')},
  'SIGTERM': {code: 143, end: (wizard: Wizard) => wizard.send('SIGTERM')},
  'SIGHUP': {code: 129, end: (wizard: Wizard) => wizard.send('SIGHUP')},
  'SIGQUIT': {code: 131, end: (wizard: Wizard) => wizard.send('SIGQUIT')},
  'SIGKILL': {code: 137, end: (wizard: Wizard) => wizard.send('SIGKILL')},
  'Ctrl-C twice': {
    code: 130,
    async end(wizard: Wizard) {
      wizard.press(KEYS.ctrlC);
      await wizard.see(/Leave (the wizard|while)/);
      wizard.press(KEYS.ctrlC);
    },
  },
  'a closed terminal': {code: 129, end: (wizard: Wizard) => wizard.hangUp()},
} as const;

export type Ending = keyof typeof ENDINGS;

/** The terminal as it was: keys echoed and read by lines, cursor shown, normal screen, no mode of ours. */
export async function expectGivenBack(wizard: Wizard): Promise<void> {
  await wizard.see(/\bicanon\b/);
  const said = wizard.raw();
  expect(said.slice(said.lastIndexOf('speed '))).toMatch(/ icanon [^]* echo /);
  expect(wizard.screen.buffer.active.type).toBe('normal');
  expect(wizard.screen.modes.bracketedPasteMode).toBe(false);
  expect(said.lastIndexOf('\u001b[?25h')).toBeGreaterThanOrEqual(said.lastIndexOf('\u001b[?25l'));
  expect(said.match(/\u001b\[<\d*u/g)?.length ?? 0).toBe(said.match(/\u001b\[>\d*u/g)?.length ?? 0);
}

/** The last two lines that it wrote, above what the shell says of the terminal. */
export function lastLines(wizard: Wizard): string[] {
  const said = stripVTControlCharacters(wizard.raw());
  return said.slice(0, said.lastIndexOf('speed ')).trimEnd().split(/\r?\n/).slice(-2);
}

/** What is kept of its answers, but for the time. */
export function draftIn(home: TestHome): unknown {
  const file = `${home.path}/.config/openclaw-rescue/config.json`;
  if (!existsSync(file)) return undefined;
  const [kept] = Object.values(JSON.parse(readFileSync(file, 'utf8')) as Record<string, {draft?: {at?: string}}>);
  if (!kept?.draft) return undefined;
  const {at: _, ...draft} = kept.draft;
  return draft;
}
