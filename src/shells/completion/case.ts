/** What bash and zsh have in common: the branches of a `case`, and the walk along a command line. */
import {shellString} from '../quote.ts';
import {type Branch, indented, type Model, moves} from './model.ts';

/** bash and zsh: the branches of a `case`. */
export function caseBranches(branches: readonly Branch[]): string {
  const pattern = (key: string) => (key.startsWith('* ') ? `*${shellString(key.slice(1), 'bash')}` : shellString(key, 'bash'));
  return branches.map(({keys, body}) => `${keys.map(pattern).join(' | ')})\n${indented(body, 2)}\n  ;;`).join('\n');
}

/** bash and zsh: one word of the walk. */
export function caseWalk(model: Model, end: string): string {
  return `if [[ -n $value ]]; then value=; continue; fi
case "$at $word" in
${indented(caseBranches(moves(model, {enter: 'at=${at:+$at }$word', end, value: 'value=$word'})), 2)}
  *' -'*) ;;
  *) operand=$word ;;
esac`;
}
