/** The three layouts, and what stays in sight in each. */
import fc from 'fast-check';
import stringWidth from 'string-width';
import {afterEach, describe, expect, it} from 'vitest';
import {LANGUAGES, speak} from '../../src/text/language.ts';
import {stepWords} from '../../src/text/steps.ts';
import {layoutOf} from '../../src/tui/layout.ts';
import {anInstance, hostOn} from '../rules/helpers.ts';
import {frameOf} from '../helpers/frame.tsx';
import {aWizard, press, type} from '../helpers/wizard.ts';

afterEach(() => speak('en'));

const enters = (count: number) => Array.from({length: count}, () => 'enter');
const overlapping = () => type(press(aWizard(), 'enter', 'ctrl+u'), '18809');

describe('layouts', () => {
  it.each([
    [40, 'stacked'],
    [71, 'stacked'],
    [72, 'standard'],
    [119, 'standard'],
    [120, 'wide'],
    [200, 'wide'],
  ] as const)('%i columns are %s', (columns, kind) => expect(layoutOf(columns, 24).kind).toBe(kind));

  it('has the map below the table, and beside it where there is room', () => {
    const below = frameOf(press(aWizard(), 'enter'), 80, 24);
    const rowOf = (frame: string[], text: string) => frame.findIndex(row => row.includes(text));
    expect(rowOf(below, '├')).toBeGreaterThan(rowOf(below, 'Browser CDP'));
    const wide = frameOf(press(aWizard(), 'enter'), 120, 40);
    expect(rowOf(wide, '├')).toBeLessThan(rowOf(wide, 'Browser CDP'));
    expect(wide.find(row => row.includes('├'))).toContain('On this host');
  });

  it('shows beside a question what the answers come to', () => {
    const frame = frameOf(press(aWizard(), ...enters(3)), 120, 40).join('\n');
    expect(frame).toContain('Isolation, as answered so far');
    expect(frame).toMatch(/‹ loopback ›.*Isolation/);
    expect(frameOf(press(aWizard(), ...enters(3)), 119, 40).join('\n')).not.toContain('as answered so far');
  });

  it('has all five rows, the clash in a sentence and both ways out in the smallest window', () => {
    const frame = frameOf(overlapping(), 40, 15);
    for (const text of ['Gateway', 'Canvas', 'Browser ctl', 'Relay', 'CDP', 'guide’s minimum', 'n  next clean one   a  accept it']) expect(frame.join('\n')).toContain(text);
  });

  it('of a crowded host fit, in both languages', () => {
    const instances = Array.from({length: 30}, (_, index) => anInstance({profile: index === 0 ? 'default' : `p${index}`, port: 18_789 + 200 * index}));
    const first = aWizard(hostOn('linux', {instances}));
    const states = Array.from({length: 7}, (_, step) => press(first, ...enters(step)));
    fc.assert(
      fc.property(fc.integer({min: 40, max: 200}), fc.integer({min: 15, max: 60}), fc.constantFrom(...states), fc.constantFrom('en', 'ko' as const), (columns, rows, state, language) => {
        speak(language);
        const frame = frameOf(state, columns, rows);
        expect(frame.length).toBeLessThanOrEqual(rows);
        for (const row of frame) expect(stringWidth(row)).toBeLessThanOrEqual(columns);
        speak('en');
      }),
      {numRuns: 60},
    );
  });
});

describe('the Ports step', () => {
  it('says what the last key changed', () => {
    const frame = frameOf(press(overlapping(), 'n'), 120, 24).join('\n');
    expect(frame).toContain('19789   was 18809');
    expect(frame).toMatch(/~ Gateway \(ws, http\) {2}19789 +base +free/);
    expect(frameOf(press(overlapping(), 'n'), 80, 24).join('\n')).toMatch(/~ Extension relay +19799 +base \+ 10 +free$/m);
    expect(frameOf(press(overlapping(), 'n', 'enter', 'esc'), 80, 24).join('\n')).not.toContain('was');
  });

  it('takes digits that are typed in a row for one change', () => {
    expect(frameOf(overlapping(), 80, 24).join('\n')).toContain('18809   was 19789');
  });

  it.each(['Gateway (ws, http)', 'Canvas', 'Browser control', 'Extension relay', 'Browser CDP'])('explains the row %s on demand', label => {
    const rows = ['Gateway (ws, http)', 'Canvas', 'Browser control', 'Extension relay', 'Browser CDP'];
    const state = press(aWizard(), 'enter', ...Array.from({length: rows.indexOf(label) + 1}, () => 'e'));
    const frame = frameOf(state, 80, 24);
    expect(frame.filter(row => row.startsWith(' › ')).map(row => row.slice(3, 3 + label.length))).toEqual([label]);
    const said = frame.join(' ').replace(/\s+/g, ' ');
    // Since which version, and who may reach it.
    expect(said).toMatch(/2026\.\d|All versions/);
    expect(said).toMatch(/Loopback only|Who reaches|this machine reaches/);
    // In the smallest window it is whole, too, in both languages.
    for (const language of LANGUAGES) {
      speak(language);
      const whole = stepWords().ports.explain[state.explained ?? 'gateway'].replace(/\s/g, '');
      expect(frameOf(state, 40, 15).join('').replace(/\s/g, '')).toContain(whole);
    }
  });

  it('explains one row after another, then none', () => {
    const state = press(aWizard(), 'enter', ...Array.from({length: 6}, () => 'e'));
    expect(state.explained).toBeUndefined();
  });

  it('shows a clash on the map by more than a colour', () => {
    expect(frameOf(overlapping(), 80, 24).find(row => row.includes('├') && row.includes('main'))).toMatch(/^ ! main/);
  });
});

describe('long lists', () => {
  it('scroll in the page of keys, and any other key closes it', () => {
    const open = press(aWizard(), 'enter', '?');
    expect(press(open, 'down', 'down').overlayLine).toBe(2);
    expect(press(open, 'down').overlay).toBe('keys');
    expect(press(open, 'x').overlay).toBeUndefined();
    expect(press(open, 'x').fields.port.text).toBe('19789');
  });

  it('keep the step’s own place while the page of keys scrolls', () => {
    const state = press(aWizard(), ...enters(6), 'down', 'down', '?', 'down', 'x');
    expect(state.scroll).toBe(2);
  });
});

it('offers in the footer what fits, and always the way on, back and to all keys', () => {
  for (const columns of [40, 60, 80, 120]) {
    const footer = frameOf(press(aWizard(), 'enter'), columns, 15).slice(-1).join();
    expect(stringWidth(footer.trimEnd())).toBeLessThanOrEqual(columns);
    for (const hint of ['enter continue', 'esc back', '? all keys']) expect(footer).toContain(hint);
  }
});
