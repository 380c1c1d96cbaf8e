/**
 * The heartbeat that looks at main. What OpenClaw goes by changed with 2026.8: before, a heartbeat read the workspace's
 * HEARTBEAT.md, and one with nothing in it but headings switched it off; since then no gateway reads that file, and `doctor --fix`
 * moves it into a database. The prompt in the config is sent as it stands by all versions (2026.2.26 to 2026.9.6).
 */
import type {Setting} from '../config/edit.ts';
import type {HeartbeatSettings} from '../config/heartbeat.ts';
import type {Settings} from '../config/settings.ts';
import {isBefore} from '../version.ts';

/** `watch`: the skill, and a heartbeat that looks at main by itself. `none` leaves a kit that is there alone: it is the user's by then. */
export const KIT_ANSWERS = ['none', 'skill', 'watch'] as const;
export type KitAnswer = (typeof KIT_ANSWERS)[number];

/** OpenClaw's own default, written out: with a login by OAuth it would be an hour. */
export const WATCH_EVERY = '30m';

/** HEARTBEAT_OK is taken for silence by all versions; NO_REPLY only by later ones. */
export const WATCH_PROMPT =
  'Read skills/rescue-main/watch.md in your workspace and follow it strictly. Do not infer or repeat old tasks from prior chats. If nothing needs attention, reply HEARTBEAT_OK.';

/** Whether a heartbeat of this OpenClaw reads HEARTBEAT.md; not where the version is unknown. */
export function readsHeartbeatFile(version: string | undefined): boolean {
  return version !== undefined && isBefore(version, 2026, 8);
}

/**
 * The settings that go with an answer. A value that is there is the user's and stays; without the watch only our own
 * prompt goes, which would go on costing a model call every time.
 * @param version of the OpenClaw that the rescue runs
 */
export function watchSettings(answer: KitAnswer, {heartbeat}: Pick<Settings, 'heartbeat'>, version: string | undefined): Setting[] {
  const path = (key: string) => ['agents', 'defaults', 'heartbeat', key];
  if (answer !== 'watch') return heartbeat.prompt === WATCH_PROMPT ? [{path: path('prompt')}] : [];
  const wanted = [
    ['every', WATCH_EVERY],
    ['prompt', WATCH_PROMPT],
    // Before 2026.8 what a heartbeat says is heard by nobody unless a target is set; since then it goes to the owner.
    ...(readsHeartbeatFile(version) ? [['target', 'last'] as const] : []),
  ] as const;
  return wanted.filter(([key]) => heartbeat[key] === undefined).map(([key, value]) => ({path: path(key), value}));
}

/**
 * `off`: every 0. `prompt`: another prompt, which we do not replace. `agents`: agents with a heartbeat of their own.
 * `cron`: the scheduler is off. `nobody`: no owner is named, and a heartbeat that nobody would hear does not run.
 */
export type WatchObstacle = 'off' | 'prompt' | 'agents' | 'cron' | 'nobody';

/** Why the watch would not be kept, or not be heard, by what the user's config says. */
export function watchObstacles({heartbeat}: Pick<Settings, 'heartbeat'>, version: string | undefined): WatchObstacle[] {
  const {every, prompt, target, agents, isCronOff, hasOwner} = heartbeat;
  const isOld = readsHeartbeatFile(version);
  const found: [WatchObstacle, boolean][] = [
    ['off', every !== undefined && !/[1-9]/.test(every)],
    ['prompt', prompt !== undefined && prompt !== WATCH_PROMPT],
    ['agents', agents.length > 0],
    ['cron', isCronOff && !isOld],
    ['nobody', target === 'none' || (!isOld && (target ?? 'owner') === 'owner' && !hasOwner)],
  ];
  return found.flatMap(([obstacle, isThere]) => (isThere ? obstacle : []));
}

/** Whether the config keeps the watch. */
export function isWatching({prompt}: HeartbeatSettings): boolean {
  return prompt === WATCH_PROMPT;
}
