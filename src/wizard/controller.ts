/** Holds the wizard's state, and does for it what a reducer may not: ask the host, keep the draft, apply. */
import {setTimeout as sleep} from 'node:timers/promises';
import {type ApplyContext, applyWork} from '../apply/apply.ts';
import type {Draft, Host} from '../rules/answers.ts';
import type {Entry} from '../rules/completion.ts';
import type {Occupancy} from '../rules/occupancy.ts';
import {judgeProfileName} from '../rules/profile.ts';
import {parsePort} from '../rules/ports.ts';
import type {Target} from '../rules/target.ts';
import {placeOf} from './completing.ts';
import {applyReasons} from '../text/apply-reasons.ts';
import {draftOf} from './draft.ts';
import type {KeyCommand} from './keymap.ts';
import {type Action, reduce} from './reducer.ts';
import type {TakenBack} from '../apply/take-back.ts';
import type {Plan} from '../rules/plan.ts';
import {isSameWork} from '../rules/work.ts';
import {type Selector, selectorKey} from '../rules/selector.ts';
import {answersOf, botPathOf, planOf} from './selectors.ts';
import type {BotFile, WizardState, WorkspaceFacts} from './state.ts';

/** What the wizard needs from outside. */
export type WizardEffects = {
  /** Takes its lock, too, in the place of the one before: who else has it stands in the target. */
  readonly readTarget: (selector: Selector) => Promise<Target>;
  /** The same, with the whole host as it is now. */
  readonly reread: (selector: Selector) => Promise<{readonly host: Host; readonly target: Target}>;
  /** Others may work on the instance. */
  readonly release: () => void;
  /** Nobody else chooses ports till it is released. @throws when somebody has it for too long */
  readonly lockPorts: () => Promise<{readonly release: () => void}>;
  readonly readWorkspace: (path: string) => WorkspaceFacts;
  readonly readBotFile: (path: string) => BotFile;
  /** What stands in a folder, as far as a person would look through it; nothing where it can't be read. */
  readonly readFolder: (path: string) => readonly Entry[];
  /** @throws when the signal is aborted */
  readonly probe: (target: Target, base: number, signal: AbortSignal) => Promise<Occupancy>;
  readonly saveDraft: (draft: Draft | undefined, selector: Selector) => void;
  /** Keeps what later runs must know of a plan that has nothing to do. */
  readonly remember: (plan: Plan) => void;
  readonly applyContext: (plan: Plan) => Omit<ApplyContext, 'onEvent'>;
  /** Takes the last apply back; undefined where there is none. */
  readonly takeBack: (target: Target) => Promise<TakenBack | undefined>;
};

export type WizardOutcome =
  | {readonly kind: 'finished'; readonly state: WizardState; /** Go on with OpenClaw's own onboarding. */ readonly handOver: boolean}
  | {readonly kind: 'cancelled'; readonly state: WizardState; /** What ended it, where it was not the user's Ctrl-C. */ readonly interruption?: Interruption};

/** What ends a wizard from outside: a signal, or a terminal that is gone. */
export type Interruption = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGQUIT' | 'gone';

export class Wizard {
  readonly outcome: Promise<WizardOutcome>;
  readonly #effects: WizardEffects;
  readonly #listeners = new Set<() => void>();
  #state: WizardState;
  readonly #leaving = new AbortController();
  /** An apply, or its taking back: half of either is no state to leave. */
  #working: Promise<void> = Promise.resolve();
  /** What was kept last, and of which instance. */
  #kept: {readonly selector: Selector; readonly text: string} | undefined;
  #probing: AbortController | undefined;
  #resolve!: (outcome: WizardOutcome) => void;

  constructor(state: WizardState, effects: WizardEffects) {
    this.#state = state;
    this.#effects = effects;
    this.outcome = new Promise(resolve => {
      this.#resolve = resolve;
    });
    this.#probe();
    if (state.target.heldBy) void this.#waitForTurn(state.target.selector);
  }

  readonly getState = (): WizardState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly dispatch = (action: Action): void => {
    const before = this.#state;
    if (action.type === 'command' && this.#handles(action.command, before)) return;
    this.#state = reduce(before, action);
    if (this.#state === before) return;
    this.#follow(before, this.#state);
    for (const listener of this.#listeners) listener();
  };

  /** Whether a command is none of the reducer's. The first Ctrl-C asks, the second one leaves, from Apply as soon as the present step is through; the last page leaves at once. */
  #handles(command: KeyCommand, state: WizardState): boolean {
    // Half taken back is neither the old state nor the new one.
    if (state.isTakingBack) return true;
    if (command === 'leave') {
      if (state.step === 'done') this.#resolve({kind: 'finished', state, handOver: false});
      else if (state.overlay === 'leave') this.#cancel(undefined);
      else {
        this.#keepDraft(state);
        return false;
      }
      return true;
    }
    if (command === 'take-back') {
      this.#working = this.#takeBack(state);
      return true;
    }
    if (command === 'complete') {
      const place = placeOf(state);
      if (place) this.dispatch({type: 'folder-read', folder: place.folder, entries: this.#effects.readFolder(place.folder)});
      return true;
    }
    if (command === 'forget-draft') {
      this.#effects.saveDraft(undefined, state.target.selector);
      this.#kept = undefined;
    }
    if (command !== 'finish' && command !== 'onboard') return false;
    const isNothing = state.step === 'review';
    if (isNothing) this.#effects.remember(planOf(state));
    this.#resolve({kind: 'finished', state: isNothing ? {...state, result: {kind: 'nothing'}} : state, handOver: command === 'onboard'});
    return true;
  }

  /** Ends the wizard from outside, on whichever step: the draft is kept, and an apply is left in its old state or its new one. */
  readonly interrupt = (interruption: Interruption): void => {
    this.#keepDraft(this.#state);
    this.#cancel(interruption);
  };

  #cancel(interruption: Interruption | undefined): void {
    this.#leaving.abort();
    this.#probing?.abort();
    void this.#working.finally(() => this.#resolve({kind: 'cancelled', state: this.#state, ...(interruption ? {interruption} : {})}));
  }

  /** The draft goes along with the instance that the run is about. */
  #keepDraft(state: WizardState): void {
    const {step, target: {selector}} = state;
    if (step === 'apply' || step === 'done') return;
    const draft = draftOf(state);
    const text = JSON.stringify(draft ?? null);
    const isOther = this.#kept !== undefined && selectorKey(this.#kept.selector) !== selectorKey(selector);
    if (this.#kept?.text === text && !isOther) return;
    if (this.#kept && (isOther || !draft)) this.#effects.saveDraft(undefined, this.#kept.selector);
    if (draft) this.#effects.saveDraft({...draft, at: new Date().toISOString()}, selector);
    this.#kept = draft && {selector, text};
  }

  #follow(before: WizardState, after: WizardState): void {
    const {profile, port} = after.fields;
    if (profile.text !== before.fields.profile.text) void this.#readTarget(profile.text);
    if (port.text !== before.fields.port.text || after.target !== before.target) this.#probe();
    const {workspace} = answersOf(after);
    if (workspace !== after.workspace.path) {
      this.dispatch({type: 'workspace-read', workspace: this.#effects.readWorkspace(workspace)});
    }
    const botPath = botPathOf(after);
    if (after.choices.telegram === 'file' && botPath !== after.botFile?.path) this.dispatch({type: 'bot-file-read', botFile: this.#effects.readBotFile(botPath)});
    if (after.step !== before.step && after.step === 'apply') this.#working = this.#apply();
    // An answer ends with its line; no key within a text is written down.
    const isAnswered = after.target === before.target && ANSWERED.some(part => after[part] !== before[part]);
    if (after.step !== before.step || isAnswered) this.#keepDraft(after);
  }

  async #readTarget(profile: string): Promise<void> {
    const {host} = this.#state;
    if (judgeProfileName(profile, [profile], host.machine.platform)) return;
    const target = await this.#effects.readTarget({kind: 'profile', profile});
    this.dispatch({type: 'target-read', target});
    if (target.heldBy) void this.#waitForTurn(target.selector);
  }

  /** Till nobody else is at work on the instance, or another one is meant: what he did is read then. */
  async #waitForTurn(selector: Selector): Promise<void> {
    const isMeant = () => this.#state.target.selector === selector && this.#state.target.heldBy !== undefined && !this.#leaving.signal.aborted;
    while (isMeant()) {
      await sleep(TURN_INTERVAL_MS, undefined, {ref: false});
      if (!isMeant()) return;
      const {heldBy} = await this.#effects.readTarget(selector);
      if (heldBy) continue;
      if (!isMeant()) return;
      await this.#reread();
      // What is in sight is another plan than a moment ago.
      if (this.#state.step === 'review') this.dispatch({type: 'moved'});
      return;
    }
  }

  async #reread(): Promise<void> {
    const {host, target} = await this.#effects.reread(this.#state.target.selector);
    this.dispatch({type: 'host-read', host, target});
    this.dispatch({type: 'workspace-read', workspace: this.#effects.readWorkspace(answersOf(this.#state).workspace)});
  }

  /** Asks the host about the base port in the field; a question that is still open for an older number is given up. */
  #probe(): void {
    this.#probing?.abort();
    const base = parsePort(this.#state.fields.port.text);
    if (base === undefined || base < 1 || base > 65_535) return;
    const probing = new AbortController();
    this.#probing = probing;
    this.#effects.probe(this.#state.target, base, probing.signal).then(
      occupancy => this.dispatch({type: 'ports-probed', occupancy}),
      // One that was given up is none of anybody's business any more.
      error => {
        if (!probing.signal.aborted) throw error;
      },
    );
  }

  async #takeBack({result, target}: WizardState): Promise<void> {
    if (result?.kind !== 'failed') return;
    this.dispatch({type: 'taking-back'});
    const taken = await this.#effects.takeBack(target);
    const isWhole = taken?.kind === 'done' && taken.failed.length === 0 && taken.items.every(({fate}) => fate !== 'failed');
    const {reason} = result;
    const refused = taken?.kind === 'refused' ? applyReasons().refusedBy(taken.argv.join(' ')) : applyReasons().nothingToTakeBack;
    this.dispatch({type: 'applied', result: taken?.kind === 'done' ? {kind: 'taken-back', reason, isWhole} : {...result, reason: applyReasons().notTakenBack(reason, refused)}});
  }

  /** Only what the user said yes to is done: where the host has changed since, the plan is shown again. */
  async #apply(): Promise<void> {
    const approved = planOf(this.#state);
    let ports: {readonly release: () => void} | undefined;
    try {
      ports = await this.#effects.lockPorts();
      await this.#reread();
      const plan = planOf(this.#state);
      if (!isSameWork(plan, approved)) {
        this.dispatch({type: 'moved'});
        return;
      }
      const result = await applyWork(plan, {
        ...this.#effects.applyContext(plan),
        signal: this.#leaving.signal,
        onEvent: event => this.dispatch({type: 'apply-event', event}),
        onSettled: ports.release,
      });
      // One that failed may still be taken back from here.
      if (result.kind !== 'failed' || result.isRolledBack) this.#effects.release();
      this.dispatch({type: 'applied', result});
    } catch (error) {
      this.dispatch({type: 'applied', result: {kind: 'failed', step: {kind: 'check'}, reason: (error as Error).message, isRolledBack: true}});
    } finally {
      ports?.release();
    }
  }
}

/** What changes where an answer ends; with another instance its defaults come by themselves. */
const ANSWERED = ['row', 'choices', 'acceptedBase', 'isReplaceAccepted', 'restore'] as const;

/** How often it is looked whether another one has ended, in ms. */
const TURN_INTERVAL_MS = 1000;
