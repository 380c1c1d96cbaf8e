/** What the browser side of an instance takes: its control port, its relay, and the CDP port or address of each browser profile. */
import {explicitPorts, type Instance, livePort} from './instance.ts';
import {FALLBACK_CDP, HIGHEST_BASE, portRows, type Range} from './ports.ts';

export type BrowserRow = {
  /** `openclaw` and `chrome` are there without being configured: the managed browser, and the extension relay. */
  readonly name: string;
  readonly kind: 'managed' | 'relay' | 'configured';
  /** The first CDP port is the managed browser's; other profiles without a port get theirs when they first start. */
  readonly port?: number;
  /** `config`: the config names it. `rule`: it follows from the base port. `later`: given at the first start. */
  readonly source: 'config' | 'rule' | 'later' | 'remote';
  /** Scheme, host and port alone: a path or a query may hold a token. */
  readonly address?: string;
};

export type BrowserPorts = {
  readonly control: number;
  readonly relay: number;
  readonly cdp: Range;
  readonly isEnabled: boolean;
  readonly rows: readonly BrowserRow[];
};

/** Where browser profiles can be reached without asking for any of it (OpenClaw 2026.9.6: control P+2, relay P+10, CDP from P+11). */
export function browserPorts(instance: Pick<Instance, 'bases' | 'running' | 'settings'>): BrowserPorts {
  const {settings} = instance;
  const base = livePort(instance);
  const rows = portRows(base);
  const at = (id: string) => rows.find(row => row.id === id) as Range;
  const cdp = base > HIGHEST_BASE ? FALLBACK_CDP : {from: at('cdp').from, to: at('cdp').to};
  const named = new Map(explicitPorts(settings).map(({key, range}) => [key, range.from]));
  const standard: BrowserRow[] = [
    {name: 'openclaw', kind: 'managed', port: cdp.from, source: 'rule'},
    {name: 'chrome', kind: 'relay', port: at('extension-relay').from, source: 'rule'},
  ];
  const configured = settings.browser.profiles.map(({name, cdpUrl}): BrowserRow => {
    const key = `browser.profiles.${name}`;
    const port = named.get(`${key}.cdpPort`) ?? named.get(`${key}.cdpUrl`);
    const kind = name === 'openclaw' ? 'managed' : name === 'chrome' ? 'relay' : 'configured';
    const address = cdpUrl === undefined ? undefined : addressOf(cdpUrl);
    if (port !== undefined) return {name, kind, port, source: 'config', ...(address === undefined ? {} : {address})};
    if (address !== undefined) return {name, kind, source: 'remote', address};
    return standard.find(row => row.name === name) ?? {name, kind, source: 'later'};
  });
  const missing = standard.filter(({name}) => !configured.some(row => row.name === name));
  return {
    control: at('browser-control').from,
    relay: at('extension-relay').from,
    cdp,
    isEnabled: settings.browser.enabled !== false,
    rows: [...missing, ...configured],
  };
}

/** Scheme, host and port: what else stands in a URL may be secret. */
export function addressOf(url: string): string {
  if (!URL.canParse(url)) return 'not a URL';
  const {protocol, host} = new URL(url);
  return `${protocol}//${host}`;
}
