/** Channel tokens and provider keys of a config: where they stand and what they are equal to, never what they say. */
import {hash} from 'node:crypto';
import {asObject, type JsonObject, type JsonValue, objectAt} from './json5.ts';

/** Something that lets its owner in elsewhere. Two with one digest are the same. */
export type Credential = {
  /** `telegram`, or the provider of a model. */
  readonly service: string;
  /**
   * `gateway`: what lets callers in to the gateway itself. `channel`: only one gateway may use it. `link`: a linked account, likewise. `login`: an OAuth login, whose renewal by one instance locks the other out
   * (openclaw/openclaw#90575). `key`: may be used by both.
   */
  readonly kind: 'gateway' | 'channel' | 'link' | 'login' | 'key';
  /** The key that switches off what uses it, where nothing else goes with it. */
  readonly off?: readonly string[];
  /** The key of the config, the file or the variable that it comes from. */
  readonly source: string;
  readonly digest: string;
};

/** A credential that a config only points to. */
export type CredentialReference = Omit<Credential, 'digest'> & {readonly from: {readonly kind: 'file' | 'folder' | 'variable'; readonly name: string}};

export type ConfigCredentials = {
  readonly credentials: readonly Credential[];
  readonly references: readonly CredentialReference[];
  /** Channels that the config names, and those of them that it switches off. */
  readonly channels: ReadonlySet<string>;
  readonly disabled: ReadonlySet<string>;
  /** Channels with accounts of their own names, which would go with the whole channel. */
  readonly withAccounts: ReadonlySet<string>;
};

/** The variables that OpenClaw takes a channel's token from where its config has none (2026.9.6). */
export const CHANNEL_VARIABLES: Readonly<Record<string, string>> = {
  TELEGRAM_BOT_TOKEN: 'telegram',
  DISCORD_BOT_TOKEN: 'discord',
  SLACK_BOT_TOKEN: 'slack',
  SLACK_APP_TOKEN: 'slack',
};

/** Keys by which a channel is entered as itself. What only proves who calls (`signingSecret`, `webhookSecret`) may be the same. */
const CHANNEL_KEY = /^(botToken|appToken|userToken|token|accessToken)$/;

/** Blanks around a token are no part of it. */
export function digestOf(secret: string | Uint8Array): string {
  return hash('sha256', typeof secret === 'string' ? secret.trim() : secret, 'hex');
}

/** @param config with `${VAR}` filled in as far as it is known */
export function credentialsIn(config: JsonValue): ConfigCredentials {
  const secrets: (Omit<Credential, 'digest'> & {readonly value: string})[] = [];
  const references: CredentialReference[] = [];
  const channels = objectAt(config, 'channels');
  const plugins = objectAt(objectAt(config, 'plugins'), 'entries');
  const add = (service: string, kind: Credential['kind'], source: string, value: JsonValue | undefined, off?: readonly string[]) => {
    const common = {service, kind, source, ...(off ? {off} : {})};
    if (typeof value === 'string' && isSecret(value)) secrets.push({...common, value});
    const {source: from, id} = asObject(value);
    // Set by its own service, perhaps.
    const unset = typeof value === 'string' ? /^\$\{([A-Z_][A-Z0-9_]*)\}$/.exec(value)?.[1] : undefined;
    if (unset !== undefined) references.push({...common, from: {kind: 'variable', name: unset}});
    if (from === 'env' && typeof id === 'string') references.push({...common, from: {kind: 'variable', name: id}});
  };
  const isOff = (channel: string) => asObject(channels[channel])['enabled'] === false || asObject(plugins[channel])['enabled'] === false;
  for (const [channel, value] of Object.entries(channels)) {
    if (isOff(channel)) continue;
    for (const {path: keys, fields, off} of accountsOf(channel, value)) {
      const path = keys.join('.');
      const own = off ? {off} : {};
      for (const [key, secret] of Object.entries(fields)) {
        const source = `${path}.${key}`;
        if (CHANNEL_KEY.test(key)) add(channel, 'channel', source, secret, off);
        if (typeof secret !== 'string' || secret.trim() === '') continue;
        if (/^(token|botToken|appToken)File$/.test(key)) references.push({service: channel, kind: 'channel', source, ...own, from: {kind: 'file', name: secret}});
        if (key === 'authDir') references.push({service: channel, kind: 'link', source, ...own, from: {kind: 'folder', name: secret}});
      }
    }
  }
  const auth = objectAt(objectAt(config, 'gateway'), 'auth');
  // The other one is not looked at.
  const way = auth['mode'] === 'password' || (auth['mode'] === undefined && auth['token'] === undefined) ? 'password' : 'token';
  add('gateway', 'gateway', `gateway.auth.${way}`, auth[way]);
  const providers = objectAt(objectAt(config, 'models'), 'providers');
  for (const [provider, value] of Object.entries(providers)) add(provider, 'key', `models.providers.${provider}.apiKey`, asObject(value)['apiKey']);
  for (const [name, value] of Object.entries(objectAt(objectAt(config, 'env'), 'vars'))) {
    if (isKeyVariable(name)) add(name, 'key', `env.vars.${name}`, value);
    const channel = CHANNEL_VARIABLES[name];
    if (channel !== undefined && !isOff(channel)) add(channel, 'channel', `env.vars.${name}`, value, offKey(channel, channels[channel]));
  }
  const disabled = [...Object.keys(channels), ...Object.keys(plugins)].filter(isOff);
  let credentials: readonly Credential[] | undefined;
  return {
    // Compared by an audit alone, and Node takes milliseconds to be able to digest anything.
    get credentials() {
      return (credentials ??= secrets.map(({value, ...common}) => ({...common, digest: digestOf(value)})));
    },
    references,
    channels: new Set(Object.keys(channels)),
    disabled: new Set(disabled),
    withAccounts: new Set(Object.keys(channels).filter(channel => offKey(channel, channels[channel]) === undefined)),
  };
}

/** A variable that holds a key of a model provider. */
export function isKeyVariable(name: string): boolean {
  return /_(API_KEY|OAUTH_TOKEN|AUTH_TOKEN)$/.test(name) && !name.startsWith('OPENCLAW_');
}

type Account = {readonly path: readonly string[]; readonly fields: JsonObject; readonly off: readonly string[] | undefined};

/** A channel and its accounts, without those that are switched off. */
function accountsOf(channel: string, value: JsonValue): Account[] {
  const fields = asObject(value);
  const path = ['channels', channel];
  const accounts = Object.entries(objectAt(fields, 'accounts')).map(([name, account]): Account => {
    const own = [...path, 'accounts', name];
    return {path: own, fields: asObject(account), off: [...own, 'enabled']};
  });
  return [{path, fields, off: offKey(channel, value)}, ...accounts].filter(account => account.fields['enabled'] !== false);
}

/** The key that switches a channel off; none where that would take other accounts along. */
function offKey(channel: string, value: JsonValue | undefined): readonly string[] | undefined {
  return Object.keys(objectAt(asObject(value), 'accounts')).length > 0 ? undefined : ['channels', channel, 'enabled'];
}

/** A variable that nobody set and what OpenClaw writes for a hidden value are no secrets, and equal to nothing. */
function isSecret(value: string): boolean {
  return value.trim() !== '' && !/\$\{[A-Z_]|^\*+$|^__OPENCLAW_REDACTED__$/.test(value);
}
