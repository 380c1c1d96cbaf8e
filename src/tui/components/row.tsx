import {Box, Text} from 'ink';
import type {ReactNode} from 'react';
import {type StyleName, theme} from '../theme.ts';

/** Text in a style of the theme. Cut at the window's edge unless it may wrap. */
export function Styled({style, wraps = false, children}: {readonly style?: StyleName | undefined; readonly wraps?: boolean; readonly children: ReactNode}) {
  return (
    <Text {...(style ? theme[style] : {})} wrap={wraps ? 'wrap' : 'truncate-end'}>
      {children}
    </Text>
  );
}

export type Cell = {readonly text: string; /** Columns; the rest of the line when undefined. */ readonly width?: number; readonly style?: StyleName | undefined};

/** One line of cells, each cut to its width:  ` ! Gateway      19789     free` */
export function Row({cells, indent = 1}: {readonly cells: readonly Cell[]; readonly indent?: number}) {
  return (
    <Box paddingLeft={indent}>
      {cells.map(({text, width, style}, index) => (
        <Box key={index} {...(width === undefined ? {flexGrow: 1, flexShrink: 1, minWidth: 0} : {width, flexShrink: 0, paddingRight: 1})}>
          <Styled style={style}>{text}</Styled>
        </Box>
      ))}
    </Box>
  );
}

/** A sentence that wraps, one column in. */
export function Sentence({style, children}: {readonly style?: StyleName | undefined; readonly children: ReactNode}) {
  return (
    <Box paddingLeft={1} paddingRight={1} flexShrink={0}>
      <Styled style={style} wraps>
        {children}
      </Styled>
    </Box>
  );
}

/** An empty line, left out where the window is low. */
export function Gap({isShown = true}: {readonly isShown?: boolean}) {
  return isShown ? <Box height={1} flexShrink={0} /> : null;
}
