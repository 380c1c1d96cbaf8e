/** Everything that can forbid an answer or a plan, as data; src/text says it in words. */
import type {Finding} from './audit/finding.ts';
import type {Json5Fault} from './config/json5.ts';
import type {Barrier} from './footing.ts';
import type {BusyPort} from './occupancy.ts';
import type {BaseProblem, Clash, Neighbour} from './ports.ts';
import type {ProfileProblem} from './profile.ts';
import type {Holder} from './target.ts';
import type {WorkspaceProblem} from './workspace.ts';

/** Why a file can’t be worked with: in the words of who read it, or what a rule found. */
export type Unusable = string | {readonly id: 'not-a-file' | 'not-a-folder'} | {readonly id: 'no-json5'; readonly fault: Json5Fault; readonly line: number; readonly column: number};

export type Problem =
  | ProfileProblem
  | BaseProblem
  | WorkspaceProblem
  | ({readonly id: 'port-in-use'} & BusyPort)
  | {readonly id: 'port-overlap'; readonly base: number; readonly nearest: Neighbour | undefined; readonly clashes: readonly Clash[]}
  | {readonly id: 'bind-unknown'; readonly text: string}
  | {readonly id: 'bind-host'; readonly text: string}
  | {readonly id: 'bind-without-auth'; readonly bind: string}
  | {readonly id: 'env-reference'; readonly text: string}
  | {readonly id: 'env-missing'; readonly name: string; readonly stateDir: string}
  /** @property path of the file that it was read from; undefined where it was typed */
  | {readonly id: 'bot-token'; readonly isEmpty: boolean; readonly path?: string}
  | {readonly id: 'bot-accounts'}
  | {readonly id: 'bot-token-file'; readonly path: string; readonly reason: string}
  | {readonly id: 'bot-owner'; readonly text: string}
  | {readonly id: 'service-left-behind'; readonly port: number}
  | {readonly id: 'no-openclaw'}
  | {readonly id: 'no-npm'; readonly version: string}
  | {readonly id: 'engine-version'; readonly text: string}
  | {readonly id: 'no-service-here'}
  | {readonly id: 'service-needs-profile'}
  | {readonly id: 'still-running' | 'already-running'; readonly port: number}
  | ({readonly id: 'profile-held'; readonly name: string} & Holder)
  /** @property isHome it is HOME itself */
  | {readonly id: 'barred'; readonly path: string; readonly barrier: Barrier; readonly isHome: boolean}
  | {readonly id: 'home-unusable'; readonly home: string; readonly fault: 'missing' | 'not-a-folder' | 'control-characters'}
  | {readonly id: 'service-unholdable'; readonly text: string}
  | {readonly id: 'config-unusable'; readonly path: string; readonly reason: Unusable}
  | {readonly id: 'not-a-folder'; readonly path: string}
  | {readonly id: 'config-shape'; readonly path: string; readonly key: string}
  | {readonly id: 'kit-unusable'; readonly path: string; readonly reason: Unusable}
  | {readonly id: 'service-unusable'; readonly path: string; readonly reason: string}
  | {readonly id: 'service-foreign'; readonly path: string}
  | {readonly id: 'service-of-system'; readonly path: string}
  | {readonly id: 'service-elsewhere'; readonly path: string}
  | {readonly id: 'service-drop-in'; readonly path: string}
  | {readonly id: 'not-isolated'; readonly finding: Finding};

/** Answers that are no answers, as against those that are refused as unsafe. */
const USAGE: ReadonlySet<Problem['id']> = new Set([
  'profile-empty',
  'profile-characters',
  'profile-uppercase',
  'port-not-a-number',
  'workspace-empty',
  'workspace-not-absolute',
  'workspace-control-characters',
  'bind-unknown',
  'bind-host',
  'env-reference',
  'engine-version',
  'bot-token',
  'bot-token-file',
  'bot-owner',
]);

/** Whether a problem is a wrong word on the command line (exit code 2) and not an unsafe wish (exit code 3). */
export function isUsageProblem({id}: Problem): boolean {
  return USAGE.has(id);
}
