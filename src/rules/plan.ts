/**
 * From answers to a plan: the port table, the isolation checklist, every file with its new text, every command.
 * The plan is data; the review, the diff, `--dry-run`, `--json`, apply and undo all read this one.
 */
import {type Answers, canLinger, othersThan} from './answers.ts';
import {type Change, folderChange} from './change.ts';
import type {Finding} from './audit/finding.ts';
import {type Check, findingsOf, isolationChecks} from './checks.ts';
import {configChange} from './config-change.ts';
import {heartbeatOf} from './config/heartbeat.ts';
import {barredProblems, homeProblem, withoutConsequences} from './footing.ts';
import {kitChanges} from './kit/changes.ts';
import {type WatchObstacle, watchObstacles} from './kit/watch.ts';
import type {PlanInput} from './plan-input.ts';
import {type Engine, engineCommand, enginesFolder, pinChanges, presentEngine} from './engine.ts';
import {answerProblems, folderProblems, plannedPorts} from './plan-problems.ts';
import type {PortState} from './port-states.ts';
import type {Problem} from './problems.ts';
import type {Setting} from './config/edit.ts';
import {repairedBrowser} from './config/settings.ts';
import {type Command, enableLinger, MANAGER_COMMANDS, type UndoCommands} from './service/commands.ts';
import {MANAGER_OF, serviceOf} from './service/files.ts';
import {openclawCall} from './selector.ts';
import {accessCommand, isTokenKnown} from './service-control.ts';
import {engineFor, foreignService, rescueVersion, installOrder, runtimeFor, serviceChanges, unholdablePath} from './service-change.ts';
import type {Runtime} from './service/spec.ts';
import {fileAt, isEdit} from './target.ts';
import type {Work} from './work.ts';
import {judged, type JudgedDivergence} from './written.ts';

export type Plan = Work & {
  readonly answers: Answers;
  readonly isEdit: boolean;
  /** The OpenClaw of its own that it will have; undefined where it shares one. */
  readonly engine: Engine | undefined;
  /** It had one of its own before, and shares one from now on. */
  readonly isUnpinned: boolean;
  readonly ports: readonly PortState[];
  readonly checks: readonly Check[];
  /** What the audit says about the instance as it will be, beside what the checks say. */
  readonly findings: readonly Finding[];
  /** Keys that it mends beside what was answered. */
  readonly repairs: readonly Setting[];
  /** What others changed since we wrote it, whether or not it is restored. */
  readonly divergences: readonly JudgedDivergence[];
  /** Why the watch that was answered would not be kept, or not be heard. */
  readonly watchObstacles: readonly WatchObstacle[];
  /** What forbids to apply it. */
  readonly problems: readonly Problem[];
};

/** The base port whose overlap this plan was let pass with; undefined when it is clean. */
export function acceptedBaseOf({checks, answers}: Plan): number | undefined {
  return checks.some(({result}) => result === 'accepted') ? answers.basePort : undefined;
}

export function buildPlan(given: PlanInput): Plan {
  const input = withRepairs(given);
  const {answers, target, host} = input;
  const {platform} = host.machine;
  const others = othersThan(target, host);
  const runtime = runtimeFor(input);
  const engine = runtime && engineFor(input);
  const present = presentEngine(target, platform);
  const config = configChange(input);
  const kit = kitChanges(input);
  const unholdable = answers.service === 'none' || !runtime ? undefined : unholdablePath(input, runtime);
  const service = answers.service === 'none' || !runtime || unholdable !== undefined ? [] : serviceChanges(input, runtime);
  const folder = (path: string, mode: number, isShared = false) => folderChange(target, path, mode, platform, isShared);
  const changes: Change[] = [
    folder(target.stateDir, 0o700),
    ...(config.change ? [config.change] : []),
    folder(answers.workspace, 0o700, true),
    ...pinChanges(engine, target, platform),
    ...kit.changes,
    ...service,
  ];
  const order = installOrder(input, service);
  const manager = MANAGER_COMMANDS[MANAGER_OF[platform]];
  const {account} = host.machine;
  const isLingering = answers.linger && answers.service !== 'none' && service.length > 0 && canLinger(host);
  const commands = [...validation(input, runtime, changes), ...(isLingering ? [enableLinger(account)] : []), ...(order ? manager.install(order) : [])];
  const databases = migratable(engine, present, input);
  const undo = undoOf(order ? manager.undo(order) : {before: [], after: []}, present, engine, input);
  // One that is there before and after it; any other is stopped, and left so, by its undo as it is.
  const running = databases !== undefined && order && !order.isNew && order.isWanted ? {...order, isActive: true} : undefined;
  const migrated = running && {before: manager.stop(running), after: [...undo.after.filter(({id}) => id === 'engine'), ...manager.recover(running)]};
  const preparation = engine ? installation(engine, runtime.node, input) : [];
  const {refusing, remarks} = findingsOf(input, others);
  const checks = isolationChecks(input, others, refusing);
  const problems = [
    ...answerProblems(input),
    ...engineProblems(engine, input),
    ...(unholdable === undefined ? [] : [{id: 'service-unholdable', text: unholdable} as const]),
    ...folderProblems(target, changes.filter(change => !kit.changes.includes(change))),
    ...config.problems,
    ...kit.problems,
    ...foreignService(input),
    ...checks.flatMap(({problem}) => problem ?? []),
    ...refusing.map((finding): Problem => ({id: 'not-isolated', finding})),
    ...barredProblems(changes, [...(preparation.length > 0 ? [fileAt(target, enginesFolder(target.stateDir, platform))] : []), ...(target.records ? [target.records] : [])], target, host.machine),
  ];
  const home = homeProblem(host.machine, answers.workspace, unholdable !== undefined);
  const ports = plannedPorts(input);
  return {
    selector: target.selector,
    profile: answers.profile,
    answers,
    isEdit: isEdit(target),
    engine,
    isUnpinned: present !== undefined && engine === undefined,
    ports,
    checks,
    findings: remarks,
    repairs: input.repairs ?? [],
    watchObstacles: answers.kit === 'watch' && config.change?.after !== undefined ? watchObstacles({heartbeat: heartbeatOf(config.change.after)}, rescueVersion(input)) : [],
    divergences: judged(target, changes, answers.restore),
    // Two checks may name the same reason.
    problems: home ? [home] : withoutConsequences(distinct(problems), host.machine),
    preparation,
    changes,
    commands,
    databases,
    undo: {...undo, ...(migrated ? {migrated} : {})},
    freePort: ports[0]?.state === 'own' ? undefined : answers.basePort,
    healthPort: order?.isWanted ? answers.basePort : undefined,
    access: order?.isWanted && runtime && isTokenKnown(answers.auth, target) ? accessCommand(target.selector, runtime) : undefined,
    leftPort: order?.isWanted ? leftPort(input) : undefined,
    serviceName: serviceOf(target, host.machine)?.name,
  };
}

/** The port that the service's gateway has now, where it is to get another one. */
function leftPort({answers, target: {existing, serviceState}}: PlanInput): number | undefined {
  const port = existing?.running?.port ?? existing?.bases[0].port;
  return serviceState?.isActive && port !== answers.basePort ? port : undefined;
}

/** Ports that the config names count as they will be. */
function withRepairs(input: PlanInput): PlanInput {
  const {target, repairs = []} = input;
  const {settings} = target;
  return repairs.length === 0 ? input : {...input, target: {...target, settings: {...settings, browser: repairedBrowser(settings, repairs)}}};
}

function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map(problem => [problem.id === 'not-isolated' ? problem.finding : problem, problem])).values()];
}

/** The OpenClaw that will run has the last word on the config; it runs before anything is started. */
function validation({target, host: {openclaw, machine}, answers}: PlanInput, runtime: Runtime | undefined, changes: readonly Change[]): Command[] {
  const isConfig = changes.some(({action, role}) => role === 'config' && action !== 'unchanged');
  // Another engine judges a config anew that the one before was content with.
  const isEngine = changes.some(({action, role, kind}) => role === 'engine' && kind === 'file' && action !== 'unchanged');
  const judge = answers.engine === 'own' || presentEngine(target, machine.platform) ? (runtime ?? openclaw) : openclaw;
  if (!(isConfig || isEngine) || !judge) return [];
  const {args, environment} = openclawCall(target.selector);
  return [{id: 'validate', argv: [judge.node, judge.entry, ...args, 'config', 'validate'], environment, mayFail: false}];
}

/** What brings an engine here that is not: before anything else, so that nothing ever starts one that is still to come. */
function installation(engine: Engine, node: string, {target, host: {npm, machine}}: PlanInput): Command[] {
  return npm && !target.engines.installed.includes(engine.version) ? [engineCommand(engine, node, npm, machine.platform)] : [];
}

/** An engine that the service goes back to may have been deleted since: it is brought back first. */
function undoOf(undo: UndoCommands, present: Engine | undefined, engine: Engine | undefined, {target, host: {npm, openclaw, machine}}: PlanInput): UndoCommands {
  const node = target.serviceRuntime?.node ?? openclaw?.node;
  if (!present || present.version === engine?.version || !npm || node === undefined) return undo;
  return {...undo, after: [engineCommand(present, node, npm, machine.platform), ...undo.after]};
}

/** The state folder, where another version of OpenClaw than before is to run on it. */
function migratable(engine: Engine | undefined, present: Engine | undefined, {target, host}: PlanInput): string | undefined {
  const shared = host.openclaw?.version;
  return fileAt(target, target.stateDir).kind === 'folder' && (engine?.version ?? shared) !== (present?.version ?? shared) ? target.resolvedStateDir : undefined;
}

function engineProblems(engine: Engine | undefined, {answers, target, host}: PlanInput): Problem[] {
  if (answers.engine === 'shared') return [];
  if (!engine) return [{id: 'no-openclaw'}];
  return host.npm || target.engines.installed.includes(engine.version) ? [] : [{id: 'no-npm', version: engine.version}];
}
