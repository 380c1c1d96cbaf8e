/** A walk through the wizard that stops on each step, whatever the size of the window and the language. */
import type {StepId} from '../../src/wizard/state.ts';
import {KEYS, type Terminal} from '../helpers/terminal.ts';

/** The questions of a new profile, in their order, and Review. */
export const WALKED: readonly StepId[] = ['profile', 'ports', 'workspace', 'gateway', 'service', 'channel', 'review'];

/** `2/7` in a stacked window, `2 of 7` or `2/7단계` in a larger one. */
function countOf(index: number): RegExp {
  return new RegExp(`\\b${index + 1}(/| of )${WALKED.length}`);
}

/** Takes what each step offers; `look` is called on each when it is drawn, and on the last page. */
export async function walk(terminal: Terminal, look: (step: StepId) => void | Promise<void>): Promise<void> {
  for (const [index, step] of WALKED.entries()) {
    await terminal.see(countOf(index));
    // The footer is the last thing that is drawn.
    await terminal.see(/enter |Enter /);
    if (step === 'ports') await terminal.see(/100/);
    await look(step);
    terminal.press(KEYS.enter);
  }
  await terminal.lose(`${WALKED.length}/${WALKED.length}`);
  await terminal.lose(`${WALKED.length} of ${WALKED.length}`);
  await terminal.see(/enter |Enter /);
  await look('done');
}
