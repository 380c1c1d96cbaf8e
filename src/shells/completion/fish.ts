/** Completion in fish, with descriptions. */
import {shellString} from '../quote.ts';
import {type Branch, endings, identifier, indented, type Model, moves, type Offer, PROFILE} from './model.ts';

export function fish(model: Model, program: string): string {
  const id = `__${identifier(program)}_complete`;
  const switchCases = (branches: readonly Branch[]) =>
    branches.map(({keys, body}) => `case ${keys.map(key => shellString(key, 'fish')).join(' ')}\n${indented(body, 4)}`).join('\n');
  const entry = ({word, about}: Offer) => shellString(word, 'fish') + (about === '' ? '' : `\\t${shellString(about, 'fish')}`);
  const list = (name: string, offers: readonly Offer[]) => (offers.length === 0 ? [] : [`set -a ${name}${offers.map(each => ` \\\n    ${entry(each)}`).join('')}`]);
  return `# Completion of ${program} in fish, for ~/.config/fish/config.fish or as ~/.config/fish/completions/${program}.fish.
function ${id}
    set -l at ''
    set -l value ''
    set -l operand ''
    set -l stem ''
    set -l cur (commandline -ct)
    set -l names
    set -l flags
    set -l typed (commandline -opc)
    for word in $typed[2..]
        if test -n "$value"
            set value ''
            continue
        end
        switch "$at $word"
${indented(switchCases(moves(model, {enter: 'set at (string trim -- "$at $word")', end: `complete -C "'' $cur"\nreturn`, value: 'set value $word'})), 12)}
            case '* -*'
            case '*'
                set operand $word
        end
    end
    if test -z "$value"; and string match -q -- '--*=*' "$cur"
        set value (string replace -r '=.*' '' -- "$cur")
        set stem $value=
        set cur (string replace -r '^.*?=' '' -- "$cur")
    end
    switch "$at $value"
${indented(
  switchCases(
    endings(model, {
      offers: (names, flags) => [...list('names', names), ...list('flags', flags)].join('\n'),
      profiles: `set -l root $HOME
test -n "$OPENCLAW_HOME"; and set root $OPENCLAW_HOME
for word in $root/.openclaw-*/
    set -a names (string replace -rf '^.*/\\.openclaw-(${PROFILE})/$' '$1' -- $word)
end`,
      // What fish offers to a command that it knows nothing of.
      folders: `set names (complete -C "'' $cur" | string match -- '*/')`,
      files: `set names (complete -C "'' $cur")`,
    }),
  ),
  8,
)}
    end
    if test -z "$value"; and begin string match -q -- '-*' "$cur"; or test -n "$operand"; or not set -q names[1]; end
${indented(list('flags', model.globals).join('\n'), 8)}
        set names $flags
    end
    for word in $names
        printf '%s\\n' $stem$word
    end
end
complete -c ${program} -e
complete -c ${program} -f -a '(${id})'
`;
}
