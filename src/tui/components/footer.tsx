import {Box} from 'ink';
import stringWidth from 'string-width';
import {hintKeys, hintLabel} from '../../text/keys.ts';
import {activeBindings, type Hint, type KeyCommand, OVERLAY_HINTS} from '../../wizard/keymap.ts';
import {problemsOn} from '../../wizard/steps.ts';
import type {WizardState} from '../../wizard/state.ts';
import type {Layout} from '../layout.ts';
import {glyph, theme} from '../theme.ts';
import {Text} from './text.tsx';

/** A line from edge to edge. */
export function Rule({columns}: {readonly columns: number}) {
  return (
    <Box aria-hidden>
      <Text {...theme.quiet}>{glyph('rule').repeat(columns)}</Text>
    </Box>
  );
}

/** Hints that stay however narrow the window is: how to go on, to go back, and to see all keys. */
const ESSENTIAL: ReadonlySet<KeyCommand> = new Set(['next', 'apply', 'finish', 'back', 'keys']);

/** The keys that work now, from the keymap, as far as there is room:  `↑↓ ±1   n next clean   enter continue   esc back   ? all keys` */
export function Footer({state, layout}: {readonly state: WizardState; readonly layout: Layout}) {
  const gap = layout.kind === 'wide' ? 3 : 2;
  const lines = layout.kind === 'stacked' && !layout.isLow ? 2 : 1;
  const hints = state.overlay ? OVERLAY_HINTS[state.overlay] : fitting(hintsOf(state), layout.columns - 2, gap, lines);
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Rule columns={layout.columns} />
      <Box paddingX={1} columnGap={gap} flexWrap="wrap" aria-role="toolbar">
        {hints.map(({keys, label}) => (
          <Text key={keys + label}>
            <Text {...theme.key}>{hintKeys(keys)}</Text>
            <Text {...theme.quiet}>{` ${hintLabel(label)}`}</Text>
          </Text>
        ))}
      </Box>
    </Box>
  );
}

type Shown = Hint & {readonly command: KeyCommand};

/** Enter is not offered while something forbids to go on; pressed all the same, it says what. */
function hintsOf(state: WizardState): Shown[] {
  const isRefused = problemsOn(state.step, state).length > 0;
  return activeBindings(state).flatMap(({hint, command}) => (hint && !(isRefused && (command === 'next' || command === 'apply')) ? {...hint, command} : []));
}

/** Without the last ones that are not essential, until the rest fits. */
function fitting(hints: readonly Shown[], columns: number, gap: number, lines: number): readonly Shown[] {
  if (linesOf(hints, columns, gap) <= lines) return hints;
  const last = hints.findLastIndex(({command}) => !ESSENTIAL.has(command));
  return last < 0 ? hints : fitting(hints.toSpliced(last, 1), columns, gap, lines);
}

/** As they wrap. */
function linesOf(hints: readonly Shown[], columns: number, gap: number): number {
  let lines = 1;
  let used = 0;
  for (const {keys, label} of hints) {
    const width = stringWidth(`${hintKeys(keys)} ${hintLabel(label)}`);
    if (used > 0 && used + gap + width > columns) {
      lines++;
      used = 0;
    }
    used += (used > 0 ? gap : 0) + width;
  }
  return lines;
}
