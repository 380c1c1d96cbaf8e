/** What Ink says with INK_SCREEN_READER: roles and labels, and nothing that is only drawn. */
import {describe, expect, it} from 'vitest';
import {spokenOf} from '../helpers/frame.tsx';
import {aWizard, press, type} from '../helpers/wizard.ts';

const enters = (count: number) => Array.from({length: count}, () => 'enter');

describe('a screen reader', () => {
  it('hears the fields by their names and values', () => {
    expect(spokenOf(aWizard())).toContain('textbox: Profile rescue, new');
    expect(spokenOf(press(aWizard(), ...enters(2)))).toContain('textbox: Workspace ~/.openclaw-rescue/workspace-rescue, new folder');
  });

  it('hears the port table as sentences, and which row is explained', () => {
    const spoken = spokenOf(press(aWizard(), 'enter', 'e', 'e')).join('\n');
    expect(spoken).toMatch(/table: Gateway \(ws, http\) 19789: free\./);
    expect(spoken).toContain('(selected) Canvas 19789: served by the gateway.');
    expect(spoken).toContain('Browser CDP 19800–19899: all 100 free.');
  });

  it('hears a clash in the row that has it', () => {
    expect(spokenOf(type(press(aWizard(), 'enter', 'ctrl+u'), '18809')).join('\n')).toContain('Gateway (ws, http) 18809: main’s 10th browser profile.');
  });

  it('hears which line has the focus and what is chosen', () => {
    const spoken = spokenOf(press(aWizard(), ...enters(3), 'right')).join('\n');
    expect(spoken).toContain('combobox: (selected) Bind: lan');
    expect(spoken).toContain('combobox: Token: new random token');
  });

  it('hears no rule and no map', () => {
    for (let step = 0; step < 7; step++) expect(spokenOf(press(aWizard(), ...enters(step))).join('\n')).not.toMatch(/[─├┤]/);
  });

  it('hears the checklist as a list, and the keys', () => {
    const spoken = spokenOf(press(aWizard(), ...enters(6))).join('\n');
    expect(spoken).toMatch(/list: listitem: ✓ config/);
    expect(spoken).toMatch(/toolbar: enter apply/);
  });
});
