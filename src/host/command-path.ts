/** Finds commands on the PATH. */
import {accessSync, constants} from 'node:fs';
import {delimiter, join} from 'node:path';
import type {Platform} from '../rules/profile.ts';
import type {Environment} from './environment.ts';

/** PATH without the bin folders that npm adds while it runs a script: those tools are a project's, not this host's. */
export function searchPath(env: Environment): string[] {
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter);
  return folders.filter(folder => folder !== '' && !folder.endsWith(join('node_modules', '.bin')) && !folder.endsWith('node-gyp-bin'));
}

/** File names that a command may have. */
export function commandNames(name: string, platform: Platform): string[] {
  return platform === 'win32' ? [`${name}.cmd`, `${name}.exe`] : [name];
}

/** The first file on the PATH that runs under this name. */
export function findCommand(name: string, env: Environment, platform: Platform): string | undefined {
  return searchPath(env)
    .flatMap(folder => commandNames(name, platform).map(file => join(folder, file)))
    .find(isExecutable);
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
