/** Every option, once: the grammar, `--help`, the README and the command that Review shows are made from this table. */
import {Stop} from './exit-codes.ts';
import {type Answers, type AuthAnswer, BINDS, type GivenAnswers, isEnvReference, type ServiceAnswer} from './rules/answers.ts';
import {ENGINE_MIB} from './rules/engine.ts';
import {KIT_ANSWERS} from './rules/kit/watch.ts';
import {parsePort} from './rules/ports.ts';
import type {Problem} from './rules/problems.ts';
import type {Machine} from './rules/machine.ts';
import type {Plan} from './rules/plan.ts';
import {RESCUE_PROFILE} from './rules/profile.ts';
import type {Target} from './rules/target.ts';
import {divergencesOf, restoredAnswers} from './rules/written.ts';
import {selectorText} from './rules/selector.ts';
import {quote} from './rules/shell.ts';
import {DM_POLICIES, type TelegramAnswer} from './rules/telegram.ts';
import {ENV_SYNTAXES} from './shells/env.ts';
import {type Language, LANGUAGES} from './text/language.ts';
import {mendingCommand} from './text/findings.ts';
import {problemText} from './text/problems.ts';
import type {StepId} from './wizard/state.ts';

export type OptionSpec = {
  /** In commander's words: `--gateway-port <port>`. */
  readonly flags: string;
  readonly description: string;
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

const PROFILE: AnswerOption = {flags: '--profile <name>', description: `the profile to work on (default: ${RESCUE_PROFILE})`, step: 'profile'};

/** Options of every command; they may stand before or after it. */
export const GLOBAL_OPTIONS = [
  PROFILE,
  {flags: '--state-dir <dir>', description: 'an instance that is no profile: its state folder'},
  {flags: '--config-path <file>', description: 'and its config, by default openclaw.json in that folder'},
  {flags: '--lang <language>', description: 'en or ko (default: what LC_ALL, LC_MESSAGES or LANG say)', choices: LANGUAGES},
  {flags: '--no-color', description: 'no colour; also by NO_COLOR'},
  {flags: '--quiet', description: 'no progress and no closing words: only what was asked for, and errors'},
] as const satisfies readonly OptionSpec[];

const PORT_OPTIONS: readonly AnswerOption[] = [
  {
    flags: '--gateway-port <port>',
    description: 'base port; every other port of the instance follows from it',
    step: 'ports',
    words: ({basePort}) => ['--gateway-port', String(basePort)],
  },
  {
    flags: '--accept-overlap',
    description: 'accept a base port 20 to 110 away from another gateway, whose port blocks overlap',
    step: 'ports',
    words: ({acceptOverlap}) => (acceptOverlap ? ['--accept-overlap'] : []),
  },
];

const CONFIG_OPTIONS: readonly AnswerOption[] = [
  ...PORT_OPTIONS,
  {
    flags: '--workspace <dir>',
    description: 'folder that the agent works in, apart from every other instance',
    step: 'workspace',
    words: ({workspace}) => ['--workspace', workspace],
  },
  {
    flags: '--kit <what>',
    description: 'skill, watch or none: what the bot is told of main, in its workspace',
    choices: KIT_ANSWERS,
    step: 'workspace',
    words: ({kit}) => ['--kit', kit],
  },
  {
    flags: '--gateway-bind <mode>',
    description: 'loopback, lan, tailnet, auto or custom',
    choices: BINDS,
    step: 'gateway',
    words: ({bind}) => ['--gateway-bind', bind],
  },
  {
    flags: '--gateway-bind-host <ip>',
    description: 'the address for --gateway-bind custom',
    step: 'gateway',
    words: ({bindHost}) => (bindHost === undefined ? [] : ['--gateway-bind-host', bindHost]),
  },
  {
    flags: '--gateway-token-ref-env <name>',
    description: 'read the token from this environment variable; without it a random one is made, or the present one kept',
    step: 'gateway',
    words: ({auth}) => (auth.kind === 'env' ? ['--gateway-token-ref-env', auth.name] : []),
  },
  {
    flags: '--new-gateway-token',
    description: 'make a new random token although there is one',
    step: 'gateway',
    words: (_, {isRenewed}) => (isRenewed ? ['--new-gateway-token'] : []),
  },
  {
    flags: '--telegram-token-file <file>',
    description: 'a Telegram bot for this gateway alone: the file (0600) that OpenClaw reads its token from',
    step: 'channel',
    words: ({telegram}) => (telegram.kind === 'bot' && telegram.source.kind === 'file' ? ['--telegram-token-file', telegram.source.path] : []),
  },
  {
    flags: '--telegram-dm <policy>',
    description: 'who may write to that bot: pairing (a code that you let in) or allowlist (you alone)',
    choices: DM_POLICIES,
    step: 'channel',
    words: ({telegram}) => (telegram.kind === 'bot' && telegram.source.kind === 'file' ? ['--telegram-dm', telegram.dmPolicy] : []),
  },
  {
    flags: '--telegram-owner <id>',
    description: 'your own Telegram user id, a number',
    step: 'channel',
    words: ({telegram}) => (telegram.kind === 'bot' && telegram.source.kind === 'file' && telegram.ownerId !== undefined ? ['--telegram-owner', telegram.ownerId] : []),
  },
  {
    flags: '--no-telegram',
    description: 'no Telegram, whatever token this gateway may inherit; the default of a new profile',
    step: 'channel',
    words: ({telegram}) => (telegram.kind === 'off' ? ['--no-telegram'] : []),
  },
];

const SERVICE_OPTIONS: readonly AnswerOption[] = [
  {
    flags: '--no-start',
    description: 'install the service, but do not start it now',
    step: 'service',
    words: ({service}) => (service === 'write' ? ['--no-start'] : []),
  },
  {
    flags: '--replace-service',
    description: 'replace a file under the name of the service that starts no gateway of this profile',
    step: 'service',
    words: ({replaceService}) => (replaceService ? ['--replace-service'] : []),
  },
  {
    flags: '--linger',
    description: 'let the services of this user go on after its last logout (systemd); the default of a new profile',
    step: 'service',
    words: ({linger}) => (linger ? ['--linger'] : []),
  },
  {
    flags: '--no-linger',
    description: 'leave that as it is',
    step: 'service',
    words: ({linger}) => (linger ? [] : ['--no-linger']),
  },
];

/** Every answer of the wizard, once. */
export const ANSWER_OPTIONS: readonly AnswerOption[] = [
  ...CONFIG_OPTIONS,
  {
    flags: '--install-daemon',
    description: 'install the service and start it where a service manager can be reached',
    step: 'service',
    words: ({service}) => (service === 'none' ? [] : ['--install-daemon']),
  },
  {
    flags: '--no-install-daemon',
    description: 'leave services alone',
    step: 'service',
    words: ({service}) => (service === 'none' ? ['--no-install-daemon'] : []),
  },
  ...SERVICE_OPTIONS,
  {
    flags: '--own-engine',
    description: `keep an OpenClaw of its own, in the version that is installed now (about ${ENGINE_MIB} MiB): an update of the shared one leaves it alone`,
    step: 'service',
    words: ({engine}) => (engine === 'own' ? ['--own-engine'] : []),
  },
  {
    flags: '--shared-engine',
    description: 'run on the OpenClaw that this host has for all',
    step: 'service',
    words: ({engine}, {isUnpinned}) => (engine === 'shared' && isUnpinned ? ['--shared-engine'] : []),
  },
  {
    flags: '--restore <lines>',
    description: 'what others changed since it was written here: names with commas between, or all; without it they are kept',
    step: 'changed',
    words: ({restore}) => (restore.length === 0 ? [] : ['--restore', restore.join(',')]),
  },
];

/** How the screen of the wizard looks. */
const SCREEN_OPTIONS: readonly OptionSpec[] = [
  {flags: '--theme <which>', description: 'colours for a dark or a light background (default: auto, what the terminal says)', choices: THEMES},
  {flags: '--ascii', description: 'no other signs than those of ASCII; also where the locale or the terminal has no others'},
  {flags: '--reduced-motion', description: 'nothing moves by itself; also by NO_MOTION'},
];

const DRY_RUN: OptionSpec = {flags: '--dry-run', description: 'show the plan and write nothing; asks nothing'};
const JSON_DOCUMENT: OptionSpec = {flags: '--json', description: 'print one JSON document'};

/** The options of each command, by its name. */
export const OPTIONS = {
  onboard: [
    ...ANSWER_OPTIONS,
    {flags: '--non-interactive', description: 'ask nothing: defaults, then what the profile has, then flags'},
    DRY_RUN,
    {flags: '--json', description: 'print plan and result as one JSON document; needs --non-interactive or --dry-run'},
    {flags: '--plain', description: 'ask line by line instead of drawing a screen; also by ACCESSIBLE=1 or TERM=dumb'},
    ...SCREEN_OPTIONS,
  ],
  setup: [...CONFIG_OPTIONS, DRY_RUN, JSON_DOCUMENT],
  run: [{flags: '--port <port>', description: 'another base port than that of the profile, for this run'}, PORT_OPTIONS[1] as OptionSpec],
  install: [...SERVICE_OPTIONS, DRY_RUN, JSON_DOCUMENT],
  work: [DRY_RUN, JSON_DOCUMENT],
  status: [
    {flags: '--all', description: 'every instance of this host, side by side'},
    {flags: '--validate', description: 'let OpenClaw itself validate each config, which takes it a second each'},
    JSON_DOCUMENT,
  ],
  report: [JSON_DOCUMENT],
  doctor: [
    {flags: '--verbose', description: 'notes too, and for each finding its rule and the values that were compared'},
    {flags: '--fix', description: 'mend the instance that --profile names: a plan, looked at before it is applied'},
    {flags: '--yes', description: 'apply the fixes without a question'},
    DRY_RUN,
    JSON_DOCUMENT,
  ],
  ports: [{flags: '--gateway-port <port>', description: 'the table of this base port instead'}, JSON_DOCUMENT],
  env: [{flags: '--shell <name>', description: 'sh, fish, powershell, dotenv or systemd (default: sh)', choices: ENV_SYNTAXES}, JSON_DOCUMENT],
  engine: [{flags: '--check', description: 'ask npm which version is the newest'}, JSON_DOCUMENT],
  unpin: [{flags: '--delete', description: 'delete its own versions too, for good'}, DRY_RUN, JSON_DOCUMENT],
  remove: [
    {flags: '--delete-state', description: 'the state folder and the workspace too, with everything in them, for good'},
    {flags: '--yes', description: 'ask nothing'},
    DRY_RUN,
    JSON_DOCUMENT,
  ],
  drill: [
    {flags: '--stop-main', description: 'stop main’s service for real, prove that the rescue does without it, and start it again'},
    {flags: '--yes', description: 'stop main without a question'},
    {flags: '--dry-run', description: 'show what would be looked at and run; looks at nothing and stops nothing'},
    JSON_DOCUMENT,
  ],
  undo: [{flags: '--force', description: 'also where a file was changed since'}, DRY_RUN, JSON_DOCUMENT],
  logs: [
    {flags: '--follow', description: 'go on printing what is added, till Ctrl-C'},
    {flags: '--lines <count>', description: 'how many of the last lines (default: 100)'},
  ],
  none: [],
} as const satisfies Record<string, readonly OptionSpec[]>;

/** What the command that is the same without questions can't say. */
export function equivalentNotes({answers: {telegram}}: Plan): string[] {
  return telegram.kind === 'bot' && telegram.source.kind === 'typed' ? ['and --telegram-token-file with a file (0600) that holds the bot’s token: no flag takes the token itself'] : [];
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

/**
 * The language that `--lang` asks for. It is looked for before anything else is read, since a refusal is told in it too.
 * @throws {Stop} for one that is not spoken
 */
export function chosenLanguage(argv: readonly string[]): Language | undefined {
  const end = argv.findIndex(word => word === '--' || word === 'exec');
  const words = end < 0 ? argv : argv.slice(0, end);
  const index = words.findLastIndex(word => word === '--lang' || word.startsWith('--lang='));
  if (index < 0) return undefined;
  const text = words[index]?.includes('=') ? words[index]?.slice('--lang='.length) : words[index + 1];
  return text === undefined ? undefined : (LANGUAGES.find(language => language === text) ?? unknown('--lang', text, LANGUAGES));
}

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
  if (name !== undefined && flags.newGatewayToken) throw new Stop('usage', '--new-gateway-token and --gateway-token-ref-env contradict each other; give one of them.');
  if (flags.ownEngine && flags.sharedEngine) throw new Stop('usage', '--own-engine and --shared-engine contradict each other; give one of them.');
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
    if (telegramDm !== undefined || ownerId !== undefined) throw new Stop('usage', '--telegram-dm and --telegram-owner are for a bot; --telegram-token-file names the file with its token.');
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

function unknown(flag: string, text: string, known: readonly string[]): never {
  throw new Stop('usage', `"${text}" is no value for ${flag}: ${known.join(', ')}.`);
}

function serviceAnswer({installDaemon, start}: Flags): ServiceAnswer {
  if (installDaemon === false) return 'none';
  return start === false ? 'write' : 'start';
}
