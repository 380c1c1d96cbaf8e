/**
 * Logins and keys of model providers, wherever a version of OpenClaw keeps them: a file for each agent before 2026.7, a
 * database of each agent in 2026.7, one of the instance in 2026.9. Only digests leave this file.
 */
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {type Credential, digestOf} from '../rules/config/credentials.ts';
import {asObject, type JsonValue, objectAt} from '../rules/config/json5.ts';
import {listFolder, readText, statOf} from './files.ts';
import {learnSecrets} from './known-secrets.ts';
import {LIMITS} from './limits.ts';
import {sqlite} from './sqlite.ts';

export function readLogins(stateDir: string): Credential[] {
  const shared = join(stateDir, 'state', 'openclaw.sqlite');
  const agents = listFolder(join(stateDir, 'agents')).map(agent => join(stateDir, 'agents', agent, 'agent'));
  return [
    ...rows(shared, `SELECT value_json AS json FROM config_machine_state WHERE state_key = 'authProfiles.store'`).flatMap(loginsIn),
    ...agents.flatMap(folder => [
      ...loginsIn(textAt(join(folder, 'auth-profiles.json'))),
      ...rows(join(folder, 'openclaw-agent.sqlite'), 'SELECT store_json AS json FROM auth_profile_store').flatMap(loginsIn),
    ]),
  ];
}

/** The store has one form in all versions. */
function loginsIn(text: string): Credential[] {
  return Object.entries(objectAt(parsed(text), 'profiles')).flatMap(([name, profile]): Credential[] => {
    const {type, provider, refresh, key, token} = asObject(profile);
    learnSecrets({refresh, key, token}, true);
    const service = typeof provider === 'string' ? provider : (name.split(':')[0] ?? name);
    const source = `login ${name}`;
    if (type === 'oauth') return typeof refresh === 'string' && refresh !== '' ? [{service, kind: 'login', source, digest: digestOf(refresh)}] : [];
    const secret = typeof key === 'string' ? key : token;
    return typeof secret === 'string' && secret !== '' ? [{service, kind: 'key', source, digest: digestOf(secret)}] : [];
  });
}

function textAt(path: string): string {
  return readText(path, LIMITS.file) ?? '';
}

function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Immutable: no lock is taken and no file comes to lie beside the database, at the price of what its gateway has not yet
 * written into it. What can't be read is not there.
 */
function rows(path: string, query: string): string[] {
  // SQLite would wait for who writes into a FIFO.
  const module = statOf(path)?.isFile() ? sqlite() : undefined;
  if (!module) return [];
  try {
    const database = new module.DatabaseSync(new URL(`${pathToFileURL(path)}?immutable=1`), {readOnly: true});
    try {
      return database.prepare(query).all().map(({json}) => (typeof json === 'string' ? json : ''));
    } finally {
      database.close();
    }
  } catch {
    return [];
  }
}
