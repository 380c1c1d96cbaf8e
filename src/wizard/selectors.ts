/** What follows from the state of the wizard; computed when asked, stored nowhere. */
import {type Answers, type AuthAnswer, hasAuth, judgeBaseFor, mainOf, portOwners, suggestedBase} from '../rules/answers.ts';
import {buildPlan, type Plan} from '../rules/plan.ts';
import type {PlanInput} from '../rules/plan-input.ts';
import type {PortState} from '../rules/port-states.ts';
import {type BaseVerdict, HIGHEST_BASE, LOWEST_BASE, nextCleanBase, parsePort} from '../rules/ports.ts';
import type {Selector} from '../rules/selector.ts';
import {withFile} from '../rules/target.ts';
import {workspacePath} from '../rules/workspace.ts';
import type {GatewayRow, WizardState} from './state.ts';

/** The instance that the Profile step names now; its files may not be read yet. */
export function selectorIn({fields, target}: WizardState): Selector {
  return target.selector.kind === 'paths' ? target.selector : {kind: 'profile', profile: fields.profile.text};
}

/** The answers as they stand; `basePort` is NaN while the field holds no number. */
export function answersOf({fields, choices, host, acceptedBase, isReplaceAccepted}: WizardState): Answers {
  const {homes, platform} = host.machine;
  const basePort = parsePort(fields.port.text) ?? Number.NaN;
  const bindHost = fields.bindHost.text.trim();
  return {
    profile: fields.profile.text,
    basePort,
    acceptOverlap: acceptedBase === basePort,
    workspace: workspacePath(fields.workspace.text, homes.openclaw, platform),
    bind: choices.bind,
    ...(choices.bind === 'custom' && bindHost !== '' ? {bindHost} : {}),
    auth: choices.auth === 'env' ? {kind: 'env', name: fields.envName.text} : {kind: choices.auth},
    service: choices.service,
    replaceService: isReplaceAccepted,
    engine: choices.engine,
  };
}

const plans = new WeakMap<WizardState, Plan>();

/** The plan of the answers as they stand; made once for each state, however many look at it. */
export function planOf(state: WizardState): Plan {
  const made = plans.get(state) ?? makePlan(state);
  plans.set(state, made);
  return made;
}

function makePlan(state: WizardState): Plan {
  return buildPlan(planInputOf(state));
}

export function planInputOf(state: WizardState): PlanInput {
  const {target, host, token, occupancy, workspace, repairs} = state;
  return {answers: answersOf(state), target: withFile(target, workspace.path, workspace.file), host, token, occupancy, workspace, repairs};
}

export function verdictOf({fields, target, host}: WizardState): BaseVerdict {
  return judgeBaseFor(fields.port.text, target, host);
}

/** The rows of the port table; none while the field holds no usable number. */
export function portTableOf(state: WizardState): readonly PortState[] {
  const base = parsePort(state.fields.port.text);
  return base === undefined || base < LOWEST_BASE || base > HIGHEST_BASE ? [] : planOf(state).ports;
}

/** The next clean base port above the one in the field, else the suggestion itself. */
export function nextCleanOf({fields, host, target}: WizardState): number | undefined {
  const others = portOwners(target, host);
  const input = {mainBase: mainOf(host).bases[0].port, others, busy: host.busyPorts, ephemeral: host.machine.ephemeral};
  const suggestion = suggestedBase(target, host);
  const current = parsePort(fields.port.text) ?? 0;
  return suggestion !== undefined && current < suggestion ? suggestion : (nextCleanBase(current, input) ?? suggestion);
}

/** The lines of the Gateway step that are there now. */
export function gatewayRows({choices}: WizardState): GatewayRow[] {
  return [
    'bind',
    ...(choices.bind === 'custom' ? (['bindHost'] as const) : []),
    'auth',
    ...(choices.auth === 'env' ? (['envName'] as const) : []),
  ];
}

/** Ways to let callers in that can be chosen: what is there can be kept. */
export function authChoices({target}: WizardState): AuthAnswer['kind'][] {
  return hasAuth(target) ? ['keep', 'generate', 'env'] : ['generate', 'env'];
}
