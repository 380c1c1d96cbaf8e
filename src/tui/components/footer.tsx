import {Box} from 'ink';
import {hintKeys, hintLabel} from '../../text/keys.ts';
import {activeBindings, OVERLAY_HINTS} from '../../wizard/keymap.ts';
import {problemsOn} from '../../wizard/steps.ts';
import type {WizardState} from '../../wizard/state.ts';
import type {Layout} from '../layout.ts';
import {glyph, theme} from '../theme.ts';
import {Text} from './text.tsx';

/** The keys that work now, from the keymap:  `↑↓ 1   n next clean   enter continue   esc back   ? all keys` */
export function Footer({state, layout}: {readonly state: WizardState; readonly layout: Layout}) {
  // Enter is not offered while something forbids to go on; pressed all the same, it says what.
  const isRefused = problemsOn(state.step, state).length > 0;
  const hints = state.overlay ? OVERLAY_HINTS[state.overlay] : activeBindings(state).flatMap(({hint, command}) => (hint && !(isRefused && (command === 'next' || command === 'apply')) ? hint : []));
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Text {...theme.quiet}>{glyph('rule').repeat(layout.columns)}</Text>
      <Box paddingX={1} columnGap={layout.isNarrow ? 2 : 3} flexWrap="wrap">
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
