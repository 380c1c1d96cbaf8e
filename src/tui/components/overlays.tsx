import {Box} from 'ink';
import {KEY_LABELS, ownCommand} from '../../text/terms.ts';
import {editingLabel} from '../../text/field.ts';
import {EDITING_KEYS} from '../../wizard/editing-keys.ts';
import {activeBindings, keyText} from '../../wizard/keymap.ts';
import {focusedField} from '../../wizard/reducer.ts';
import type {WizardState} from '../../wizard/state.ts';
import type {Layout} from '../layout.ts';
import {Gap, Row, Sentence} from './row.tsx';

/** Every key that works on this step. */
export function KeysPage({state, layout}: {readonly state: WizardState; readonly layout: Layout}) {
  const bindings = activeBindings(state).map(({command, keys}) => ({keys: keys.map(keyText).join(', '), width: 16, label: KEY_LABELS[command]}));
  const editing = focusedField(state) ? EDITING_KEYS.map(({keys, edit}) => ({keys: keys.map(keyText).join(', '), width: 22, label: editingLabel(edit)})) : [];
  return (
    <>
      <Sentence style="title">Keys on this step</Sentence>
      <Gap isShown={!layout.isLow} />
      <Box flexDirection="column" flexWrap="wrap" flexGrow={1} flexShrink={1} minHeight={0} overflow="hidden">
        {[...bindings, ...editing].map(({keys, width, label}) => (
          <Box key={keys + label} width={Math.min(layout.columns, 39)} flexShrink={0}>
            <Row indent={1} cells={[{text: keys, width, style: 'key'}, {text: label}]} />
          </Box>
        ))}
      </Box>
    </>
  );
}

/** The one question of Ctrl-C. */
export function LeavePage({state}: {readonly state: WizardState}) {
  const isApplying = state.step === 'apply';
  return (
    <>
      <Sentence style="title">{isApplying ? 'Leave while the plan is being applied?' : 'Leave the wizard?'}</Sentence>
      <Gap />
      <Sentence>
        {isApplying
          ? `What is written is put back, unless the service is at work with it already; then ${ownCommand(state.host, state.target.selector)} undo takes it back.`
          : 'Nothing has been written. Your answers are kept, without secrets, for the next run.'}
      </Sentence>
    </>
  );
}
