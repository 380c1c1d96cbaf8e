import {Box, type BoxProps} from 'ink';
import type {ReactNode} from 'react';
import {printable} from '../../rules/printable.ts';
import {signsShown} from '../glyphs.ts';
import {wrapWords} from '../wrap.ts';
import {glyph, type GlyphName, type StyleName, theme} from '../theme.ts';
import {useColumns} from './column.tsx';
import {Text} from './text.tsx';

/** Text in a style of the theme, cut at the edge of its box; a path in its middle, since its end tells most. */
export function Styled({style, isPath = false, children}: {readonly style?: StyleName | undefined; readonly isPath?: boolean | undefined; readonly children: ReactNode}) {
  return (
    <Text {...(style ? theme[style] : {})} wrap={isPath ? 'truncate-middle' : 'truncate-end'}>
      {children}
    </Text>
  );
}

export type Cell = {readonly text: string; /** Columns; the rest of the line when undefined. */ readonly width?: number; readonly style?: StyleName | undefined; readonly isPath?: boolean};

/** What a screen reader says in the place of the line (Ink 8 with INK_SCREEN_READER). */
type Spoken = Pick<BoxProps, 'aria-label' | 'aria-role' | 'aria-state' | 'aria-hidden'>;

/** One line of cells, each cut to its width:  ` ! Gateway      19789     free` */
export function Row({cells, indent = 1, ...spoken}: {readonly cells: readonly Cell[]; readonly indent?: number} & Spoken) {
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
