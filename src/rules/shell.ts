/** Commands as people type them. */
import type {Platform} from './profile.ts';

/** The name of this program. */
export const PROGRAM = 'openclaw-rescue';

/** A word as a shell of that platform takes it. */
export function quote(word: string, platform: Platform): string {
  if (/^[\w@%+=:,./\\~-]+$/.test(word) && !(platform !== 'win32' && word.includes('\\'))) return word;
  return platform === 'win32' ? `"${word.replaceAll('"', '""')}"` : `'${word.replaceAll("'", "'\\''")}'`;
}
