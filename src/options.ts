/** Every option, once: the grammar, `--help`, the README and the command that Review shows are made from this table. */
import {Stop} from './exit-codes.ts';
import {type Answers, type AuthAnswer, BINDS, type GivenAnswers, isEnvReference, type ServiceAnswer} from './rules/answers.ts';
import {parsePort} from './rules/ports.ts';
import type {Problem} from './rules/problems.ts';
import type {Machine} from './rules/machine.ts';
import type {Plan} from './rules/plan.ts';
import {RESCUE_PROFILE} from './rules/profile.ts';
import {quote} from './rules/shell.ts';
import {problemText} from './text/en.ts';
import type {StepId} from './wizard/state.ts';

export type OptionSpec = {
  /** In commander's words: `--gateway-port <port>`. */
  readonly flags: string;
  readonly description: string;
  /** The step of the wizard that asks the same. */
  readonly step?: StepId;
  /** The words that give these answers on a command line. */
  readonly words?: (answers: Answers, isRenewed: boolean) => readonly string[];
};

export const OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--profile <name>',
    description: `the profile to create or edit (default: ${RESCUE_PROFILE})`,
    step: 'profile',
  },
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
  {
    flags: '--workspace <dir>',
    description: 'folder that the agent works in, apart from every other instance',
    step: 'workspace',
    words: ({workspace}) => ['--workspace', workspace],
  },
  {
    flags: '--gateway-bind <mode>',
    description: 'loopback, lan, tailnet, auto or custom',
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
    words: (_, isRenewed) => (isRenewed ? ['--new-gateway-token'] : []),
  },
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
  {
    flags: '--no-start',
    description: 'install the service, but do not start it now',
    step: 'service',
    words: ({service}) => (service === 'write' ? ['--no-start'] : []),
  },
  {flags: '--non-interactive', description: 'ask nothing: defaults, then what the profile has, then flags'},
  {flags: '--dry-run', description: 'show the plan and write nothing; asks nothing'},
  {flags: '--json', description: 'print plan and result as one JSON document; needs --non-interactive or --dry-run'},
  {flags: '--plain', description: 'ask line by line instead of drawing a screen; also by ACCESSIBLE=1 or TERM=dumb'},
];

/** The command line that gives the same answers without a question; run twice, the second time it has nothing to do. */
export function equivalentCommand({answers, isEdit}: Plan, {ownCommand, platform}: Machine): string {
  // A new profile gets a new token by itself.
  const isRenewed = isEdit && answers.auth.kind === 'generate';
  const words = OPTIONS.flatMap(option => option.words?.(answers, isRenewed) ?? []);
  return [ownCommand, '--profile', answers.profile, 'onboard', '--non-interactive', ...words.map(word => quote(word, platform))].join(' ');
}

/** What commander reads from the table above. */
export type Flags = {
  readonly gatewayPort?: string;
  readonly acceptOverlap?: boolean;
  readonly workspace?: string;
  readonly gatewayBind?: string;
  readonly gatewayBindHost?: string;
  readonly gatewayTokenRefEnv?: string;
  readonly newGatewayToken?: boolean;
  readonly installDaemon?: boolean;
  readonly start?: boolean;
  readonly nonInteractive?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly plain?: boolean;
  readonly force?: boolean;
};

/**
 * The answers that flags give; others stay open.
 * @throws {Stop} for a value that is no answer at all
 */
export function givenAnswers(flags: Flags): GivenAnswers {
  const refuse = (problem: Problem): never => {
    throw new Stop('usage', problemText(problem));
  };
  const bind = flags.gatewayBind === undefined ? undefined : (BINDS.find(mode => mode === flags.gatewayBind) ?? refuse({id: 'bind-unknown', text: flags.gatewayBind}));
  const basePort = flags.gatewayPort === undefined ? undefined : (parsePort(flags.gatewayPort) ?? refuse({id: 'port-not-a-number', text: flags.gatewayPort}));
  const name = flags.gatewayTokenRefEnv;
  if (name !== undefined && !isEnvReference(name)) refuse({id: 'env-reference', text: name});
  if (name !== undefined && flags.newGatewayToken) throw new Stop('usage', '--new-gateway-token and --gateway-token-ref-env contradict each other; give one of them.');
  const auth: AuthAnswer | undefined = name !== undefined ? {kind: 'env', name} : flags.newGatewayToken ? {kind: 'generate'} : undefined;
  return {
    ...(basePort === undefined ? {} : {basePort}),
    ...(flags.acceptOverlap ? {acceptOverlap: true} : {}),
    ...(flags.workspace === undefined ? {} : {workspace: flags.workspace}),
    ...(bind === undefined ? {} : {bind}),
    ...(flags.gatewayBindHost === undefined ? {} : {bindHost: flags.gatewayBindHost}),
    ...(auth === undefined ? {} : {auth}),
    ...(flags.installDaemon === undefined && flags.start !== false ? {} : {service: serviceAnswer(flags)}),
  };
}

function serviceAnswer({installDaemon, start}: Flags): ServiceAnswer {
  if (installDaemon === false) return 'none';
  return start === false ? 'write' : 'start';
}
