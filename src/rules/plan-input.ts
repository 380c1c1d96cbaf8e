import type {Answers, Host} from './answers.ts';
import type {Occupancy} from './occupancy.ts';
import type {Target} from './target.ts';
import type {Obstacle} from './workspace.ts';

/** All that a plan is made from. */
export type PlanInput = {
  readonly answers: Answers;
  readonly target: Target;
  readonly host: Host;
  /** A fresh random token, used where the answer is to generate one. */
  readonly token: string;
  readonly occupancy: Occupancy | undefined;
  /** The answered workspace with links resolved, and whether a file is in its place. */
  readonly workspace: {readonly resolved: string; readonly obstacle?: Obstacle | undefined};
};
