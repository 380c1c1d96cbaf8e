/** All that the wizard knows, in one value. Nothing outside it decides what is on the screen. */
import type {ApplyEvent, ApplyResult, ApplyStep} from '../rules/apply-steps.ts';
import {type Answers, type AuthAnswer, type Bind, defaultAnswers, type GivenAnswers, hasAuth, type Host, type ServiceAnswer, serviceChoices} from '../rules/answers.ts';
import type {Setting} from '../rules/config/edit.ts';
import type {EngineAnswer} from '../rules/engine.ts';
import type {KitAnswer} from '../rules/kit/watch.ts';
import type {Occupancy} from '../rules/occupancy.ts';
import {tildePath} from '../rules/profile.ts';
import type {PortState} from '../rules/port-states.ts';
import type {PortId} from '../rules/ports.ts';
import type {ExistingFile, Target} from '../rules/target.ts';
import type {BotToken, DmPolicy} from '../rules/telegram.ts';
import {type WorkspaceCandidate, workspacePath} from '../rules/workspace.ts';
import type {ShownCompletion} from './completing.ts';
import {type Editing, NOTHING_EDITED} from './editing.ts';
import {type RowId, rowsOf} from './rows.ts';
import {fieldOf, type TextField} from './text-field.ts';

export type StepId = 'profile' | 'ports' | 'workspace' | 'gateway' | 'service' | 'channel' | 'changed' | 'review' | 'apply' | 'done';

export type FieldName = 'profile' | 'port' | 'workspace' | 'bindHost' | 'envName' | 'botToken' | 'botFile' | 'ownerId';

export type Choices = {
  readonly kit: KitAnswer;
  readonly bind: Bind;
  readonly auth: AuthAnswer['kind'];
  readonly service: ServiceAnswer;
  readonly engine: EngineAnswer;
  readonly linger: 'on' | 'off';
  readonly telegram: 'keep' | 'off' | 'typed' | 'file';
  readonly dmPolicy: DmPolicy;
};

/** What was read about the folder that the workspace field names. */
export type WorkspaceFacts = WorkspaceCandidate & {
  readonly file: ExistingFile;
  /** The same, and what stands where the rescue kit would. */
  readonly files: ReadonlyMap<string, ExistingFile>;
};

/** What was read from the file that is to hold the token of a bot. */
export type BotFile = {readonly path: string; readonly token: BotToken};

/** The base port before the last change of it, and what the host said to its rows. */
export type PortsBefore = {readonly base: string; readonly rows: readonly PortState[]};

/** What became of a wish that no answer is: told until the next key. */
export type Note = {readonly kind: 'copied'} | {readonly kind: 'cant-open'; readonly program: string; readonly reason: string};

export type WizardState = {
  readonly host: Host;
  readonly target: Target;
  /** Random bits for a new token: the same at each call, so that the plan stays the same while it is looked at. */
  readonly token: () => string;
  /** Keys of the config that no answer gives, to be put right with the rest. */
  readonly repairs: readonly Setting[];
  readonly step: StepId;
  readonly fields: Readonly<Record<FieldName, TextField>>;
  readonly choices: Choices;
  /** Fields and choices that the user set; the others follow the defaults of the profile. */
  readonly touched: ReadonlySet<FieldName | keyof Choices>;
  /** The base port whose overlap was accepted; another one must be accepted anew. */
  readonly acceptedBase: number | undefined;
  /** A file under the service's name that starts no gateway may be replaced. */
  readonly isReplaceAccepted: boolean;
  /** The line of the step that has the focus. */
  readonly row: RowId;
  /** The port was not touched since the step was opened: the next digit replaces it. */
  readonly isReplacing: boolean;
  readonly editing: Editing;
  /** What Tab found for the path in the focused field; until the next key. */
  readonly completion: ShownCompletion | undefined;
  /** Ids of what others changed and that is to be as we wrote it; and the line of their list that has the focus. */
  readonly restore: readonly string[];
  readonly changedLine: number;
  readonly portsBefore: PortsBefore | undefined;
  /** The row of the port table that is explained. */
  readonly explained: PortId | undefined;
  readonly occupancy: Occupancy | undefined;
  readonly workspace: WorkspaceFacts;
  readonly botFile: BotFile | undefined;
  /** Enter was pressed while an answer was under way: go on when it is there and nothing forbids. */
  readonly isAdvancing: boolean;
  /** Enter was refused on this step: the reason is shown in full until the next key. */
  readonly isRefused: boolean;
  readonly overlay: 'keys' | 'leave' | undefined;
  /** First line of the overlay that is in view. */
  readonly overlayLine: number;
  readonly note: Note | undefined;
  readonly isTokenShown: boolean;
  readonly isDiffShown: boolean;
  /** First line of the body that is in view, on steps that scroll. */
  readonly scroll: number;
  /** A step was opened from Review; leaving it forwards goes back there. */
  readonly isReviewing: boolean;
  readonly steps: readonly ApplyStep[];
  readonly events: readonly ApplyEvent[];
  readonly result: ApplyResult | undefined;
  readonly isTakingBack: boolean;
  /** Something changed while the user answered, so that the plan is another one than he said yes to. */
  readonly hasMoved: boolean;
  /** The answers come from an unfinished run; till a key on another step than the one that it opened. */
  readonly isResumed: boolean;
  /** Where that run was left and when, and the step that was opened. */
  readonly left: Left | undefined;
  /** No key was pressed yet: what the host still owes may open an earlier step. */
  readonly isOpening: boolean;
  /** Why the answers of an unfinished run could not be filled in. */
  readonly draftTrouble: DraftTrouble | undefined;
  /** Choices of the user that are no longer there; each is asked again on its step. */
  readonly lost: readonly Lost[];
  /** The step was opened because its answer no longer holds. */
  readonly isAskedAgain: boolean;
};

export type Left = {
  readonly step: StepId;
  readonly at: string;
  readonly opened: StepId;
  /** Whose answers they are. */
  readonly profile: string;
  /** What this run would have begun with, without them. */
  readonly anew: WizardState;
};

/** It was written by another version, or the file is broken. */
export type DraftTrouble = 'form' | 'damaged';

export type Lost = {readonly choice: keyof Choices; /** What it was. */ readonly value: string};

export type InitialInput = {
  readonly host: Host;
  readonly target: Target;
  readonly token: () => string;
  readonly workspace: (path: string) => WorkspaceFacts;
  readonly botFile: (path: string) => BotFile;
  /** Answers given by flags; they count as set by the user. */
  readonly given?: GivenAnswers;
  readonly repairs?: readonly Setting[];
  /** Where to begin, when not at the first step. */
  readonly step?: StepId;
};

export function initialState({host, target, token, workspace, botFile, given = {}, repairs = [], step = 'profile'}: InitialInput): WizardState {
  const defaults = defaultAnswers(target, host);
  const answers: Answers = {...defaults, ...given, profile: target.profile};
  const touched = new Set(controlNames(given));
  const {fields, choices} = controlsOf(answers, target, host);
  const state: WizardState = {
    host,
    target,
    token,
    repairs,
    step,
    fields,
    choices,
    touched,
    acceptedBase: given.acceptOverlap ? answers.basePort : defaults.acceptOverlap ? defaults.basePort : undefined,
    isReplaceAccepted: answers.replaceService,
    row: 'profile',
    restore: answers.restore,
    changedLine: 0,
    isReplacing: false,
    editing: NOTHING_EDITED,
    completion: undefined,
    portsBefore: undefined,
    explained: undefined,
    occupancy: undefined,
    workspace: workspace(pathOf(answers.workspace, host)),
    botFile: choices.telegram === 'file' ? botFile(pathOf(fields.botFile.text, host)) : undefined,
    isAdvancing: false,
    isRefused: false,
    overlay: undefined,
    overlayLine: 0,
    note: undefined,
    isTokenShown: false,
    isDiffShown: false,
    scroll: 0,
    isReviewing: false,
    steps: [],
    events: [],
    result: undefined,
    isTakingBack: false,
    hasMoved: false,
    isResumed: false,
    left: undefined,
    isOpening: false,
    draftTrouble: undefined,
    lost: [],
    isAskedAgain: false,
  };
  return {...state, row: rowsOf(state)[0] ?? 'profile'};
}

/** The full path that a field means. */
export function pathOf(text: string, {machine: {homes, platform}}: Host): string {
  return workspacePath(text, homes.openclaw, platform);
}

/** Which control an answer is given by. */
const CONTROL_OF: Readonly<Partial<Record<keyof Answers, FieldName | keyof Choices>>> = {
  basePort: 'port',
  workspace: 'workspace',
  bind: 'bind',
  bindHost: 'bindHost',
  auth: 'auth',
  service: 'service',
  engine: 'engine',
  kit: 'kit',
  linger: 'linger',
  telegram: 'telegram',
};

/** The controls that show these answers; some need more than one. */
export function controlNames(answers: Partial<Answers>): (FieldName | keyof Choices)[] {
  const {auth, telegram} = answers;
  return [
    ...Object.keys(answers).flatMap(key => CONTROL_OF[key as keyof Answers] ?? []),
    ...(auth?.kind === 'env' ? (['envName'] as const) : []),
    ...(telegram?.kind === 'bot' ? (['botFile', 'dmPolicy', 'ownerId'] as const) : []),
  ];
}

/** The fields and choices that show these answers. */
export function controlsOf(answers: Answers, target: Target, host: Host): Pick<WizardState, 'fields' | 'choices'> {
  const {homes, platform} = host.machine;
  const {token} = target.settings;
  const bot = answers.telegram.kind === 'bot' ? answers.telegram : undefined;
  const isKept = answers.auth.kind === 'keep' && !hasAuth(target);
  // Where nothing can be started, "start" comes down to writing the files.
  const services = serviceChoices(target, host);
  return {
    fields: {
      profile: fieldOf(answers.profile),
      port: fieldOf(String(answers.basePort)),
      workspace: fieldOf(tildePath(answers.workspace, homes.openclaw, platform)),
      bindHost: fieldOf(answers.bindHost ?? ''),
      envName: fieldOf(answers.auth.kind === 'env' ? answers.auth.name : token.kind === 'env' ? token.name : 'OPENCLAW_RESCUE_TOKEN'),
      botToken: fieldOf(''),
      botFile: fieldOf(bot?.source.kind === 'file' ? bot.source.path : ''),
      ownerId: fieldOf(bot?.ownerId ?? ''),
    },
    choices: {
      kit: answers.kit,
      bind: answers.bind,
      auth: isKept ? 'generate' : answers.auth.kind,
      service: answers.service === 'start' && !services.includes('start') && services.includes('write') ? 'write' : answers.service,
      engine: answers.engine,
      linger: answers.linger ? 'on' : 'off',
      telegram: answers.telegram.kind === 'bot' ? answers.telegram.source.kind : answers.telegram.kind,
      dmPolicy: bot?.dmPolicy ?? 'pairing',
    },
  };
}
