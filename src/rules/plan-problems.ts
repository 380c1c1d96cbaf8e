/** What forbids a plan, but for what the isolation checks find between two instances. */
import {type Answers, baseProblem, isEnvReference, judgeWorkspaceFor, portOwners, profileNames} from './answers.ts';
import type {Change} from './change.ts';
import type {BusyPort} from './occupancy.ts';
import type {PlanInput} from './plan-input.ts';
import {type PortState, portStates} from './port-states.ts';
import type {Problem} from './problems.ts';
import {judgeProfileName} from './profile.ts';
import {runtimeFor} from './service-change.ts';
import {fileAt, type Target} from './target.ts';
import {telegramProblems} from './telegram.ts';

/** What the answers themselves break; the isolation checks add what clashes with others. */
export function answerProblems(input: PlanInput): Problem[] {
  const {answers, target, host, workspace, botToken} = input;
  const problems: Problem[] = [];
  problems.push(...nameProblems(input));
  if (target.heldBy) problems.push({id: 'profile-held', name: target.profile, ...target.heldBy});
  // Where another instance is in the way, the isolation checks say so.
  problems.push(...portProblems(input).filter(problem => !isOfOthers(problem)));
  problems.push(...gatewayProblems(answers, target), ...telegramProblems(answers.telegram, botToken, target.settings));
  const place = judgeWorkspaceFor({...workspace, path: answers.workspace}, target, host);
  if (place && place.id !== 'workspace-shared') problems.push(place);
  if (answers.service === 'none') {
    // A service that keeps the old port would come up beside the new config (openclaw/openclaw#7626).
    const left = target.existing?.bases.find(({source, port}) => source.startsWith('service') && port !== answers.basePort);
    if (left) problems.push({id: 'service-left-behind', port: left.port});
  } else if (host.machine.homes.isOverridden) problems.push({id: 'no-service-here'});
  else if (!runtimeFor(input)) problems.push({id: 'no-openclaw'});
  return problems;
}

/** What forbids the name of the profile; nothing where an instance is named by its paths. */
export function nameProblems({answers, target, host}: Pick<PlanInput, 'answers' | 'target' | 'host'>): Problem[] {
  const problem = target.selector.kind === 'profile' ? judgeProfileName(answers.profile, profileNames(host.instances), host.machine.platform) : undefined;
  return problem ? [problem] : [];
}

/** All that forbids the base port, which is asked for at every key that changes it. */
export function portProblems({answers: {basePort, acceptOverlap}, target, host, occupancy}: PortInput): Problem[] {
  const problem = baseProblem(basePort, acceptOverlap ? basePort : undefined, target, host);
  const held = occupancy?.base === basePort ? occupancy.busy.find(({port}) => port === basePort) : undefined;
  const taken: Problem[] = held && !isOwnHolder(target, held) ? [{id: 'port-in-use', ...held}] : [];
  return problem === undefined ? taken : isOfOthers(problem) ? [...taken, problem] : [problem, ...taken];
}

function isOfOthers({id}: Problem): boolean {
  return id === 'port-too-near' || id === 'port-overlap';
}

/** The port table. */
export function plannedPorts({answers: {basePort}, target, host, occupancy}: PortInput): PortState[] {
  return portStates(basePort, portOwners(target, host), occupancy, busy => isOwnHolder(target, busy));
}

/** What the ports of a plan follow from. */
export type PortInput = Pick<PlanInput, 'answers' | 'target' | 'host' | 'occupancy'>;

/** What OpenClaw itself would refuse to start with, or start only to die (2026.9.6). */
function gatewayProblems({bind, bindHost, auth, service}: Answers, {settings, envNames, stateDir}: Target): Problem[] {
  const problems: Problem[] = [];
  if (bind === 'custom' && !isIPv4(bindHost)) problems.push({id: 'bind-host', text: bindHost ?? ''});
  if (bind !== 'loopback' && auth.kind === 'keep' && settings.authMode === 'none') problems.push({id: 'bind-without-auth', bind});
  if (auth.kind === 'env') {
    if (!isEnvReference(auth.name)) problems.push({id: 'env-reference', text: auth.name});
    else if (service === 'start' && !envNames.includes(auth.name)) problems.push({id: 'env-missing', name: auth.name, stateDir});
  }
  return problems;
}

function isIPv4(text = ''): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every(part => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

/**
 * Whether a busy port is held by the gateway of this very profile: it stands on that base port, and who holds it is
 * OpenClaw or its Node of this very user, as far as the system says.
 */
export function isOwnHolder({existing}: Pick<Target, 'existing'>, {port, code, holder}: BusyPort): boolean {
  const isOurs = existing?.bases.some(base => port === base.port || port === base.port + 2 || port === base.port + 10) ?? false;
  return isOurs && code === 'EADDRINUSE' && holder?.user === undefined && (holder === undefined || holder.command === '' || /openclaw|^node/i.test(holder.command));
}

/** Something else stands where a folder is to be. */
export function folderProblems(target: Target, changes: readonly Change[]): Problem[] {
  return changes.flatMap(({path, kind}) => {
    const file = fileAt(target, path);
    if (kind !== 'folder') return [];
    if (file.kind === 'text') return {id: 'not-a-folder', path} as const;
    // A link that leads out is told with what else bars the way.
    return file.kind === 'unusable' && !file.footing?.link ? ({id: 'barred', path, barrier: {kind: 'unusable', path, reason: file.reason}, isHome: false} as const) : [];
  });
}
