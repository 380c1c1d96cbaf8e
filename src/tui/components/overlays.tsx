import {Box} from 'ink';
import stringWidth from 'string-width';
import {stepWords} from '../../text/steps.ts';
import {editingLabel} from '../../text/field.ts';
import {keyLabel} from '../../text/keys.ts';
import {ownCommand} from '../../text/terms.ts';
import {EDITING_KEYS} from '../../wizard/editing-keys.ts';
import {activeBindings, keyText} from '../../wizard/keymap.ts';
import {focusedField} from '../../wizard/reducer.ts';
import type {StepProps} from '../steps/step-props.ts';
import {Gap, Row, Sentence} from './row.tsx';
import {ScrollView} from './scroll-view.tsx';

/** Every key that works on this step, in as many columns as there is room for. */
export function KeysPage({state, layout, dispatch}: StepProps) {
  const entry = (keys: readonly string[], label: string) => ({keys: keys.map(keyText).join(', '), label});
  const entries = [
    ...activeBindings(state).map(({command, keys}) => entry(keys, keyLabel(command))),
    ...(focusedField(state) ? EDITING_KEYS.map(({keys, edit}) => entry(keys, editingLabel(edit))) : []),
  ];
  const widest = (texts: readonly string[]) => Math.max(...texts.map(text => stringWidth(text)));
  const room = Math.min(widest(entries.map(({keys}) => keys)) + 2, Math.floor(layout.columns / 2));
  const width = room + widest(entries.map(({label}) => label)) + 3;
  const columns = Math.max(1, Math.min(MOST_COLUMNS, Math.floor(layout.columns / width)));
  return (
    <>
      <Sentence style="title">{stepWords().overlays.keys}</Sentence>
      <Gap isShown={!layout.isLow} />
      <ScrollView line={state.overlayLine} onClamp={line => dispatch?.({type: 'scroll-overlay-to', line})}>
        <Box flexWrap="wrap" flexShrink={0}>
          {entries.map(({keys, label}) => (
            <Box key={keys + label} width={Math.floor(layout.columns / columns)} flexShrink={0}>
              <Row cells={[{text: keys, width: room, style: 'key'}, {text: label}]} />
            </Box>
          ))}
        </Box>
      </ScrollView>
    </>
  );
}

/** More would be hard to read. */
const MOST_COLUMNS = 3;

/** The one question of Ctrl-C. */
export function LeavePage({state}: Pick<StepProps, 'state'>) {
  const words = stepWords().overlays;
  const isApplying = state.step === 'apply';
  return (
    <>
      <Sentence style="title">{isApplying ? words.leaveApply : words.leave}</Sentence>
      <Gap />
      <Sentence>{isApplying ? words.putBack(`${ownCommand(state.host, state.target.selector)} undo`) : words.kept}</Sentence>
    </>
  );
}
