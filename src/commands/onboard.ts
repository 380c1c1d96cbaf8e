/** `onboard`: the wizard, on a screen or line by line; without questions the same answers by flags. */
import {restoreTerminal} from '../crash.ts';
import {Stop} from '../exit-codes.ts';
import {readMachine} from '../host/machine.ts';
import {currentPlatform} from '../host/platform.ts';
import {ANSWER_OPTIONS, answersGivenBy, lookGivenBy, restoredBy} from '../options.ts';
import {handOverText, ownCommand} from '../text/terms.ts';
import {digestOf} from '../rules/config/credentials.ts';
import {isPlain} from '../lines/prompter.ts';
import {runPlain} from '../lines/run.ts';
import type {Host} from '../rules/answers.ts';
import type {Selector} from '../rules/selector.ts';
import {outcomeText} from '../text/outcome.ts';
import {refusals} from '../text/refusals.ts';
import {leavingText, leftAtOnceText} from '../text/resume.ts';
import {isColorless} from '../tui/look.ts';
import {Wizard, type WizardOutcome} from '../wizard/controller.ts';
import type {WizardState} from '../wizard/state.ts';
import type {Call, Exit} from './call.ts';
import {catchInterruptions, EXIT_OF} from './interruptions.ts';
import {runOpenClaw} from './foreground.ts';
import {Seat} from './locking.ts';
import {runScript} from './script.ts';
import {calledAgain, openHost, targetOf} from './host.ts';
import {openSession, type SessionOptions} from './session.ts';

export async function onboard(call: Call): Promise<Exit> {
  const {flags} = call;
  const isScript = flags.nonInteractive === true || flags.dryRun === true;
  lookGivenBy(flags);
  if (flags.json === true && !isScript) throw new Stop('usage', refusals().jsonWhileAsking);
  if (isScript) return runScript(call);
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    const words = ANSWER_OPTIONS.map(({flags: option}) => option.split(' ')[0]);
    throw new Stop('usage', refusals().nobodyToAsk(words.join(', ')));
  }
  return runWizard(call, {given: target => ({...answersGivenBy(flags), ...restoredBy(flags, target)}), isFresh: false});
}

/** The wizard in this terminal, from wherever it begins to its last page. */
export async function runWizard(call: Call, options: SessionOptions): Promise<Exit> {
  const {env, output} = call;
  const isScreen = !isPlain(call);
  const again = (machine: Host['machine']) => (options.isFresh ? calledAgain(call.selector, machine) : undefined);
  const interruptions = catchInterruptions(isScreen);
  // Keys that are typed while the host is looked at wait in the terminal, unechoed, for the first frame.
  if (isScreen) process.stdin.setRawMode(true);
  const seat = new Seat(call);
  // Ink is loaded while the service manager is asked: that takes its time in another process.
  const screen = isScreen ? loadScreen(env) : undefined;
  screen?.catch(() => undefined);
  const session = await Promise.race([openSession(call, {...options, seat}), interruptions.first]);
  if (typeof session === 'string') {
    seat.release();
    if (isScreen) restoreTerminal();
    const machine = readMachine(env, currentPlatform());
    output.err(`${leftAtOnceText(again(machine) ?? resumeCommand(call, {machine}, call.selector))}\n`);
    return EXIT_OF[session];
  }
  const wizard = new Wizard(session.initial, session.effects);
  void interruptions.first.then(wizard.interrupt);
  const outcome = await (screen ? (await screen).runTui(wizard, env, {look: lookGivenBy(call.flags)}) : runPlain(wizard));
  // What ended it may come again while it is told: a user who presses twice, a shell that hangs up and then ends its jobs.
  if (outcome.kind === 'finished') interruptions.release();
  seat.release();
  const {state} = outcome;
  // The screen of the wizard is gone with it; lines are still there.
  if (isScreen && (outcome.kind === 'finished' || state.result?.kind === 'applied')) output.out(outcomeText(state));
  if (outcome.kind === 'cancelled') {
    // A question may be open on the last line.
    output.err(`${isScreen ? '' : '\n'}${leavingText(state, again(state.host.machine) ?? resumeCommand(call, state.host, state.target.selector))}\n`);
    return outcome.interruption ? EXIT_OF[outcome.interruption] : 'interrupted';
  }
  return conclude(outcome, call);
}

/** What goes on where this run was left: the answers are in its draft, how it is asked is not. */
function resumeCommand({flags}: Call, host: Pick<Host, 'machine'>, selector: Selector): string {
  return [ownCommand(host, selector), 'onboard', ...(flags.plain ? ['--plain'] : []), ...(flags.lang === undefined ? [] : ['--lang', flags.lang])].join(' ');
}

async function loadScreen(env: Call['env']): Promise<typeof import('../tui/run.tsx')> {
  const {FORCE_COLOR: level} = process.env;
  // Ink (8.0) reads it once, when it is loaded, and leaves bold and inverse out too where there is to be no colour.
  if (isColorless(env)) process.env['FORCE_COLOR'] = '1';
  const loaded = await import('../tui/run.tsx');
  if (level === undefined) delete process.env['FORCE_COLOR'];
  else process.env['FORCE_COLOR'] = level;
  return loaded;
}

async function conclude({state, handOver: isHandedOver}: Extract<WizardOutcome, {readonly kind: 'finished'}>, call: Call): Promise<Exit> {
  if (state.result?.kind === 'failed' || state.result?.kind === 'taken-back') return 'failed';
  return isHandedOver ? handOver(state, call) : 'done';
}

/**
 * OpenClaw's own onboarding, for model and channels. It may write another port or token into a config that it finds
 * (OpenClaw 2026.9.6, with an inherited port), so what we set is looked at again afterwards. Its risk notice is the
 * user's to accept, never ours.
 */
async function handOver({host, target: {selector}}: WizardState, call: Call): Promise<Exit> {
  const before = await ownSettings(call, selector);
  const code = await runOpenClaw({host, selector, args: ['onboard'], env: call.env});
  const after = await ownSettings(call, selector);
  const moved = HANDED_OVER.filter(name => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  call.output.err(`${handOverText(moved, ownCommand(host, selector))}\n`);
  return code === 0 && moved.length > 0 ? 'failed' : code;
}

const HANDED_OVER = ['port', 'bind', 'token', 'workspace'] as const;

async function ownSettings(call: Call, selector: Selector) {
  const {settings, existing} = await targetOf(call, selector, await openHost(call));
  // What the config says: a service keeps the old port, but the two must agree.
  return {
    port: settings.port,
    bind: settings.bind,
    // What it was and what it is by now: not the tokens themselves.
    token: settings.token.kind === 'plain' ? digestOf(settings.token.value) : settings.token,
    // An agent's own wins over the default; one that follows it is no change (openclaw/openclaw#114487).
    workspace: [...new Set([existing?.workspace, ...settings.agentWorkspaces])],
  };
}
