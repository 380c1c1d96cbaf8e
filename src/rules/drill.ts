/**
 * The drill: whether the rescue would be there when main is not. What was looked at, as data, with the verdict on each;
 * reading and stopping are done elsewhere. A further check is one more kind here, one reader, and one line of text.
 */
import type {Admission} from './admission.ts';
import type {Host} from './answers.ts';
import {FATE_RULES} from './audit/fate.ts';
import type {Finding, RuleId} from './audit/finding.ts';
import type {ExitName} from '../exit-codes.ts';
import type {Instance} from './instance.ts';
import type {KitFileState} from './kit/kit.ts';
import {MANAGER_COMMANDS, type Command, type ServiceOrder} from './service/commands.ts';
import {installedService, MANAGER_OF} from './service/files.ts';
import {serviceOrder} from './service-control.ts';
import type {Health} from './status.ts';
import type {Target} from './target.ts';
import {isBefore} from './version.ts';

export type Verdict = 'ok' | 'failed' | 'unknown';

/** What an OpenClaw says of a config. */
export type Judgement =
  | {readonly kind: 'valid'}
  /** @property issue the first one, in OpenClaw's words */
  | {readonly kind: 'invalid'; readonly issue: string | undefined}
  /** It can't say. */
  | {readonly kind: 'untold'; readonly reason: 'no-openclaw' | 'no-answer'};

/** A place of main, as this user finds it. */
export type PlaceLook = {readonly kind: 'config' | 'state' | 'workspace'; readonly path: string; readonly state: 'readable' | 'closed' | 'absent'};

/** A look at a gateway. @property isUp whether that counts as health, see {@link isUp} */
export type HealthLook = {readonly port: number; readonly health: Health; readonly isUp: boolean};

/** One line of the drill: what was looked at, and what was seen. Times are in ms. */
export type Check =
  // With main as it is.
  | ({readonly id: 'rescue-healthy'} & HealthLook)
  | {readonly id: 'rescue-admits'; readonly admission: Admission}
  | {readonly id: 'main-readable'; readonly places: readonly PlaceLook[]}
  | {readonly id: 'main-valid'; readonly judgement: Judgement}
  /** @property files of the kit that the rescue has; none where it has no kit */
  | {readonly id: 'kit-current'; readonly files: readonly KitFileState[]}
  // With main stopped.
  | {readonly id: 'main-stopped'; readonly tookMs: number; /** What its manager said instead. */ readonly failure?: string}
  | ({readonly id: 'main-closed'} & HealthLook)
  | {readonly id: 'rescue-stays'; readonly port: number; readonly looks: number; /** The look that failed. */ readonly failed?: Health}
  | {readonly id: 'rescue-admits-alone'; readonly admission: Admission}
  | {readonly id: 'main-valid-alone'; readonly judgement: Judgement}
  /** Something that no check expects stood in the way of the proof. */
  | {readonly id: 'proof-broken'; readonly reason: string}
  // And started again.
  | {readonly id: 'main-started'; readonly by: 'guard' | 'drill'; readonly failure?: string}
  | ({readonly id: 'main-back'} & HealthLook)
  | {readonly id: 'main-unchanged'; /** Files of main that are not as they were before. */ readonly changed: readonly string[]};

export type DrillCheckId = Check['id'];

/** What a drill looks at, in its order; for the dry run. */
export const READING_CHECKS = ['rescue-healthy', 'rescue-admits', 'main-readable', 'main-valid', 'kit-current'] as const satisfies readonly DrillCheckId[];
/** What `--stop-main` does besides. */
export const STOPPING_CHECKS = ['main-stopped', 'main-closed', 'rescue-stays', 'rescue-admits-alone', 'main-valid-alone', 'main-started', 'main-back', 'main-unchanged'] as const satisfies readonly DrillCheckId[];

export function verdictOf(check: Check): Verdict {
  switch (check.id) {
    case 'rescue-healthy':
    case 'main-back':
      return check.isUp ? 'ok' : 'failed';
    case 'rescue-admits':
    case 'rescue-admits-alone':
      return ({in: 'ok', out: 'failed', untold: 'unknown'} as const)[check.admission.kind];
    case 'main-readable':
      // A workspace comes with the first run of an agent; without a config there is nothing to rescue.
      return check.places.some(({kind, state}) => state === 'closed' || (state === 'absent' && kind === 'config')) ? 'failed' : 'ok';
    case 'main-valid':
    case 'main-valid-alone':
      // A main that is refused would not come back from a stop.
      return ({valid: 'ok', invalid: 'failed', untold: 'unknown'} as const)[check.judgement.kind];
    case 'kit-current':
      // Nobody has to have one.
      return check.files.length === 0 ? 'unknown' : check.files.every(({state}) => state === 'current') ? 'ok' : 'failed';
    case 'main-stopped':
    case 'main-started':
      return check.failure === undefined ? 'ok' : 'failed';
    case 'main-closed':
      return check.health === 'closed' ? 'ok' : 'failed';
    case 'rescue-stays':
      return check.failed === undefined ? 'ok' : 'failed';
    case 'proof-broken':
      return 'failed';
    case 'main-unchanged':
      return check.changed.length === 0 ? 'ok' : 'failed';
  }
}

export function hasFailed(checks: readonly Check[]): boolean {
  return checks.some(check => verdictOf(check) === 'failed');
}

/** How a drill ends: what could not be told is no failure. */
export function exitOf(checks: readonly Check[], isInterrupted = false): ExitName {
  if (isInterrupted) return 'interrupted';
  return hasFailed(checks) ? 'failed' : 'done';
}

/** Whether a gateway is up. Before 2026.5 OpenClaw answers /healthz with a page, which is all that it tells. */
export function isUp(health: Health, version: string | undefined): boolean {
  return health === 'healthy' || (health === 'page' && version !== undefined && isBefore(version, 2026, 5));
}

/** Something that takes main and the rescue down together. */
export type SharedFate =
  | {readonly id: 'finding'; readonly finding: Finding}
  | {readonly id: 'same-account'; readonly account: string};

const FATES: ReadonlySet<RuleId> = new Set([...FATE_RULES.map(({id}) => id), 'login-shared']);

/** What main and the rescue share, and what ends the rescue by itself. */
export function sharedFate(findings: readonly Finding[], main: Instance, rescue: Instance, {machine}: Pick<Host, 'machine'>): SharedFate[] {
  const isOfBoth = ({instances}: Finding) => [main, rescue].every(({label}) => instances.includes(label));
  const isTold = (finding: Finding) => (FATES.has(finding.id) && isOfBoth(finding)) || (finding.id === 'linger-off' && finding.instances.includes(rescue.label));
  const areOfUser = [main, rescue].every(({services}) => services.some(({scope}) => scope === 'user'));
  return [
    ...findings.filter(isTold).map(finding => ({id: 'finding', finding}) as const),
    ...(areOfUser ? [{id: 'same-account', account: machine.account} as const] : []),
  ];
}

/** Why main is not stopped. */
export type Obstacle =
  /** The drill runs below main's own service, and would end with it. */
  | {readonly kind: 'inside'}
  | {readonly kind: 'no-service'}
  | {readonly kind: 'no-manager'}
  | {readonly kind: 'not-running'}
  | {readonly kind: 'not-healthy'; readonly port: number; readonly health: Health}
  /** Main would not come back as it is, or its service is not its own. */
  | {readonly kind: 'hazard'; readonly finding: Finding};

/** What the next start of a gateway fails of, or ends in another state than the present one. */
const HAZARDS: ReadonlySet<RuleId> = new Set(['service-twice', 'service-path-missing', 'service-drop-in', 'restore-armed', 'config-missing', 'config-unreadable', 'mode-missing', 'key-refused', 'bind-open', 'port-drift']);

export type Stage = {
  readonly host: Host;
  readonly main: Target & {readonly existing: Instance};
  readonly rescue: Target & {readonly existing: Instance};
  readonly findings: readonly Finding[];
  /** Whether this very process runs below main's service. */
  readonly isInside: boolean;
  readonly mainHealth: HealthLook;
};

export function obstacleOf({host, main, rescue, findings, isInside, mainHealth: {port, health, isUp: isMainUp}}: Stage): Obstacle | undefined {
  if (isInside) return {kind: 'inside'};
  if (!installedService(main, host.machine)) return {kind: 'no-service'};
  if (host.manager.kind !== 'ready') return {kind: 'no-manager'};
  if (!main.serviceState?.isActive) return {kind: 'not-running'};
  const isHazard = ({id, instances}: Finding) => {
    const isMains = instances.includes(main.existing.label);
    return (isMains && HAZARDS.has(id)) || (id === 'service-crossed' && (isMains || instances.includes(rescue.existing.label)));
  };
  const finding = findings.find(isHazard);
  if (finding) return {kind: 'hazard', finding};
  return isMainUp ? undefined : {kind: 'not-healthy', port, health};
}

/** How main is stopped and started again. */
export type StopOrder = {readonly name: string; readonly stop: readonly Command[]; readonly start: readonly Command[]};

/** What the manager of main is told; only for a main without an {@link obstacleOf}. */
export function stopOrder(main: Target, host: Host): StopOrder {
  const order = serviceOrder(main, host) as ServiceOrder;
  const manager = MANAGER_OF[host.machine.platform];
  const {stop, start} = MANAGER_COMMANDS[manager];
  // An agent of launchd is stopped by being unloaded.
  const stopped = {...order, isActive: false, isEnabled: order.isEnabled && manager !== 'launchd'};
  return {name: order.name, stop: stop(order), start: start(stopped)};
}
