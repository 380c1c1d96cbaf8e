/** The plan as the document that `--json` prints. Stable names; no secret in it. */
import type {Answers, Host} from './answers.ts';
import {diffOf} from './diff.ts';
import type {Instance} from './instance.ts';
import type {Plan} from './plan.ts';
import type {PortState} from './port-states.ts';
import {sizeOf} from './ports.ts';
import type {Problem} from './problems.ts';

export const SCHEMA_VERSION = 1;

export type Texts = {
  readonly problem: (problem: Problem) => string;
  readonly portLabel: (row: PortState) => string;
  readonly rule: (row: PortState) => string;
};

/** @param texts the words that a reader of the document may show */
export function reportOf(plan: Plan, {instances, machine}: Host, texts: Texts) {
  return {
    schemaVersion: SCHEMA_VERSION,
    profile: plan.profile,
    answers: publicAnswers(plan.answers),
    ignoredVariables: machine.ignoredVariables,
    instances: instances.map(instanceRow),
    ports: plan.ports.map(row => portRow(row, texts)),
    checks: plan.checks.map(({id, result, ours, theirs, problem}) => ({
      id,
      result,
      ours,
      theirs,
      ...(problem ? {reason: texts.problem(problem)} : {}),
    })),
    problems: plan.problems.map(problem => ({id: problem.id, text: texts.problem(problem)})),
    changes: plan.changes.map(change => ({
      path: change.path,
      kind: change.kind,
      action: change.action,
      mode: change.mode.toString(8).padStart(4, '0'),
      diff: diffOf(change, 1),
    })),
    commands: plan.commands.map(({id, argv}) => ({id, argv})),
  };
}

function publicAnswers({auth, ...answers}: Answers) {
  return {...answers, auth: auth.kind, ...(auth.kind === 'env' ? {tokenRefEnv: auth.name} : {})};
}

function instanceRow({profile, label, stateDir, configPath, config, workspace, bases, services, isListening}: Instance) {
  const [{port, source}] = bases;
  return {
    profile: profile ?? null,
    label,
    stateDir,
    configPath,
    config: config.kind,
    ...(config.kind === 'unreadable' ? {reason: config.reason} : {}),
    workspace,
    basePort: port,
    basePortSource: source,
    listening: isListening ?? null,
    services: services.map(({manager, scope, name, path}) => ({manager, scope, name, path})),
  };
}

function portRow(row: PortState, texts: Texts) {
  const {id, from, to, state, busy, clashes} = row;
  const holder = busy.find(entry => entry.holder)?.holder;
  return {
    id,
    label: texts.portLabel(row),
    rule: texts.rule(row),
    ...(sizeOf({from, to}) === 1 ? {port: from} : {from, to}),
    state,
    ...(holder ? {holder} : {}),
    ...(busy.length > 0 ? {busy: busy.map(({port}) => port)} : {}),
    clashes: clashes.map(({owner, shared, use}) => ({owner, from: shared.from, to: shared.to, use: use.kind})),
  };
}
