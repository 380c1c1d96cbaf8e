/** The wizard on the screen, ended in every way at every step: the terminal is given back, and the next start is where it was. */
import {rmSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {makeHome, type TestHome} from '../helpers/home.ts';
import {run} from '../helpers/run.ts';
import {enterTo, KEYS} from '../helpers/terminal.ts';
import {draftIn, ENDINGS, type Ending, expectGivenBack, lastLines, openWizard, PORT, type Wizard} from './left.ts';

const UNIT = '.config/systemd/user/openclaw-gateway-rescue.service';

/** A base port of its own on the way, so that there is an answer to come back to. */
async function toStep(wizard: Wizard, step: number, count = 7): Promise<void> {
  await enterTo(wizard, 2, 1, count);
  wizard.press(KEYS.ctrlU, PORT);
  await wizard.see('2211 above main');
  if (step === 1) wizard.press(KEYS.escape);
  else await enterTo(wizard, step, 2, count);
  await wizard.see(`${step} of ${count}`);
}

/** Where the wizard is ended, and what the next start opens. */
const PLACES: Readonly<Record<string, {readonly title: string; readonly count?: number; readonly prepare?: (home: TestHome) => void; readonly reach: (wizard: Wizard) => Promise<void>}>> = {
  profile: {title: 'Profile', reach: wizard => toStep(wizard, 1)},
  ports: {title: 'Ports', reach: async wizard => {
    await toStep(wizard, 3);
    wizard.press(KEYS.escape);
    await wizard.see('2 of 7');
  }},
  workspace: {title: 'Workspace', reach: wizard => toStep(wizard, 3)},
  gateway: {title: 'Gateway', reach: wizard => toStep(wizard, 4)},
  service: {title: 'Service', reach: wizard => toStep(wizard, 5)},
  channel: {title: 'Channel', reach: wizard => toStep(wizard, 6)},
  changed: {
    title: 'Changed',
    prepare(home) {
      expect(run(['onboard', '--non-interactive'], home.env).code).toBe(0);
      home.write(UNIT, home.read(UNIT).replace('KillMode=mixed', 'KillMode=process'));
    },
    reach: wizard => toStep(wizard, 7, 8),
  },
  review: {title: 'Review', reach: wizard => toStep(wizard, 7)},
  apply: {
    title: 'Review',
    // An OpenClaw that never answers.
    prepare: home => home.openclaw('setInterval(() => undefined, 1000);'),
    async reach(wizard) {
      await toStep(wizard, 7);
      wizard.press(KEYS.enter);
      await wizard.see('… ask OpenClaw whether it is valid');
    },
  },
};

const RESUMING = /^ {2}\S.* --profile rescue onboard$/;
const LEFT = {apply: 'Left while applying; what was written has been put back. To go on:'} as Readonly<Record<string, string>>;

describe.each(Object.entries(PLACES))('%s', (name, {title, prepare, reach}) => {
  it.each(Object.keys(ENDINGS) as Ending[])('%s', async ending => {
    const {code, end} = ENDINGS[ending];
    const home = makeHome();
    prepare?.(home);
    const before = home.snapshot('.openclaw');
    const wizard = openWizard(home);
    await reach(wizard);
    await end(wizard);
    expect(await wizard.left()).toBe(code);
    if (ending !== 'SIGKILL' && ending !== 'a closed terminal') {
      await expectGivenBack(wizard);
      expect(lastLines(wizard)).toEqual([LEFT[name] ?? 'Nothing was written. To go on:', expect.stringMatching(RESUMING)]);
    }
    expect(home.snapshot('.openclaw')).toEqual(before);
    const draft = draftIn(home);
    expect(draft).toMatchObject({step: title.toLowerCase(), fields: {port: PORT}});

    rmSync(`${home.path}/code`);
    const next = openWizard(home);
    await next.see(new RegExp(`of \\d +${title}[^]*You left at ${title} on [^]*going on there`));
    next.press(KEYS.ctrlC);
    await next.see('Leave the wizard?');
    next.press(KEYS.ctrlC);
    expect(await next.left()).toBe(130);
    expect(draftIn(home)).toEqual(draft);
  });
});

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
