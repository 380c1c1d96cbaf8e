/** Completion in bash, where a script looks at the words itself. */
import {shellWord} from '../quote.ts';
import {caseBranches, caseWalk} from './case.ts';
import {endings, identifier, indented, type Model, type Offer, PROFILE} from './model.ts';

export function bash(model: Model, program: string): string {
  const id = `_${identifier(program)}`;
  const words = (offers: readonly Offer[]) => offers.map(({word}) => shellWord(word, 'bash')).join(' ');
  const list = (name: string, offers: readonly Offer[]) => (offers.length === 0 ? [] : [`${name}=(${words(offers)})`]);
  return `# Completion of ${program} in bash, for ~/.bashrc.
${id}() {
  local line=" \${COMP_LINE:0:\${COMP_POINT:-\${#COMP_LINE}}}" at= value= operand= stem= kept= cur word i
  local typed=() names=() flags=()
  COMPREPLY=()
  # Bash cuts words at = and : too; what has no blank before it goes back to the word before.
  for ((i = 0; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ $line == [[:space:]]* ]]; then typed+=("$word"); else typed[\${#typed[@]} - 1]+=$word; fi
    line=\${line#*"$word"}
  done
  cur=\${line#"\${line%%[![:space:]]*}"}
  if [[ $line != [[:space:]]* ]]; then
    i=$((\${#typed[@]} - 1)) kept=\${typed[i]}
    # Readline leaves alone what it takes for a word before this one.
    [[ $cur == [=:]* ]] && kept+=$cur
    cur=\${typed[i]}$cur
    unset "typed[i]"
  fi
  for ((i = 1; i < \${#typed[@]}; i++)); do
    word=\${typed[i]}
${indented(caseWalk(model, 'return 0'), 4)}
  done
  if [[ -z $value && $cur == --*=* ]]; then
    value=\${cur%%=*} stem=$value= cur=\${cur#*=}
  fi
  case "$at $value" in
${indented(
  caseBranches(
    endings(model, {
      offers: (names, flags) => [...list('names', names), ...list('flags', flags)].join('\n'),
      profiles: `for word in "\${OPENCLAW_HOME:-$HOME}"/.openclaw-*/; do
  word=\${word%/} word=\${word##*/.openclaw-}
  [[ $word =~ ^${PROFILE}$ ]] && names+=("$word")
done`,
      // Readline knows best how to complete and quote a path.
      folders: 'compopt +o bashdefault +o default -o dirnames 2>/dev/null\nreturn 0',
      files: 'return 0',
    }),
  ),
  4,
)}
  esac
  if [[ -z $value && ( $cur == -* || -n $operand || \${#names[@]} -eq 0 ) ]]; then
    names=("\${flags[@]}" ${words(model.globals)})
  fi
  compopt +o bashdefault +o default 2>/dev/null
  for word in "\${names[@]}"; do
    if [[ $word == "$cur"* ]]; then word=$stem$word COMPREPLY+=("\${word#"$kept"}"); fi
  done
}
complete -o bashdefault -o default -F ${id} ${shellWord(program, 'bash')}
`;
}
