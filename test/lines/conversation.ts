/** A run of plain mode in a real terminal, held as a conversation: what was asked, what was typed, and all that was written. */
import {dirname} from 'node:path';
import {expect} from 'vitest';
import {CLI, type TestHome} from '../helpers/home.ts';
import {openTerminal} from '../helpers/terminal.ts';

/** What the question says at its end, or a part of it, and the answer; Enter comes behind it. */
export type Turn = readonly [question: string, answer: string];

export type Conversation = {
  readonly code: number;
  /** All that was written, as it was written. */
  readonly raw: string;
  /** The same with the places of the test replaced, to be kept in a file. */
  readonly transcript: string;
};

/** Keys that need no Enter behind them. */
export const CTRL_C = '\u0003';
export const CTRL_D = '\u0004';

/** @param turns in their order; each question is waited for behind the answer before it */
export async function converse(home: TestHome, turns: readonly Turn[], {args = ['--plain'], env = {}}: {readonly args?: readonly string[]; readonly env?: Record<string, string>} = {}): Promise<Conversation> {
  // So wide and high that the terminal wraps and scrolls nothing.
  const terminal = openTerminal({env: {...home.env, ...env}, args, columns: 1000, rows: 200});
  let read = 0;
  for (const [question, answer] of turns) {
    await expect.poll(() => questionIn(terminal.raw().slice(read)), {timeout: 15_000, interval: 10}).toContain(question);
    read = terminal.raw().length;
    terminal.press([CTRL_C, CTRL_D].includes(answer) ? answer : `${answer}\r`);
  }
  const {code} = await terminal.exit;
  return {code, raw: terminal.raw(), transcript: cleaned(terminal.raw(), home)};
}

/** What stands on the line that waits for an answer, with what was written before it. */
function questionIn(text: string): string {
  return /: $/.test(text) ? text : '';
}

function cleaned(raw: string, {path}: TestHome): string {
  return raw
    .replaceAll('\r\n', '\n')
    .replace(/on \d{4}-\d\d-\d\d \d\d:\d\d;/g, 'on 2026-11-28 12:34;')
    .replaceAll(path, '/home/jane')
    .replaceAll(dirname(path), '/test')
    .replaceAll(`${process.execPath} ${CLI}`, 'openclaw-rescue')
    // It depends on the login shell of whoever runs the tests.
    .replace(/^.*(openclaw --profile rescue onboard opens|shell-init).*\n/gm, '');
}

/** No escape sequence, and no other control character than the ends of lines. */
export function expectOnlyLines({raw}: Conversation): void {
  expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
}
