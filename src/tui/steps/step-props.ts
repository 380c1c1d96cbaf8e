import type {WizardState} from '../../wizard/state.ts';
import type {Action} from '../../wizard/reducer.ts';
import type {Layout} from '../layout.ts';

export type StepProps = {
  readonly state: WizardState;
  readonly layout: Layout;
  readonly dispatch?: (action: Action) => void;
};
