/** What others changed of ours, in words. */
import {type Divergence, isRestored} from '../rules/written.ts';
import {printable} from './en.ts';

export function divergenceFate(divergence: Divergence, restore: readonly string[]): string {
  switch (divergence.fate) {
    case 'choice':
      return isRestored(divergence, restore) ? '‹ restored ›' : '‹ kept ›';
    case 'restored':
      return 'restored: it decides which instance runs, and where';
    case 'kept':
      return 'kept';
  }
}

/** `KillMode: KillMode=mixed when written, KillMode=process now; kept.` */
export function divergenceText(divergence: Divergence, restore: readonly string[]): string {
  const side = (text: string | undefined) => (text === undefined ? 'nothing' : printable(text));
  return `${printable(divergence.id)}: ${side(divergence.ours)} when written, ${side(divergence.theirs)} now; ${isRestored(divergence, restore) ? 'restored' : 'kept'}.`;
}
