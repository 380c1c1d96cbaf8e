/** What a finding leads to: which sentence it is, and with which of its facts. */
import type {Finding, MeetingDetail, RuleId, SharedPlaceDetail} from '../rules/audit/finding.ts';
import {type Holder, holderName} from '../rules/occupancy.ts';
import {FALLBACK_CDP, type PortUse} from '../rules/ports.ts';
import {en} from './en/findings.ts';
import {phrase} from './phrases.ts';
import {spoken} from './language.ts';
import {placeName, printable} from './terms.ts';
import {rangeText} from './port-text.ts';

const words = spoken(en, korean => korean.findings);

const MOST_NAMED = 4;

/** `main, ops and rescue`; of many only the first. */
function namesOf(labels: readonly string[]): string {
  const shown = labels.length > MOST_NAMED ? labels.slice(0, MOST_NAMED - 1) : labels;
  return words().names(shown, labels.length - shown.length);
}

function each(labels: readonly string[]): string {
  return words().each(namesOf(labels), labels.length);
}

function sharing({relation, outer, inner, others}: SharedPlaceDetail): string {
  return words().sharing[relation]({ours: placeName(inner.place.kind), theirs: placeName(outer.place.kind), outer: outer.instance, inner: inner.instance, others, path: outer.place.path, innerPath: inner.place.path});
}

/** Whether it is about state folders, and not about what a config names beside. */
export function isWhole({outer, inner}: SharedPlaceDetail): boolean {
  return [outer, inner].every(({place}) => place.kind === 'state');
}

/** What the lower of two gateways has on a port of the upper one. */
function useOf(use: PortUse): string {
  const {uses} = words();
  switch (use.kind) {
    case 'cdp':
      return uses.cdp(use.browserProfile.from);
    case 'browser-control':
    case 'extension-relay':
      return uses[use.kind];
    default:
      return uses.reserved;
  }
}

/** `main’s extension relay is 18799, where rescue listens` */
function meeting({lower, upper: {instance: upper, base}, others, distance, use}: MeetingDetail) {
  // A service clears its port before it starts, whoever has it (OpenClaw 2026.9.6).
  return {lower, upper, base, others, distance, use: useOf(use), kills: use.kind === 'extension-relay'};
}

const bothOf = ({lower, upper}: MeetingDetail) => namesOf([lower, upper.instance]);
const nameOf = (holder: Holder | undefined) => holder && holderName(holder);

type Say<Id extends RuleId> = (typeof en.consequences)[Id];

/** Which sentence a finding is, and with which of its facts; those are printable. */
const CONSEQUENCES: {readonly [Id in RuleId]: (finding: Finding<Id>, say: Say<Id>) => string} = {
  'config-shared': ({detail}, say) => say(sharing(detail)),
  'state-shared': ({detail}, say) => say[isWhole(detail) ? 'whole' : 'part'](sharing(detail)),
  'workspace-shared': ({detail}, say) => say[[detail.outer, detail.inner].some(({place}) => place.kind === 'state') ? 'state' : 'files'](sharing(detail)),
  'agent-workspace-shared': ({detail}, say) => say(sharing(detail)),
  'workspace-in-main': ({detail}, say) => say(sharing(detail)),
  'log-shared': ({detail}, say) => say(sharing(detail)),
  'base-equal': ({instances, detail}, say) => say(each(instances), detail.port),
  'base-near': ({detail}, say) => say(bothOf(detail), meeting(detail)),
  'block-overlap': ({detail}, say) => say(bothOf(detail), meeting(detail), rangeText(detail.shared), detail.isAccepted),
  'port-closed': ({instances, detail}, say) => say[detail.isBase ? 'base' : 'other'](namesOf(instances), detail.port),
  'base-high': ({instances, detail}, say) => say(namesOf(instances), detail.base, rangeText(FALLBACK_CDP)),
  'base-ephemeral': ({instances, detail}, say) => say(namesOf(instances), detail.base, rangeText(detail)),
  'base-unpinned': ({instances, detail}, say) => say(namesOf(instances), detail.base),
  'cdp-url-shared': ({instances, detail}, say) => say(each(instances), detail.address),
  'cdp-port-shared': ({detail: {instance, key, port, other, use, isBrowser}}, say) => say[isBrowser ? 'browsers' : 'any'](instance, phrase(key), port, other, phrase(use)),
  'cdp-port-in-block': ({detail: {instance, key, clash}}, say) => say(instance, phrase(key), rangeText(clash.shared), clash.owner, useOf(clash.use)),
  'remote-cdp-shared': ({instances, detail}, say) => say(each(instances), detail.address),
  'channel-token-shared': ({instances, detail: {channel}}, say) => say[channel === 'telegram' ? 'telegram' : 'other'](each(instances), channel),
  'channel-login-shared': ({instances, detail}, say) => say(each(instances), detail.channel),
  'login-shared': ({instances, detail}, say) => say(each(instances), detail.provider),
  'service-crossed': ({detail: {path, other, lead}}, say) => say[lead](path, other),
  'service-twice': ({instances, detail}, say) => say(namesOf(instances), detail.count),
  'service-path-missing': ({instances, detail}, say) => say(namesOf(instances), detail.path),
  'service-mixed-install': ({instances, detail}, say) => say[detail.reason](namesOf(instances), detail.node),
  'service-path-moving': ({instances, detail}, say) => say(namesOf(instances), detail.by.map(phrase).join(', ')),
  'service-drop-in': ({instances, detail}, say) => say(namesOf(instances), detail.path),
  'service-secret': ({instances, detail}, say) => say(namesOf(instances), detail.names.join(', ')),
  'service-outdated': ({instances, detail}, say) => say(namesOf(instances), detail.issues.map(phrase).join('; ')),
  'service-namesake': ({detail: {path, command}}, say) => say[command === '' ? 'nothing' : 'something'](path, command),
  'linger-off': ({instances, detail}, say) => say(namesOf(instances), instances.length, detail.account),
  'mode-wide': ({instances, detail}, say) => say(namesOf(instances), detail.paths),
  'port-drift': ({instances, values}, say) => say(namesOf(instances), values.map(({key, value}) => `${value} (${phrase(key)})`)),
  'port-held': ({instances, detail: {busy}}, say) => say(namesOf(instances), busy.port, nameOf(busy.holder), busy.code),
  'block-port-held': ({instances, detail}, say) => say(namesOf(instances), detail.busy.map(({port, holder, code}) => ({port, holder: nameOf(holder), code}))),
  'dotenv-selector': ({instances, values, detail}, say) => say(values[0]?.instance ?? namesOf(instances), detail.name, detail.leadsTo),
  'shell-variable': ({detail: {names, leadsTo}}, say) => say(namesOf(names), names.length, leadsTo),
  'channel-variable': ({instances, detail}, say) => say(namesOf(instances), detail.name, detail.isOf),
  'config-unreadable': ({instances, detail}, say) => say[detail.isClosed ? 'closed' : 'broken'](namesOf(instances), detail.reason),
  'config-missing': ({instances, detail}, say) => say(namesOf(instances), detail.service),
  'mode-missing': ({instances}, say) => say(namesOf(instances)),
  'key-refused': ({instances, detail}, say) => say(namesOf(instances), detail.keys.join(', '), detail.version),
  'bind-open': ({instances, detail}, say) => say(namesOf(instances), detail.bind),
  'restore-armed': ({instances, detail}, say) => say(namesOf(instances), detail.reasons.map(reason => words().restoreReasons[reason]).join(', ')),
  'gateway-token-shared': ({instances}, say) => say(each(instances)),
  'same-openclaw': ({instances, detail}, say) => say(each(instances), detail.path),
  'same-node': ({instances, detail}, say) => say(each(instances), detail.path),
  'same-credentials': ({instances, detail}, say) => say(each(instances), detail.count),
  'same-disk': ({instances}, say) => say(namesOf(instances)),
};

/** The same with nothing in it that is more than text; the words of the rules are made of it. */
export function shown<T>(value: T): T {
  if (typeof value === 'string') return printable(value) as T;
  if (Array.isArray(value)) return value.map(shown) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shown(part)])) as T;
}

/** What a finding leads to, in one sentence. */
export function consequenceText(finding: Finding): string {
  // One place where a union of findings meets the tables by their ids.
  const tell = CONSEQUENCES[finding.id] as (finding: unknown, say: unknown) => string;
  return tell(shown({...finding, fixes: []}), words().consequences[finding.id]);
}
