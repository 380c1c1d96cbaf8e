/** The isolation checklist of the guide, each line proved for one plan against all other instances, by the rules of the audit. */
import {audit, checkOf, isForbidding} from './audit/audit.ts';
import type {Finding, RuleId} from './audit/finding.ts';
import type {CheckId} from './audit/rule.ts';
import {baseProblem, judgeBaseFor, judgeWorkspaceFor} from './answers.ts';
import type {Instance} from './instance.ts';
import type {PlanInput} from './plan-input.ts';
import {NOTHING_INHERITED} from './machine.ts';
import {plannedInstance} from './planned.ts';
import {blockOf, portText} from './ports.ts';
import type {Problem} from './problems.ts';
import {serviceOf} from './service/files.ts';

export type Check = {
  readonly id: CheckId;
  /**
   * `accepted`: an overlap that the user took with open eyes. `assumed`: another instance's config can't be read, so its
   * defaults stand for it.
   */
  readonly result: 'proved' | 'assumed' | 'accepted' | 'refused';
  readonly ours: string;
  /** The same thing of every other instance. */
  readonly theirs: readonly {readonly owner: string; readonly value: string}[];
  readonly problem?: Problem | undefined;
};

/** What another instance's config would tell. */
const FROM_CONFIG: ReadonlySet<CheckId> = new Set(['workspace', 'base-port', 'derived-ports', 'channels']);

/** What the audit finds about a plan beside all other instances. */
export function findingsOf(input: PlanInput, others: readonly Instance[]): Finding[] {
  const planned = plannedInstance(input);
  // Nothing of this shell gets through to what we start.
  const machine = {...input.host.machine, inherited: NOTHING_INHERITED};
  const findings = audit({...input.host, machine, instances: [planned, ...others]}).filter(finding => finding.instances.includes(planned.label) && !isMended(finding, planned, input.repairs));
  return input.answers.service === 'none' ? findings.filter(finding => checkOf(finding) !== 'service') : findings;
}

/** Whether the plan sets or takes out the very key that a fix names. */
function isMended({fixes}: Finding, {label}: Instance, repairs: PlanInput['repairs'] = []): boolean {
  return fixes.some(({instance, remedy}) => instance === label && remedy.kind === 'setting' && repairs.some(({path}) => path.join('.') === remedy.key.join('.')));
}

/** Said already, and in the words of its step, by what judges an answer while it is typed. */
const JUDGED_AS_ANSWERS: ReadonlySet<RuleId> = new Set(['base-equal', 'base-near', 'block-overlap', 'cdp-port-shared', 'cdp-port-in-block', 'workspace-shared', 'port-closed', 'base-high', 'bind-open', 'service-twice']);

/** What is left to be told beside the answers. */
export function unsaid(findings: readonly Finding[]): Finding[] {
  return findings.filter(({id}) => !JUDGED_AS_ANSWERS.has(id));
}

export function isolationChecks(input: PlanInput, others: readonly Instance[], findings: readonly Finding[]): Check[] {
  const {answers, target, host, workspace} = input;
  const isBlind = [...others, ...(target.existing ? [target.existing] : [])].some(({config}) => config.kind === 'unreadable');
  const check = (id: CheckId, ours: string, value: (instance: Instance) => string, answered?: Problem, isAccepted = false): Check => {
    const finding = unsaid(findings).find(found => isForbidding(found) && checkOf(found) === id);
    const problem: Problem | undefined = answered ?? (finding && {id: 'not-isolated', finding});
    return {
      id,
      ours,
      theirs: others.map(other => ({owner: other.label, value: value(other)})),
      result: problem ? 'refused' : isAccepted ? 'accepted' : isBlind && FROM_CONFIG.has(id) ? 'assumed' : 'proved',
      ...(problem ? {problem} : {}),
    };
  };
  const {basePort, acceptOverlap} = answers;
  const forbidden = baseProblem(basePort, acceptOverlap ? basePort : undefined, target, host);
  const tooNear = forbidden?.id === 'port-too-near' ? forbidden : undefined;
  const overlap = forbidden?.id === 'port-overlap' ? forbidden : tooNear;
  const place = judgeWorkspaceFor({...workspace, path: answers.workspace}, target, host);
  const channelsOf = ({settings}: Pick<Instance, 'settings'>) => [...settings.credentials.channels].join(', ') || '–';
  return [
    check('config', target.configPath, ({configPath}) => configPath),
    check('state', target.stateDir, ({stateDir}) => stateDir),
    check('workspace', answers.workspace, other => other.workspace, place?.id === 'workspace-shared' ? place : undefined),
    check('base-port', String(basePort), ({bases}) => bases.map(({port}) => port).join(', '), tooNear),
    check(
      'derived-ports',
      rangeText(blockOf(basePort)),
      ({bases}) => bases.map(({port}) => rangeText(blockOf(port))).join(', '),
      overlap,
      judgeBaseFor(portText(basePort), target, host).kind === 'overlap',
    ),
    check('service', serviceOf(target, host.machine)?.name ?? '–', other => other.services.map(service => service.name).join(', ') || '–'),
    check('channels', channelsOf(target), channelsOf),
  ];
}

function rangeText({from, to}: {from: number; to: number}): string {
  return `${from}–${to}`;
}
