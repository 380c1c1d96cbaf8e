import {Box} from 'ink';
import {use} from 'react';
import stringWidth from 'string-width';
import {MASK} from '../../rules/diff.ts';
import {printable} from '../../rules/printable.ts';
import {fieldOf, graphemes, type TextField} from '../../wizard/text-field.ts';
import {type StyleName, theme} from '../theme.ts';
import {useColumns} from './column.tsx';
import {HasCursor, TerminalCursor} from './terminal-cursor.tsx';
import {Text} from './text.tsx';

export type TextInputProps = {
  readonly label: string;
  readonly labelWidth: number;
  readonly field: TextField;
  readonly isFocused: boolean;
  /** A secret: only that there is one is shown, at a fixed width. */
  readonly isHidden?: boolean;
  /** The next letter replaces all of it. */
  readonly isSelected?: boolean;
  /** Shown right behind the text. */
  readonly aside?: string | undefined;
  /** Shown at the right end of the line. */
  readonly remark?: string | undefined;
  readonly remarkStyle?: StyleName | undefined;
};

/** A labelled field with its cursor and a remark:  ` Base port   19789▏          1000 from main · clean` */
export function TextInput({label, labelWidth, field: given, isFocused, isHidden = false, isSelected = false, aside, remark, remarkStyle}: TextInputProps) {
  const columns = useColumns();
  const hasCursor = use(HasCursor);
  const field = isHidden ? fieldOf(given.text === '' ? '' : MASK) : given;
  const {before, under, after} = partOf(field, Math.max(8, columns - labelWidth - 6));
  return (
    <Box paddingX={1} flexShrink={0} justifyContent="space-between" columnGap={2} flexWrap="wrap" aria-role="textbox" aria-label={printable([`${label} ${field.text}`, aside, remark].filter(Boolean).join(', '))}>
      <Box flexShrink={1}>
        <Box width={labelWidth} flexShrink={0}>
          <Text {...theme.title}>{label}</Text>
        </Box>
        {isFocused ? <TerminalCursor column={stringWidth(before)} /> : null}
        <Text wrap="truncate-end">
          <Text inverse={isSelected}>{before}</Text>
          <Text inverse={isFocused && !hasCursor}>{under}</Text>
          {after}
          {aside === undefined ? null : <Text {...theme.quiet}>{`  ${aside}`}</Text>}
        </Text>
      </Box>
      {remark === undefined ? null : (
        <Box flexShrink={0}>
          <Text {...(remarkStyle ? theme[remarkStyle] : theme.quiet)}>{remark}</Text>
        </Box>
      )}
    </Box>
  );
}

/** What of a text fits around its cursor, which stays in sight, by the columns that it takes; without control characters. */
function partOf({text, cursor}: TextField, width: number): {readonly before: string; readonly under: string; readonly after: string} {
  const parts = graphemes(text).map(printable);
  const under = parts[cursor] ?? ' ';
  const fitting = (some: readonly string[], room: number) => {
    let used = 0;
    const end = some.findIndex(part => (used += stringWidth(part)) > room);
    return end < 0 ? some : some.slice(0, end);
  };
  const room = width - stringWidth(under);
  const behind = fitting(parts.slice(cursor + 1), room);
  // Half of the line is for what is before the cursor; more, where less comes behind.
  const left = Math.max(Math.floor(width / 2), room - stringWidth(behind.join('')));
  const front = parts.slice(0, cursor).reverse();
  const whole = fitting(front, left);
  const shown = whole.length === cursor ? whole : [...fitting(front, left - 1), '…'];
  const before = shown.toReversed().join('');
  return {before, under, after: fitting(behind, room - stringWidth(before)).join('')};
}
