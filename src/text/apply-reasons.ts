/** Why an apply or an undo stops: said where it happens, and handed on as a clause. */
import {en} from './en/apply-reasons.ts';
import {spoken} from './language.ts';

export const applyReasons = spoken(en, korean => korean.applyReasons);

/** A command that failed, by the first line of what it complained of. */
export function endedText(program: string | undefined, code: number, stderr: string): string {
  return applyReasons().ended(program ?? '', code, stderr.trim().split('\n')[0] ?? '');
}
