import {Box} from 'ink';
import type {Check} from '../../rules/checks.ts';
import type {Machine} from '../../rules/machine.ts';
import type {Plan} from '../../rules/plan.ts';
import {checkLabel, shownPath} from '../../text/terms.ts';
import {useColumns} from './column.tsx';
import {Row} from './row.tsx';
import {glyph, type StyleName} from '../theme.ts';

const RESULTS: Readonly<Record<Check['result'], {readonly glyph: 'done' | 'warning' | 'failed'; readonly style: StyleName}>> = {
  proved: {glyph: 'done', style: 'good'},
  assumed: {glyph: 'warning', style: 'warning'},
  accepted: {glyph: 'warning', style: 'warning'},
  refused: {glyph: 'failed', style: 'bad'},
};

type ChecklistProps = {readonly checks: Plan['checks']; readonly machine: Machine};

/** The isolation checklist; in a narrow column what others have stands below ours:  ` ✓ state      ~/.openclaw-rescue      main: ~/.openclaw` */
export function Checklist({checks, machine}: ChecklistProps) {
  const isNarrow = useColumns() < 72;
  return (
    <Box flexDirection="column" flexShrink={0} aria-role="list">
      {checks.map(({id, result, ours, theirs: [first, ...more]}) => {
        const {glyph: sign, style} = RESULTS[result];
        const theirs = first && `${first.owner}: ${shownPath(first.value, machine)}${more.length > 0 ? ` +${more.length}` : ''}`;
        return (
          <Box key={id} flexDirection="column" flexShrink={0} aria-role="listitem">
            <Row
              indent={2}
              cells={[
                {text: glyph(sign), width: 2, style},
                {text: checkLabel(id), width: 11, style: 'quiet'},
                {text: shownPath(ours, machine), isPath: true, ...(isNarrow ? {} : {width: 36})},
                ...(isNarrow || !theirs ? [] : [{text: theirs, isPath: true, style: 'quiet' as const}]),
              ]}
            />
            {isNarrow && theirs ? <Row indent={15} cells={[{text: theirs, isPath: true, style: 'quiet'}]} /> : null}
          </Box>
        );
      })}
    </Box>
  );
}
