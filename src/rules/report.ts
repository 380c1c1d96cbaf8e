/** Plans, instances and ports as the documents that `--json` prints. Stable names; no secret in them. */
import type {Answers, Host} from './answers.ts';
import type {Finding, Fix} from './audit/finding.ts';
import {diffOf} from './diff.ts';
import type {Instance} from './instance.ts';
import type {Plan} from './plan.ts';
import type {PortState} from './port-states.ts';
import {sizeOf} from './ports.ts';
import type {InstanceStatus} from './status.ts';
import type {Problem} from './problems.ts';
import {profileOf} from './selector.ts';
import {commandsOf, type Work} from './work.ts';

export type Texts = {
  readonly problem: (problem: Problem) => string;
  readonly portLabel: (row: PortState) => string;
  readonly rule: (row: PortState) => string;
  readonly finding: (finding: Finding) => string;
};

/** @param texts the words that a reader of the document may show */
export function reportOf(plan: Plan, {instances, machine}: Host, texts: Texts) {
  return {
    profile: profileOf(plan.selector),
    name: plan.profile,
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
    changedByOthers: plan.divergences.map(({canChoose: _, ...divergence}) => divergence),
    findings: plan.findings.map(finding => {
      const {id, severity, instances, values} = finding;
      return {id, severity, instances, values, text: texts.finding(finding)};
    }),
    ...workRows(plan),
  };
}

/** What work does, in its order. */
export function workRows(work: Work) {
  const {before, after} = commandsOf(work);
  return {
    changes: work.changes.map(change => ({
      path: change.path,
      kind: change.kind,
      action: change.action,
      mode: change.mode.toString(8).padStart(4, '0'),
      diff: diffOf(change, 1),
    })),
    commands: [...before, ...after].map(({id, argv}) => ({id, argv})),
  };
}

export type FindingTexts = {readonly text: string; readonly fixes: readonly string[]; readonly commandOf: (fix: Fix) => string | undefined};

/** A finding of the audit, with the words and commands for it. */
export function findingRow({id, severity, instances, values, fixes}: Finding, {text, fixes: texts, commandOf}: FindingTexts) {
  return {
    id,
    severity,
    instances,
    values,
    text,
    fix: texts,
    fixes: fixes.map(fix => {
      const command = commandOf(fix);
      const {instance, configPath, remedy} = fix;
      return {instance, configPath, ...remedy, ...(command === undefined ? {} : {command})};
    }),
  };
}

function publicAnswers({auth, ...answers}: Answers) {
  return {...answers, auth: auth.kind, ...(auth.kind === 'env' ? {tokenRefEnv: auth.name} : {})};
}

export function instanceRow({profile, label, stateDir, configPath, config, workspace, bases, services, running, isListening}: Instance) {
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
    running: running ?? null,
    listening: isListening ?? null,
    services: services.map(({manager, scope, name, path}) => ({manager, scope, name, path})),
  };
}

/** How an instance is doing; a service of the user stops at logout where `lingers` is false. */
export function statusRow({instance, config, services, holder, health, version, log, findings}: InstanceStatus, {manager}: Host) {
  return {
    ...instanceRow(instance),
    config: config.state,
    configJudgedBy: config.by,
    ...(config.reason === undefined ? {} : {reason: config.reason}),
    services: services.map(({manager: kind, scope, name, path, state}) => ({
      manager: kind,
      scope,
      name,
      path,
      enabled: state?.isEnabled ?? null,
      running: state?.isActive ?? null,
      failed: state?.isFailed ?? null,
      pid: state?.pid ?? null,
    })),
    lingers: manager.kind === 'ready' ? (manager.lingers ?? null) : null,
    holder: holder ?? null,
    health,
    version: version ?? null,
    log: log ?? null,
    findings: findings.map(({id, severity, instances}) => ({id, severity, ...partnersOf(instances, instance.label)})),
  };
}

/** Names told of one finding in the row of one instance; doctor tells all. Of 5,000 that share a disk each row would name all. */
const MOST_NAMES = 100;

function partnersOf(instances: readonly string[], own: string) {
  if (instances.length <= MOST_NAMES) return {instances};
  return {instances: [own, ...instances.filter(label => label !== own).slice(0, MOST_NAMES - 1)], others: instances.length - MOST_NAMES};
}

export function portRow(row: PortState, texts: Pick<Texts, 'portLabel' | 'rule'>) {
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
