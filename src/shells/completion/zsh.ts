/** Completion in zsh, with descriptions. */
import {shellString} from '../quote.ts';
import {caseBranches, caseWalk} from './case.ts';
import {endings, indented, type Model, type Offer, PROFILE} from './model.ts';

export function zsh(model: Model, program: string): string {
  const id = `_${program}`;
  // The word ends at the first colon; a backslash quotes before and after it.
  const entry = ({word, about}: Offer) => shellString(word.replace(/[\\:]/g, '\\$&') + (about === '' ? '' : `:${about.replaceAll('\\', '\\\\')}`), 'zsh');
  const list = (name: string, offers: readonly Offer[]) => (offers.length === 0 ? [] : [`${name}+=(\n${offers.map(each => `  ${entry(each)}\n`).join('')})`]);
  return `#compdef ${program}
# Completion of ${program} in zsh, for ~/.zshrc after compinit or as the file ${id} in a folder of $fpath.
${id}() {
  local at= value= operand= word
  local -a names flags
  for word in "\${(@Q)words[2,CURRENT - 1]}"; do
${indented(caseWalk(model, '_default\nreturn'), 4)}
  done
  if [[ -z $value && $PREFIX == --*=* ]]; then
    value=\${PREFIX%%=*}
    compset -P 1 '*='
  fi
  case "$at $value" in
${indented(
  caseBranches(
    endings(model, {
      offers: (names, flags) => [...list('names', names), ...list('flags', flags)].join('\n'),
      profiles: `names=(\${OPENCLAW_HOME:-$HOME}/.openclaw-*(N-/:t))
names=(\${(M)\${names#.openclaw-}:#${PROFILE.replace('*', '#')}})`,
      // _files -/ would offer files where no folder matches.
      folders: 'local expl\n_wanted directories expl directory _path_files -/\nreturn',
      files: '_files\nreturn',
    }),
  ),
  4,
)}
  esac
  if [[ -z $value && ( $PREFIX == -* || -n $operand || $#names -eq 0 ) ]]; then
${indented(list('flags', model.globals).join('\n'), 4)}
    _describe -O option flags
  else
    _describe value names
  fi
}
# As a file of $fpath this is the body of the function at its first call.
if [[ $funcstack[1] == ${id} ]]; then ${id} "$@"; else compdef ${id} ${program}; fi
`;
}
