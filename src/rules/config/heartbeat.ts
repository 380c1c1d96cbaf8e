/** What a config says about heartbeats: `agents.defaults.heartbeat`, and what else decides whether one runs and where it is heard. */
import {asObject, type JsonValue, objectAt, parseJson5, valueOf} from './json5.ts';

export type HeartbeatSettings = {
  readonly every?: string;
  readonly prompt?: string;
  readonly target?: string;
  /** Agents with a heartbeat of their own: with one there, the others have none (2026.2 to 2026.9). */
  readonly agents: readonly string[];
  /** `cron.enabled: false`; from 2026.8 on the scheduler of cron runs heartbeats too. */
  readonly isCronOff: boolean;
  /** Somebody is named whom the bot may write to: `commands.ownerAllowFrom`, or `allowFrom` of a channel. */
  readonly hasOwner: boolean;
};

export const NO_HEARTBEAT: HeartbeatSettings = {agents: [], isCronOff: false, hasOwner: false};

/** The same of a text; nothing of one that is no config. */
export function heartbeatOf(text: string): HeartbeatSettings {
  try {
    return heartbeatIn(valueOf(parseJson5(text)));
  } catch {
    return NO_HEARTBEAT;
  }
}

export function heartbeatIn(config: JsonValue): HeartbeatSettings {
  const agents = objectAt(config, 'agents');
  const heartbeat = objectAt(objectAt(agents, 'defaults'), 'heartbeat');
  const listed = Array.isArray(agents['list']) ? agents['list'].map(agent => [String(asObject(agent)['id']), agent] as const) : [];
  const channels = Object.values(objectAt(config, 'channels')).flatMap(channel => [channel, ...Object.values(objectAt(channel, 'accounts'))]);
  const lists = [objectAt(config, 'commands')['ownerAllowFrom'], ...channels.map(channel => asObject(channel)['allowFrom'])];
  const texts = Object.entries(heartbeat).filter(([key, value]) => ['every', 'prompt', 'target'].includes(key) && typeof value === 'string');
  return {
    ...Object.fromEntries(texts),
    agents: [...Object.entries(objectAt(agents, 'entries')), ...listed].flatMap(([id, agent]) => (asObject(agent)['heartbeat'] === undefined ? [] : id)),
    isCronOff: objectAt(config, 'cron')['enabled'] === false,
    hasOwner: lists.some(list => Array.isArray(list) && list.some(entry => entry !== '*')),
  };
}
