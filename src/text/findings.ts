/** What the audit finds, in words: what each rule is about, what a finding leads to, and how it is mended. */
import type {Details, Finding, Fix, MeetingDetail, MendedAnswers, RuleId, Severity, SharedPlaceDetail} from '../rules/audit/finding.ts';
import type {JsonValue} from '../rules/config/json5.ts';
import type {RestoreReason} from '../rules/config/restore.ts';
import {holderName} from '../rules/occupancy.ts';
import type {Machine} from '../rules/machine.ts';
import {CLEAN_DISTANCE, FALLBACK_CDP, HIGHEST_BASE, MINIMUM_DISTANCE, type PortUse} from '../rules/ports.ts';
import {tildePath} from '../rules/profile.ts';
import {openclawCall, type Selector, selectorText} from '../rules/selector.ts';
import {quote} from '../rules/shell.ts';
import {ordinal, plural} from './english.ts';
import {rangeText} from './port-text.ts';
import {placeName, printable} from './terms.ts';

type Texts<Id extends RuleId> = {
  /** What the rule is about, for the catalogue. */
  readonly title: string;
  /** One sentence with the numbers of this finding. */
  readonly consequence: (finding: Finding<Id>) => string;
  /** What only the owner can do. */
  readonly byHand?: (finding: Finding<Id>, fix: Fix) => string;
};

const MOST_NAMED = 4;

/** `main, ops and rescue`; of many only the first. */
function namesOf(labels: readonly string[]): string {
  const names = labels.map(printable);
  const shown = names.length > MOST_NAMED ? [...names.slice(0, MOST_NAMED - 1), `${names.length - MOST_NAMED + 1} others`] : names;
  return shown.length < 2 ? (shown[0] ?? 'nobody') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

function each(labels: readonly string[]): string {
  return labels.length === 2 ? `Both ${namesOf(labels)}` : namesOf(labels);
}

function sharing({relation, outer, inner, others}: SharedPlaceDetail): string {
  const more = others > 0 ? ` (and ${plural(others, 'other')})` : '';
  const [theirs, ours] = [placeName(outer.place.kind), placeName(inner.place.kind)];
  if (relation === 'equal') return `${printable(inner.instance)}’s ${ours}${more} is ${printable(outer.instance)}’s ${theirs}, ${printable(outer.place.path)}`;
  return `${printable(inner.instance)}’s ${ours} ${printable(inner.place.path)}${more} lies inside ${printable(outer.instance)}’s ${theirs} ${printable(outer.place.path)}`;
}

/** Whether it is about state folders, and not about what a config names beside. */
function isWhole({outer, inner}: SharedPlaceDetail): boolean {
  return [outer, inner].every(({place}) => place.kind === 'state');
}

/** What the lower of two gateways has on a port of the upper one. */
function useOf(use: PortUse): string {
  switch (use.kind) {
    case 'cdp':
      return `${ordinal(use.browserProfile.from)} browser profile`;
    case 'browser-control':
      return 'browser control';
    case 'extension-relay':
      return 'extension relay';
    default:
      return 'reserved range';
  }
}

/** `main’s extension relay is 18799, where rescue listens` */
function meeting({lower, upper, others, distance, use}: MeetingDetail): string {
  // A service clears its port before it starts, whoever has it (OpenClaw 2026.9.6).
  const kills = use.kind === 'extension-relay' ? ', and as a service kills what has it' : '';
  const more = others > 0 ? ` (and ${plural(others, 'other')} within that block)` : '';
  return `${plural(distance, 'port')} apart${more}: ${printable(lower)}’s ${useOf(use)} is ${upper.base}, where ${printable(upper.instance)} listens${kills}`;
}

const RESTORE_REASONS: Readonly<Record<RestoreReason, string>> = {
  size: 'it is less than half as long as before',
  meta: 'its meta is gone',
  mode: 'its gateway.mode is gone',
  'update-only': 'nothing but update.channel is left',
};

/** What becomes of a service that leads to another instance (tried with OpenClaw 2026.9.6). */
const CROSSINGS: Readonly<Record<Details['service-crossed']['lead'], (other: string) => string>> = {
  state: other => `starts on ${other}’s state: it ends at once while ${other} runs, and while ${other} is down it takes its place, so that ${other} can’t start`,
  config: other => `starts with ${other}’s config: its token lets in who may use ${other}, and it works with the channels of ${other}`,
  port: other => `takes ${other}’s port: as a service it kills the gateway that has it`,
  environment: other => `has variables of ${other}: openclaw called by its agents works on ${other}`,
  name: other => `bears the name of ${other}’s service: OpenClaw restarts and updates that one from it`,
};

const leads = (to: string | undefined) => (to === undefined ? 'to no instance of this host' : `to ${printable(to)}`);

/** OpenClaw's own way to write a service again; it manages those of profiles alone. */
function installAnew({ours, instance}: Fix): string {
  if (ours?.kind === 'paths') return `put it right in the service of ${printable(instance)}`;
  return `${openclawOf({ours})} gateway install --force writes it anew`;
}

/** How OpenClaw is called for the instance of a fix; for one by paths, with what `env` prints. */
function openclawOf({ours}: Pick<Fix, 'ours'>): string {
  return ['openclaw', ...(ours ? openclawCall(ours).args : [])].join(' ');
}

const TEXTS: {readonly [Id in RuleId]: Texts<Id>} = {
  'config-shared': {
    title: 'one config for two instances, or one inside the folder of another',
    consequence: ({detail}) => `${sharing(detail)}: a change to one is a change to the other, and both start with one port and one token.`,
    byHand: () => 'give it a config of its own (OPENCLAW_CONFIG_PATH); a link is replaced by a file',
  },
  'state-shared': {
    title: 'one state folder for two instances, or one inside another',
    consequence: ({detail}) =>
      `${sharing(detail)}: ${isWhole(detail) ? 'the second gateway to start fails on the lock of the first, and sessions and logins are mixed' : 'sessions, logins or tabs of one are those of the other'}.`,
    byHand: ({detail}) => (isWhole(detail) ? 'give it a state folder of its own (OPENCLAW_STATE_DIR), outside the other; a link is replaced by a folder' : 'name another folder in its config (agentDir, userDataDir)'),
  },
  'workspace-shared': {
    title: 'one workspace for two instances, or one inside or around a place of another',
    consequence: ({detail}) => `${sharing(detail)}: ${[detail.outer, detail.inner].some(({place}) => place.kind === 'state') ? 'an agent can read and change all of another instance, its token too' : 'two agents write into one folder, and what one of them breaks the other has too'}.`,
    byHand: () => 'set agents.defaults.workspace to a folder apart from all others',
  },
  'agent-workspace-shared': {
    title: 'the same for the workspace of an agent, which wins over the default',
    consequence: ({detail}) => `${sharing(detail)}: that agent works in what is another instance’s, whatever the default workspace says.`,
    byHand: () => 'change the workspace of that agent (agents.entries.<id>.workspace, or in agents.list)',
  },
  'workspace-in-main': {
    title: 'a workspace in main’s state folder, where OpenClaw before 2026.8 put it',
    consequence: ({detail}) => `${sharing(detail)}: a reset, move or backup of main takes it along.`,
  },
  'log-shared': {
    title: 'one log file for two instances, or one inside a place of another',
    consequence: ({detail}) => `${sharing(detail)}: nobody can tell which gateway failed.`,
  },
  'base-equal': {
    title: 'one base port for two gateways',
    consequence: ({instances, detail}) => `${each(instances)} take port ${detail.port}: whichever starts second gives up, and as a service it kills the first.`,
    byHand: () => 'take that port out of its .env, or stop the gateway that was started with it',
  },
  'base-near': {
    title: `base ports nearer than ${MINIMUM_DISTANCE}`,
    consequence: ({detail}) => `${namesOf([detail.lower, detail.upper.instance])} stand only ${meeting(detail)}; at least ${MINIMUM_DISTANCE} are needed, ${CLEAN_DISTANCE} are clean.`,
  },
  'block-overlap': {
    title: `base ports ${MINIMUM_DISTANCE} to ${CLEAN_DISTANCE - 1} apart, whose blocks overlap`,
    consequence: ({detail}) =>
      `${namesOf([detail.lower, detail.upper.instance])} stand ${meeting(detail)}; they share ${rangeText(detail.shared)}, and ${CLEAN_DISTANCE} are clean${detail.isAccepted ? ' (accepted)' : ''}.`,
  },
  'port-closed': {
    title: 'ports that this user may not open',
    consequence: ({instances, detail}) =>
      detail.isBase
        ? `${namesOf(instances)} can’t listen on ${detail.port}: this user may not open it (EACCES), so its gateway ends at once.`
        : `${namesOf(instances)} can’t open ${detail.port} of its block (EACCES): a browser that gets it does not start.`,
  },
  'base-high': {
    title: `a base port above ${HIGHEST_BASE}`,
    consequence: ({instances, detail}) => `${namesOf(instances)} on ${detail.base} has no room for its CDP ports, which fall back to ${rangeText(FALLBACK_CDP)}, the same for every such gateway.`,
  },
  'base-ephemeral': {
    title: 'a base port in the range of outgoing connections',
    consequence: ({instances, detail}) => `${namesOf(instances)} on ${detail.base} lies among the ports of outgoing connections (${rangeText(detail)}): now and then one of them has the port when the gateway starts.`,
  },
  'base-unpinned': {
    title: 'a profile without gateway.port',
    consequence: ({instances, detail}) => `${namesOf(instances)} names no port, so OpenClaw chooses: ${detail.base} now; before 2026.8 it is 18789 for every profile.`,
  },
  'cdp-url-shared': {
    title: 'browser.cdpUrl pinned to one value in two instances',
    consequence: ({instances, detail}) => `${each(instances)} drive the browser at ${printable(detail.address)}: each sees and closes the tabs of the other.`,
  },
  'cdp-port-shared': {
    title: 'a CDP port or address that another instance takes',
    consequence: ({detail}) =>
      `${printable(detail.instance)}’s ${printable(detail.key)} is port ${detail.port}, ${printable(detail.other)}’s ${printable(detail.use)}: ${detail.isBrowser ? 'whichever starts its browser second drives the Chrome of the first, its tabs and logins, unnoticed' : 'whichever comes second finds it taken, be it a browser or the gateway itself'}.`,
    byHand: () => 'name another port there',
  },
  'cdp-port-in-block': {
    title: 'a CDP port or range inside the block of another instance',
    consequence: ({detail: {instance, key, clash}}) =>
      `${printable(instance)}’s ${printable(key)} names ${rangeText(clash.shared)}, which is ${printable(clash.owner)}’s ${useOf(clash.use)}: it works until ${printable(clash.owner)} needs it.`,
    byHand: () => 'name a port of its own block there',
  },
  'remote-cdp-shared': {
    title: 'one remote browser for two instances',
    consequence: ({instances, detail}) => `${each(instances)} use the browser at ${printable(detail.address)}: each sees and closes the tabs of the other.`,
    byHand: () => 'give that browser profile an address of its own',
  },
  'channel-token-shared': {
    title: 'one bot token in two instances',
    consequence: ({instances, detail}) => `${each(instances)} are the same ${printable(detail.channel)} bot: ${detail.channel === 'telegram' ? 'its messages go now to one and now to the other, or to none (Telegram answers 409)' : 'both answer, or now one and now the other'}.`,
    byHand: ({detail}) => `give it a ${printable(detail.channel)} bot of its own, or set enabled to false for that account`,
  },
  'channel-login-shared': {
    title: 'one linked account (WhatsApp) in two instances',
    consequence: ({instances, detail}) => `${each(instances)} use one ${printable(detail.channel)} link: the service throws one of them out when the other connects.`,
    byHand: () => 'link an account of its own there',
  },
  'login-shared': {
    title: 'one OAuth login in two instances',
    consequence: ({instances, detail}) => `${each(instances)} hold one ${printable(detail.provider)} login: the first of them that renews it locks the other out.`,
    byHand: (_, fix) => `log in anew there: ${openclawOf(fix)} models auth login`,
  },
  'service-crossed': {
    title: 'a service that names another instance',
    consequence: ({detail: {path, other, lead}}) => `${printable(path)} ${CROSSINGS[lead](printable(other))}.`,
    byHand: ({detail}) => `put the paths, port and names in ${printable(detail.path)} right, or move it away`,
  },
  'service-twice': {
    title: 'two services for one state folder',
    consequence: ({instances, detail}) => `${plural(detail.count, 'service')} start ${namesOf(instances)}: each restarts against the other, and only one can have the lock and the port.`,
    byHand: ({values}) => `disable and remove all but one of ${values.map(({value}) => printable(value)).join(', ')}`,
  },
  'service-path-missing': {
    title: 'a service whose Node or OpenClaw is gone',
    consequence: ({instances, detail}) => `The service of ${namesOf(instances)} starts ${printable(detail.path)}, which is not there: it fails at every start.`,
    byHand: (_, fix) => installAnew(fix),
  },
  'service-mixed-install': {
    title: 'Node and OpenClaw from different installs, or a Node that OpenClaw does not support',
    consequence: ({instances, detail}) =>
      detail.reason === 'unsupported'
        ? `The service of ${namesOf(instances)} runs on ${printable(detail.node)}, which its OpenClaw does not support: it may not start.`
        : `The service of ${namesOf(instances)} takes Node from another install than OpenClaw: after an upgrade of one of them it fails to start.`,
    byHand: (_, fix) => installAnew(fix),
  },
  'service-path-moving': {
    title: 'a service that starts files which a version manager moves',
    consequence: ({instances, detail}) => `The service of ${namesOf(instances)} starts from a place that moves (${detail.by.join(', ')}): after the next upgrade it finds nothing there.`,
    byHand: () => 'install Node and OpenClaw for the system and write the service anew, or do that after each upgrade',
  },
  'service-drop-in': {
    title: 'a drop-in that decides what a service starts',
    consequence: ({instances, detail}) => `${printable(detail.path)} rules over the service of ${namesOf(instances)}: what its unit says about command, port and paths does not count.`,
    byHand: ({detail}) => `move what ${printable(detail.path)} says into the unit, and delete it`,
  },
  'service-secret': {
    title: 'a secret in a service file',
    consequence: ({instances, detail}) => `${detail.names.map(printable).join(', ')} stands in the service file of ${namesOf(instances)}: everybody who reads it has it, and it goes on counting when the config gets another.`,
    byHand: ({detail}) => `move ${detail.names.map(printable).join(', ')} into the .env of its state folder, and out of the service and its drop-ins`,
  },
  'service-outdated': {
    title: 'a service that OpenClaw’s own audit calls out of date',
    consequence: ({instances, detail}) => `The service of ${namesOf(instances)} is not as its OpenClaw writes it (${detail.issues.map(printable).join('; ')}).`,
    byHand: (_, fix) => installAnew(fix),
  },
  'service-namesake': {
    title: 'a file under the name of a gateway service that starts something else',
    consequence: ({detail}) => `${printable(detail.path)} bears the name of an OpenClaw service, but starts ${detail.command === '' ? 'nothing' : printable(detail.command)}: OpenClaw takes it for a gateway.`,
    byHand: ({detail}) => `move ${printable(detail.path)} away`,
  },
  'linger-off': {
    title: 'user services that end with the last session (Linux)',
    consequence: ({instances, detail}) => `${namesOf(instances)} stop${instances.length === 1 ? 's' : ''} when ${printable(detail.account)} logs out, since user services do not linger.`,
  },
  'mode-wide': {
    title: 'files with secrets that others may read or write',
    consequence: ({instances, detail}) => `${plural(detail.paths, 'path')} of ${namesOf(instances)} can be got at by other users: its token and logins with them.`,
  },
  'port-drift': {
    title: 'config, service and running gateway that disagree about the port',
    consequence: ({instances, values}) => `${namesOf(instances)} has ${values.map(({key, value}) => `${value} (${key})`).join(' and ')}: commands ask for it where it does not listen.`,
    byHand: () => 'leave one of them: an .env and a drop-in are yours to change, and a gateway is started anew without --port',
  },
  'port-held': {
    title: 'a base port that something else holds',
    consequence: ({instances, detail: {busy}}) => `${namesOf(instances)} can’t listen on ${busy.port}: ${busy.holder ? printable(holderName(busy.holder)) : 'something'} has it (${busy.code}).`,
    byHand: () => 'stop that, or choose another base port',
  },
  'block-port-held': {
    title: 'another port of a block that something else holds',
    consequence: ({instances, detail: {busy}}) =>
      `In the block of ${namesOf(instances)} others hold ${busy.map(({port, holder, code}) => `${port} (${holder ? printable(holderName(holder)) : 'somebody'}, ${code})`).join(', ')}: a browser that gets such a port does not start.`,
    byHand: () => 'stop that, or choose another base port',
  },
  'dotenv-selector': {
    title: 'a variable in main’s .env that leads OpenClaw elsewhere',
    consequence: ({values, detail, instances}) => `The .env of ${printable(values[0]?.instance ?? namesOf(instances))} sets ${detail.name}, which leads ${leads(detail.leadsTo)}: openclaw without --profile works there.`,
    byHand: ({detail}) => `take ${detail.name} out of that .env`,
  },
  'shell-variable': {
    title: 'OPENCLAW_* variables in this shell',
    consequence: ({detail}) => `${namesOf(detail.names)} ${detail.names.length === 1 ? 'is' : 'are'} set in this shell: openclaw typed here can end up ${detail.leadsTo === undefined ? 'elsewhere' : `at ${printable(detail.leadsTo)}`}, also with --profile.`,
  },
  'channel-variable': {
    title: 'a channel token in this shell',
    consequence: ({instances, detail}) =>
      `${detail.name} is set in this shell${detail.isOf === undefined ? '' : `, the token of ${printable(detail.isOf)}`}: a gateway of ${namesOf(instances)} that is started from it switches that channel on.`,
  },
  'config-unreadable': {
    title: 'a config that can’t be read',
    consequence: ({instances, detail}) =>
      `The config of ${namesOf(instances)} can’t be read (${printable(detail.reason)}): ${detail.isClosed ? '' : 'its gateway does not start, and '}what it shares is assumed, not known.`,
    byHand: ({values, detail}) => (detail.isClosed ? 'compare its ports and folders by hand, or run doctor as the owner of its files' : `mend ${printable(values[0]?.value ?? 'it')}`),
  },
  'config-missing': {
    title: 'a service without a config',
    consequence: ({instances, detail}) => `${printable(detail.service)} starts ${namesOf(instances)}, which has no config: the gateway ends with exit code 78.`,
    byHand: () => 'make its config again',
  },
  'mode-missing': {
    title: 'a config without gateway.mode',
    consequence: ({instances}) => `The config of ${namesOf(instances)} has no gateway.mode: its gateway refuses to start.`,
  },
  'key-refused': {
    title: 'keys that the version of OpenClaw refuses',
    consequence: ({instances, detail}) => `The config of ${namesOf(instances)} has ${detail.keys.map(printable).join(', ')}, which OpenClaw${detail.version === undefined ? '' : ` ${detail.version}`} refuses: the gateway ends with exit code 78.`,
    byHand: ({detail}) => `put ${detail.keys.map(printable).join(', ')} right, or upgrade OpenClaw where the key is newer than it`,
  },
  'bind-open': {
    title: 'a bind wider than loopback without a token or password',
    consequence: ({instances, detail}) => `${namesOf(instances)} binds to ${printable(detail.bind)} and lets everybody in: OpenClaw refuses to start that way.`,
  },
  'restore-armed': {
    title: 'a config that OpenClaw would put its backup in the place of',
    consequence: ({instances, detail}) => `At the next start OpenClaw takes the config of ${namesOf(instances)} for damaged (${detail.reasons.map(reason => RESTORE_REASONS[reason]).join(', ')}) and puts its backup in its place: port and token of today are lost.`,
    byHand: ({detail}) => `put "meta" and gateway.mode back from ${printable(detail.from)}; or, where the config is right as it is, move that backup away`,
  },
  'gateway-token-shared': {
    title: 'one gateway token or password in two instances',
    consequence: ({instances}) => `${each(instances)} let in who knows one token or password: a client that gets the wrong port works on the wrong instance unnoticed.`,
  },
  'same-openclaw': {
    title: 'one OpenClaw install for several instances',
    consequence: ({instances, detail}) => `${each(instances)} run ${printable(detail.path)}: an upgrade that breaks one breaks the rescue too.`,
  },
  'same-node': {
    title: 'one Node for several instances',
    consequence: ({instances, detail}) => `${each(instances)} run on ${printable(detail.path)}: a Node that is removed stops them all.`,
  },
  'same-credentials': {
    title: 'the same key of a model provider',
    consequence: ({instances, detail}) => `${each(instances)} share ${plural(detail.count, 'key')} of a model provider: a key that is revoked or used up stops them all.`,
  },
  'same-disk': {
    title: 'one file system for several state folders',
    consequence: ({instances}) => `The state of ${namesOf(instances)} lies on one file system: when it is full, none of them can write.`,
  },
};

// One place where a union of findings meets the table by their ids.
function textsOf({id}: Finding): Texts<RuleId> {
  return TEXTS[id] as unknown as Texts<RuleId>;
}

export function ruleTitle(id: RuleId): string {
  return TEXTS[id].title;
}

/** What a finding leads to, in one sentence. */
export function consequenceText(finding: Finding): string {
  return textsOf(finding).consequence(finding);
}

type Host = {readonly machine: Machine};

/** How a finding is mended: one line for each instance that has to change. @param host whose home is told as `~` */
export function fixTexts(finding: Finding, host?: Host): string[] {
  return [...new Set(finding.fixes.map(fix => fixText(fix, finding, host)))];
}

function fixText(fix: Fix, finding: Finding, host: Host | undefined): string {
  const {instance, ours, configPath, remedy} = fix;
  const platform = host?.machine.platform ?? 'linux';
  // Where we don't write, its owner has to know the file.
  const where = ours ? '' : `in ${printable(host ? tildePath(configPath, host.machine.homes.openclaw, platform) : configPath)} `;
  const argv = remedy.kind === 'command' || remedy.kind === 'rewrite' ? remedy.argv : undefined;
  if (argv) return argv.map(word => printable(quote(word, platform))).join(' ');
  switch (remedy.kind) {
    case 'setting':
      return `${printable(instance)}: ${where}${settingText(remedy.key, remedy.value)}`;
    case 'answers':
      return `${printable(instance)}: ${where}${answersText(remedy.answers)}`;
    default:
      return `${printable(instance)}: ${textsOf(finding).byHand?.(finding, fix) ?? 'choose another one'}`;
  }
}

function settingText(key: readonly string[], value: JsonValue | undefined): string {
  return value === undefined ? `take out ${printable(keyText(key))}` : `set ${printable(keyText(key))} to ${printable(JSON.stringify(value))}`;
}

/** Answers of the wizard as what they come to, so that they can be given by hand where we never write. */
function answersText({basePort, workspace, auth, service, replaceService}: MendedAnswers): string {
  return [
    ...(basePort === undefined ? [] : [settingText(['gateway', 'port'], basePort)]),
    ...(workspace === undefined ? [] : [settingText(['agents', 'defaults', 'workspace'], workspace)]),
    ...(auth === undefined ? [] : ['set gateway.auth.token to a new random one']),
    ...(service === undefined && replaceService === undefined ? [] : ['write its service anew']),
  ].join(', ');
}

/** A key as OpenClaw's own `config` command takes it; a name with a dot stands in brackets. */
function keyText(key: readonly string[]): string {
  return key.reduce((path, name) => (/^[\w-]+$/.test(name) ? (path === '' ? name : `${path}.${name}`) : `${path}[${JSON.stringify(name)}]`), '');
}

/** The command that mends all of an instance that can be mended by a plan. */
export function mendingCommand(selector: Selector, {platform, ownCommand}: Machine): string {
  return `${ownCommand} ${selectorText(selector, platform)} doctor --fix`;
}

export const SEVERITY_TEXTS: Readonly<Record<Severity, string>> = {error: 'ERROR', warning: 'warning', note: 'note'};

/** `2 errors, 1 warning` */
export function countText(findings: readonly Finding[], severities: readonly Severity[]): string {
  return severities
    .flatMap(severity => {
      const count = findings.filter(finding => finding.severity === severity).length;
      return count === 0 ? [] : plural(count, severity);
    })
    .join(', ');
}
