/** Gathers the credentials of an instance from its config, its variables and its files. Only digests leave this file. */
import {join, resolve} from 'node:path';
import {CHANNEL_VARIABLES, type Credential, type CredentialReference, digestOf, isKeyVariable} from '../rules/config/credentials.ts';
import type {Settings} from '../rules/config/settings.ts';
import type {Instance} from '../rules/instance.ts';
import type {Machine} from '../rules/machine.ts';
import {expandTilde} from '../rules/profile.ts';
import {readLogins} from './auth-store.ts';
import {listFolder, readState, trailOf} from './files.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** The files of tokens that its config names. */
export function tokenFilesOf({settings, stateDir}: Instance, {homes, platform}: Machine): string[] {
  return settings.credentials.references.flatMap(({from}) => (from.kind === 'file' ? resolve(stateDir, expandTilde(from.name, homes.openclaw, platform)) : []));
}

/** @param dotenv what the `.env` of its state folder sets */
export function readCredentials(instance: Instance, {homes, platform}: Machine, dotenv: Variables): Credential[] {
  const {settings, stateDir, services} = instance;
  const {credentials, references} = settings.credentials;
  const expand = (path: string) => resolve(stateDir, expandTilde(path, homes.openclaw, platform));
  // A service comes before the file: what is set already is not read from it.
  const serviceVariables: Variables = Object.assign({}, ...services.map(({environment}) => environment));
  const variables = {...dotenv, ...serviceVariables};
  return [
    ...credentials,
    ...references.flatMap(reference => resolveReference(reference, variables, expand)),
    ...channelVariables(instance, variables),
    ...Object.entries(variables).flatMap(([name, value]) => (value && isKeyVariable(name) ? {service: name, kind: 'key' as const, source: name, digest: digestOf(value)} : [])),
    ...(settings.credentials.disabled.has('whatsapp') ? [] : linkedAccounts(instance)),
    ...readLogins(stateDir),
  ];
}

function resolveReference({from, ...credential}: CredentialReference, variables: Variables, expand: (path: string) => string): Credential[] {
  if (from.kind === 'variable') {
    const value = variables[from.name];
    return value ? [{...credential, digest: digestOf(value)}] : [];
  }
  const path = expand(from.name);
  // The folder itself, by what the disk calls it: whoever has it has the link.
  if (from.kind === 'folder') {
    const [link] = linkIn(path, credential.service, credential.source);
    return [{...credential, digest: link?.digest ?? digestOf(`folder ${trailOf(path)[0]}`)}];
  }
  const file = readState(path);
  return [{...credential, digest: file.kind === 'file' ? digestOf(file.bytes.toString('utf8')) : digestOf(`file ${trailOf(path)[0]}`)}];
}

/** Tokens that a gateway finds in its environment, where its config has none for the default account. */
function channelVariables({settings}: Instance, variables: Variables): Credential[] {
  const {credentials, references, channels, disabled} = settings.credentials;
  return Object.entries(CHANNEL_VARIABLES).flatMap(([name, service]) => {
    const value = variables[name];
    const isOwn = [...credentials, ...references].some(({source}) => new RegExp(`^channels\\.${service}\\.(accounts\\.default\\.)?[^.]+$`).test(source));
    // Only Telegram switches itself on.
    const isUsed = !disabled.has(service) && (service === 'telegram' || channels.has(service));
    return value && isUsed && !isOwn ? [{service, kind: 'channel' as const, source: name, ...offOf(service, settings), digest: digestOf(value)}] : [];
  });
}

/** The key that switches off a channel whose secret the config does not name. */
function offOf(channel: string, {credentials}: Settings): Pick<Credential, 'off'> {
  return credentials.withAccounts.has(channel) ? {} : {off: ['channels', channel, 'enabled']};
}

/** WhatsApp keeps its link below the state folder, unless the config says elsewhere. */
function linkedAccounts({stateDir, settings}: Instance): Credential[] {
  const folder = join(stateDir, 'credentials', 'whatsapp');
  const accounts = listFolder(folder);
  return accounts.flatMap(account => linkIn(join(folder, account), 'whatsapp', `credentials/whatsapp/${account}/creds.json`).map(link => ({...link, ...(accounts.length > 1 ? {} : offOf('whatsapp', settings))})));
}

function linkIn(folder: string, service: string, source: string): Credential[] {
  const file = readState(join(folder, 'creds.json'));
  return file.kind === 'file' ? [{service, kind: 'link', source, digest: digestOf(file.bytes)}] : [];
}
