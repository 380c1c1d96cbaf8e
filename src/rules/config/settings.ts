/**
 * What the wizard and the port rules read from an OpenClaw config, and nothing else of it. Values of a wrong type read
 * as absent: a config that OpenClaw would refuse must still be counted.
 */
import {type ConfigCredentials, credentialsIn} from './credentials.ts';
import type {Setting} from './edit.ts';
import {type HeartbeatSettings, heartbeatIn, NO_HEARTBEAT} from './heartbeat.ts';
import {asObject, type JsonValue, objectAt} from './json5.ts';
import {type RefusedKey, refusedKeysIn} from './versions.ts';

export type AuthToken =
  | {readonly kind: 'none'}
  /** In the file itself, which is 0600. The only place where the value is held. */
  | {readonly kind: 'plain'; readonly value: string}
  /** `"${NAME}"` or a SecretRef to an environment variable. */
  | {readonly kind: 'env'; readonly name: string}
  /** A SecretRef of another source, kept as it is. */
  | {readonly kind: 'reference'};

export type BrowserProfile = {
  readonly name: string;
  readonly cdpPort?: number;
  readonly cdpUrl?: string;
  readonly userDataDir?: string;
};

export type Settings = {
  readonly mode?: string;
  readonly port?: number;
  readonly bind?: string;
  readonly customBindHost?: string;
  readonly authMode?: string;
  readonly token: AuthToken;
  readonly hasPassword: boolean;
  /** Of channels and of model providers. */
  readonly credentials: ConfigCredentials;
  /** `channels.telegram.allowFrom`: who may write to the bot. */
  readonly telegramAllowFrom?: readonly (string | number)[];
  /** Keys and values that some versions of OpenClaw refuse. */
  readonly refusedKeys: readonly RefusedKey[];
  readonly workspace?: string;
  /** `agents.entries.*.workspace` and `agents.list[].workspace`, which win over the default (openclaw/openclaw#114487). */
  readonly agentWorkspaces: readonly string[];
  /** Those of `agents.entries`, by agent. */
  readonly agentEntries: readonly {readonly id: string; readonly workspace: string}[];
  /** `agents.*.agentDir` */
  readonly agentDirs: readonly string[];
  /** `logging.file` */
  readonly logFile?: string;
  readonly heartbeat: HeartbeatSettings;
  readonly browser: {
    readonly enabled?: boolean;
    readonly cdpUrl?: string;
    /** Valid from 2026.5 to 2026.7. */
    readonly cdpPortRangeStart?: number;
    readonly profiles: readonly BrowserProfile[];
  };
};

/** What a config says when it says nothing, or can't be read. */
export const NO_SETTINGS: Settings = {
  token: {kind: 'none'},
  hasPassword: false,
  credentials: credentialsIn(null),
  refusedKeys: [],
  agentWorkspaces: [],
  agentEntries: [],
  agentDirs: [],
  heartbeat: NO_HEARTBEAT,
  browser: {profiles: []},
};

/** @param written the same with `${VAR}` as it stands: what a variable says is looked up where the instance gets it */
export function settingsOf(config: JsonValue, written: JsonValue = config): Settings {
  const gateway = objectAt(config, 'gateway');
  const auth = objectAt(gateway, 'auth');
  const agents = objectAt(config, 'agents');
  const browser = objectAt(config, 'browser');
  const agentList = Array.isArray(agents['list']) ? agents['list'] : [];
  const agentEntries = Object.entries(objectAt(agents, 'entries')).flatMap(([id, agent]) => {
    const workspace = string(asObject(agent)['workspace']);
    return workspace === undefined ? [] : {id, workspace};
  });
  return {
    ...optional('mode', string(gateway['mode'])),
    ...optional('port', port(gateway['port'])),
    ...optional('bind', string(gateway['bind'])),
    ...optional('customBindHost', string(gateway['customBindHost'])),
    ...optional('authMode', string(auth['mode'])),
    token: tokenOf(auth['token']),
    hasPassword: auth['password'] !== undefined,
    credentials: credentialsIn(written),
    refusedKeys: refusedKeysIn(config),
    ...optional('telegramAllowFrom', listOf(objectAt(objectAt(config, 'channels'), 'telegram')['allowFrom'])),
    ...optional('workspace', string(objectAt(agents, 'defaults')['workspace'])),
    agentEntries,
    agentWorkspaces: [
      ...agentEntries.map(({workspace}) => workspace),
      ...agentList.flatMap(agent => string(asObject(agent)['workspace']) ?? []),
    ],
    agentDirs: [...Object.values(objectAt(agents, 'entries')), ...agentList].flatMap(agent => string(asObject(agent)['agentDir']) ?? []),
    ...optional('logFile', string(objectAt(config, 'logging')['file'])),
    heartbeat: heartbeatIn(config),
    browser: {
      ...(typeof browser['enabled'] === 'boolean' ? {enabled: browser['enabled']} : {}),
      ...optional('cdpUrl', string(browser['cdpUrl'])),
      ...optional('cdpPortRangeStart', port(browser['cdpPortRangeStart'])),
      profiles: Object.entries(objectAt(browser, 'profiles')).map(([name, profile]) => ({
        name,
        ...optional('cdpPort', port(asObject(profile)['cdpPort'])),
        ...optional('cdpUrl', string(asObject(profile)['cdpUrl'])),
        ...optional('userDataDir', string(asObject(profile)['userDataDir'])),
      })),
    },
  };
}

/** The browser's part with keys set or taken out, as far as ports follow from it. */
export function repairedBrowser({browser}: Settings, repairs: readonly Setting[]): Settings['browser'] {
  const wanted = new Map(repairs.map(({path, value}) => [path.join('.'), value]));
  const repaired = <T extends object>(fields: T, path: string): T =>
    Object.fromEntries(
      Object.entries(fields).flatMap(([name, value]) => {
        const key = `${path}.${name}`;
        return wanted.has(key) ? (wanted.get(key) === undefined ? [] : [[name, wanted.get(key)]]) : [[name, value]];
      }),
    ) as T;
  return {...repaired(browser, 'browser'), profiles: browser.profiles.map(profile => repaired(profile, `browser.profiles.${profile.name}`))};
}

function tokenOf(value: JsonValue | undefined): AuthToken {
  if (typeof value === 'string') {
    const name = /^\$\{([A-Z_][A-Z0-9_]*)\}$/.exec(value)?.[1];
    if (name !== undefined) return {kind: 'env', name};
    return value === '' ? {kind: 'none'} : {kind: 'plain', value};
  }
  const reference = asObject(value);
  const {source, id} = reference;
  if (source === 'env' && typeof id === 'string') return {kind: 'env', name: id};
  return source === undefined ? {kind: 'none'} : {kind: 'reference'};
}

function string(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function listOf(value: JsonValue | undefined): (string | number)[] | undefined {
  return Array.isArray(value) ? value.filter(entry => typeof entry === 'string' || typeof entry === 'number') : undefined;
}

function port(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65535 ? value : undefined;
}

function optional<K extends string, V>(key: K, value: V | undefined): {[P in K]?: V} {
  return (value === undefined ? {} : {[key]: value}) as {[P in K]?: V};
}

