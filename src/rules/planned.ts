/** The instance as a plan would leave it, so that the audit can judge it beside all others before anything is written. */
import {type Evidence, NO_EVIDENCE} from './audit/evidence.ts';
import type {Credential} from './config/credentials.ts';
import type {Settings} from './config/settings.ts';
import {movedAgents} from './config-change.ts';
import {type Instance, withoutServices} from './instance.ts';
import type {PlanInput} from './plan-input.ts';
import {pathsFor} from './profile.ts';
import {MANAGER_OF, serviceOf} from './service/files.ts';
import type {Namesake} from './status.ts';
import {botDigest, botKey, withTelegram} from './telegram.ts';
import type {Place} from './workspace.ts';

export function plannedInstance(input: PlanInput): Instance {
  const {answers, target, host} = input;
  const {existing, selector} = target;
  const services = existing?.services ?? [];
  const {basename} = pathsFor(host.machine.platform);
  const service = writtenService(input);
  return {
    ...(selector.kind === 'profile' ? {profile: selector.profile} : {}),
    label: existing?.label ?? target.profile,
    stateDir: target.stateDir,
    configPath: target.configPath,
    config: {kind: 'read'},
    settings: plannedSettings(input),
    workspace: answers.workspace,
    places: plannedPlaces(input),
    bases: [{port: answers.basePort, source: 'config'}],
    // Its own service is written as the plan says; what else starts it stays.
    services: service ? services.filter(({path}) => !service.files.includes(path)).concat({manager: MANAGER_OF[host.machine.platform], scope: 'user', name: basename(service.definition), path: service.definition, argv: [], environment: {}}) : services,
    acceptedBase: answers.acceptOverlap ? answers.basePort : undefined,
    running: existing?.running,
    isListening: existing?.isListening,
    evidence: plannedEvidence(input),
  };
}

/** What is read from files that the plan writes says nothing about the plan; who holds its ports is asked anew. */
function plannedEvidence(input: PlanInput): Evidence | undefined {
  const present = input.target.existing?.evidence;
  const credentials = plannedCredentials(present?.credentials ?? [], input);
  if (!present) return credentials.length === 0 ? undefined : {...NO_EVIDENCE, credentials};
  return {...NO_EVIDENCE, version: present.version, credentials, hasGatewaySecret: present.hasGatewaySecret, dotenv: present.dotenv};
}

/** Those that it has, without what the answers replace, and the bot that they bring. */
function plannedCredentials(present: readonly Credential[], {answers, botToken}: PlanInput): Credential[] {
  const {auth, telegram} = answers;
  const isReplaced = ({service, source}: Credential) => service === 'telegram' && (telegram.kind === 'off' || (telegram.kind === 'bot' && !source.includes('.accounts.')));
  const kept = present.filter(credential => (credential.kind === 'gateway' ? auth.kind === 'keep' : credential.kind !== 'channel' || !isReplaced(credential)));
  const digest = botDigest(telegram, botToken);
  return digest === undefined ? kept : [...kept, {service: 'telegram', kind: 'channel', source: botKey(telegram), digest}];
}

/** Files under the name of a service that will still start something else. */
export function namesakesBeside(input: PlanInput): readonly Namesake[] {
  const files = writtenService(input)?.files ?? [];
  return input.host.namesakes.filter(({path}) => !files.includes(path));
}

/** The others as they will be: a service that the plan writes is no longer theirs, whatever it starts now. */
export function othersBeside(input: PlanInput, others: readonly Instance[]): Instance[] {
  const files = writtenService(input)?.files ?? [];
  return others.flatMap(other => withoutServices(other, ({path}) => files.includes(path)) ?? []);
}

/** The service that the plan writes; undefined where it leaves services alone. */
function writtenService({answers, target, host}: PlanInput): ReturnType<typeof serviceOf> {
  return answers.service === 'none' ? undefined : serviceOf(target, host.machine);
}

function plannedSettings({answers: {basePort, bind, auth, telegram}, target: {settings}}: PlanInput): Settings {
  return {...settings, credentials: withTelegram(settings.credentials, telegram), mode: 'local', port: basePort, bind, ...(auth.kind === 'keep' ? {} : {authMode: 'token', token: {kind: 'reference'}})};
}

function plannedPlaces({answers, target, host, workspace}: PlanInput): Place[] {
  const {existing, trails} = target;
  const {isAbsolute} = pathsFor(host.machine.platform);
  const isMoved = movedAgents(answers, target).length > 0;
  const present = existing?.places ?? [];
  const before = present.find(({kind}) => kind === 'workspace');
  return [
    {kind: 'state', path: target.resolvedStateDir, trail: trails?.state},
    {kind: 'config', path: target.resolvedConfigPath, trail: trails?.config},
    // What is no full path yet is nowhere.
    ...(isAbsolute(answers.workspace) ? [{kind: 'workspace', path: workspace.resolved, trail: workspace.trail} as const] : []),
    ...present.filter(({kind, path}) => kind === 'log' || kind === 'agent-state' || kind === 'browser-data' || (kind === 'agent-workspace' && !(isMoved && path === before?.path))),
  ];
}
