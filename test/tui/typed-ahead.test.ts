/** What was typed before there was anything to see does not answer Review, which is opened at once by `doctor --fix` and by a run that goes on. */
import {PassThrough} from 'node:stream';
import {expect, it} from 'vitest';
import {runTui} from '../../src/tui/run.tsx';
import {Wizard, type WizardEffects} from '../../src/wizard/controller.ts';
import {FrameStream} from '../helpers/frame.tsx';
import {aWizard, press} from '../helpers/wizard.ts';

it.each([
  ['an Enter', '\r', 'review', undefined],
  ['a Ctrl-C behind an Enter', '\r\u0003', 'review', 'leave'],
] as const)('%s is no answer to a plan that nobody has seen', async (_, typed, step, overlay) => {
  const never = () => new Promise<never>(() => undefined);
  const effects: Partial<WizardEffects> = {probe: never, lockPorts: never, saveDraft: () => undefined};
  const wizard = new Wizard(press(aWizard(), ...Array.from({length: 6}, () => 'enter')), effects as WizardEffects);
  const stdin = Object.assign(new PassThrough(), {isTTY: true, setRawMode: () => undefined, ref: () => undefined, unref: () => undefined});
  let said = '';
  const stdout = Object.assign(new FrameStream(80, 24), {write: (text: string) => (said += text) !== ''});
  stdin.write(typed);
  void runTui(wizard, {}, {look: {theme: 'dark'}, stdin: stdin as never, stdout: stdout as never, stderr: stdout as never});
  await expect.poll(() => said).toContain('7 of 7');
  // It is read in one of the next turns of the loop.
  for (let turn = 0; turn < 20; turn++) await new Promise(resolve => setImmediate(resolve));
  expect(wizard.getState()).toMatchObject({step, overlay});
  stdin.write(overlay ? ' \r' : '\r');
  await expect.poll(() => wizard.getState().step).toBe('apply');
});
