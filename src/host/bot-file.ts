/** Reads the file that is to hold the token of a bot. Read-only. */
import {lstatSync} from 'node:fs';
import {isAbsolute} from 'node:path';
import type {BotToken} from '../rules/telegram.ts';
import {reasons} from '../text/reasons.ts';
import {readState, reasonOf} from './files.ts';
import {learnSecrets} from './known-secrets.ts';
import {LIMITS} from './limits.ts';

/** The token in a file, as OpenClaw 2026.9.6 would take it: a regular file, no link; ours is not to be read by others either. */
export function readBotToken(path: string): BotToken {
  const unreadable = (reason: string): BotToken => ({kind: 'unreadable', reason});
  if (!isAbsolute(path)) return unreadable(reasons().botFile.relative);
  try {
    const stats = lstatSync(path);
    if (stats.isSymbolicLink()) return unreadable(reasons().botFile.link);
    if (stats.isFile() && stats.size > LIMITS.token) return unreadable(reasons().botFile.large);
    if (process.platform !== 'win32' && stats.isFile() && (stats.mode & 0o077) !== 0) return unreadable(reasons().botFile.open);
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    return unreadable(code === 'ENOENT' || code === 'ENOTDIR' ? reasons().botFile.absent : reasonOf(code));
  }
  const file = readState(path, LIMITS.token);
  switch (file.kind) {
    case 'file': {
      const token = file.bytes.toString('utf8').trim();
      learnSecrets({token});
      return {kind: 'token', token};
    }
    case 'unreadable':
      return unreadable(file.reason);
    default:
      return unreadable(reasons().botFile.noFile);
  }
}
