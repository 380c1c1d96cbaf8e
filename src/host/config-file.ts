/** Reads an OpenClaw config as OpenClaw would: JSON5, `$include`, `${VAR}`. Read-only, and never throws. */
import {dirname, isAbsolute, relative, resolve} from 'node:path';
import {Json5Error, type JsonValue, mapItems, readJson5} from '../rules/config/json5.ts';
import {IncludeDepthError, resolveIncludes, substitute} from '../rules/config/resolve.ts';
import {NO_SETTINGS, type Settings, settingsOf} from '../rules/config/settings.ts';
import type {ConfigState} from '../rules/instance.ts';
import {cutTo} from '../rules/printable.ts';
import {faultText} from '../text/config-faults.ts';
import {reasons} from '../text/reasons.ts';
import {type Dotenv, type FileState, readDotenv, readState, resolveLinks} from './files.ts';
import {learnSecrets} from './known-secrets.ts';

export type ConfigReading = {readonly state: ConfigState; readonly settings: Settings};

/** @param variables for `${VAR}`. @param dotenv of the folder that the config is in, which is added to them */
export function readConfig(path: string, variables: Readonly<Record<string, string | undefined>>, dotenv: Dotenv = readDotenv(dirname(path))): ConfigReading {
  const file = readState(path);
  if (file.kind === 'absent') return {state: {kind: 'missing'}, settings: NO_SETTINGS};
  try {
    const root = dirname(path);
    const value = resolveIncludes(valueIn(file, path), path, (name, from) => {
      const included = resolve(dirname(from), name);
      if (isOutside(resolveLinks(included), resolveLinks(root))) throw new Error(reasons().includeOutside(name));
      return {value: valueIn(readState(included), included), path: included};
    });
    // The shell that we run in is not that of the instance, so what its own file says comes first.
    const environment = {...variables, ...dotenv.variables};
    learnSecrets(value);
    const settings = settingsOf(mapStrings(value, text => substitute(text, environment)), value);
    // A port in it would win over that of the config.
    const {closed} = dotenv;
    return {state: closed ? {kind: 'unreadable', reason: `${closed.path}: ${closed.reason}`, ...(closed.isClosed ? {isClosed: true as const} : {})} : {kind: 'read'}, settings};
  } catch (error) {
    const closed = error instanceof ClosedError || (error instanceof Json5Error && error.isLimit) ? {isClosed: true as const} : {};
    return {state: {kind: 'unreadable', reason: describe(error), ...closed}, settings: NO_SETTINGS};
  }
}

/** A file that this user may not read, or that is more than we read. */
class ClosedError extends Error {}

function valueIn(file: FileState, path: string): JsonValue {
  if (file.kind === 'absent') throw new Error(reasons().isNotThere(path));
  if (file.kind === 'folder') throw new Error(reasons().notAFile);
  if (file.kind === 'unreadable') throw file.isClosed ? new ClosedError(file.reason) : new Error(file.reason);
  return readJson5(file.bytes.toString('utf8'));
}

/** In columns: a config may include a path of any length. */
const LONGEST_CLAUSE = 240;

/** One clause about an error of reading a config. Never quotes the file, which holds secrets. */
function describe(error: unknown): string {
  if (error instanceof Json5Error) return faultText(error);
  if (error instanceof IncludeDepthError) return reasons().includeTooDeep(error.most);
  return cutTo(error instanceof Error ? error.message : String(error), LONGEST_CLAUSE);
}

function isOutside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way.startsWith('..') || isAbsolute(way);
}

/** Applies `${VAR}`, but not to the token, whose reference we want to see. */
function mapStrings(value: JsonValue, map: (text: string) => string, key = ''): JsonValue {
  if (typeof value === 'string') return key === 'token' ? value : map(value);
  return mapItems(value, (item, name) => mapStrings(item, map, name));
}
