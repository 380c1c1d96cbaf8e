/** The wizard on the screen, ended in every way: its later steps, what is applied, and what was. */
import {describe, expect, it, vi} from 'vitest';
import {makeHome} from '../helpers/home.ts';
import {KEYS} from '../helpers/terminal.ts';
import {draftIn, ENDINGS, type Ending, expectGivenBack, lastLines, openWizard, PORT} from './left.ts';
import {endsAt, RESUMING, toStep} from './places.ts';

endsAt('channel', 'changed', 'review', 'apply');

describe('done', () => {
  it.each(Object.keys(ENDINGS).filter(ending => ending !== 'Ctrl-C twice') as Ending[])('%s', async ending => {
    const {code, end} = ENDINGS[ending];
    const home = makeHome();
    const wizard = openWizard(home);
    await toStep(wizard, 7);
    wizard.press(KEYS.enter);
    await wizard.see(`is written, base port ${PORT}`);
    await end(wizard);
    expect(await wizard.left()).toBe(code);
    if (ending !== 'SIGKILL' && ending !== 'a closed terminal') {
      await expectGivenBack(wizard);
      expect(lastLines(wizard)).toEqual(['Everything was written before you left. To change it:', expect.stringMatching(RESUMING)]);
    }
    expect(draftIn(home)).toBeUndefined();
    expect(home.read('.openclaw-rescue/openclaw.json')).toContain(PORT);
  });
});

describe('stopped from outside', () => {
  it('gives the terminal back, and takes all of it again', async () => {
    const wizard = openWizard(makeHome());
    await toStep(wizard, 3);
    wizard.send('SIGTSTP');
    await vi.waitFor(() => expect(wizard.screen.buffer.active.type).toBe('normal'), {timeout: 15_000});
    await vi.waitFor(() => expect(wizard.screen.modes.bracketedPasteMode).toBe(false), {timeout: 15_000});
    wizard.send('SIGCONT');
    await wizard.see('3 of 7');
    expect(wizard.screen.buffer.active.type).toBe('alternate');
    wizard.press(KEYS.enter);
    await wizard.see('4 of 7');
    wizard.send('SIGSTOP');
    wizard.send('SIGCONT');
    wizard.press(KEYS.enter);
    await wizard.see('5 of 7');
    wizard.send('SIGTERM');
    expect(await wizard.left()).toBe(143);
    await expectGivenBack(wizard);
  });
});
