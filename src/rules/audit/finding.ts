/** What an audit of a host finds, as data; src/text says it in words. */
import type {JsonValue} from '../config/json5.ts';
import type {RestoreReason} from '../config/restore.ts';
import type {Instance} from '../instance.ts';
import type {BusyPort} from '../occupancy.ts';
import type {Clash, PortUse, Range} from '../ports.ts';
import {DEFAULT_PROFILE} from '../profile.ts';
import {type Selector, selectorFor} from '../selector.ts';
import type {Place, Relation} from '../workspace.ts';

/** `error`: something fails, or works on what is another's. `warning`: it will, some day. `note`: worth knowing. */
export type Severity = 'error' | 'warning' | 'note';

export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note'];

/** Something that was compared: whose, which key or file, and what it says. Never a secret. */
export type Value = {readonly instance: string; readonly key: string; readonly value: string};

/** What has to be done, and to which instance. */
export type Fix = {
  readonly instance: string;
  /** Undefined for main, and for gateways of other users: their files are never written by us. */
  readonly ours: Selector | undefined;
  readonly configPath: string;
  readonly remedy: Remedy;
};

/** Answers that a fix can give. */
export type MendedAnswers = {
  readonly basePort?: number;
  readonly workspace?: string;
  readonly auth?: {readonly kind: 'generate'};
  readonly service?: 'write';
  readonly replaceService?: true;
};

export type Remedy =
  /** Other answers to what the wizard asks. */
  | {readonly kind: 'answers'; readonly answers: MendedAnswers}
  /** A key of the config that the wizard does not ask for; without a value it is taken out. */
  | {readonly kind: 'setting'; readonly key: readonly string[]; readonly value?: JsonValue}
  /** The same answers applied again; by hand, the command that comes to the same. */
  | {readonly kind: 'rewrite'; readonly argv?: readonly string[]}
  /** A command of the system or of OpenClaw. */
  | {readonly kind: 'command'; readonly argv: readonly string[]}
  /** Something that only its owner can do; the words come with the rule. */
  | {readonly kind: 'hand'};

/** How two instances share a place: where the first one's lies to the second one's. */
export type SharedPlaceDetail = {
  readonly relation: Exclude<Relation, 'around'>;
  /** The instances whose place it is, and those whose place is the same or inside. */
  readonly outer: {readonly instance: string; readonly place: Place};
  readonly inner: {readonly instance: string; readonly place: Place};
  readonly others: number;
};

/** Where the block of a lower base port meets upper ones. */
export type MeetingDetail = {
  readonly lower: string;
  /** The nearest upper one, and how many more there are. */
  readonly upper: {readonly instance: string; readonly base: number};
  readonly others: number;
  readonly distance: number;
  /** What the lower gateway has on the upper one's own port. */
  readonly use: PortUse;
  readonly shared: Range;
  readonly isAccepted: boolean;
};

/** What each rule tells beside the values that it compared. */
export type Details = {
  'config-shared': SharedPlaceDetail;
  'state-shared': SharedPlaceDetail;
  'workspace-shared': SharedPlaceDetail;
  'agent-workspace-shared': SharedPlaceDetail;
  'workspace-in-main': SharedPlaceDetail;
  'log-shared': SharedPlaceDetail;
  'base-equal': {readonly port: number};
  'base-near': MeetingDetail;
  'block-overlap': MeetingDetail;
  'port-closed': {readonly port: number; readonly isBase: boolean};
  'base-high': {readonly base: number};
  'base-ephemeral': {readonly base: number; readonly from: number; readonly to: number};
  'base-unpinned': {readonly base: number};
  'cdp-url-shared': {readonly address: string};
  'remote-cdp-shared': {readonly address: string};
  'cdp-port-shared': {readonly port: number; readonly instance: string; readonly key: string; readonly other: string; readonly use: string; /** Whether both ends are browsers. */ readonly isBrowser: boolean};
  'cdp-port-in-block': {readonly clash: Clash; readonly instance: string; readonly key: string};
  'port-drift': object;
  'port-held': {readonly busy: BusyPort};
  'block-port-held': {readonly busy: readonly BusyPort[]};
  'service-crossed': {readonly path: string; readonly other: string; readonly lead: 'state' | 'config' | 'environment' | 'name' | 'port'};
  'service-twice': {readonly count: number};
  'service-drop-in': {readonly path: string};
  'service-path-missing': {readonly path: string; readonly what: 'node' | 'entry'};
  'service-path-moving': {readonly by: readonly string[]};
  'service-mixed-install': {readonly node: string; readonly entry: string; readonly reason: 'other-node' | 'unsupported'};
  'service-secret': {readonly names: readonly string[]};
  'service-outdated': {readonly issues: readonly string[]};
  'service-namesake': {readonly path: string; readonly command: string};
  'linger-off': {readonly account: string};
  'mode-wide': {readonly paths: number};
  'shell-variable': {readonly names: readonly string[]; readonly leadsTo: string | undefined};
  'dotenv-selector': {readonly name: string; readonly leadsTo: string | undefined};
  'channel-variable': {readonly name: string; readonly isOf: string | undefined};
  'channel-token-shared': {readonly channel: string};
  'channel-login-shared': {readonly channel: string};
  'config-unreadable': {readonly reason: string; readonly isClosed: boolean};
  'config-missing': {readonly service: string};
  'mode-missing': object;
  'key-refused': {readonly keys: readonly string[]; readonly version: string | undefined};
  'restore-armed': {readonly reasons: readonly RestoreReason[]; readonly from: string};
  'bind-open': {readonly bind: string};
  'gateway-token-shared': object;
  'login-shared': {readonly provider: string};
  'same-openclaw': {readonly path: string};
  'same-node': {readonly path: string};
  'same-credentials': {readonly count: number};
  'same-disk': object;
};

export type RuleId = keyof Details;

export type Finding<Id extends RuleId = RuleId> = {
  readonly [I in Id]: {
    readonly id: I;
    readonly severity: Severity;
    /** Labels, sorted. */
    readonly instances: readonly string[];
    readonly values: readonly Value[];
    readonly fixes: readonly Fix[];
    readonly detail: Details[I];
  };
}[Id];

/** Somebody who may stand in the way: an instance, or the gateway of another user, which has no profile and no files for us. */
export type Party = {readonly label: string; readonly profile?: string; readonly isStranger?: true};

/** Who stays where he is: whom we can't tell to move, then main, then profiles in their own folders, then by name. */
function rank({profile, label, isStranger}: Party): string {
  const order = isStranger ? 0 : profile === DEFAULT_PROFILE ? 1 : profile === 'main' ? 2 : profile === undefined ? 4 : 3;
  return `${order} ${label}`;
}

/** Of those that get in each other's way, the one that stays, and those that have to give way. */
export function giveWay<P extends Party>(parties: readonly P[]): {readonly keeper: P; readonly movers: readonly P[]} {
  const [keeper, ...movers] = parties.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
  return {keeper: keeper as P, movers};
}

/** A remedy for one instance. */
export function fixFor(instance: Instance, remedy: Remedy): Fix {
  const {label, configPath, profile} = instance;
  return {instance: label, ours: profile === DEFAULT_PROFILE ? undefined : selectorFor(instance), configPath, remedy};
}

/** {@link fixFor} for several. */
export function fixesFor(instances: readonly Instance[], remedy: (instance: Instance) => Remedy): Fix[] {
  return instances.map(instance => fixFor(instance, remedy(instance)));
}
