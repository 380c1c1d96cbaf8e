/** `onboard`: the wizard, on a screen or line by line; without questions the same answers by flags. */
import {Stop} from '../exit-codes.ts';
import {ANSWER_OPTIONS, answersGivenBy, lookGivenBy, restoredBy} from '../options.ts';
import {handOverText, ownCommand} from '../text/terms.ts';
import {digestOf} from '../rules/config/credentials.ts';
import {isPlain} from '../lines/prompter.ts';
import type {Selector} from '../rules/selector.ts';
import {outcomeText} from '../text/outcome.ts';
import {refusals} from '../text/refusals.ts';
import {sessionWords} from '../text/sessions.ts';
import {isColorless} from '../tui/look.ts';
import {Wizard, type WizardOutcome} from '../wizard/controller.ts';
import type {WizardState} from '../wizard/state.ts';
import type {Call, Exit} from './call.ts';
import {runOpenClaw} from './foreground.ts';
import {Seat} from './locking.ts';
import {runScript} from './script.ts';
import {openHost, openSession, type SessionOptions, targetOf} from './session.ts';

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
  const {output} = call;
  const isScreen = !isPlain(call);
  // Keys that are typed while the host is looked at wait in the terminal, unechoed, for the first frame.
  if (isScreen) process.stdin.setRawMode(true);
  const seat = new Seat(call);
  const session = await openSession(call, {...options, seat});
  const wizard = new Wizard(session.initial, session.effects);
  const outcome = await (isScreen ? runScreen(wizard, call) : runLines(wizard));
  seat.release();
  // The screen of the wizard is gone with it; lines are still there.
  if (isScreen && outcome.kind === 'finished') output.out(outcomeText(outcome.state));
  return conclude(outcome, call);
}

async function runScreen(wizard: Wizard, {env, flags}: Call): Promise<WizardOutcome> {
  const {FORCE_COLOR: level} = process.env;
  // Ink (8.0) reads it once, when it is loaded, and leaves bold and inverse out too where there is to be no colour.
  if (isColorless(env)) process.env['FORCE_COLOR'] = '1';
  const {runTui} = await import('../tui/run.tsx');
  if (level === undefined) delete process.env['FORCE_COLOR'];
  else process.env['FORCE_COLOR'] = level;
  return runTui(wizard, env, {look: lookGivenBy(flags)});
}

async function runLines(wizard: Wizard): Promise<WizardOutcome> {
  const {runPlain} = await import('../lines/run.ts');
  return runPlain(wizard);
}

async function conclude(outcome: WizardOutcome, call: Call): Promise<Exit> {
  const {state} = outcome;
  const ours = ownCommand(state.host, state.target.selector);
  if (outcome.kind === 'cancelled') {
    const isWritten = state.result?.kind === 'failed' && !state.result.isRolledBack;
    const {left, goOn} = sessionWords();
    const how = state.steps.length === 0 ? left.before : isWritten ? left.written(ours) : left.takenBack;
    call.output.err(`${goOn(how, ours)}\n`);
    return 'interrupted';
  }
  if (state.result?.kind === 'failed' || state.result?.kind === 'taken-back') return 'failed';
  return outcome.handOver ? handOver(state, call) : 'done';
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
