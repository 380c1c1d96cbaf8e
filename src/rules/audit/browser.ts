/** What a config overrides: CDP ports and addresses must be each instance's own too (the guide's notes on browsers). */
import {addressOf, browserPorts} from '../browser.ts';
import {explicitPorts, type Instance} from '../instance.ts';
import {BLOCK_LAST_OFFSET, blockOf, clashesOf, HIGHEST_BASE, intersect, type Range, sizeOf} from '../ports.ts';
import {fixFor, giveWay, type Remedy, type RuleId, type Value} from './finding.ts';
import {moved} from './ports.ts';
import type {Found, Rule} from './rule.ts';
import type {Subject} from './subject.ts';

type Address = {readonly instance: Instance; readonly path: readonly string[]; readonly url: URL; readonly isLocal: boolean};

const PINNED = ['browser', 'cdpUrl'];
const isPinned = ({path}: Address) => path.length === PINNED.length;

function addressesOf({settled}: Subject): Address[] {
  return settled.flatMap(instance => {
    const {browser} = instance.settings;
    if (browser.enabled === false) return [];
    const local = new Set(explicitPorts(instance.settings).map(({key}) => key));
    const named = [{path: PINNED, url: browser.cdpUrl}, ...browser.profiles.map(({name, cdpUrl}) => ({path: ['browser', 'profiles', name, 'cdpUrl'], url: cdpUrl}))];
    return named.flatMap(({path, url}) => (url === undefined || !URL.canParse(url) ? [] : {instance, path, url: new URL(url), isLocal: local.has(path.join('.'))}));
  });
}

/** One browser has many spellings: localhost, http and ws. What stands behind the port counts only where it tells sessions apart. */
function browserOf({url, isLocal}: Address): string {
  const port = url.port || (/^(https|wss):$/.test(url.protocol) ? '443' : '80');
  return `${isLocal ? 'localhost' : url.hostname}:${port}${url.search === '' ? '' : `${url.pathname}${url.search}`}`;
}

/** Addresses of one browser in several instances; pinned where two of them pin `browser.cdpUrl` itself. */
function* sharedBrowsers(subject: Subject): Generator<{readonly users: readonly Address[]; readonly isPinned: boolean}> {
  for (const users of Map.groupBy(addressesOf(subject), browserOf).values()) {
    const count = (some: readonly Address[]) => new Set(some.map(({instance}) => instance)).size;
    if (count(users) > 1) yield {users, isPinned: count(users.filter(isPinned)) > 1};
  }
}

function foundAddresses(users: readonly Address[]) {
  const {movers} = giveWay([...new Set(users.map(({instance}) => instance))]);
  const giving = users.filter(({instance}) => movers.includes(instance));
  return {
    values: users.map(({instance, path, url}): Value => ({instance: instance.label, key: path.join('.'), value: addressOf(url.href)})),
    detail: {address: addressOf((users[0] as Address).url.href)},
    // A browser profile can't be without an address, and may be the one that everything goes by.
    fixes: giving.map(address => fixFor(address.instance, isPinned(address) ? {kind: 'setting', key: address.path} : {kind: 'hand'})),
  };
}

function* pinnedUrls(subject: Subject): Generator<Found<'cdp-url-shared'>> {
  for (const shared of sharedBrowsers(subject)) if (shared.isPinned) yield foundAddresses(shared.users);
}

/** On this host they are a matter of ports. */
function* remoteUrls(subject: Subject): Generator<Found<'remote-cdp-shared'>> {
  for (const shared of sharedBrowsers(subject)) if (!shared.isPinned && !shared.users.some(({isLocal}) => isLocal)) yield foundAddresses(shared.users);
}

/** The browser that OpenClaw starts by itself. */
const MANAGED = 'browser profile openclaw';

/** One port that an instance really takes, or will take with its first browser. */
type Claim = {readonly instance: Instance; readonly port: number; readonly key: string; /** Of the config, where that names it. */ readonly path?: readonly string[]};

function claimsOf(instance: Instance): Claim[] {
  const {control, relay, cdp, isEnabled, rows} = browserPorts({bases: instance.bases, settings: instance.settings, running: undefined});
  const [{port: base}] = instance.bases;
  const claim = (port: number, key: string): Claim => ({instance, port, key});
  if (!isEnabled) return [claim(base, 'gateway')];
  const named = explicitPorts(instance.settings).filter(({range}) => sizeOf(range) === 1).map(({range, key, path = []}) => ({...claim(range.from, key), path}));
  // Above the highest base it has no ports of its own, which is another rule's finding.
  const isManaged = base <= HIGHEST_BASE && rows.some(({name, source}) => name === 'openclaw' && source === 'rule');
  return [claim(base, 'gateway'), claim(control, 'browser control'), claim(relay, 'extension relay'), ...(isManaged ? [claim(cdp.from, MANAGED)] : []), ...named];
}

function* sharedPorts(subject: Subject): Generator<Found<'cdp-port-shared'>> {
  for (const [port, claims] of Map.groupBy(subject.settled.flatMap(claimsOf), ({port: number}) => number)) {
    const named = claims.filter(({path}) => path);
    const users = [...new Set(claims.map(({instance}) => instance))];
    // One pinned address in all of them is another rule's finding.
    if (named.length === 0 || users.length < 2 || claims.every(({key}) => key === PINNED.join('.'))) continue;
    const {keeper, movers} = giveWay(users);
    const first = named.find(({instance}) => movers.includes(instance)) ?? (named[0] as Claim);
    const other = claims.find(({instance}) => instance !== first.instance) as Claim;
    yield {
      values: claims.map(({instance, key}): Value => ({instance: instance.label, key, value: String(port)})),
      detail: {port, instance: first.instance.label, key: first.key, other: other.instance.label, use: other.key, isBrowser: other.path !== undefined || other.key === MANAGED},
      // Who moves names another port, or, where the one who stays named it, takes another base port.
      fixes: movers.map(mover => {
        const own = named.find(({instance}) => instance === mover);
        return own ? fixFor(mover, ownPort(own, subject)) : named.some(({instance}) => instance === keeper) ? moved(mover, mover.bases[0].source, subject) : fixFor(mover, {kind: 'hand'});
      }),
    };
  }
}

/** A port of the own CDP range for a browser profile that names one of another instance. */
function ownPort({instance, path = [], key}: Claim, {baseOf}: Subject): Remedy {
  const {profiles} = instance.settings.browser;
  const index = profiles.findIndex(({name}) => path[2] === name);
  // `browser.cdpUrl` and `browser.cdpPortRangeStart` need not be there.
  if (index < 0) return {kind: 'setting', key: path};
  const {cdp} = browserPorts({bases: [{port: baseOf(instance), source: 'config'}], settings: instance.settings, running: undefined});
  const taken = new Set(explicitPorts(instance.settings).flatMap(({range, key: other}) => (other === key || sizeOf(range) > 1 ? [] : range.from)));
  const first = path[2] === 'openclaw' ? cdp.from : cdp.from + 1 + index;
  const port = Array.from({length: sizeOf(cdp)}, (_, offset) => first + offset).find(candidate => candidate <= cdp.to && !taken.has(candidate));
  if (port === undefined) return {kind: 'hand'};
  // A profile must have one of them, so none is taken out.
  return path.at(-1) === 'cdpPort' ? {kind: 'setting', key: path, value: port} : {kind: 'setting', key: path, value: `http://127.0.0.1:${port}`};
}

/** Ports that one config names inside the block of another, where no browser has taken them yet. */
function* portsInBlocks(subject: Subject): Generator<Found<'cdp-port-in-block'>> {
  const blocks = subject.settled.flatMap(instance => instance.bases.map(({port}) => ({base: port, instance}))).sort((a, b) => a.base - b.base);
  for (const instance of subject.settled) {
    if (instance.settings.browser.enabled === false) continue;
    for (const {range, key, path = []} of explicitPorts(instance.settings)) {
      const met = blocksMeeting(range, blocks).find(block => block.instance !== instance && !isTaken(block.instance, range));
      const [clash] = met ? clashesOf(range, [{label: met.instance.label, bases: [met.base], explicit: []}]) : [];
      if (!met || !clash) continue;
      const isMoving = giveWay([instance, met.instance]).keeper !== instance;
      yield {
        values: [
          {instance: instance.label, key, value: range.from === range.to ? String(range.from) : `${range.from}–${range.to}`},
          {instance: met.instance.label, key: 'block of its base port', value: `${met.base}–${blockOf(met.base).to}`},
        ],
        detail: {clash, instance: instance.label, key},
        fixes: [isMoving ? fixFor(instance, ownPort({instance, path, key, port: range.from}, subject)) : moved(met.instance, met.instance.bases[0].source, subject)],
      };
    }
  }
}

type Block = {readonly base: number; readonly instance: Instance};

/** Of sorted blocks those that meet a range, found by halving. */
function blocksMeeting(range: Range, blocks: readonly Block[]): Block[] {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle] as Block).base < range.from - BLOCK_LAST_OFFSET) low = middle + 1;
    else high = middle;
  }
  const found: Block[] = [];
  for (let block = blocks[low]; block && intersect(blockOf(block.base), range); block = blocks[++low]) found.push(block);
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
