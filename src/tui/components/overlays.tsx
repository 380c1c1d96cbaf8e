import {KEY_LABELS} from '../../text/en.ts';
import {activeBindings, EDITING_KEYS, keyText} from '../../wizard/keymap.ts';
import {focusedField} from '../../wizard/reducer.ts';
import type {WizardState} from '../../wizard/state.ts';
import type {Layout} from '../layout.ts';
import {Gap, Row, Sentence} from './row.tsx';

/** Every key that works on this step. */
export function KeysPage({state, layout}: {readonly state: WizardState; readonly layout: Layout}) {
  const bindings = activeBindings(state).map(({command, keys}) => ({keys: keys.map(keyText).join(', '), label: KEY_LABELS[command]}));
  const editing = focusedField(state) ? EDITING_KEYS.map(({keys, label}) => ({keys: keys.join(', '), label})) : [];
  return (
    <>
      <Sentence style="title">Keys on this step</Sentence>
      <Gap isShown={!layout.isLow} />
      {[...bindings, ...editing].map(({keys, label}) => (
        <Row key={keys + label} indent={3} cells={[{text: keys, width: 20, style: 'key'}, {text: label}]} />
      ))}
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
          ? `What is written by then stays; ${state.host.machine.ownCommand} --profile ${state.target.profile} undo takes it back.`
          : 'Nothing has been written. Your answers are kept, without secrets, for the next run.'}
      </Sentence>
    </>
  );
}
