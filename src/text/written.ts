/** What others changed of ours, in words. */
import type {JudgedDivergence} from '../rules/written.ts';
import {en} from './en/written.ts';
import {spoken} from './language.ts';
import {phrase} from './phrases.ts';
import {printable} from './terms.ts';

const words = spoken(en, korean => korean.written);

/** What becomes of it, as a choice where it is one. */
export function divergenceFate({canChoose, isRestored}: JudgedDivergence): string {
  const fate = isRestored ? words().restored : words().kept;
  return canChoose ? `‹ ${fate} ›` : fate;
}

/** `KillMode: KillMode=mixed when written, KillMode=process now; kept.` */
export function divergenceText({id, ours, theirs, isRestored}: JudgedDivergence): string {
  const {nothing, restored, kept, divergence} = words();
  const side = (text: string | undefined) => (text === undefined ? nothing : printable(phrase(text)));
  return divergence(printable(id), side(ours), side(theirs), isRestored ? restored : kept);
}
