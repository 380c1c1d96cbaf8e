/** What every question needs: the wizard that is answered, and who asks. */
import type {Wizard} from '../wizard/controller.ts';
import {activeBindings, type KeyCommand} from '../wizard/keymap.ts';
import type {WizardState} from '../wizard/state.ts';
import {Back, type Prompter, type Question} from './prompter.ts';

export type Desk = {readonly wizard: Wizard; readonly prompter: Prompter};

export function command(wizard: Wizard, name: KeyCommand): void {
  wizard.dispatch({type: 'command', command: name});
}

/** The last thing that is done: the wizard ends, and whoever walked it with it. */
export function endBy(wizard: Wizard, name: KeyCommand): Promise<never> {
  command(wizard, name);
  return new Promise(() => undefined);
}

/** Whether a key of the screen would do that now. */
export function isOffered(name: KeyCommand, state: WizardState): boolean {
  return activeBindings(state).some(binding => binding.command === name);
}

/** Goes on to the next step, if nothing forbids. */
export async function advance(wizard: Wizard): Promise<void> {
  command(wizard, 'next');
  await settled(wizard);
}

/** Waits until no answer of the host is under way. */
export function settled(wizard: Wizard): Promise<void> {
  return until(wizard, () => !wizard.getState().isAdvancing);
}

export function until(wizard: Wizard, isReached: () => boolean): Promise<void> {
  return new Promise(resolve => {
    const stop = wizard.subscribe(check);
    function check() {
      if (!isReached()) return;
      stop();
      resolve();
    }
    check();
  });
}

/** Back is a no: what is asked about is asked again. */
export async function isAccepted({prompter}: Desk, question: Question): Promise<boolean> {
  try {
    return await prompter.confirm({...question, canGoBack: true});
  } catch (error) {
    if (error instanceof Back) return false;
    throw error;
  }
}
