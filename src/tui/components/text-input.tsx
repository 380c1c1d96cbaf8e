import {Box, useWindowSize} from 'ink';
import {MASK} from '../../rules/diff.ts';
import {printable} from '../../rules/printable.ts';
import {fieldOf, graphemes, type TextField} from '../../wizard/text-field.ts';
import {type StyleName, theme} from '../theme.ts';
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
  /** Shown at the right end of the line. */
  readonly remark?: string | undefined;
  readonly remarkStyle?: StyleName | undefined;
};

/** A labelled field with its cursor and a remark:  ` Base port   19789▏          1000 from main · clean` */
export function TextInput({label, labelWidth, field: given, isFocused, isHidden = false, isSelected = false, remark, remarkStyle}: TextInputProps) {
  const {columns} = useWindowSize();
  const field = isHidden ? fieldOf(given.text === '' ? '' : MASK) : given;
  const parts = graphemes(field.text);
  // A text that is wider than the line moves along with the cursor.
  const width = Math.max(8, columns - labelWidth - 6);
  const start = Math.max(0, Math.min(field.cursor - Math.floor(width / 2), parts.length - width + 1));
  const before = (start > 0 ? '…' : '') + parts.slice(start > 0 ? start + 1 : 0, field.cursor).join('');
  const under = parts[field.cursor] ?? ' ';
  const after = parts.slice(field.cursor + 1, start + width).join('');
  return (
    <Box paddingX={1} flexShrink={0} justifyContent="space-between" columnGap={2} flexWrap="wrap" aria-role="textbox" aria-label={printable(`${label} ${field.text}`)}>
      <Box flexShrink={1}>
        <Box width={labelWidth} flexShrink={0}>
          <Text {...theme.title}>{label}</Text>
        </Box>
        <Text wrap="truncate-end">
          <Text inverse={isSelected}>{before}</Text>
          <Text inverse={isFocused}>{under}</Text>
          {after}
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
