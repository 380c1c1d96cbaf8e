/** Tab in a field with a path. */
import {describe, expect, it} from 'vitest';
import {canComplete, placeOf} from '../../src/wizard/completing.ts';
import {commandOf} from '../../src/wizard/keymap.ts';
import {reduce} from '../../src/wizard/reducer.ts';
import type {WizardState} from '../../src/wizard/state.ts';
import {frameOf} from '../helpers/frame.tsx';
import {aWizard, press, type} from '../helpers/wizard.ts';

const typed = (text: string) => type(press(aWizard(), 'enter', 'enter', 'ctrl+u'), text);

/** Tab, as the controller does it, in a world of folders. */
function tab(state: WizardState, folders: readonly string[], files: readonly string[] = []): WizardState {
  const command = commandOf('tab', state);
  if (command !== 'complete') return press(state, 'tab');
  const entries = [...folders.map(name => ({name, isFolder: true})), ...files.map(name => ({name, isFolder: false}))];
  return reduce(state, {type: 'folder-read', folder: placeOf(state)!.folder, entries});
}

const shown = ({fields, row}: WizardState) => [fields.workspace.text, row];

it('completes one name, and goes on in its folder', () => {
  const one = tab(typed('~/wo'), ['work', 'other'], ['wonder']);
  expect(shown(one)).toEqual(['~/work/', 'workspace']);
  expect(placeOf(one)?.folder).toMatch(/\/work$/);
  expect(shown(tab(one, ['inner']))).toEqual(['~/work/inner/', 'workspace']);
});

it('goes to the next line where nothing is left to complete', () => {
  expect(shown(tab(tab(typed('~/wo'), ['work']), []))).toEqual(['~/work/', 'kit']);
});

it('goes to the next line from a field that was only looked at', () => {
  const state = press(aWizard(), 'enter', 'enter');
  expect(canComplete(state)).toBe(false);
  expect(press(state, 'tab').row).toBe('kit');
  expect(press(state, 'tab', 'up').editing.changed).toBeUndefined();
});

it('says that nothing begins so, moves nothing, and goes on at the second Tab', () => {
  const state = tab(typed('~/zz'), ['work']);
  expect(shown(state)).toEqual(['~/zz', 'workspace']);
  expect(frameOf(state, 80, 24).join('\n')).toContain('No folder begins like this');
  expect(tab(state, []).row).toBe('kit');
  expect(frameOf(type(state, 'z'), 80, 24).join('\n')).not.toContain('No folder');
});

describe('several names', () => {
  const names = ['work-a', 'work-b', 'work-c'];

  it('take what they share, then turn by turn, and back in one undo', () => {
    const first = tab(typed('~/w'), names);
    expect(first.fields.workspace.text).toBe('~/work-');
    const turns = [tab(first, names), tab(tab(first, names), names), tab(tab(tab(first, names), names), names)];
    expect(turns.map(({fields}) => fields.workspace.text)).toEqual(['~/work-a', '~/work-b', '~/work-c']);
    expect(tab(turns[2]!, names).fields.workspace.text).toBe('~/work-a');
    expect(press(turns[1]!, 'ctrl+z').fields.workspace.text).toBe('~/w');
  });

  it.each([40, 80, 200])('stand in one line of %i columns, each cut, the present one among them', columns => {
    const many = Array.from({length: 60}, (_, index) => `work-${index + 10}-${'漢'.repeat(index)}`);
    let state = tab(typed('~/w'), many);
    for (const name of many.slice(0, 5)) {
      state = tab(state, many);
      // The line of the field itself holds it too.
      expect(frameOf(state, columns, 24).slice(4).join('\n')).toContain(name.slice(0, 7));
    }
  });
});

it('shows names that hold control characters, and takes none', () => {
  const state = tab(typed('~/w'), ['w\u001b[2J']);
  expect(state.fields.workspace.text).toBe('~/w');
  expect(frameOf(state, 80, 24).join('\n')).toContain('w?[2J');
  expect(tab(tab(typed('~/w'), ['wa', 'wb', 'w\u0007']), ['wa', 'wb', 'w\u0007']).fields.workspace.text).toBe('~/wa');
});

it('leaves a path alone that goes nowhere, or whose cursor is within', () => {
  expect(tab(typed('wo'), ['work']).row).toBe('kit');
  expect(tab(press(typed('~/wo'), 'left'), ['work']).row).toBe('kit');
});

it('drops what was read for another folder', () => {
  const state = typed('~/wo');
  expect(reduce(state, {type: 'folder-read', folder: '/elsewhere', entries: [{name: 'work', isFolder: true}]}).fields).toEqual(state.fields);
});
