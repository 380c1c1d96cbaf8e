/** Each step on a real screen: nothing wraps, nothing is cut in two, the focus is in sight, the keys are at the bottom. */
import stringWidth from 'string-width';
import {afterEach, describe, expect, it} from 'vitest';
import {type Language, speak} from '../../src/text/language.ts';
import {stepTitle} from '../../src/text/terms.ts';
import type {StepId} from '../../src/wizard/state.ts';
import {makeHome} from '../helpers/home.ts';
import {openTerminal, type Terminal} from '../helpers/terminal.ts';
import {walk} from './walk.ts';

afterEach(() => speak('en'));

const SIZES = [
  [40, 15],
  [80, 24],
  [120, 40],
  [200, 60],
] as const;

type Variant = {readonly name: string; readonly language: Language; readonly env: Record<string, string>; readonly isPlainText?: boolean; readonly isColourless?: boolean};

const VARIANTS: readonly Variant[] = [
  {name: 'English', language: 'en', env: {COLORFGBG: '15;0'}},
  {name: 'Korean', language: 'ko', env: {LANG: 'ko_KR.UTF-8', COLORFGBG: '15;0'}},
  {name: 'without colour', language: 'en', env: {NO_COLOR: '1'}, isColourless: true},
  {name: 'Korean without colour', language: 'ko', env: {LANG: 'ko_KR.UTF-8', NO_COLOR: '1'}, isColourless: true},
  {name: 'ASCII', language: 'en', env: {LANG: 'C', NO_COLOR: '1'}, isPlainText: true, isColourless: true},
];

/** Pages with a question. */
const FOCUSED: ReadonlySet<StepId> = new Set(['profile', 'ports', 'workspace', 'gateway', 'service', 'channel']);

const COLOUR = /\u001b\[[0-9;]*\b(3[0-8]|4[0-8]|9[0-7]|10[0-7])(;[0-9;]*)?m/;

describe.each(SIZES)('%i columns and %i rows', (columns, rows) => {
  it.each(VARIANTS)('$name', async ({language, env, isPlainText = false, isColourless = false}) => {
    speak(language);
    const terminal = openTerminal({env: {...makeHome().env, ...env}, columns, rows});
    const seen: StepId[] = [];
    await walk(terminal, async step => {
      seen.push(step);
      if (FOCUSED.has(step)) await terminal.when('nothing has the focus', () => hasFocus(terminal));
      const about = `${step}\n${terminal.text()}`;
      const screen = terminal.rows();
      expect(screen[0], about).toContain(stepTitle(step));
      expect(screen.some((_, row) => isWrapped(terminal, row)), about).toBe(false);
      for (const row of screen) expect(stringWidth(row), about).toBeLessThanOrEqual(columns);
      // The rule and the keys are the last rows of the frame, which is one row short of the window.
      expect(screen.slice(-4).join('\n'), about).toMatch(isPlainText ? /-{40}[^]*enter/ : /─{40}[^]*enter/i);
      if (isPlainText) expect(terminal.text(), about).toMatch(/^[\x00-\x7f]*$/);
      if (language === 'ko') expect(bodyOf(screen), about).toMatch(/[가-힣]/);
    });
    expect(seen.at(-1)).toBe('done');
    // No mouse: the terminal keeps selecting and copying.
    expect(terminal.raw()).not.toMatch(/\u001b\[\?(9|100[0-6])h/);
    if (isColourless) expect(terminal.raw()).not.toMatch(COLOUR);
    else expect(terminal.raw()).toMatch(COLOUR);
  });
});

function isWrapped({screen}: Terminal, row: number): boolean {
  const {active} = screen.buffer;
  return active.getLine(active.viewportY + row)?.isWrapped ?? false;
}

/** The pointer before a line, or the terminal's own cursor within the body. */
function hasFocus(terminal: Terminal): boolean {
  const {y = 0} = terminal.cursor() ?? {};
  return terminal.rows().some(row => /^ ?[›>] /.test(row)) || (y > 1 && y < terminal.screen.rows - 3);
}

function bodyOf(screen: readonly string[]): string {
  return screen.slice(2, -3).join('\n');
}
