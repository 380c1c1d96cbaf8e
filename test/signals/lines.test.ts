/** The wizard line by line, ended from outside: it leaves the same, and goes on on the screen as well. */
import {rmSync} from 'node:fs';
import {expect, it} from 'vitest';
import {makeHome} from '../helpers/home.ts';
import {KEYS} from '../helpers/terminal.ts';
import {draftIn, ENDINGS, expectGivenBack, lastLines, openWizard} from './left.ts';

it.each(['SIGTERM', 'SIGHUP', 'a closed terminal'] as const)('%s', async ending => {
  const {code, end} = ENDINGS[ending];
  const home = makeHome();
  const wizard = openWizard(home, ['onboard', '--plain']);
  await wizard.see(/Profile.*\? help/);
  wizard.press(KEYS.enter);
  await wizard.see(/Base port.*\? help/);
  end(wizard);
  // Lines end with what they read, as by Ctrl-D; SIGHUP may come first, or too late.
  expect(ending === 'a closed terminal' ? [code, 130] : [code]).toContain(await wizard.left());
  if (ending !== 'a closed terminal') {
    await expectGivenBack(wizard);
    expect(lastLines(wizard)).toEqual(['Nothing was written. To go on:', expect.stringMatching(/ --profile rescue onboard --plain$/)]);
  }
  expect(draftIn(home)).toMatchObject({step: 'ports'});
  rmSync(`${home.path}/code`);
  const next = openWizard(home);
  await next.see(/2 of \d +Ports[^]*You left at Ports on/);
});
