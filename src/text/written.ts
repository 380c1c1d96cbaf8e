/** What others changed of ours, in words. */
import type {JudgedDivergence} from '../rules/written.ts';
import {printable} from './terms.ts';

/** What becomes of it, as a choice where it is one. */
export function divergenceFate({canChoose, isRestored}: JudgedDivergence): string {
  const fate = isRestored ? 'restored' : 'kept';
  return canChoose ? `‹ ${fate} ›` : fate;
}

/** `KillMode: KillMode=mixed when written, KillMode=process now; kept.` */
export function divergenceText({id, ours, theirs, isRestored}: JudgedDivergence): string {
  const side = (text: string | undefined) => (text === undefined ? 'nothing' : printable(text));
  return `${printable(id)}: ${side(ours)} when written, ${side(theirs)} now; ${isRestored ? 'restored' : 'kept'}.`;
}
