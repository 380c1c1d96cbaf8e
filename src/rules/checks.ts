/** The isolation checklist of the guide, each line proved for one plan against all other instances, by the rules of the audit. */
import {auditWithoutShell, checkOf, isForbidding} from './audit/audit.ts';
import type {Finding, RuleId} from './audit/finding.ts';
import type {CheckId} from './audit/rule.ts';
import {baseProblem, judgeBaseFor, judgeWorkspaceFor} from './answers.ts';
import type {Instance} from './instance.ts';
import type {PlanInput} from './plan-input.ts';
import {namesakesBeside, othersBeside, plannedInstance} from './planned.ts';
import {blockOf, portText} from './ports.ts';
import type {Problem} from './problems.ts';
import {serviceOf} from './service/files.ts';

/** Stands for what there is not. */
const NOTHING = '–';

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

export type PlanFindings = {
  /** What forbids the plan. */
  readonly refusing: readonly Finding[];
  /** What may well stay, and should be known. */
  readonly remarks: readonly Finding[];
};

/** What the audit finds about a plan beside all other instances, without what the answers' own judges say. */
export function findingsOf(input: PlanInput, others: readonly Instance[]): PlanFindings {
  const {answers, target, host, repairs} = input;
  const planned = plannedInstance(input);
  const found = auditWithoutShell({...host, namesakes: namesakesBeside(input), instances: [planned, ...othersBeside(input, others)]}).filter(finding => finding.instances.includes(planned.label) && !isMended(finding, planned, repairs));
  const isPlaceSaid = workspaceProblem(input) !== undefined;
  const unsaid = found.filter(finding => !JUDGED_AS_ANSWERS.has(finding.id) && !(finding.id === 'workspace-shared' && isPlaceSaid) && !(answers.service === 'none' && checkOf(finding) === 'service'));
  // What another one has to change, and stood there before, is no reason to refuse.
  const before = target.existing ? auditWithoutShell(host) : [];
  const isOwn = ({fixes}: Finding) => fixes.some(({instance}) => instance === planned.label);
  const isOld = ({id, instances}: Finding) => before.some(finding => finding.id === id && finding.instances.join() === instances.join());
  const isRefusing = (finding: Finding) => isForbidding(finding) && (isOwn(finding) || !isOld(finding));
  return {refusing: unsaid.filter(isRefusing), remarks: unsaid.filter(finding => !isRefusing(finding) && finding.severity !== 'note')};
}

/** Whether the plan sets or takes out the very key that a fix names. */
function isMended({fixes}: Finding, {label}: Instance, repairs: PlanInput['repairs'] = []): boolean {
  return fixes.some(({instance, remedy}) => instance === label && remedy.kind === 'setting' && repairs.some(({path}) => path.join('\n') === remedy.key.join('\n')));
}

function workspaceProblem({answers, target, host, workspace}: PlanInput): Problem | undefined {
  const problem = judgeWorkspaceFor({...workspace, path: answers.workspace}, target, host);
  return problem?.id === 'workspace-shared' ? problem : undefined;
}

/** Said already, and in the words of its step, by what judges an answer while it is typed. */
const JUDGED_AS_ANSWERS: ReadonlySet<RuleId> = new Set(['base-equal', 'base-near', 'block-overlap', 'cdp-port-shared', 'cdp-port-in-block', 'base-high', 'bind-open', 'service-twice', 'service-drop-in']);

export function isolationChecks(input: PlanInput, others: readonly Instance[], refusing: readonly Finding[]): Check[] {
  const {answers, target, host} = input;
  const isBlind = [...others, ...(target.existing ? [target.existing] : [])].some(({config}) => config.kind === 'unreadable');
  const check = (id: CheckId, ours: string, value: (instance: Instance) => string, answered?: Problem, isAccepted = false): Check => {
    // Who shares the state folder shares the config in it.
    const finding = refusing.find(found => checkOf(found) === id || (id === 'config' && found.id === 'state-shared' && found.detail.relation === 'equal'));
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
  // What is no port at all its step forbids; here it is only not proved.
  const isPort = forbidden === overlap;
  const unlessNoPort = (made: Check): Check => (isPort ? made : {...made, result: 'refused'});
  return [
    check('config', target.configPath, ({configPath}) => configPath),
    check('state', target.stateDir, ({stateDir}) => stateDir),
    check('workspace', answers.workspace, other => other.workspace, workspaceProblem(input)),
    unlessNoPort(check('base-port', portText(basePort) || NOTHING, ({bases}) => bases.map(({port}) => port).join(', '), tooNear)),
    unlessNoPort(
      check(
        'derived-ports',
        isPort ? rangeText(blockOf(basePort)) : NOTHING,
        ({bases}) => bases.map(({port}) => rangeText(blockOf(port))).join(', '),
        overlap,
        judgeBaseFor(portText(basePort), target, host).kind === 'overlap',
      ),
    ),
    check('service', serviceOf(target, host.machine)?.name ?? NOTHING, other => other.services.map(service => service.name).join(', ') || NOTHING),
    check('channels', namesOf(plannedChannels(input)), ({settings}) => namesOf(settings.credentials.channels)),
  ];
}

/** Those that it has, and the one that the answers switch on or off. */
function plannedChannels({answers: {telegram}, target: {settings}}: PlanInput): ReadonlySet<string> {
  const others = [...settings.credentials.channels].filter(name => telegram.kind === 'keep' || name !== 'telegram');
  return new Set(telegram.kind === 'bot' ? [...others, 'telegram'] : others);
}

function namesOf(names: ReadonlySet<string>): string {
  return [...names].join(', ') || NOTHING;
}

function rangeText({from, to}: {from: number; to: number}): string {
  return `${from}–${to}`;
}
