/** Which events of an apply are worth a line, where lines are all there is. Pure, but for the clock that it is given. */
import type {ApplyEvent, ApplyStep} from './apply-steps.ts';

/** `still`: it goes on, said now and then so that nobody takes a long step for a hang. */
export type Told = 'begun' | 'still' | 'ended';

/** How often a step that takes long says so, in ms. */
const SAYING_MS = 30_000;

/** Judges the events of one apply in their order; the events of waiting are its clock. @param now in ms */
export function telling(now: () => number): (event: ApplyEvent) => Told | undefined {
  let saidAt = 0;
  return ({step, state, detail}) => {
    const isDue = state !== 'running' || detail === undefined || now() - saidAt >= SAYING_MS;
    if (!isDue) return undefined;
    saidAt = now();
    if (state !== 'running') return 'ended';
    return detail !== undefined ? 'still' : mayTakeLong(step) ? 'begun' : undefined;
  };
}

/** A file is there before anybody has read that it is being written. */
function mayTakeLong({kind}: ApplyStep): boolean {
  return kind !== 'check' && kind !== 'change';
}
