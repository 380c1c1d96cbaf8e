/**
 * From answers to a plan: the port table, the isolation checklist, every file with its new text, every command.
 * The plan is data; the review, the diff, `--dry-run`, `--json`, apply and undo all read this one.
 */
import {type Answers, type Host, othersThan} from './answers.ts';
import {type Change, folderChange} from './change.ts';
import {type Check, isolationChecks} from './checks.ts';
import {configChange} from './config-change.ts';
import {portOwnerOf} from './instance.ts';
import type {PlanInput} from './plan-input.ts';
import {agentProblems, answerProblems, folderProblems, isOwnHolder} from './plan-problems.ts';
import {type PortState, portStates} from './port-states.ts';
import type {Problem} from './problems.ts';
import {type Command, MANAGER_COMMANDS, type UndoCommands} from './service/commands.ts';
import {MANAGER_OF, serviceNameOf} from './service/files.ts';
import {foreignService, installOrder, runtimeFor, serviceChanges} from './service-change.ts';
import {isEdit} from './target.ts';

export type Plan = {
  readonly profile: string;
  readonly answers: Answers;
  readonly isEdit: boolean;
  readonly ports: readonly PortState[];
  readonly checks: readonly Check[];
  /** What forbids to apply it. */
  readonly problems: readonly Problem[];
  readonly changes: readonly Change[];
  readonly commands: readonly Command[];
  /** What takes the service back, beside the files. */
  readonly undo: UndoCommands;
  /** The health check after a start; undefined when nothing is started. */
  readonly healthPort: number | undefined;
  readonly serviceName: string;
};

/** Whether applying it would do nothing. */
export function isEmpty({changes, commands}: Plan): boolean {
  return changes.every(({action}) => action === 'unchanged') && commands.length === 0;
}

/** The base port whose overlap this plan was let pass with; undefined when it is clean. */
export function acceptedBaseOf({checks, answers}: Plan): number | undefined {
  return checks.some(({result}) => result === 'accepted') ? answers.basePort : undefined;
}

export function buildPlan(input: PlanInput): Plan {
  const {answers, target, host} = input;
  const {platform} = host.machine;
  const others = othersThan(answers.profile, host);
  const runtime = runtimeFor(target, host);
  const config = configChange(input);
  const service = answers.service === 'none' || !runtime ? [] : serviceChanges(input, runtime);
  const folder = (path: string, mode: number, isShared = false) => folderChange(target, path, mode, platform, isShared);
  const changes: Change[] = [
    folder(target.stateDir, 0o700),
    ...(config.change ? [config.change] : []),
    folder(answers.workspace, 0o700, true),
    ...service,
  ];
  const order = installOrder(input, service);
  const manager = MANAGER_COMMANDS[MANAGER_OF[platform]];
  const commands = [...validation(answers, host, changes), ...(order ? manager.install(order) : [])];
  const checks = isolationChecks(input, others);
  const problems = [
    ...answerProblems(input),
    ...agentProblems(input, others),
    ...folderProblems(target, changes),
    ...config.problems,
    ...foreignService(input),
    ...checks.flatMap(({problem}) => problem ?? []),
  ];
  return {
    profile: answers.profile,
    answers,
    isEdit: isEdit(target),
    ports: portStates(answers.basePort, others.map(portOwnerOf), input.occupancy, busy => isOwnHolder(target, busy)),
    checks,
    // Two checks may name the same reason.
    problems: [...new Set(problems)],
    changes,
    commands,
    undo: order ? manager.undo(order) : {before: [], after: []},
    healthPort: order?.isWanted ? answers.basePort : undefined,
    serviceName: serviceNameOf(answers.profile, platform),
  };
}

/** The installed OpenClaw has the last word on the config; it runs before anything is started. */
function validation({profile}: Answers, {openclaw}: Host, changes: readonly Change[]): Command[] {
  const isChanged = changes.some(({action, role}) => role === 'config' && action !== 'unchanged');
  if (!isChanged || !openclaw) return [];
  return [{id: 'validate', argv: [openclaw.node, openclaw.entry, '--profile', profile, 'config', 'validate'], mayFail: false}];
}
