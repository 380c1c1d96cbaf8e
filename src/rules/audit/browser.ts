/** What a config overrides: CDP ports and addresses must be each instance's own too (the guide's notes on browsers). */
import {browserPorts} from '../browser.ts';
import {explicitPorts, type Instance} from '../instance.ts';
import {BLOCK_LAST_OFFSET, blockOf, type Clash, clashesOf, HIGHEST_BASE, type Range, sizeOf} from '../ports.ts';
import {fixFor, giveWay, type Remedy, type RuleId, type Value} from './finding.ts';
import type {Found, Rule} from './rule.ts';
import type {Subject} from './subject.ts';

/** A URL without what may be secret in it, and spelt as one spells it. */
function addressOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const {protocol, host} = new URL(url);
  return `${protocol}//${host}`;
}

type Address = {readonly instance: Instance; readonly key: readonly string[]; readonly url: string; readonly isLoopback: boolean};

function addressesOf({instances}: Subject): Address[] {
  return instances.flatMap(instance => {
    const {browser} = instance.settings;
    if (browser.enabled === false) return [];
    const local = new Set(explicitPorts(instance.settings).map(({key}) => key));
    const named = [
      {key: ['browser', 'cdpUrl'], url: browser.cdpUrl},
      ...browser.profiles.map(({name, cdpUrl}) => ({key: ['browser', 'profiles', name, 'cdpUrl'], url: cdpUrl})),
    ];
    return named.flatMap(({key, url}) => (url === undefined || !URL.canParse(url) ? [] : {instance, key, url, isLoopback: local.has(key.join('.'))}));
  });
}

/** `browser.cdpUrl` itself, as against that of one browser profile, which can't be without. */
const isPinned = ({key}: Pick<Address, 'key'>) => key.length === 2;

/** One value in several instances: the same browser, whatever its ports. */
function* sharedAddresses(subject: Subject, isWanted: (address: Address) => boolean): Generator<Address[]> {
  for (const users of Map.groupBy(addressesOf(subject).filter(isWanted), ({url}) => new URL(url).href).values()) {
    if (new Set(users.map(({instance}) => instance)).size > 1) yield users;
  }
}

function foundAddresses(users: readonly Address[]) {
  const {movers} = giveWay([...new Set(users.map(({instance}) => instance))]);
  return {
    values: users.map(({instance, key, url}): Value => ({instance: instance.label, key: key.join('.'), value: addressOf(url) ?? ''})),
    fixes: users.filter(({instance}) => movers.includes(instance)).map(({instance, key}) => fixFor(instance, {kind: 'setting', key: isPinned({key}) ? key : key.slice(0, -1)})),
  };
}

function* pinnedUrls(subject: Subject): Generator<Found<'cdp-url-shared'>> {
  for (const users of sharedAddresses(subject, isPinned)) yield {...foundAddresses(users), detail: {address: addressOf((users[0] as Address).url) ?? '', isPinned: true}};
}

function* remoteUrls(subject: Subject): Generator<Found<'remote-cdp-shared'>> {
  for (const users of sharedAddresses(subject, address => !isPinned(address) && !address.isLoopback)) {
    yield {...foundAddresses(users), detail: {address: addressOf((users[0] as Address).url) ?? ''}};
  }
}

/** The browser that OpenClaw starts by itself. */
const MANAGED = 'browser profile openclaw';

/** One port that an instance really takes, or will take with its first browser. */
type Claim = {readonly instance: Instance; readonly port: number; readonly key: string; readonly isNamed: boolean};

function claimsOf(instance: Instance): Claim[] {
  const {control, relay, cdp, isEnabled, rows} = browserPorts({bases: instance.bases, settings: instance.settings, running: undefined});
  const [{port: base}] = instance.bases;
  const claim = (port: number, key: string, isNamed = false): Claim => ({instance, port, key, isNamed});
  if (!isEnabled) return [claim(base, 'gateway')];
  const named = explicitPorts(instance.settings).filter(({range}) => sizeOf(range) === 1).map(({range, key}) => claim(range.from, key, true));
  const isManaged = rows.some(({name, source}) => name === 'openclaw' && source === 'rule');
  return [
    claim(base, 'gateway'),
    claim(control, 'browser control'),
    claim(relay, 'extension relay'),
    // Above the highest base the range is the same for all.
    ...(isManaged ? [claim(cdp.from, MANAGED, base > HIGHEST_BASE)] : []),
    ...named,
  ];
}

function* sharedPorts({instances}: Subject): Generator<Found<'cdp-port-shared'>> {
  for (const [port, claims] of Map.groupBy(instances.flatMap(claimsOf), ({port: number}) => number)) {
    const named = claims.filter(({isNamed}) => isNamed);
    const users = [...new Set(claims.map(({instance}) => instance))];
    // One pinned address in all of them is another rule's finding.
    if (named.length === 0 || users.length < 2 || claims.every(({key}) => key === 'browser.cdpUrl')) continue;
    const {movers} = giveWay(users);
    const moving = named.filter(({instance}) => movers.includes(instance));
    // The ports of the rule stay where the base port is: only who named a port can name another one.
    const giving = moving.length > 0 ? moving : named;
    const [first] = giving;
    const other = claims.find(({instance}) => instance !== first?.instance);
    yield {
      values: claims.map(({instance, key}): Value => ({instance: instance.label, key, value: String(port)})),
      detail: {port, key: first?.key ?? '', use: other?.key ?? '', isBrowser: other?.key.startsWith('browser.') === true || other?.key === MANAGED},
      fixes: giving.map(({instance, key}) => fixFor(instance, ownPort(instance, key))),
    };
  }
}

/** A port of the own CDP range for a browser profile that names one of another instance. */
function ownPort(instance: Instance, key: string): Remedy {
  if (!key.startsWith('browser.profiles.')) return {kind: 'setting', key: key.split('.')};
  const profile = instance.settings.browser.profiles.findIndex(({name}) => key.startsWith(`browser.profiles.${name}.`));
  const name = instance.settings.browser.profiles[profile]?.name;
  if (name === undefined) return {kind: 'hand'};
  const path = ['browser', 'profiles', name, 'cdpPort'];
  const {cdp} = browserPorts({bases: instance.bases, settings: instance.settings, running: undefined});
  const port = name === 'openclaw' ? cdp.from : cdp.from + 1 + profile;
  // A profile must have one of them, so none is taken out.
  return key.endsWith('.cdpPort') ? {kind: 'setting', key: path, value: port} : {kind: 'setting', key: path.with(-1, 'cdpUrl'), value: `http://127.0.0.1:${port}`};
}

/** Ports that one config names inside the block of another, where no browser has taken them yet. */
function* portsInBlocks({instances}: Subject): Generator<Found<'cdp-port-in-block'>> {
  const blocks = instances.flatMap(instance => instance.bases.map(({port}) => ({base: port, instance}))).sort((a, b) => a.base - b.base);
  for (const instance of instances) {
    if (instance.settings.browser.enabled === false) continue;
    for (const {range, key} of explicitPorts(instance.settings)) {
      const [met] = blocksMeeting(range, blocks).filter(block => block.instance !== instance && !isTaken(block.instance, range));
      const clash: Clash | undefined = met && clashesOf(range, [{label: met.instance.label, bases: [met.base], explicit: []}])[0];
      if (!met || !clash) continue;
      yield {
        values: [
          {instance: instance.label, key, value: range.from === range.to ? String(range.from) : `${range.from}–${range.to}`},
          {instance: met.instance.label, key: 'block of its base port', value: `${met.base}–${blockOf(met.base).to}`},
        ],
        detail: {clash, key},
        fixes: [fixFor(instance, ownPort(instance, key))],
      };
    }
  }
}

type Block = {readonly base: number; readonly instance: Instance};

/** Of sorted blocks those that meet a range, found by halving. */
function blocksMeeting({from, to}: Range, blocks: readonly Block[]): Block[] {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle] as Block).base < from - BLOCK_LAST_OFFSET) low = middle + 1;
    else high = middle;
  }
  const found: Block[] = [];
  for (let index = low; index < blocks.length && (blocks[index] as Block).base <= to; index++) found.push(blocks[index] as Block);
  return found;
}

/** Whether the other one really takes that port, which is another rule's finding. */
function isTaken(other: Instance, {from, to}: Range): boolean {
  return from === to && claimsOf(other).some(({port}) => port === from);
}

export const BROWSER_RULES = [
  {id: 'cdp-url-shared', severity: 'error', check: 'derived-ports', find: pinnedUrls},
  {id: 'cdp-port-shared', severity: 'error', check: 'derived-ports', find: sharedPorts},
  {id: 'cdp-port-in-block', severity: 'warning', check: 'derived-ports', find: portsInBlocks},
  {id: 'remote-cdp-shared', severity: 'warning', find: remoteUrls},
] as const satisfies readonly Rule<RuleId>[];
