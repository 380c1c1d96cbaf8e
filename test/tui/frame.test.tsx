/** Frames: what each step shows, and that every frame fits its window. */
import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {anInstance, hostOn, NEW_TOKEN} from '../rules/helpers.ts';
import {rowLabel} from '../../src/text/choices.ts';
import {LANGUAGES, speak} from '../../src/text/language.ts';
import {isTooSmall} from '../../src/tui/layout.ts';
import {rowsOf} from '../../src/wizard/rows.ts';
import {frameOf} from '../helpers/frame.tsx';
import {aWizard, press, type} from '../helpers/wizard.ts';

const enters = (count: number) => Array.from({length: count}, () => 'enter');

describe('Ports', () => {
  it('clean', () => {
    expect(frameOf(press(aWizard(), 'enter'), 80, 24).map(row => row.trimEnd())).toEqual([
      ' openclaw-rescue · profile rescue                                 2 of 7  Ports',
      '─'.repeat(80),
      '',
      ' Base port   19789                                      1000 above main · clean',
      '',
      '   What                Port          Rule           On this host',
      '   Gateway (ws, http)  19789         base           free',
      '   Canvas              19789         base           served by the gateway',
      '   Browser control     19791         base + 2       free, loopback only',
      '   Extension relay     19799         base + 10      free',
      '   Browser CDP         19800–19899   base + 11…110  all 100 free',
      '',
      '   main    18789 ├────┤',
      ' › rescue  19789                                                   ├────┤',
      '',
      ' No other gateway of this host reaches into 19789–19899.',
      '',
      '',
      '',
      '',
      '',
      '─'.repeat(80),
      ' ↑↓ ±1  PgUp PgDn ±10  n next clean  enter continue  esc back  ? all keys',
    ]);
  });

  it('refused, in 40 columns', () => {
    const frame = frameOf(type(press(aWizard(), 'enter', 'ctrl+u'), '18790'), 40, 20).join('\n');
    expect(frame).toContain('1 above main · too near');
    expect(frame.replace(/\s+/g, ' ')).toContain('at least 20 are needed');
  });

  it('draws no block for a number that is no port', () => {
    const frame = frameOf(type(press(aWizard(), 'enter', 'ctrl+u'), '9197790'), 75, 54);
    expect(frame.filter(row => row.includes('├'))).toHaveLength(1);
    for (const row of frame) expect(stringWidth(row)).toBeLessThanOrEqual(75);
  });

  it('shows the nearest blocks of a crowded host', () => {
    const instances = Array.from({length: 40}, (_, index) => anInstance({profile: index === 0 ? 'default' : `p${index}`, port: 18_789 + 200 * index}));
    const frame = frameOf(press(aWizard(hostOn('linux', {instances})), 'enter'), 80, 24);
    const map = frame.filter(row => row.includes('├'));
    expect(map.length).toBeGreaterThan(2);
    expect(frame.join('\n')).toContain(`and ${41 - map.length} farther away`);
  });
});

describe('a field', () => {
  it.each(['toString', 'constructor', '__proto__'])('takes the word %s in one piece', word => {
    expect(press(aWizard(), 'ctrl+u', word).fields.profile.text).toBe(word);
  });

  it.each(['漢字'.repeat(60), '👨‍👩‍👧‍👦'.repeat(60), 'x'.repeat(200)])('of %s shows its end, cut by columns', text => {
    const [header = '', , , field = ''] = frameOf(press(type(press(aWizard(), 'ctrl+u'), text), 'backspace', 'Z'), 60, 24);
    for (const row of [header, field]) expect(stringWidth(row)).toBeLessThanOrEqual(60);
    expect(field).toContain('…');
    expect(field).toContain('Z');
  });

  it('cuts no character in two where a problem names it', () => {
    const frame = frameOf(type(press(aWizard(), 'ctrl+u'), `${'x'.repeat(56)}🇨🇭 and so on`), 80, 24).join('\n');
    expect(frame.isWellFormed()).toBe(true);
    expect(frame).toContain('x🇨🇭 …" is no profile');
  });

  it('lets no control character through', () => {
    const frame = frameOf(type(press(aWizard(), 'ctrl+u'), 'a\u009b2J\u202eb'), 80, 24).join('\n');
    expect(frame).not.toMatch(/[\u0080-\u009f\u202e]/);
    expect(frame).toContain('a?2J?b');
  });
});

describe('Gateway', () => {
  it('shows the token only when asked', () => {
    const state = press(aWizard(), ...enters(3));
    expect(frameOf(state, 80, 24).join('\n')).not.toContain(NEW_TOKEN);
    expect(frameOf(press(state, 's'), 80, 24).join('\n')).toContain(NEW_TOKEN);
    expect(frameOf(press(state, 's', 's'), 80, 24).join('\n')).not.toContain(NEW_TOKEN);
  });
});

describe('Review', () => {
  it('proves each line of the checklist against main', () => {
    const frame = frameOf(press(aWizard(), ...enters(6)), 80, 24);
    const isolation = frame.slice(frame.findIndex(row => row.includes('Isolation')) + 1).slice(0, 6).map(row => row.trim().split(/ {2,}/));
    expect(isolation.map(([first]) => first)).toEqual(['✓ config', '✓ state', '✓ workspace', '✓ base port', '✓ ports', '✓ service']);
    expect(frame.join('\n')).toContain('main: 18789–18899');
  });

  it('never shows the token in a diff', () => {
    expect(frameOf(press(aWizard(), ...enters(6), 'd'), 120, 100).join('\n')).not.toContain(NEW_TOKEN);
  });
});

it('every frame fits and shows what has the focus, whatever was pressed, however large the window is, in both languages', () => {
  const key = fc.constantFrom('enter', 'enter', 'esc', 'up', 'down', 'left', 'right', 'n', 'u', 'e', 'a', 's', 'd', '?', 'x', '1', '2', '4', '9', 'tab', 'ctrl+c', 'ctrl+u', 'ctrl+z', 'pagedown', 'pageup', 'backspace');
  const size = fc.record({columns: fc.integer({min: 20, max: 200}), rows: fc.integer({min: 5, max: 60})});
  fc.assert(
    fc.property(fc.array(key, {maxLength: 25}), size, fc.constantFrom(...LANGUAGES), (keys, {columns, rows}, language) => {
      speak(language);
      const state = press(aWizard(), ...keys);
      const frame = frameOf(state, columns, rows);
      const title = rowsOf(state).includes(state.row) ? rowLabel(state.row) : undefined;
      speak('en');
      expect(frame.length).toBeLessThanOrEqual(rows);
      for (const row of frame) expect(stringWidth(row)).toBeLessThanOrEqual(columns);
      if (title !== undefined && state.overlay === undefined && !isTooSmall({columns, rows})) expect(frame.join('\n')).toContain(title);
    }),
    {numRuns: 300},
  );
});
