/** Reasons and refusals in both languages: what is literal stays, all else is Korean. */
import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {failureText} from '../../src/apply/failure-text.ts';
import {readBotToken} from '../../src/host/bot-file.ts';
import {readConfig} from '../../src/host/config-file.ts';
import {readState} from '../../src/host/files.ts';
import {BASE_KEYS} from '../../src/rules/audit/ports.ts';
import {applyReasons, endedText} from '../../src/text/apply-reasons.ts';
import {browserText} from '../../src/text/browser-text.ts';
import {choiceText, commandWords} from '../../src/text/command-words.ts';
import {unusableText} from '../../src/text/config-faults.ts';
import {en as applyEnglish} from '../../src/text/en/apply-reasons.ts';
import {en as commandEnglish} from '../../src/text/en/command-words.ts';
import {en as faultEnglish} from '../../src/text/en/config-faults.ts';
import {en as engineEnglish} from '../../src/text/en/engine-switch.ts';
import {en as gatewayEnglish} from '../../src/text/en/gateway-text.ts';
import {en as reasonEnglish} from '../../src/text/en/reasons.ts';
import {engineWords, onOwnText, onSharedText} from '../../src/text/engine-switch.ts';
import {gatewayWords} from '../../src/text/gateway-text.ts';
import {ko as applyKorean} from '../../src/text/ko/apply-reasons.ts';
import {ko as commandKorean} from '../../src/text/ko/command-words.ts';
import {ko as faultKorean} from '../../src/text/ko/config-faults.ts';
import {ko as engineKorean} from '../../src/text/ko/engine-switch.ts';
import {ko as gatewayKorean} from '../../src/text/ko/gateway-text.ts';
import {ko as reasonKorean} from '../../src/text/ko/reasons.ts';
import {speak} from '../../src/text/language.ts';
import {phrase} from '../../src/text/phrases.ts';
import {FAILURE_CODES} from '../../src/text/write-failures.ts';
import {makeHome} from '../helpers/home.ts';

const PATH = '/home/jane/.openclaw-rescue/openclaw.json';
const HANGUL = /[가-힣]/;

beforeEach(() => speak('ko'));
afterEach(() => speak('en'));

describe('a reason in Korean keeps what is literal', () => {
  it.each<[string, () => string, readonly string[]]>([
    ['a port that was taken', () => applyReasons().portTaken(19789, 'node (pid 12, user bob)'), ['19789', 'node (pid 12, user bob)']],
    ['a command that failed', () => endedText('systemctl', 5, 'Unit not found.\nmore'), ['systemctl', '5', 'Unit not found.']],
    ['an engine that does not install', () => applyReasons().npmFailed('2026.9.6', 'EACCES: permission denied'), ['npm', '2026.9.6', 'EACCES: permission denied']],
    ['a gateway that does not answer', () => applyReasons().notHealthy('openclaw-gateway-rescue.service', 19789, 60), ['openclaw-gateway-rescue.service', '127.0.0.1:19789', '60']],
    ['a fault of a config', () => unusableText({id: 'no-json5', line: 3, column: 7, fault: {id: 'syntax', said: 'Unexpected token'}}), ['3', '7']],
    ['a limit of a config', () => unusableText({id: 'no-json5', line: 1, column: 1, fault: {id: 'too-long', length: 9, most: 8}}), ['9 MB', '8 MB', 'JSON']],
    ['a folder for a file', () => unusableText({id: 'not-a-file'}), []],
    ['an upgrade', () => onOwnText('rescue', '2026.9.6', 'later'), ['rescue', '2026.9.6']],
    ['a shared engine', () => onSharedText('rescue', '2026.9.6', 'healthy'), ['rescue', 'OpenClaw(2026.9.6)']],
    ['a service that is not there', () => gatewayWords().noManager('openclaw-rescue --profile rescue'), ['openclaw-rescue --profile rescue gateway']],
    ['a syntax that is none', () => choiceText(commandWords().env.noSyntax('cmd'), ['sh', 'fish']), ['"cmd"', 'sh, fish']],
    ['an engine that did not come up', () => engineWords().stuck('OpenClaw 2026.9.6', 'rescue', '공용 OpenClaw', 'systemctl --user start x', 'openclaw-rescue undo'), ['systemctl --user start x', 'openclaw-rescue undo']],
  ])('%s', (_, say, literals) => {
    const text = say();
    expect(text).toMatch(HANGUL);
    for (const literal of literals) expect(text).toContain(literal);
  });

  it.each(FAILURE_CODES)('%s at a write', code => {
    const text = failureText(Object.assign(new Error('rename'), {code, path: PATH}));
    expect(text).toMatch(HANGUL);
    expect(text).toContain(PATH);
    expect(text).not.toMatch(/[\n.]$/);
  });
});

describe('what the host can’t read', () => {
  it('a link to nothing, a file of a megabyte, a token that all may read', () => {
    const {path: folder} = makeHome();
    symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
    writeFileSync(join(folder, 'large'), 'x'.repeat(2000));
    writeFileSync(join(folder, 'token'), 'x', {mode: 0o644});
    expect(readState(join(folder, 'link'))).toEqual({kind: 'unreadable', reason: '대상이 없는 링크'});
    expect(readState(join(folder, 'large'), 1000)).toMatchObject({reason: '크기가 2 KB이며, 1 KB까지만 읽음'});
    expect(readState(join(folder, 'large'), 999)).toMatchObject({reason: expect.stringContaining('999바이트')});
    expect(readBotToken(join(folder, 'token'))).toMatchObject({reason: expect.stringMatching(/[가-힣].*chmod 600/)});
    speak('en');
    expect(readState(join(folder, 'link'))).toEqual({kind: 'unreadable', reason: 'a link to nothing'});
  });

  it.each([
    ['a word too many', '{a: 1} b', '1행 7열: 값 뒤에 다른 내용이 있음'],
    ['a character of no language', '{a: @}', '1행 5열: 예기치 않은 문자 \'@\''],
    ['what the parser alone knows', '{a: function}', /^1행 \d+열: /],
    ['a file that is not there', '{$include: "x.json5"}', /x\.json5 없음$/],
    ['a file of somebody else', '{$include: "../x.json5"}', '$include가 설정 폴더를 벗어남: ../x.json5'],
    ['a file of itself', '{a: 1, $include: "openclaw.json"}', '$include 중첩이 10단계를 넘음'],
  ])('a config with %s', (_, text, said) => {
    const {path: folder} = makeHome();
    mkdirSync(join(folder, 'state'));
    const path = join(folder, 'state', 'openclaw.json');
    writeFileSync(path, text);
    const {state} = readConfig(path, {});
    expect(state.kind === 'unreadable' && state.reason).toEqual(typeof said === 'string' ? said : expect.stringMatching(said));
  });
});

it('says what a rule names, and leaves keys, paths and values as they are', () => {
  for (const key of Object.values(BASE_KEYS)) if (key !== 'gateway.port') expect(phrase(key), key).toMatch(HANGUL);
  expect(phrase('OPENCLAW_STATE_DIR in .env')).toBe('.env의 OPENCLAW_STATE_DIR');
  expect(phrase('refused by OpenClaw 2026.9.6')).toBe('OpenClaw 2026.9.6에서 거부');
  for (const literal of ['gateway.port', '/home/jane/x', 'KillMode=mixed', '18789', 'toString']) expect(phrase(literal)).toBe(literal);
  speak('en');
  expect(phrase('not set')).toBe('not set');
});

it('tells the browser side of a gateway', () => {
  const ports = {control: 19791, relay: 19799, cdp: {from: 19800, to: 19899}, isEnabled: false, rows: [{name: 'work', kind: 'configured', source: 'later'}]} as const;
  const text = browserText('rescue', ports, new Map([[19791, {pid: 12, command: 'node'}]]));
  expect(text).toContain('rescue 브라우저가 꺼져 있습니다(browser.enabled).\n');
  expect(text).toMatch(/제어 +19791 .*node \(pid 12\)/);
  expect(text).toMatch(/CDP 범위 +19800–19899 +포트 100개 +수신 대기 중인 프로세스 없음/);
  expect(text).toMatch(/프로필 work +– +처음 시작할 때 정해짐/);
});

describe('each sentence', () => {
  /** Every sentence of a catalogue by its place, functions called with something for each of their facts. */
  const sentences = (words: object, path = ''): [string, string][] =>
    Object.entries(words).flatMap(([key, value]): [string, string][] => {
      const place = `${path}${key}`;
      if (typeof value === 'object') return sentences(value, `${place}.`);
      return [[place, typeof value === 'string' ? value : value(...Array.from({length: value.length}, (_, index) => (place === 'leadsOut' && index === 2 ? ['⟨2⟩'] : `⟨${index}⟩`)))]];
    });

  it.each([
    ['apply', applyEnglish, applyKorean],
    ['commands', commandEnglish, commandKorean],
    ['config', faultEnglish, faultKorean],
    ['engine', engineEnglish, engineKorean],
    ['gateway', gatewayEnglish, gatewayKorean],
    ['reading', reasonEnglish, reasonKorean],
  ])('of %s tells the same facts in both languages', (_, english, korean) => {
    const told = new Map(sentences(korean));
    for (const [place, text] of sentences(english)) {
      const facts = (sentence: string) => [...new Set(sentence.match(/⟨\d⟩|--[a-z][a-z-]*|\b[A-Z]{4,}\b|\$include/g))].sort();
      expect(facts(told.get(place) ?? ''), place).toEqual(facts(text));
    }
  });
});
