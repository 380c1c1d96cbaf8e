/** What edits leave behind in the state: undo, and what was cut. */
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {editOf} from '../../src/tui/keys.ts';
import {commandOf} from '../../src/wizard/keymap.ts';
import {EDITING_KEYS} from '../../src/wizard/editing-keys.ts';
import {reduce} from '../../src/wizard/reducer.ts';
import type {FieldName, WizardState} from '../../src/wizard/state.ts';
import {aWizard, press, type} from '../helpers/wizard.ts';

const text = (state: WizardState, field: FieldName = 'profile') => state.fields[field].text;
const paste = (state: WizardState, pasted: string) => reduce(state, {type: 'edit', edit: {kind: 'paste', text: pasted}});
const atPorts = () => press(aWizard(), 'enter');
const atToken = () => press({...aWizard(), choices: {...aWizard().choices, telegram: 'typed'}}, ...Array.from({length: 5}, () => 'enter'), 'down');

describe('keys', () => {
  it('each that is listed does what the list says, and is listed once', () => {
    for (const {edit, keys} of EDITING_KEYS) for (const key of keys) expect(editOf(key), key).toEqual({kind: edit});
    const all = EDITING_KEYS.flatMap(({keys}) => keys);
    expect(new Set(all).size).toBe(all.length);
  });

  it('no other does more than type its letter', () => {
    const listed = new Set(EDITING_KEYS.flatMap(({keys}) => keys));
    const letters = Array.from({length: 95}, (_, index) => String.fromCharCode(32 + index));
    const named = ['left', 'right', 'up', 'down', 'home', 'end', 'pageup', 'pagedown', 'backspace', 'delete', 'tab', 'shift+tab', 'enter', 'esc'];
    for (const key of [...letters, ...named].flatMap(name => [name, `ctrl+${name}`, `alt+${name}`])) {
      if (!listed.has(key)) expect(editOf(key) ?? {kind: 'insert', text: key}, key).toEqual({kind: 'insert', text: key});
    }
    for (const key of letters) expect(editOf(key)).toEqual({kind: 'insert', text: key});
  });

  it('none is taken by a command while a field has the focus, but where the keymap says so', () => {
    const taken = EDITING_KEYS.flatMap(({keys}) => keys).filter(key => commandOf(key, aWizard()) ?? commandOf(key, atPorts()));
    expect(taken).toEqual([]);
  });
});

describe('undo', () => {
  it('takes back what was typed in one go, and then the rest', () => {
    const cut = press(aWizard(), 'ctrl+u');
    const typed = type(cut, 'second');
    expect(text(press(typed, 'ctrl+z'))).toBe('');
    expect(text(press(typed, 'ctrl+z', 'ctrl+_'))).toBe('rescue');
    expect(text(press(typed, 'ctrl+z', 'ctrl+_', 'ctrl+z'))).toBe('rescue');
  });

  it('parts what was typed at two places', () => {
    const typed = type(press(type(aWizard(), 'ab'), 'left'), 'cd');
    expect(text(typed)).toBe('rescueacdb');
    expect(press(typed, 'ctrl+z').fields.profile).toEqual({text: 'rescueab', cursor: 7});
    expect(press(typed, 'ctrl+z', 'ctrl+z').fields.profile).toEqual({text: 'rescue', cursor: 6});
  });

  it.each<[string, (state: WizardState) => WizardState]>([
    ['an arrow', state => press(state, 'up')],
    ['a page key', state => press(state, 'pagedown')],
    ['the next clean one', state => press(type(press(state, 'ctrl+u'), '18790'), 'ctrl+z', 'n')],
    ['a paste', state => paste(state, 'port 20123\n')],
    ['digits', state => type(state, '20000')],
  ])('on Ports takes back %s, by u too', (_, change) => {
    const before = atPorts();
    const changed = change(before);
    expect(text(changed, 'port')).not.toBe('');
    for (const key of ['u', 'ctrl+z']) {
      let state = changed;
      while (commandOf('u', state)) state = press(state, key);
      expect(state.fields.port).toEqual(before.fields.port);
    }
  });

  it('takes arrows back one by one', () => {
    const state = press(atPorts(), 'up', 'up', 'pageup');
    expect(text(state, 'port')).toBe('19801');
    expect(text(press(state, 'u'), 'port')).toBe('19791');
    expect(text(press(state, 'u', 'u'), 'port')).toBe('19790');
  });

  it('is offered on Ports only where there is something to undo', () => {
    expect(commandOf('u', atPorts())).toBeUndefined();
    expect(commandOf('u', press(atPorts(), 'up'))).toBe('undo');
    expect(commandOf('u', press(atPorts(), 'up', 'u'))).toBeUndefined();
  });

  it('goes back through all that was ever in the field, exactly', () => {
    const key = fc.oneof(fc.constantFrom(...EDITING_KEYS.filter(({edit}) => edit !== 'undo').flatMap(({keys}) => keys)), fc.constantFrom('a', '-', '漢', '👍🏽'), fc.constantFrom('up', 'down'));
    fc.assert(
      fc.property(fc.array(key, {maxLength: 40}), keys => {
        const start = aWizard();
        let state = start;
        const seen = [text(state)];
        for (const name of keys) {
          state = press(state, name);
          seen.push(text(state));
        }
        for (let last = seen.length; (state.editing.past.profile ?? []).length > 0; ) {
          state = press(state, 'ctrl+z');
          const at = seen.lastIndexOf(text(state), last);
          expect(at).toBeGreaterThanOrEqual(0);
          last = at;
        }
        expect(state.fields.profile.text).toBe(start.fields.profile.text);
      }),
      {numRuns: 60},
    );
  });

  it('forgets what is very old', () => {
    const state = press(atPorts(), ...Array.from({length: 150}, () => 'up'));
    expect(state.editing.past.port).toHaveLength(100);
  });
});

describe('what was cut', () => {
  it('comes back where the cursor is; cuts in a row come back as one', () => {
    const state = type(press(aWizard(), 'ctrl+u'), 'a-b-c');
    expect(text(press(state, 'ctrl+w', 'ctrl+w', 'ctrl+y'))).toBe('a-b-c');
    expect(text(press(state, 'ctrl+w', 'home', 'ctrl+y'))).toBe('ca-b-');
    expect(text(press(state, 'home', 'alt+d', 'alt+d', 'ctrl+e', 'ctrl+y'))).toBe('-ca-b');
    expect(text(press(state, 'ctrl+w', 'home', 'end', 'ctrl+w', 'ctrl+y', 'ctrl+y'))).toBe('a-b-b-');
  });

  it('comes back on Ports as digits alone', () => {
    expect(text(press(aWizard(), 'ctrl+u', 'ctrl+y', 'enter', 'ctrl+u', 'ctrl+y'), 'port')).toBe('19789');
    expect(text(press(type(press(aWizard(), 'ctrl+u'), 'p7'), 'ctrl+u', 'ctrl+y', 'enter', 'end', 'ctrl+y'), 'port')).toBe('197897');
  });
});

it('nothing of a hidden field stays', () => {
  const state = type(atToken(), '123:secret');
  expect(text(state, 'botToken')).toBe('123:secret');
  const cut = press(state, 'ctrl+w', 'ctrl+u');
  expect(text(cut, 'botToken')).toBe('');
  expect(JSON.stringify(cut.editing)).not.toContain('secret');
  expect(text(press(cut, 'ctrl+y', 'ctrl+z'), 'botToken')).toBe('');
});

it('nothing that was cut elsewhere gets into a hidden field', () => {
  expect(text(press({...atToken(), editing: {...atToken().editing, killed: 'cut'}}, 'ctrl+y'), 'botToken')).toBe('');
});

it('a paste goes nowhere where there is no field', () => {
  const state = press(aWizard(), 'enter', 'enter', 'enter');
  expect(state.step).toBe('gateway');
  expect(paste(state, 'text')).toBe(state);
});

it.each(['backspace', 'delete'])('%s takes the whole number away while it is selected', key => {
  expect(text(press(atPorts(), key), 'port')).toBe('');
  expect(text(press(atPorts(), key, 'u'), 'port')).toBe('19789');
  expect(text(press(atPorts(), 'end', 'backspace'), 'port')).toBe('1978');
});

it('a paste on Ports without a digit changes nothing', () => {
  const state = atPorts();
  expect(paste(state, 'no number')).toBe(state);
});
