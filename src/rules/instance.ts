/** One OpenClaw Gateway of this host, as found by reading its files. */
import type {Evidence} from './audit/evidence.ts';
import type {Settings} from './config/settings.ts';
import {type ExplicitPorts, FALLBACK_CDP, hashedDefaultPort, HIGHEST_BASE, MAIN_BASE, type PortOwner} from './ports.ts';
import {DEFAULT_PROFILE, isNamedProfile} from './profile.ts';
import {argumentOf} from './service/argument.ts';
import type {Footprint, Place} from './workspace.ts';

/**
 * Where a base port came from. OpenClaw asks in this order: argument, environment, `.env`, config, default of the profile.
 * `running`: the gateway that runs now was given another one, as by `gateway --port 19001`.
 */
export type PortSource = 'service-argument' | 'service-environment' | 'dotenv' | 'config' | 'running' | 'hashed-default' | 'default';

export type BasePort = {readonly port: number; readonly source: PortSource};

/** The gateway that runs on an instance's paths now. */
export type Running = {
  readonly pid: number;
  readonly port: number;
  /** Only its number is known to be alive, which may be another process by now. */
  readonly isUnsure?: true;
};

export type ConfigState =
  | {readonly kind: 'read'}
  | {readonly kind: 'missing'}
  /** Counted with its defaults, since its gateway may well be running. */
  | {readonly kind: 'unreadable'; readonly reason: string; /** To us: its owner may well read it. */ readonly isClosed?: true};

export type ServiceManager = 'systemd' | 'launchd' | 'schtasks';

/** A service file that starts an instance. */
export type ServiceFile = {
  readonly manager: ServiceManager;
  readonly scope: 'user' | 'system';
  readonly name: string;
  readonly path: string;
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Names of the variables that stand in the file itself, where others come from a file of their own. */
  readonly inline?: readonly string[];
  /** Drop-ins that set the command or the port, over whatever the unit says. */
  readonly dropIns?: readonly string[];
};

export type Instance = {
  /** The profile that reaches it; undefined for one that only a service file names. */
  readonly profile?: string;
  /** How it is called on the screen: `main` for the default one. */
  readonly label: string;
  readonly stateDir: string;
  readonly configPath: string;
  readonly config: ConfigState;
  readonly settings: Settings;
  readonly workspace: string;
  /** State, config and all workspaces. */
  readonly places: readonly Place[];
  /** The port that counts first; more when config and service disagree. */
  readonly bases: readonly [BasePort, ...BasePort[]];
  readonly services: readonly ServiceFile[];
  /** The base port whose overlap was accepted when it was set up. */
  readonly acceptedBase?: number | undefined;
  /** Undefined where none runs, or an old build does not tell. */
  readonly running?: Running | undefined;
  /** Whether something listens on its {@link livePort}; undefined where it could not be looked up. */
  readonly isListening?: boolean | undefined;
  /** What an audit looks at besides; undefined where it was not read. */
  readonly evidence?: Evidence | undefined;
};

/** The instance without some of its services, and without the ports that only they say; undefined where nothing else is known of it. */
export function withoutServices(instance: Instance, isMeant: (service: ServiceFile) => boolean): Instance | undefined {
  const services = instance.services.filter(service => !isMeant(service));
  if (services.length === instance.services.length) return instance;
  if (services.length === 0 && instance.profile === undefined && instance.config.kind === 'missing') return undefined;
  const said = new Set(services.flatMap(({argv, environment}) => argumentOf(argv, '--port') ?? environment['OPENCLAW_GATEWAY_PORT'] ?? []));
  const kept = instance.bases.filter(({port, source}) => !source.startsWith('service') || said.has(String(port)));
  const {port} = instance.settings;
  const [first, ...rest] = kept.length > 0 ? kept : [{port: port ?? defaultBase(instance.profile), source: port === undefined ? 'default' : 'config'} as const];
  // Only what ruled alone was not in the list.
  return {...instance, services, bases: [first as BasePort, ...rest]};
}

function defaultBase(profile: string | undefined): number {
  return isNamedProfile(profile) ? hashedDefaultPort(profile) : MAIN_BASE;
}

/** The port on which its gateway answers, if one runs. */
export function livePort({running, bases}: Pick<Instance, 'running' | 'bases'>): number {
  return running?.port ?? bases[0].port;
}

/** The ports of an instance that others keep away from. */
export function portOwnerOf({label, bases, settings}: Instance): PortOwner {
  const hasFallback = bases.some(({port}) => port > HIGHEST_BASE);
  const fallback = hasFallback ? [{range: FALLBACK_CDP, key: 'fall-back CDP range'}] : [];
  return {label, bases: bases.map(({port}) => port), explicit: [...explicitPorts(settings), ...fallback]};
}

export function footprintOf({label, places}: Instance): Footprint {
  return {label, places};
}

/** Ports that a config names itself, with the key that does (the guide: overrides must stay unique for each instance). */
export function explicitPorts({browser}: Settings): ExplicitPorts[] {
  const explicit: ExplicitPorts[] = [];
  const add = (path: readonly string[], port: number | undefined, count = 1) => {
    if (port !== undefined) explicit.push({key: path.join('.'), path, range: {from: port, to: port + count - 1}});
  };
  add(['browser', 'cdpUrl'], loopbackPort(browser.cdpUrl));
  add(['browser', 'cdpPortRangeStart'], browser.cdpPortRangeStart, 100);
  for (const {name, cdpPort, cdpUrl} of browser.profiles) {
    // A URL with a port wins over cdpPort (OpenClaw 2026.9.6).
    const urlPort = loopbackPort(cdpUrl);
    const isPortOpen = cdpUrl === undefined || (urlPort !== undefined && !/:\d+(\/|$)/.test(cdpUrl));
    const profile = ['browser', 'profiles', name];
    if (isPortOpen && cdpPort !== undefined) add([...profile, 'cdpPort'], cdpPort);
    else add([...profile, 'cdpUrl'], urlPort);
  }
  return explicit;
}

/** The port of a URL on this host; undefined for a remote browser. */
export function loopbackPort(url: string | undefined): number | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const {hostname, port, protocol} = new URL(url);
  if (!/^(localhost|127(\.\d+){3}|\[::1\]|0\.0\.0\.0)$/.test(hostname)) return undefined;
  return port === '' ? (protocol === 'https:' || protocol === 'wss:' ? 443 : 80) : Number(port);
}

/** Main: the default instance, else a profile named `main` (the guide's other form), else none. */
export function findMain(instances: readonly Instance[]): Instance | undefined {
  return instances.find(({profile}) => profile === DEFAULT_PROFILE) ?? instances.find(({profile}) => profile === 'main');
}
