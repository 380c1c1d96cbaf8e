/**
 * From answers to a plan: the port table, the isolation checklist, every file with its new text, every command.
 * The plan is data; the review, the diff, `--dry-run`, `--json`, apply and undo all read this one.
 */
import {type Answers, canLinger, type Host, othersThan, portOwners} from './answers.ts';
import {type Change, folderChange} from './change.ts';
import type {Finding} from './audit/finding.ts';
import {type Check, findingsOf, isolationChecks} from './checks.ts';
import {configChange} from './config-change.ts';
import {kitChanges} from './kit/changes.ts';
import type {PlanInput} from './plan-input.ts';
import {answerProblems, folderProblems, isOwnHolder} from './plan-problems.ts';
import {type PortState, portStates} from './port-states.ts';
import type {Problem} from './problems.ts';
import type {Setting} from './config/edit.ts';
import {repairedBrowser} from './config/settings.ts';
import {type Command, LINGER, MANAGER_COMMANDS} from './service/commands.ts';
import {MANAGER_OF, serviceOf} from './service/files.ts';
import {openclawCall} from './selector.ts';
import {accessCommand} from './service-control.ts';
import {foreignService, installOrder, runtimeFor, serviceChanges} from './service-change.ts';
import {isEdit, type Target} from './target.ts';
import type {Work} from './work.ts';
import {type Divergence, divergencesOf} from './written.ts';

export type Plan = Work & {
  readonly answers: Answers;
  readonly isEdit: boolean;
  readonly ports: readonly PortState[];
  readonly checks: readonly Check[];
  /** What the audit says about the instance as it will be, beside what the checks say. */
  readonly findings: readonly Finding[];
  /** Keys that it mends beside what was answered. */
  readonly repairs: readonly Setting[];
  /** What others changed since we wrote it, whether or not it is restored. */
  readonly divergences: readonly Divergence[];
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
  const runtime = runtimeFor(target, host);
  const config = configChange(input);
  const kit = kitChanges(input);
  const service = answers.service === 'none' || !runtime ? [] : serviceChanges(input, runtime);
  const folder = (path: string, mode: number, isShared = false) => folderChange(target, path, mode, platform, isShared);
  const changes: Change[] = [
    folder(target.stateDir, 0o700),
    ...(config.change ? [config.change] : []),
    folder(answers.workspace, 0o700, true),
    ...kit.changes,
    ...service,
  ];
  const order = installOrder(input, service);
  const manager = MANAGER_COMMANDS[MANAGER_OF[platform]];
  const {account} = host.machine;
  const isLingering = answers.linger && answers.service !== 'none' && service.length > 0 && canLinger(host);
  const commands = [...validation(target, host, changes), ...(isLingering ? [LINGER.enable(account)] : []), ...(order ? manager.install(order) : [])];
  const undo = order ? manager.undo(order) : {before: [], after: []};
  const {refusing, remarks} = findingsOf(input, others);
  const checks = isolationChecks(input, others, refusing);
  const problems = [
    ...answerProblems(input),
    ...folderProblems(target, changes),
    ...config.problems,
    ...kit.problems,
    ...foreignService(input),
    ...checks.flatMap(({problem}) => problem ?? []),
    ...refusing.map((finding): Problem => ({id: 'not-isolated', finding})),
  ];
  const ports = portStates(answers.basePort, portOwners(target, host), input.occupancy, busy => isOwnHolder(target, busy));
  return {
    selector: target.selector,
    profile: answers.profile,
    answers,
    isEdit: isEdit(target),
    ports,
    checks,
    findings: remarks,
    repairs: input.repairs ?? [],
    divergences: divergencesOf(target),
    // Two checks may name the same reason.
    problems: distinct(problems),
    preparation: [],
    changes,
    commands,
    undo: {before: undo.before, after: [...undo.after, ...(isLingering ? [LINGER.disable(account)] : [])]},
    freePort: ports[0]?.state === 'own' ? undefined : answers.basePort,
    healthPort: order?.isWanted ? answers.basePort : undefined,
    access: order?.isWanted && runtime ? accessCommand(target.selector, runtime) : undefined,
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

/** The installed OpenClaw has the last word on the config; it runs before anything is started. */
function validation({selector}: Target, {openclaw}: Host, changes: readonly Change[]): Command[] {
  const isChanged = changes.some(({action, role}) => role === 'config' && action !== 'unchanged');
  if (!isChanged || !openclaw) return [];
  const {args, environment} = openclawCall(selector);
  return [{id: 'validate', argv: [openclaw.node, openclaw.entry, ...args, 'config', 'validate'], environment, mayFail: false}];
}
