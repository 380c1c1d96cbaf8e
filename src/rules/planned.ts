/** The instance as a plan would leave it, so that the audit can judge it beside all others before anything is written. */
import {NO_EVIDENCE} from './audit/evidence.ts';
import type {Answers} from './answers.ts';
import type {Settings} from './config/settings.ts';
import {movedAgents} from './config-change.ts';
import {type Instance, withoutServices} from './instance.ts';
import type {PlanInput} from './plan-input.ts';
import {pathsFor} from './profile.ts';
import {MANAGER_OF, serviceOf} from './service/files.ts';
import type {Namesake} from './status.ts';
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
    settings: plannedSettings(answers, target.settings),
    workspace: answers.workspace,
    places: plannedPlaces(input),
    bases: [{port: answers.basePort, source: 'config'}],
    // Its own service is written as the plan says; what else starts it stays.
    services: service ? services.filter(({path}) => !service.files.includes(path)).concat({manager: MANAGER_OF[host.machine.platform], scope: 'user', name: basename(service.definition), path: service.definition, argv: [], environment: {}}) : services,
    acceptedBase: answers.acceptOverlap ? answers.basePort : undefined,
    running: existing?.running,
    isListening: existing?.isListening,
    // What is read from files that the plan writes says nothing about the plan; who holds its ports is asked anew.
    evidence: existing?.evidence && {...NO_EVIDENCE, version: existing.evidence.version, credentials: existing.evidence.credentials.filter(({kind}) => kind !== 'gateway' || answers.auth.kind === 'keep'), hasGatewaySecret: existing.evidence.hasGatewaySecret, dotenv: existing.evidence.dotenv},
  };
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

function plannedSettings({basePort, bind, auth}: Answers, settings: Settings): Settings {
  return {...settings, mode: 'local', port: basePort, bind, ...(auth.kind === 'keep' ? {} : {authMode: 'token', token: {kind: 'reference'}})};
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
