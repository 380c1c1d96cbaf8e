/** Puts the wizard on the terminal and takes it off again. The only place that mounts Ink. */
import {render} from 'ink';
import type {Wizard, WizardOutcome} from '../wizard/controller.ts';
import {atCrash} from '../crash.ts';
import {App} from './app.tsx';
import {Shielded} from './shielded.tsx';
import {canShowUnicode, setUnicode} from './theme.ts';

/** Resolves when the user is through; the normal screen is back by then. */
export async function runTui(wizard: Wizard, env: Readonly<Record<string, string | undefined>>): Promise<WizardOutcome> {
  setUnicode(canShowUnicode(env));
  let crash: {readonly error: unknown} | undefined;
  const app = render(<Shielded element={<App wizard={wizard} />} onError={error => (crash = {error})} />, {
    exitOnCtrlC: false,
    alternateScreen: true,
    incrementalRendering: true,
    // The caller has made sure of a terminal; a CI variable in it changes nothing about that.
    interactive: true,
    maxFps: 60,
  });
  const release = atCrash(() => app.unmount());
  const outcome = await Promise.race([wizard.outcome, app.waitUntilExit().then(() => undefined)]);
  release();
  app.unmount();
  await app.waitUntilExit();
  if (crash) throw crash.error;
  return outcome ?? {kind: 'cancelled', state: wizard.getState()};
}
