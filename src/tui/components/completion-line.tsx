import {Box} from 'ink';
import stringWidth from 'string-width';
import {cutTo} from '../../rules/printable.ts';
import {noMatchText} from '../../text/field.ts';
import type {WizardState} from '../../wizard/state.ts';
import {theme} from '../theme.ts';
import {useColumns} from './column.tsx';
import {Sentence} from './row.tsx';
import {Text} from './text.tsx';

const INDENT = 3;
const GAP = 2;

/** What Tab found, in one line; nothing while it was not asked. The one that stands in the field is marked:  `work  work-2  …` */
export function CompletionLine({state: {completion}}: {readonly state: WizardState}) {
  const columns = useColumns();
  if (!completion) return null;
  const {names, unclear, kind, at} = completion;
  if (names.length + unclear.length === 0) return <Sentence style="quiet" indent={INDENT}>{noMatchText(kind)}</Sentence>;
  const width = columns - INDENT - 1;
  const {from, shown, isCut} = pageOf([...names, ...unclear].map(name => cutTo(name, Math.min(width - 3, 32))), at ?? 0, width);
  return (
    <Box paddingLeft={INDENT} columnGap={GAP} flexShrink={0}>
      {shown.map((name, index) => (
        <Text key={from + index} {...(from + index === at ? theme.focus : theme.quiet)} inverse={from + index === at}>
          {name}
        </Text>
      ))}
      {isCut ? <Text {...theme.quiet}>…</Text> : null}
    </Box>
  );
}

/** As many names as fit in a line, from page to page, so that the one that is meant is among them. */
function pageOf(names: readonly string[], at: number, width: number): {readonly from: number; readonly shown: readonly string[]; readonly isCut: boolean} {
  let from = 0;
  let used = 0;
  for (const [index, name] of names.entries()) {
    const needed = stringWidth(name) + GAP;
    // There is always a sign behind it that more follow.
    if (used + needed + 1 > width && index > from) {
      if (at < index) return {from, shown: names.slice(from, index), isCut: true};
      from = index;
      used = 0;
    }
    used += needed;
  }
  return {from, shown: names.slice(from), isCut: false};
}
