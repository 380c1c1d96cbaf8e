import {CLEAN_DISTANCE, MINIMUM_DISTANCE} from '../rules/ports.ts';
import type {StepId} from '../wizard/state.ts';

const HELP: Readonly<Partial<Record<StepId, string>>> = {
  profile: 'The name of the second gateway. Its config, state, workspace, ports and service are kept apart from main by it.',
  ports: `Every port of the gateway follows from this one. At least ${MINIMUM_DISTANCE} from any other gateway; from ${CLEAN_DISTANCE} on no port can be shared.`,
  workspace: 'The folder that its agent reads and writes. It must be apart from the folders of every other gateway.',
  gateway: 'Where the gateway listens, and the token that callers show.',
  channel: 'A Telegram bot of its own, by which you reach this gateway while main is down; or surely none.',
  changed: 'What somebody else changed since it was written here. Each line is kept as it is, or written as it was.',
  service: 'A service starts the gateway at login and keeps it running.',
};

/** What a step asks, in a sentence. */
export function stepHelp(step: StepId): string {
  return HELP[step] ?? '';
}
