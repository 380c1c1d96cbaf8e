import {Box, type DOMElement, useBoxMetrics} from 'ink';
import {type ReactNode, useEffect, useRef} from 'react';
import {glyph, theme} from '../theme.ts';
import {Text} from './text.tsx';

export type ScrollViewProps = {
  /** Lines above the window. */
  readonly line: number;
  /** Told when `line` lies beyond the end. */
  readonly onClamp: (line: number) => void;
  readonly children: ReactNode;
};

/** A body that shows what fits and says how much is left:  `  12 more lines below` */
export function ScrollView({line, onClamp, children}: ScrollViewProps) {
  const outer = useRef<DOMElement>(null);
  const inner = useRef<DOMElement>(null);
  const {height: available, hasMeasured} = useBoxMetrics(outer);
  const {height: whole} = useBoxMetrics(inner);
  const last = Math.max(0, whole - available);
  const shown = Math.min(line, last);
  useEffect(() => {
    if (hasMeasured && line > last) onClamp(last);
  }, [hasMeasured, line, last, onClamp]);
  const below = last - shown;
  return (
    <Box flexDirection="column" flexGrow={1} flexShrink={1} minHeight={0}>
      <Box ref={outer} flexDirection="column" flexGrow={1} flexShrink={1} minHeight={0} overflow="hidden" contentOffsetY={shown}>
        <Box ref={inner} flexDirection="column" flexShrink={0}>
          {children}
        </Box>
      </Box>
      {last > 0 ? (
        <Box flexShrink={0} paddingLeft={1} height={1}>
          <Text {...theme.quiet}>{below > 0 ? `${glyph('below')} ${below} more` : 'the end'}</Text>
        </Box>
      ) : null}
    </Box>
  );
}
