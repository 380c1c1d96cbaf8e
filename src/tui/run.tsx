/** Puts the wizard on the terminal and takes it off again. The only place that mounts Ink. */
import {render, type RenderOptions} from 'ink';
import type {Wizard, WizardOutcome} from '../wizard/controller.ts';
import {atCrash} from '../crash.ts';
import {App} from './app.tsx';
import {withEndedPastes} from './paste.ts';
import {Shielded} from './shielded.tsx';
import {isRoomy} from './layout.ts';
import {Suspendable} from './suspendable.tsx';
import {canShowUnicode, setUnicode} from './theme.ts';

type TerminalOptions = Omit<RenderOptions, 'stdin' | 'stdout'> & {readonly stdin?: NodeJS.ReadStream; readonly stdout?: NodeJS.WriteStream};

/** The whole screen, and the cursor to its start. */
const CLEAR = '\u001b[2J\u001b[H';

/**
 * Resolves when the user is through; the normal screen is back by then.
 * @param options another terminal than that of the process
 */
export async function runTui(wizard: Wizard, env: Readonly<Record<string, string | undefined>>, options: TerminalOptions = {}): Promise<WizardOutcome> {
  setUnicode(canShowUnicode(env));
  const {stdin = process.stdin, stdout = process.stdout} = options;
  let crash: {readonly error: unknown} | undefined;
  const view = () => (
    <Shielded
      element={
        <Suspendable>
          <App wizard={wizard} columns={stdout.columns} rows={stdout.rows} env={env} onReturn={redraw} />
        </Suspendable>
      }
      onError={error => (crash = {error})}
    />
  );
  const isAlternate = isRoomy(stdout);
  const app = render(view(), {
    exitOnCtrlC: false,
    // Where there is little room the wizard stands below what the terminal shows, and goes with its last line.
    alternateScreen: isAlternate,
    incrementalRendering: true,
    // The caller has made sure of a terminal; a CI variable in it changes nothing about that.
    interactive: true,
    maxFps: 60,
    ...options,
    stdin: withEndedPastes(stdin),
  });
  // Ink (8.0) would first draw the frame of the old window, which wraps in a narrower one, and then leave alone what it
  // takes for unchanged, where a lower one has moved all of it up. So it starts anew, and finds the new frame in place.
  function redraw(): void {
    // Another program has the terminal.
    if (!stdin.isRaw) return;
    app.clear();
    stdout.write(CLEAR);
    app.rerender(view());
  }
  stdout.prependListener('resize', redraw);
  const release = atCrash(() => app.unmount());
  const outcome = await Promise.race([wizard.outcome, app.waitUntilExit().then(() => undefined)]);
  stdout.off('resize', redraw);
  release();
  if (!isAlternate) app.rerender(null);
  app.unmount();
  await app.waitUntilExit();
  if (crash) throw crash.error;
  return outcome ?? {kind: 'cancelled', state: wizard.getState()};
}
