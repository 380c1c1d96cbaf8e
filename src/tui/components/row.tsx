import {isDeepStrictEqual} from 'node:util';
import {Box, type BoxProps} from 'ink';
import {Fragment, memo, type ReactNode} from 'react';
import stringWidth from 'string-width';
import {cutTo, printable} from '../../rules/printable.ts';
import {signsShown} from '../glyphs.ts';
import {wrapWords} from '../wrap.ts';
import type {PaletteName} from '../palette.ts';
import {glyph, type GlyphName, presentPalette, type StyleName, theme} from '../theme.ts';
import {useColumns} from './column.tsx';
import {Span, Text} from './text.tsx';

/** Text in a style of the theme, cut at the edge of its box; a path in its middle, since its end tells most. */
export function Styled({style, isPath = false, children}: {readonly style?: StyleName | undefined; readonly isPath?: boolean | undefined; readonly children: ReactNode}) {
  return (
    <Text {...(style ? theme[style] : {})} wrap={isPath ? 'truncate-middle' : 'truncate-end'}>
      {children}
    </Text>
  );
}

/** @property width columns, one of them free; only the last cell, which has the rest of the line, may be without */
export type Cell = {readonly text: string; readonly width?: number; readonly style?: StyleName | undefined; readonly isPath?: boolean};

/** What a screen reader says in the place of the line (Ink 8 with INK_SCREEN_READER). */
type Spoken = Pick<BoxProps, 'aria-label' | 'aria-role' | 'aria-state' | 'aria-hidden'>;

type RowProps = {readonly cells: readonly Cell[]; readonly indent?: number} & Spoken;

/** One line of cells, each cut to its width:  ` ! Gateway      19789     free`. One that says the same as in the frame before is left as it is. */
export function Row(props: RowProps) {
  return <KeptRow {...props} palette={presentPalette()} />;
}

/** @property palette of now: in another one it looks different */
type KeptRowProps = RowProps & {readonly palette: PaletteName};

const KeptRow = memo(
  (props: KeptRowProps) => (props.cells.some(({isPath}) => isPath) ? <BoxedRow {...props} /> : <PlainRow {...props} />),
  (before, after) => isDeepStrictEqual(before, after),
);

/** A line is one text: its cells as boxes, laid out for each frame, would take the most of a frame's time. */
function PlainRow({cells, indent = 1, palette: _, ...spoken}: KeptRowProps) {
  const parts = cells.map(({text, width, style}, index) => {
    const shown = signsShown(printable(text));
    if (width === undefined) return {text: shown, blank: '', style};
    const cut = cutTo(shown, width - 1);
    const blank = ' '.repeat(Math.max(0, width - stringWidth(cut)));
    // Between two of one colour nothing is said about it.
    return style !== undefined && style === cells[index + 1]?.style ? {text: cut + blank, blank: '', style} : {text: cut, blank, style};
  });
  return (
    <Box paddingLeft={indent} flexShrink={0} aria-label={cells.flatMap(({text}) => printable(text.trim()) || []).join(' ')} {...spoken}>
      <Text wrap="truncate-end">
        {parts.map(({text, blank, style}, index) => (
          <Fragment key={index}>
            {style === undefined || text.trim() === '' ? text : <Span {...theme[style]}>{text}</Span>}
            {blank}
          </Fragment>
        ))}
      </Text>
    </Box>
  );
}

/** With a path in it, which is cut in its middle to the room that there is. */
function BoxedRow({cells, indent = 1, palette: _, ...spoken}: KeptRowProps) {
  return (
    <Box paddingLeft={indent} flexShrink={0} {...spoken}>
      {cells.map(({text, width, style, isPath}, index) => (
        <Box key={index} {...(width === undefined ? {flexGrow: 1, flexShrink: 1, minWidth: 0} : {width, flexShrink: 0, paddingRight: 1})}>
          <Styled style={style} isPath={isPath}>{text}</Styled>
        </Box>
      ))}
    </Box>
  );
}

type SentenceProps = {readonly style?: StyleName | undefined; readonly indent?: number; /** Columns that are not ours beside it. */ readonly margin?: number; readonly children: string};

/** A sentence that wraps between words; Ink's own wrapping starts lines with the space that it broke at. */
export function Sentence({style, indent = 1, margin = 1, children}: SentenceProps) {
  const columns = useColumns();
  return (
    <Box paddingLeft={indent} flexShrink={0} flexDirection="column">
      {wrapWords(signsShown(printable(children)), Math.max(10, columns - indent - margin)).map((line, index) => (
        <Styled key={index} style={style}>
          {line}
        </Styled>
      ))}
    </Box>
  );
}

const SIGNS = {warning: 'warning', failed: 'bad', done: 'good'} as const satisfies Partial<Record<GlyphName, StyleName>>;

/** A sentence with the sign of what it means before it:  ` ! 20 apart is the guide’s minimum` */
export function Sign({is, indent, children}: {readonly is: keyof typeof SIGNS; readonly indent?: number; readonly children: string}) {
  return <Sentence style={SIGNS[is]} {...(indent === undefined ? {} : {indent})}>{`${glyph(is)} ${children}`}</Sentence>;
}

/** A labelled value that wraps under itself, so that a command can be read whole:  `  undo      openclaw-rescue …` */
export function Fact({label, value}: {readonly label: string; readonly value: string}) {
  return (
    <Box flexShrink={0}>
      <Box width={FACT_LABEL_WIDTH} flexShrink={0} paddingLeft={3}>
        <Styled style="quiet">{label}</Styled>
      </Box>
      <Sentence indent={0} margin={FACT_LABEL_WIDTH + 1}>
        {value}
      </Sentence>
    </Box>
  );
}

const FACT_LABEL_WIDTH = 13;

/** An empty line, left out where the window is low. */
export function Gap({isShown = true}: {readonly isShown?: boolean}) {
  return isShown ? <Box height={1} flexShrink={0} /> : null;
}
