/** Why something of this host can’t be read or used: said where it is found, and handed on as a clause. */
import {en} from './en/reasons.ts';
import {spoken} from './language.ts';

export const reasons = spoken(en, korean => korean.reasons);

/** As people say it, in powers of ten. @param bytes */
export function lengthText(bytes: number): string {
  const found = ([[1e9, 'GB'], [1e6, 'MB'], [1e3, 'KB']] as const).find(([size]) => bytes >= size);
  return found ? `${Math.round(bytes / found[0])} ${found[1]}` : reasons().bytes(bytes);
}
