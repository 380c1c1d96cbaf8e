/** Puts the wizard on the terminal and takes it off again. The only place that mounts Ink. */
import {render, type RenderOptions} from 'ink';
import type {Wizard, WizardOutcome} from '../wizard/controller.ts';
import {atCrash} from '../crash.ts';
import {farewell} from '../greeting.ts';
import type {Environment} from '../host/environment.ts';
import type {LookFlags} from '../options.ts';
import {App} from './app.tsx';
import {BACKGROUND_QUERY, replyFilter} from './background.ts';
import {cutsShown} from './glyphs.ts';
import {lookOf, setLook} from './look.ts';
import {pasteEnder} from './paste.ts';
import {Shielded} from './shielded.tsx';
import {inFewerSteps, readThrough, withoutTypedAhead, writeThrough} from './streams.ts';
import {setPalette} from './theme.ts';
import {isRoomy} from './layout.ts';
import {Suspendable} from './suspendable.tsx';

type TerminalOptions = Omit<RenderOptions, 'stdin' | 'stdout'> & {readonly stdin?: NodeJS.ReadStream; readonly stdout?: NodeJS.WriteStream; readonly look?: LookFlags};

/** How long a terminal may take to answer when the wizard is left at once; an answer that comes later would land in the shell. */
const ANSWER_MS = 300;

/** The whole screen, and the cursor to its start. */
const CLEAR = '\u001b[2J\u001b[H';

/**
 * Resolves when the user is through; the normal screen is back by then.
 * @param options another terminal than that of the process
 */
export async function runTui(wizard: Wizard, env: Environment, options: TerminalOptions = {}): Promise<WizardOutcome> {
  const {stdin = process.stdin, stdout = process.stdout, look: flags = {}, ...others} = options;
  const look = lookOf(flags, env);
  setLook(look);
  let crash: {readonly error: unknown} | undefined;
  const view = () => (
    <Shielded
      element={
        <Suspendable>
          <App wizard={wizard} columns={stdout.columns} rows={stdout.rows} env={env} onAway={lend} />
        </Suspendable>
      }
      onError={error => (crash = {error})}
    />
  );
  const isAlternate = isRoomy(stdout);
  /** While another program has the terminal. */
  let isLent = false;
  let away: Promise<unknown> = Promise.resolve();
  const answered = Promise.withResolvers<void>();
  const endPastes = pasteEnder();
  const withoutReplies = replyFilter({
    onBackground(background) {
      // What the user or the environment said stands.
      if (!look.isAsked) return;
      setPalette(background);
      app.rerender(view());
    },
    onEnd: answered.resolve,
  });
  // Where the plan is on the first frame, an Enter from before it would say yes to it.
  const withoutAhead = wizard.getState().step === 'review' ? await withoutTypedAhead(stdin) : (piece: string) => piece;
  stdout.write(farewell());
  const app = render(view(), {
    exitOnCtrlC: false,
    // Where there is little room the wizard stands below what the terminal shows, and goes with its last line.
    alternateScreen: isAlternate,
    incrementalRendering: true,
    // The caller has made sure of a terminal; a CI variable in it changes nothing about that.
    interactive: true,
    maxFps: 60,
    // Nobody writes to the console while the screen is up (test/source.test.ts), and Node takes milliseconds to make another one.
    patchConsole: false,
    ...others,
    stdin: readThrough(stdin, piece => endPastes(withoutReplies(withoutAhead(piece)))),
    stdout: writeThrough(stdout, frame => cutsShown(inFewerSteps(frame))),
  });
  // The first frame does not wait for it.
  if (look.isAsked) stdout.write(BACKGROUND_QUERY);
  else answered.resolve();
  // Ink (8.0) would first draw the frame of the old window, which wraps in a narrower one, and then leave alone what it
  // takes for unchanged, where a lower one has moved all of it up. So it starts anew, and finds the new frame in place.
  function redraw(): void {
    if (isLent) return;
    app.clear();
    stdout.write(CLEAR);
    app.rerender(view());
  }
  function lend(isBack: Promise<void>): void {
    isLent = true;
    // Why it failed is told by the one who asked for it.
    away = isBack.catch(error => (crash = {error})).then(() => {
      isLent = false;
      redraw();
    });
  }
  stdout.prependListener('resize', redraw);
  const release = atCrash(() => app.unmount());
  const outcome = await Promise.race([wizard.outcome, app.waitUntilExit().then(() => undefined)]);
  await away;
  stdout.off('resize', redraw);
  release();
  await Promise.race([answered.promise, new Promise(resolve => setTimeout(resolve, ANSWER_MS).unref())]);
  if (!isAlternate) app.rerender(null);
  app.unmount();
  await app.waitUntilExit();
  if (crash) throw crash.error;
  return outcome ?? {kind: 'cancelled', state: wizard.getState()};
}
