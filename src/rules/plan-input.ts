import type {Answers, Host} from './answers.ts';
import type {Setting} from './config/edit.ts';
import type {KitTexts} from './kit/kit.ts';
import type {Occupancy} from './occupancy.ts';
import type {Target} from './target.ts';
import type {BotToken} from './telegram.ts';
import type {WorkspaceCandidate} from './workspace.ts';

/** All that a plan is made from. */
export type PlanInput = {
  readonly answers: Answers;
  readonly target: Target;
  readonly host: Host;
  /** A fresh random token, used where the answer is to generate one. */
  readonly token: string;
  /** The token of a Telegram bot, where one was answered: typed, or read from the file. */
  readonly botToken?: BotToken | undefined;
  /** The templates of the rescue kit. */
  readonly kitTexts: KitTexts;
  readonly occupancy: Occupancy | undefined;
  /** The answered workspace with links resolved, and whether a file is in its place. */
  readonly workspace: Omit<WorkspaceCandidate, 'path'>;
  /** The version of an engine of its own; without it the one that it has, else the one that is installed here. */
  readonly engineVersion?: string;
  /** Keys of the config that no answer gives, as `doctor --fix` sets or takes out; without a value it is taken out. */
  readonly repairs?: readonly Setting[];
};
