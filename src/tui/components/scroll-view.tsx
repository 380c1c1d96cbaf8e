import {Box, type DOMElement, useBoxMetrics} from 'ink';
import {type ReactNode, useCallback, useEffect, useRef} from 'react';
import {stepWords} from '../../text/steps.ts';
import {theme} from '../theme.ts';
import type {StepProps} from '../steps/step-props.ts';
import {Text} from './text.tsx';

export type ScrollViewProps = {
  /** Lines above the window. */
  readonly line: number;
  /** Told when `line` lies beyond the end. */
  readonly onClamp: (line: number) => void;
  /** Takes all the room that there is, and not just what its lines need. */
  readonly isFilling?: boolean;
  readonly children: ReactNode;
};

type StepScrollProps = Pick<StepProps, 'state'> & {readonly dispatch?: StepProps['dispatch'] | undefined} & Pick<ScrollViewProps, 'isFilling' | 'children'>;

/** The body of a step that scrolls with the state of the wizard. */
export function StepScroll({state, dispatch, ...rest}: StepScrollProps) {
  const onClamp = useCallback((line: number) => dispatch?.({type: 'scroll-to', line}), [dispatch]);
  return <ScrollView line={state.scroll} onClamp={onClamp} {...rest} />;
}

/** A body that shows what fits and says how much is left:  `  12 more lines below` */
export function ScrollView({line, onClamp, isFilling = true, children}: ScrollViewProps) {
  const outer = useRef<DOMElement>(null);
  const inner = useRef<DOMElement>(null);
  const {height: room, hasMeasured} = useBoxMetrics(outer);
  const {height: whole} = useBoxMetrics(inner);
  // Where not all fits, the line below says so, and takes one.
  const last = whole <= room ? 0 : whole - room + 1;
  const shown = Math.min(line, last);
  useEffect(() => {
    if (hasMeasured && line > last) onClamp(last);
  }, [hasMeasured, line, last, onClamp]);
  const below = last - shown;
  return (
    <Box ref={outer} flexDirection="column" flexGrow={isFilling ? 1 : 0} flexShrink={1} minHeight={isFilling ? 0 : 2}>
      <Box flexDirection="column" flexGrow={1} flexShrink={1} minHeight={0} overflow="hidden" contentOffsetY={shown}>
        <Box ref={inner} flexDirection="column" flexShrink={0}>
          {children}
        </Box>
      </Box>
      {last > 0 ? (
        <Box flexShrink={0} paddingLeft={1} height={1}>
          <Text {...theme.quiet}>{below > 0 ? stepWords().step.moreBelow(below) : stepWords().step.end}</Text>
        </Box>
      ) : null}
    </Box>
  );
}
