import {Box} from 'ink';
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
  const bindings = activeBindings(state).map(({command, keys}) => ({keys: keys.map(keyText).join(', '), room: 16, label: keyLabel(command)}));
  const editing = focusedField(state) ? EDITING_KEYS.map(({keys, edit}) => ({keys: keys.map(keyText).join(', '), room: 22, label: editingLabel(edit)})) : [];
  const width = layout.kind === 'stacked' ? layout.columns : Math.floor(layout.columns / 2);
  return (
    <>
      <Sentence style="title">{stepWords().overlays.keys}</Sentence>
      <Gap isShown={!layout.isLow} />
      <ScrollView line={state.overlayLine} onClamp={line => dispatch?.({type: 'scroll-overlay-to', line})}>
        <Box flexWrap="wrap" flexShrink={0}>
          {[...bindings, ...editing].map(({keys, room, label}) => (
            <Box key={keys + label} width={width} flexShrink={0}>
              <Row cells={[{text: keys, width: room, style: 'key'}, {text: label}]} />
            </Box>
          ))}
        </Box>
      </ScrollView>
    </>
  );
}

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
