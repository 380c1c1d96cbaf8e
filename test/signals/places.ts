/** Where the wizard on the screen can be ended, and what must be true then; the tests share it, so that both cores have half of it. */
import {rmSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {makeHome, type TestHome} from '../helpers/home.ts';
import {run} from '../helpers/run.ts';
import {enterTo, KEYS} from '../helpers/terminal.ts';
import {draftIn, ENDINGS, type Ending, expectGivenBack, lastLines, openWizard, PORT, type Wizard} from './left.ts';

const UNIT = '.config/systemd/user/openclaw-gateway-rescue.service';

/** A base port of its own on the way, so that there is an answer to come back to. */
export async function toStep(wizard: Wizard, step: number, count = 7): Promise<void> {
  await enterTo(wizard, 2, 1, count);
  wizard.press(KEYS.ctrlU, PORT);
  await wizard.see('2211 above main');
  if (step === 1) wizard.press(KEYS.escape);
  else await enterTo(wizard, step, 2, count);
  await wizard.see(`${step} of ${count}`);
}

/** Where the wizard is ended, and what the next start opens. */
type Place = {readonly title: string; readonly prepare?: (home: TestHome) => void; readonly reach: (wizard: Wizard) => Promise<void>};

const PLACES = {
  profile: {title: 'Profile', reach: (wizard: Wizard) => toStep(wizard, 1)},
  ports: {title: 'Ports', reach: async (wizard: Wizard) => {
    await toStep(wizard, 3);
    wizard.press(KEYS.escape);
    await wizard.see('2 of 7');
  }},
  workspace: {title: 'Workspace', reach: (wizard: Wizard) => toStep(wizard, 3)},
  gateway: {title: 'Gateway', reach: (wizard: Wizard) => toStep(wizard, 4)},
  service: {title: 'Service', reach: (wizard: Wizard) => toStep(wizard, 5)},
  channel: {title: 'Channel', reach: (wizard: Wizard) => toStep(wizard, 6)},
  changed: {
    title: 'Changed',
    prepare(home: TestHome) {
      expect(run(['onboard', '--non-interactive'], home.env).code).toBe(0);
      home.write(UNIT, home.read(UNIT).replace('KillMode=mixed', 'KillMode=process'));
    },
    reach: (wizard: Wizard) => toStep(wizard, 7, 8),
  },
  review: {title: 'Review', reach: (wizard: Wizard) => toStep(wizard, 7)},
  apply: {
    title: 'Review',
    // An OpenClaw that never answers.
    prepare: (home: TestHome) => home.openclaw('setInterval(() => undefined, 1000);'),
    async reach(wizard: Wizard) {
      await toStep(wizard, 7);
      wizard.press(KEYS.enter);
      await wizard.see(/\.{1,3} +ask OpenClaw whether it is valid/);
    },
  },
} satisfies Readonly<Record<string, Place>>;

export const RESUMING = /^ {2}\S.* --profile rescue onboard$/;
const LEFT = {apply: 'Left while applying; what was written has been put back. To go on:'} as Readonly<Record<string, string>>;

/** Ended in every way: the terminal is given back, the last line goes on, and the next start is where it was, with the same answers. */
export function endsAt(...names: readonly (keyof typeof PLACES)[]): void {
  describe.each(names)('%s', name => {
    const {title, prepare, reach}: Place = PLACES[name];
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
}
