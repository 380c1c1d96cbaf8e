/** Holds the wizard's state, and does for it what a reducer may not: ask the host, keep the draft, apply. */
import {type ApplyContext, applyPlan} from '../apply/apply.ts';
import type {Draft} from '../rules/answers.ts';
import type {Occupancy} from '../rules/occupancy.ts';
import {judgeProfileName} from '../rules/profile.ts';
import {parsePort} from '../rules/ports.ts';
import type {Target} from '../rules/target.ts';
import {draftOf} from './draft.ts';
import type {KeyCommand} from './keymap.ts';
import {type Action, reduce} from './reducer.ts';
import {answersOf, planOf} from './selectors.ts';
import type {WizardState, WorkspaceFacts} from './state.ts';

/** What the wizard needs from outside. */
export type WizardPorts = {
  readonly readTarget: (profile: string) => Promise<Target>;
  readonly readWorkspace: (path: string) => WorkspaceFacts;
  /** @throws when the signal is aborted */
  readonly probe: (profile: string, base: number, signal: AbortSignal) => Promise<Occupancy>;
  readonly saveDraft: (draft: Draft | undefined, profile: string) => void;
  readonly applyContext: (profile: string) => Omit<ApplyContext, 'onEvent'>;
};

export type WizardOutcome =
  | {readonly kind: 'finished'; readonly state: WizardState; /** Go on with OpenClaw's own onboarding. */ readonly handOver: boolean}
  | {readonly kind: 'cancelled'; readonly state: WizardState};

export class Wizard {
  readonly outcome: Promise<WizardOutcome>;
  readonly #ports: WizardPorts;
  readonly #listeners = new Set<() => void>();
  #state: WizardState;
  #probing: AbortController | undefined;
  #resolve!: (outcome: WizardOutcome) => void;

  constructor(state: WizardState, ports: WizardPorts) {
    this.#state = state;
    this.#ports = ports;
    this.outcome = new Promise(resolve => {
      this.#resolve = resolve;
    });
    this.#probe();
  }

  readonly getState = (): WizardState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly dispatch = (action: Action): void => {
    const before = this.#state;
    if (action.type === 'command' && this.#leaves(action.command, before)) return;
    this.#state = reduce(before, action);
    if (this.#state === before) return;
    this.#follow(before, this.#state);
    for (const listener of this.#listeners) listener();
  };

  /** The first Ctrl-C asks, the second one leaves; the last page leaves at once. */
  #leaves(command: KeyCommand, state: WizardState): boolean {
    if (command === 'leave' && (state.overlay === 'leave' || state.step === 'done')) {
      this.#resolve(state.step === 'done' ? {kind: 'finished', state, handOver: false} : {kind: 'cancelled', state});
      return true;
    }
    if (command === 'finish' || command === 'onboard') {
      const isNothing = state.step === 'review';
      const finished: WizardState = isNothing ? {...state, result: {kind: 'nothing'}} : state;
      if (isNothing) this.#ports.saveDraft(undefined, state.fields.profile.text);
      this.#resolve({kind: 'finished', state: finished, handOver: command === 'onboard'});
      return true;
    }
    return false;
  }

  #follow(before: WizardState, after: WizardState): void {
    const {profile, port} = after.fields;
    if (profile.text !== before.fields.profile.text) void this.#readTarget(profile.text);
    if (port.text !== before.fields.port.text || after.target !== before.target) this.#probe();
    const {workspace} = answersOf(after);
    if (workspace !== after.workspace.path) {
      this.dispatch({type: 'workspace-read', workspace: this.#ports.readWorkspace(workspace)});
    }
    if (after.step !== before.step) {
      if (after.step === 'apply') void this.#apply();
      else if (after.step !== 'done') this.#ports.saveDraft(draftOf(after), profile.text);
    }
  }

  async #readTarget(profile: string): Promise<void> {
    const {host} = this.#state;
    if (judgeProfileName(profile, [profile], host.machine.platform)) return;
    this.dispatch({type: 'target-read', target: await this.#ports.readTarget(profile)});
  }

  /** Asks the host about the base port in the field; a question that is still open for an older number is given up. */
  #probe(): void {
    this.#probing?.abort();
    const base = parsePort(this.#state.fields.port.text);
    if (base === undefined || base < 1 || base > 65_535) return;
    const probing = new AbortController();
    this.#probing = probing;
    this.#ports.probe(this.#state.fields.profile.text, base, probing.signal).then(
      occupancy => this.dispatch({type: 'ports-probed', occupancy}),
      () => undefined,
    );
  }

  async #apply(): Promise<void> {
    const plan = planOf(this.#state);
    const result = await applyPlan(plan, {
      ...this.#ports.applyContext(plan.profile),
      onEvent: event => this.dispatch({type: 'apply-event', event}),
    });
    if (result.kind === 'applied') this.#ports.saveDraft(undefined, plan.profile);
    this.dispatch({type: 'applied', result});
  }
}
