/** Commands as people type them. */
import type {Platform} from './profile.ts';

/** The name of this program. */
export const PROGRAM = 'openclaw-rescue';

/** Shells that we write for. */
export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof SHELLS)[number];

/** A word as a shell of that platform takes it. */
export function quote(word: string, platform: Platform): string {
  if (/^[\w@%+=:,./\\~-]+$/.test(word) && !(platform !== 'win32' && word.includes('\\'))) return word;
  return platform === 'win32' ? `"${word.replaceAll('"', '""')}"` : `'${word.replaceAll("'", "'\\''")}'`;
}
