/** The bot of a rescue gateway: what is taken for one, what it puts into the config, and that no two gateways have the same. */
import {describe, expect, it} from 'vitest';
import {defaultAnswers, telegramChoices} from '../../src/rules/answers.ts';
import {digestOf} from '../../src/rules/config/credentials.ts';
import {editConfig} from '../../src/rules/config/edit.ts';
import {parseJson5, valueOf} from '../../src/rules/config/json5.ts';
import {diffOf} from '../../src/rules/diff.ts';
import {type BotToken, telegramProblems, telegramSettings, type TelegramAnswer} from '../../src/rules/telegram.ts';
import {NO_EVIDENCE} from '../../src/rules/audit/evidence.ts';
import {anInstance, answersOn, hostOn, planFor, settings, targetOn} from './helpers.ts';

const TOKEN = `123456789:AA${'x'.repeat(33)}`;
const token = (text: string): BotToken => ({kind: 'token', token: text});
const bot = (given: Partial<Extract<TelegramAnswer, {kind: 'bot'}>> = {}): TelegramAnswer => ({kind: 'bot', source: {kind: 'typed'}, dmPolicy: 'pairing', ...given});

describe('what is wrong with an answer', () => {
  it.each<[string, TelegramAnswer, BotToken | undefined, string[]]>([
    ['none', {kind: 'off'}, undefined, []],
    ['kept', {kind: 'keep'}, undefined, []],
    ['a token', bot(), token(TOKEN), []],
    ['nothing typed', bot(), token(''), ['bot-token']],
    ['a word', bot(), token('hunter2'), ['bot-token']],
    ['a token with a blank in it', bot(), token(TOKEN.replace('AA', 'A A')), ['bot-token']],
    ['a token that is cut', bot(), token(TOKEN.slice(0, 30)), ['bot-token']],
    ['a file that is not there', bot({source: {kind: 'file', path: '/x'}}), {kind: 'unreadable', reason: 'it is not there'}, ['bot-token-file']],
    ['a file of something else', bot({source: {kind: 'file', path: '/x'}}), token('# notes'), ['bot-token']],
    ['a user name', bot({ownerId: '@jane'}), token(TOKEN), ['bot-owner']],
    ['a group', bot({ownerId: '-1001234567'}), token(TOKEN), ['bot-owner']],
    ['an allowlist of nobody', bot({dmPolicy: 'allowlist'}), token(TOKEN), ['bot-owner']],
    ['an allowlist of one', bot({dmPolicy: 'allowlist', ownerId: '123456789'}), token(TOKEN), []],
  ])('%s', (_, answer, given, ids) => {
    expect(telegramProblems(answer, given).map(({id}) => id)).toEqual(ids);
  });
});

describe('what it puts into the config', () => {
  const written = (answer: TelegramAnswer, before: object = {}) =>
    (valueOf(parseJson5(editConfig(JSON.stringify(before), telegramSettings(answer, token(TOKEN), settings(before))))) as {channels?: {telegram?: unknown}}).channels?.telegram;

  it.each<[string, TelegramAnswer, object, unknown]>([
    ['off', {kind: 'off'}, {}, {enabled: false}],
    ['kept', {kind: 'keep'}, {channels: {telegram: {botToken: 'x'}}}, {botToken: 'x'}],
    ['kept where there is none', {kind: 'keep'}, {}, undefined],
    ['typed', bot(), {}, {enabled: true, botToken: TOKEN, dmPolicy: 'pairing'}],
    ['typed, with an owner', bot({dmPolicy: 'allowlist', ownerId: '123456789'}), {}, {enabled: true, botToken: TOKEN, dmPolicy: 'allowlist', allowFrom: ['123456789']}],
    ['a file instead of a token', bot({source: {kind: 'file', path: '/home/jane/bot'}}), {channels: {telegram: {botToken: 'x', groups: {}}}}, {groups: {}, enabled: true, tokenFile: '/home/jane/bot', dmPolicy: 'pairing'}],
    ['a token instead of a file', bot(), {channels: {telegram: {tokenFile: '/x'}}}, {enabled: true, botToken: TOKEN, dmPolicy: 'pairing'}],
  ])('%s', (_, answer, before, after) => {
    expect(written(answer, before)).toEqual(after);
  });

  it('never shows the token', () => {
    const host = hostOn('linux');
    const plan = planFor({host, answers: answersOn(host, {telegram: bot({ownerId: '123456789'})}), botToken: token(TOKEN)});
    const config = plan.changes.find(({role}) => role === 'config');
    expect(config?.after).toContain(TOKEN);
    expect(config && diffOf(config)).not.toContain(TOKEN);
    expect(config && diffOf(config)).toContain('"dmPolicy": "pairing"');
  });
});

describe('by itself', () => {
  const host = hostOn('linux');
  const at = (config: object | undefined) => targetOn(host, 'rescue', config && new Map([['/home/jane/.openclaw-rescue/openclaw.json', {kind: 'text', text: JSON.stringify(config), mode: 0o600} as const]]));

  it.each<[string, object | undefined, string, string[]]>([
    ['a new profile has none', undefined, 'off', ['off', 'typed', 'file']],
    ['a bot that is there is kept', {channels: {telegram: {botToken: TOKEN}}}, 'keep', ['keep', 'off', 'typed', 'file']],
    ['what was never asked is left alone', {gateway: {port: 19_789}}, 'keep', ['keep', 'off', 'typed', 'file']],
    ['off stays off', {channels: {telegram: {enabled: false}}}, 'off', ['off', 'typed', 'file']],
  ])('%s', (_, config, kind, choices) => {
    const target = at(config);
    expect(defaultAnswers(target, host).telegram).toEqual({kind});
    expect(telegramChoices(target)).toEqual(choices);
  });
});

describe('main’s bot', () => {
  const main = {...anInstance({profile: 'default', port: 18_789}), evidence: {...NO_EVIDENCE, credentials: [{service: 'telegram', kind: 'channel', source: 'channels.telegram.botToken', digest: digestOf(TOKEN)} as const]}};
  const host = hostOn('linux', {instances: [main]});
  const idsFor = (telegram: TelegramAnswer, given: BotToken) => planFor({host, answers: answersOn(host, {telegram}), botToken: given}).problems.map(problem => (problem.id === 'not-isolated' ? problem.finding.id : problem.id));

  it('is refused, typed or from a file', () => {
    expect(idsFor(bot(), token(TOKEN))).toEqual(['channel-token-shared']);
    expect(idsFor(bot({source: {kind: 'file', path: '/home/jane/bot'}}), token(TOKEN))).toEqual(['channel-token-shared']);
    expect(idsFor(bot(), token(TOKEN.replace('x', 'y')))).toEqual([]);
  });
});
