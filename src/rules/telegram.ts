/** The Telegram bot of a rescue gateway: its own, or none at all. */
import {type ConfigCredentials, digestOf} from './config/credentials.ts';
import type {Setting} from './config/edit.ts';
import type {Settings} from './config/settings.ts';
import type {Problem} from './problems.ts';

/** Who may write to the bot: whoever the owner lets in by a code, or the owner alone. OpenClaw's other policies are for bots that can do less. */
export const DM_POLICIES = ['pairing', 'allowlist'] as const;
export type DmPolicy = (typeof DM_POLICIES)[number];

/** Where the token comes from: never from a command line. */
export type BotSource =
  /** Typed, hidden, into the wizard; it goes into the config, which is 0600. */
  | {readonly kind: 'typed'}
  /** A file that OpenClaw reads by itself (`channels.telegram.tokenFile`), so that the config holds no token. */
  | {readonly kind: 'file'; readonly path: string};

export type TelegramAnswer =
  /** As the config or the profile's own `.env` has it. */
  | {readonly kind: 'keep'}
  /** Switched off in so many words: an inherited TELEGRAM_BOT_TOKEN would switch it on (OpenClaw 2026.9.6). */
  | {readonly kind: 'off'}
  | {readonly kind: 'bot'; readonly source: BotSource; readonly dmPolicy: DmPolicy; readonly ownerId?: string};

/** A token as it was typed or read, or why it could not be read. */
export type BotToken = {readonly kind: 'token'; readonly token: string} | {readonly kind: 'unreadable'; readonly reason: string};

/** As BotFather gives them: the number of the bot, a colon, 35 characters. */
const TOKEN = /^\d{6,12}:[A-Za-z0-9_-]{30,50}$/;
/** Users have positive numbers of up to 52 bits; a group's is negative. */
const USER_ID = /^[1-9]\d{4,15}$/;

/** The keys of the config for an answer. @param token for one that was typed */
export function telegramSettings(answer: TelegramAnswer, token: BotToken | undefined, {credentials, telegramAllowFrom = []}: Settings): Setting[] {
  const at = (key: string, value: Setting['value']): Setting => ({path: ['channels', 'telegram', key], value});
  switch (answer.kind) {
    case 'keep':
      return [];
    case 'off':
      return credentials.disabled.has('telegram') ? [] : [at('enabled', false)];
    case 'bot': {
      const {source, dmPolicy, ownerId} = answer;
      const typed = token?.kind === 'token' ? token.token : '';
      // A file wins over a token in the config, so what is not meant goes.
      const secret = source.kind === 'file' ? [at('tokenFile', source.path), at('botToken', undefined)] : [at('botToken', typed), at('tokenFile', undefined)];
      return [at('enabled', true), ...secret, at('dmPolicy', dmPolicy), ...(ownerId === undefined || telegramAllowFrom.map(String).includes(ownerId) ? [] : [at('allowFrom', [...telegramAllowFrom, ownerId])])];
    }
  }
}

/** What is wrong with an answer. @param token typed, or read from the file */
export function telegramProblems(answer: TelegramAnswer, token: BotToken | undefined, {credentials}: Settings): Problem[] {
  if (answer.kind !== 'bot') return [];
  // An account's own token wins over that of the channel (OpenClaw 2026.9.6).
  if (credentials.withAccounts.has('telegram')) return [{id: 'bot-accounts'}];
  const {source, dmPolicy, ownerId} = answer;
  const path = source.kind === 'file' ? {path: source.path} : {};
  const problems: Problem[] = [];
  if (token?.kind === 'unreadable') problems.push({id: 'bot-token-file', path: source.kind === 'file' ? source.path : '', reason: token.reason});
  else if (!token || !TOKEN.test(token.token)) problems.push({id: 'bot-token', isEmpty: !token || token.token === '', ...path});
  if (ownerId !== undefined && !USER_ID.test(ownerId)) problems.push({id: 'bot-owner', text: ownerId});
  if (ownerId === undefined && dmPolicy === 'allowlist') problems.push({id: 'bot-owner', text: ''});
  return problems;
}

/** The channels of a config as they will be; whose bot it is, the evidence says. */
export function withTelegram(present: ConfigCredentials, answer: TelegramAnswer): ConfigCredentials {
  if (answer.kind === 'keep') return present;
  const others = [...present.disabled].filter(channel => channel !== 'telegram');
  return {...present, channels: new Set([...present.channels, 'telegram']), disabled: new Set(answer.kind === 'off' ? [...others, 'telegram'] : others)};
}

/** The key of the config that an answer's bot comes from. */
export function botKey(answer: TelegramAnswer): string {
  return `channels.telegram.${answer.kind === 'bot' && answer.source.kind === 'file' ? 'tokenFile' : 'botToken'}`;
}

/** What makes two bots the same one; undefined where no new one is answered. */
export function botDigest(answer: TelegramAnswer, token: BotToken | undefined): string | undefined {
  return answer.kind === 'bot' && token?.kind === 'token' && TOKEN.test(token.token) ? digestOf(token.token) : undefined;
}
