/** What follows from the state of the wizard; computed when asked, stored nowhere. */
import {type Answers, judgeBaseFor, mainOf, portOwners, suggestedBase} from '../rules/answers.ts';
import {configChange} from '../rules/config-change.ts';
import {buildPlan, type Plan} from '../rules/plan.ts';
import type {PlanInput} from '../rules/plan-input.ts';
import {nameProblems, type PortInput, plannedPorts, portProblems} from '../rules/plan-problems.ts';
import type {PortState} from '../rules/port-states.ts';
import type {Problem} from '../rules/problems.ts';
import {type BaseVerdict, HIGHEST_BASE, LOWEST_BASE, nextCleanBase, parsePort} from '../rules/ports.ts';
import type {Selector} from '../rules/selector.ts';
import {withFiles} from '../rules/target.ts';
import type {BotToken, TelegramAnswer} from '../rules/telegram.ts';
import {KIT_TEXTS} from '../text/kit.ts';
import {pathOf, type WizardState} from './state.ts';

/** The instance that the Profile step names now; its files may not be read yet. */
export function selectorIn({fields, target}: WizardState): Selector {
  return target.selector.kind === 'paths' ? target.selector : {kind: 'profile', profile: fields.profile.text};
}

/** The answers as they stand; `basePort` is NaN while the field holds no number. */
export function answersOf(state: WizardState): Answers {
  const {fields, choices, host, acceptedBase, isReplaceAccepted, restore} = state;
  const basePort = parsePort(fields.port.text) ?? Number.NaN;
  const bindHost = fields.bindHost.text.trim();
  return {
    profile: fields.profile.text,
    basePort,
    acceptOverlap: acceptedBase === basePort,
    workspace: pathOf(fields.workspace.text, host),
    kit: choices.kit,
    bind: choices.bind,
    ...(choices.bind === 'custom' && bindHost !== '' ? {bindHost} : {}),
    auth: choices.auth === 'env' ? {kind: 'env', name: fields.envName.text} : {kind: choices.auth},
    service: choices.service,
    replaceService: isReplaceAccepted,
    engine: choices.engine,
    linger: choices.linger === 'on',
    telegram: telegramOf(state),
    restore,
  };
}

function telegramOf({fields, choices, host}: WizardState): TelegramAnswer {
  const {telegram, dmPolicy} = choices;
  if (telegram === 'keep' || telegram === 'off') return {kind: telegram};
  const ownerId = fields.ownerId.text.trim();
  const source = telegram === 'file' ? ({kind: 'file', path: botPathOf({fields, host})} as const) : ({kind: 'typed'} as const);
  return {kind: 'bot', source, dmPolicy, ...(ownerId === '' ? {} : {ownerId})};
}

/** The file that is to hold the token of the bot; empty while none is named. */
export function botPathOf({fields, host}: Pick<WizardState, 'fields' | 'host'>): string {
  const text = fields.botFile.text.trim();
  return text === '' ? '' : pathOf(text, host);
}

/** The token of the bot, typed or read; the one secret of the answers, so it stands beside them. */
function botTokenOf({choices, fields, botFile, host}: WizardState): BotToken | undefined {
  if (choices.telegram === 'typed') return {kind: 'token', token: fields.botToken.text.trim()};
  return choices.telegram === 'file' && botFile?.path === botPathOf({fields, host}) ? botFile.token : undefined;
}

/** Made once for each state, however many look at it. */
function perState<Made>(make: (state: WizardState) => Made): (state: WizardState) => Made {
  const made = new WeakMap<WizardState, {readonly value: Made}>();
  return state => {
    const present = made.get(state) ?? {value: make(state)};
    made.set(state, present);
    return present.value;
  };
}

/** The plan of the answers as they stand. */
export const planOf = perState((state): Plan => buildPlan(planInputOf(state)));

export function planInputOf(state: WizardState): PlanInput {
  return withToken(state, state.token());
}

function withToken(state: WizardState, token: string): PlanInput {
  const {target, host, occupancy, workspace, repairs} = state;
  return {answers: answersOf(state), target: withFiles(target, workspace.files), host, kitTexts: KIT_TEXTS, token, botToken: botTokenOf(state), occupancy, workspace, repairs};
}

export function verdictOf({fields, target, host}: WizardState): BaseVerdict {
  return judgeBaseFor(fields.port.text, target, host);
}

/** The rows of the port table; none while the field holds no usable number. */
export const portTableOf = perState((state): readonly PortState[] => {
  const base = parsePort(state.fields.port.text);
  return base === undefined || base < LOWEST_BASE || base > HIGHEST_BASE ? [] : plannedPorts(portInputOf(state));
});

/** What the plan says about the base port. */
export const portProblemsOf = perState((state): readonly Problem[] => portProblems(portInputOf(state)));

/** What the plan says about the profile, or more: a folder in the way of its config may be all that there is to say. */
export const profileProblemsOf = perState((state): readonly Problem[] => {
  // None of them is about the token, and random bits take Node milliseconds to be had.
  const input = withToken(state, '');
  return [...nameProblems(input), ...configChange(input).problems];
});

function portInputOf(state: WizardState): PortInput {
  const {target, host, occupancy} = state;
  return {answers: answersOf(state), target, host, occupancy};
}

/** The next clean base port above the one in the field, else the suggestion itself. */
export function nextCleanOf({fields, host, target}: WizardState): number | undefined {
  const others = portOwners(target, host);
  const input = {mainBase: mainOf(host).bases[0].port, others, busy: host.busyPorts, ephemeral: host.machine.ephemeral};
  const suggestion = suggestedBase(target, host);
  const current = parsePort(fields.port.text) ?? 0;
  return suggestion !== undefined && current < suggestion ? suggestion : (nextCleanBase(current, input) ?? suggestion);
}
