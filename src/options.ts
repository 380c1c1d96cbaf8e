/** Every option, once: the grammar, `--help`, the README and the command that Review shows are made from this table. What each is for stands in the catalogue. */
import {Stop} from './exit-codes.ts';
import {type Answers, type AuthAnswer, BINDS, type GivenAnswers, isEnvReference, type ServiceAnswer} from './rules/answers.ts';
import {KIT_ANSWERS} from './rules/kit/watch.ts';
import {parsePort} from './rules/ports.ts';
import type {Problem} from './rules/problems.ts';
import type {Machine} from './rules/machine.ts';
import type {Plan} from './rules/plan.ts';
import type {Target} from './rules/target.ts';
import {divergencesOf, restoredAnswers} from './rules/written.ts';
import {selectorText} from './rules/selector.ts';
import {quote} from './rules/shell.ts';
import {DM_POLICIES, type TelegramAnswer} from './rules/telegram.ts';
import {ENV_SYNTAXES} from './shells/env.ts';
import {mendingCommand} from './text/findings.ts';
import {LANGUAGES} from './text/language.ts';
import type {Flag} from './text/options.ts';
import {problemText} from './text/problems.ts';
import {refusals} from './text/refusals.ts';
import type {StepId} from './wizard/state.ts';

export type OptionSpec = {
  /** In commander's words: `--gateway-port <port>`. */
  readonly flags: Flag | `${Flag} <${string}>`;
  /** The values that it takes, where they are few. */
  readonly choices?: readonly string[];
};

/** An option that gives an answer of the wizard. */
export type AnswerOption = OptionSpec & {
  /** The step of the wizard that asks the same. */
  readonly step: StepId;
  /** The words that give these answers on a command line. */
  readonly words?: (answers: Answers, about: {/** It gets a new token. */ readonly isRenewed: boolean; readonly isUnpinned: boolean}) => readonly string[];
};

const THEMES = ['auto', 'dark', 'light'] as const;

const PROFILE: AnswerOption = {flags: '--profile <name>', step: 'profile'};

/** Options of every command; they may stand before or after it. */
export const GLOBAL_OPTIONS = [
  PROFILE,
  {flags: '--state-dir <dir>'},
  {flags: '--config-path <file>'},
  {flags: '--lang <language>', choices: LANGUAGES},
  {flags: '--no-color'},
  {flags: '--quiet'},
] as const satisfies readonly OptionSpec[];

const PORT_OPTIONS: readonly AnswerOption[] = [
  {
    flags: '--gateway-port <port>',
    step: 'ports',
    words: ({basePort}) => ['--gateway-port', String(basePort)],
  },
  {
    flags: '--accept-overlap',
    step: 'ports',
    words: ({acceptOverlap}) => (acceptOverlap ? ['--accept-overlap'] : []),
  },
];

const CONFIG_OPTIONS: readonly AnswerOption[] = [
  ...PORT_OPTIONS,
  {
    flags: '--workspace <dir>',
    step: 'workspace',
    words: ({workspace}) => ['--workspace', workspace],
  },
  {
    flags: '--kit <what>',
    choices: KIT_ANSWERS,
    step: 'workspace',
    words: ({kit}) => ['--kit', kit],
  },
  {
    flags: '--gateway-bind <mode>',
    choices: BINDS,
    step: 'gateway',
    words: ({bind}) => ['--gateway-bind', bind],
  },
  {
    flags: '--gateway-bind-host <ip>',
    step: 'gateway',
    words: ({bindHost}) => (bindHost === undefined ? [] : ['--gateway-bind-host', bindHost]),
  },
  {
    flags: '--gateway-token-ref-env <name>',
    step: 'gateway',
    words: ({auth}) => (auth.kind === 'env' ? ['--gateway-token-ref-env', auth.name] : []),
  },
  {
    flags: '--new-gateway-token',
    step: 'gateway',
    words: (_, {isRenewed}) => (isRenewed ? ['--new-gateway-token'] : []),
  },
  {
    flags: '--telegram-token-file <file>',
    step: 'channel',
    words: ({telegram}) => (telegram.kind === 'bot' && telegram.source.kind === 'file' ? ['--telegram-token-file', telegram.source.path] : []),
  },
  {
    flags: '--telegram-dm <policy>',
    choices: DM_POLICIES,
    step: 'channel',
    words: ({telegram}) => (telegram.kind === 'bot' && telegram.source.kind === 'file' ? ['--telegram-dm', telegram.dmPolicy] : []),
  },
  {
    flags: '--telegram-owner <id>',
    step: 'channel',
    words: ({telegram}) => (telegram.kind === 'bot' && telegram.source.kind === 'file' && telegram.ownerId !== undefined ? ['--telegram-owner', telegram.ownerId] : []),
  },
  {
    flags: '--no-telegram',
    step: 'channel',
    words: ({telegram}) => (telegram.kind === 'off' ? ['--no-telegram'] : []),
  },
];

const SERVICE_OPTIONS: readonly AnswerOption[] = [
  {
    flags: '--no-start',
    step: 'service',
    words: ({service}) => (service === 'write' ? ['--no-start'] : []),
  },
  {
    flags: '--replace-service',
    step: 'service',
    words: ({replaceService}) => (replaceService ? ['--replace-service'] : []),
  },
  {
    flags: '--linger',
    step: 'service',
    words: ({linger}) => (linger ? ['--linger'] : []),
  },
  {
    flags: '--no-linger',
    step: 'service',
    words: ({linger}) => (linger ? [] : ['--no-linger']),
  },
];

/** Every answer of the wizard, once. */
export const ANSWER_OPTIONS: readonly AnswerOption[] = [
  ...CONFIG_OPTIONS,
  {
    flags: '--install-daemon',
    step: 'service',
    words: ({service}) => (service === 'none' ? [] : ['--install-daemon']),
  },
  {
    flags: '--no-install-daemon',
    step: 'service',
    words: ({service}) => (service === 'none' ? ['--no-install-daemon'] : []),
  },
  ...SERVICE_OPTIONS,
  {
    flags: '--own-engine',
    step: 'service',
    words: ({engine}) => (engine === 'own' ? ['--own-engine'] : []),
  },
  {
    flags: '--shared-engine',
    step: 'service',
    words: ({engine}, {isUnpinned}) => (engine === 'shared' && isUnpinned ? ['--shared-engine'] : []),
  },
  {
    flags: '--restore <lines>',
    step: 'changed',
    words: ({restore}) => (restore.length === 0 ? [] : ['--restore', restore.join(',')]),
  },
];

/** How the screen of the wizard looks. */
const SCREEN_OPTIONS: readonly OptionSpec[] = [{flags: '--theme <which>', choices: THEMES}, {flags: '--ascii'}, {flags: '--reduced-motion'}];

const DRY_RUN: OptionSpec = {flags: '--dry-run'};
const JSON_DOCUMENT: OptionSpec = {flags: '--json'};
const YES: OptionSpec = {flags: '--yes'};

/** The options of each command, by its name. */
export const OPTIONS = {
  onboard: [...ANSWER_OPTIONS, {flags: '--non-interactive'}, DRY_RUN, JSON_DOCUMENT, {flags: '--plain'}, ...SCREEN_OPTIONS],
  setup: [...CONFIG_OPTIONS, DRY_RUN, JSON_DOCUMENT],
  run: [{flags: '--port <port>'}, PORT_OPTIONS[1] as OptionSpec],
  install: [...SERVICE_OPTIONS, DRY_RUN, JSON_DOCUMENT],
  work: [DRY_RUN, JSON_DOCUMENT],
  status: [{flags: '--all'}, {flags: '--validate'}, JSON_DOCUMENT],
  report: [JSON_DOCUMENT],
  doctor: [{flags: '--verbose'}, {flags: '--fix'}, YES, DRY_RUN, JSON_DOCUMENT],
  ports: [{flags: '--gateway-port <port>'}, JSON_DOCUMENT],
  env: [{flags: '--shell <name>', choices: ENV_SYNTAXES}, JSON_DOCUMENT],
  engine: [{flags: '--check'}, JSON_DOCUMENT],
  unpin: [{flags: '--delete'}, DRY_RUN, JSON_DOCUMENT],
  remove: [{flags: '--delete-state'}, YES, DRY_RUN, JSON_DOCUMENT],
  drill: [{flags: '--stop-main'}, YES, DRY_RUN, JSON_DOCUMENT],
  undo: [{flags: '--force'}, DRY_RUN, JSON_DOCUMENT],
  logs: [{flags: '--follow'}, {flags: '--lines <count>'}],
  none: [],
} as const satisfies Record<string, readonly OptionSpec[]>;

/** What the command that is the same without questions can't say. */
export function equivalentNotes({answers: {telegram}}: Plan): string[] {
  if (telegram.kind !== 'bot' || telegram.source.kind !== 'typed') return [];
  const {dmPolicy, ownerId} = telegram;
  return [refusals().noFlagForToken(['--telegram-dm', dmPolicy, ...(ownerId === undefined ? [] : ['--telegram-owner', ownerId])].join(' '))];
}

/** The command line that does the same without a question; run twice, the second time it has nothing to do. */
export function equivalentCommand({answers, isEdit, isUnpinned, selector, repairs}: Plan, machine: Machine): string {
  const {ownCommand, platform} = machine;
  // No flag names the keys that it mends.
  if (repairs.length > 0) return `${mendingCommand(selector, machine)} --yes`;
  // A new profile gets a new token by itself.
  const isRenewed = isEdit && answers.auth.kind === 'generate';
  const words = ANSWER_OPTIONS.flatMap(option => option.words?.(answers, {isRenewed, isUnpinned}) ?? []);
  return [ownCommand, selectorText(selector, platform), 'onboard', '--non-interactive', ...words.map(word => quote(word, platform))].join(' ');
}

/** What commander reads from the table above. */
export type Flags = {
  readonly profile?: string;
  readonly stateDir?: string;
  readonly configPath?: string;
  readonly quiet?: boolean;
  readonly lang?: string;
  readonly gatewayPort?: string;
  readonly acceptOverlap?: boolean;
  readonly workspace?: string;
  readonly gatewayBind?: string;
  readonly gatewayBindHost?: string;
  readonly gatewayTokenRefEnv?: string;
  readonly newGatewayToken?: boolean;
  readonly installDaemon?: boolean;
  readonly kit?: string;
  readonly telegramTokenFile?: string;
  readonly telegramDm?: string;
  readonly telegramOwner?: string;
  readonly telegram?: boolean;
  readonly linger?: boolean;
  readonly restore?: string;
  readonly start?: boolean;
  readonly replaceService?: boolean;
  readonly ownEngine?: boolean;
  readonly sharedEngine?: boolean;
  readonly check?: boolean;
  readonly delete?: boolean;
  readonly nonInteractive?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly plain?: boolean;
  readonly color?: boolean;
  readonly theme?: string;
  readonly ascii?: boolean;
  readonly reducedMotion?: boolean;
  readonly force?: boolean;
  readonly port?: string;
  readonly all?: boolean;
  readonly validate?: boolean;
  readonly shell?: string;
  readonly deleteState?: boolean;
  readonly yes?: boolean;
  readonly verbose?: boolean;
  readonly fix?: boolean;
  readonly stopMain?: boolean;
  readonly follow?: boolean;
  readonly lines?: string;
};

/** How the screen is to look. */
export type LookFlags = {readonly theme?: (typeof THEMES)[number]; readonly ascii?: boolean; readonly reducedMotion?: boolean};

/** @throws {Stop} for a theme that is none */
export function lookGivenBy({theme, ascii = false, reducedMotion = false}: Flags): LookFlags {
  return {ascii, reducedMotion, ...(theme === undefined ? {} : {theme: THEMES.find(name => name === theme) ?? unknown('--theme', theme, THEMES)})};
}

/**
 * A base port given by a flag.
 * @throws {Stop} for what is no number
 */
export function givenPort(text: string | undefined): number | undefined {
  return text === undefined ? undefined : (parsePort(text) ?? refuse({id: 'port-not-a-number', text}));
}

function refuse(problem: Problem): never {
  throw new Stop('usage', problemText(problem));
}

/**
 * The answers that flags give; others stay open.
 * @throws {Stop} for a value that is no answer at all
 */
export function answersGivenBy(flags: Flags): GivenAnswers {
  const bind = flags.gatewayBind === undefined ? undefined : (BINDS.find(mode => mode === flags.gatewayBind) ?? refuse({id: 'bind-unknown', text: flags.gatewayBind}));
  const basePort = givenPort(flags.gatewayPort);
  const name = flags.gatewayTokenRefEnv;
  if (name !== undefined && !isEnvReference(name)) refuse({id: 'env-reference', text: name});
  if (name !== undefined && flags.newGatewayToken) contradict('--new-gateway-token', '--gateway-token-ref-env');
  if (flags.ownEngine && flags.sharedEngine) contradict('--own-engine', '--shared-engine');
  const auth: AuthAnswer | undefined = name !== undefined ? {kind: 'env', name} : flags.newGatewayToken ? {kind: 'generate'} : undefined;
  const telegram = telegramGivenBy(flags);
  return {
    ...(basePort === undefined ? {} : {basePort}),
    ...(flags.acceptOverlap ? {acceptOverlap: true} : {}),
    ...(flags.workspace === undefined ? {} : {workspace: flags.workspace}),
    ...(bind === undefined ? {} : {bind}),
    ...(flags.gatewayBindHost === undefined ? {} : {bindHost: flags.gatewayBindHost}),
    ...(auth === undefined ? {} : {auth}),
    ...(flags.ownEngine || flags.sharedEngine ? {engine: flags.ownEngine ? 'own' : 'shared'} : {}),
    ...(flags.kit === undefined ? {} : {kit: KIT_ANSWERS.find(kit => kit === flags.kit) ?? unknown('--kit', flags.kit, KIT_ANSWERS)}),
    ...(telegram === undefined ? {} : {telegram}),
    ...(flags.linger === undefined ? {} : {linger: flags.linger}),
    ...(flags.replaceService ? {replaceService: true} : {}),
    ...(flags.installDaemon === undefined && flags.start !== false ? {} : {service: serviceAnswer(flags)}),
  };
}

function telegramGivenBy({telegramTokenFile: path, telegramDm, telegramOwner: ownerId, telegram}: Flags): TelegramAnswer | undefined {
  if (path === undefined) {
    if (telegramDm !== undefined || ownerId !== undefined) throw new Stop('usage', refusals().telegramWithoutBot);
    return telegram === false ? {kind: 'off'} : undefined;
  }
  const dmPolicy = telegramDm === undefined ? 'pairing' : (DM_POLICIES.find(policy => policy === telegramDm) ?? unknown('--telegram-dm', telegramDm, DM_POLICIES));
  return {kind: 'bot', source: {kind: 'file', path}, dmPolicy, ...(ownerId === undefined ? {} : {ownerId})};
}

/** What `--restore` gives; a name that nothing has which was changed is no mistake: the line may be as it was by now. */
export function restoredBy({restore: given}: Flags, target: Target): GivenAnswers {
  if (given === undefined) return {};
  const divergences = divergencesOf(target);
  const restore = given === 'all' ? divergences.map(({id}) => id) : given.split(',').map(name => name.trim());
  return {...restoredAnswers(divergences, restore), restore};
}

/** @throws {Stop} for a value that an option does not take */
export function unknown(flag: Flag, text: string, known: readonly string[]): never {
  throw new Stop('usage', refusals().unknownValue(text, flag, known.join(', ')));
}

function contradict(...flags: readonly [Flag, Flag]): never {
  throw new Stop('usage', refusals().contradiction(...flags));
}

function serviceAnswer({installDaemon, start}: Flags): ServiceAnswer {
  if (installDaemon === false) return 'none';
  return start === false ? 'write' : 'start';
}
