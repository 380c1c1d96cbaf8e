/** Plain mode in a real terminal: each run is compared, whole, with a transcript that can be read aloud. */
import {dirname} from 'node:path';
import {expect, it} from 'vitest';
import {makeHome, type TestHome} from '../helpers/home.ts';
import {run} from '../helpers/run.ts';
import {enterTo, KEYS, openTerminal} from '../helpers/terminal.ts';
import {converse, type Conversation, CTRL_C, CTRL_D, expectOnlyLines, type Turn} from './conversation.ts';

const CONFIG = '.openclaw-rescue/openclaw.json';

async function expectTranscript(name: string, conversation: Conversation): Promise<void> {
  await expect(conversation.transcript).toMatchFileSnapshot(`transcripts/${name}.txt`);
  expectOnlyLines(conversation);
}

/** Every question of a first run, with Enter. */
const DEFAULTS: readonly Turn[] = [
  ['Profile [', ''],
  ['Base port [', ''],
  ['Workspace [', ''],
  ['Kit:', ''],
  ['Bind:', ''],
  ['Token:', ''],
  ['Service:', ''],
  ['Telegram:', ''],
];
const APPLY: readonly Turn[] = [
  ['What next:', ''],
  ['Go on to model and channels', ''],
];

function configOf(home: TestHome) {
  return JSON.parse(home.read(CONFIG));
}

it('first run', async () => {
  const home = makeHome();
  const conversation = await converse(home, [...DEFAULTS, ...APPLY]);
  await expectTranscript('first-run', conversation);
  expect(conversation.code).toBe(0);
  expect(configOf(home).gateway.port).toBe(19789);
});

it('first run, as the screen would have written it', async () => {
  const [plain, screen] = [makeHome(), makeHome()];
  await converse(plain, [...DEFAULTS.slice(0, 4), ['Bind:', '2'], ...DEFAULTS.slice(5), ...APPLY]);
  const terminal = openTerminal({env: screen.env});
  await enterTo(terminal, 4);
  terminal.press(KEYS.right);
  await terminal.see('‹ lan ›');
  await enterTo(terminal, 7, 4);
  terminal.press(KEYS.enter);
  await terminal.see('is written, base port');
  terminal.press(KEYS.enter);
  await terminal.exit;
  expect(written(plain)).toEqual(written(screen));
});

/** All files of the new profile and its service, but for what is made anew each time. */
function written(home: TestHome) {
  const files = {...home.snapshot('.openclaw-rescue'), ...home.snapshot('.config/systemd')};
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replaceAll(dirname(home.path), '/test').replace(/[0-9a-f]{48}/g, 'token').replace(/begin [0-9a-f]+/g, 'begin')]));
}

it.each([{ACCESSIBLE: '1'}, {TERM: 'dumb'}])('is where %j is', async env => {
  const conversation = await converse(makeHome(), [['Profile [rescue] (? help): ', CTRL_D]], {args: [], env});
  expect(conversation.code).toBe(130);
  expectOnlyLines(conversation);
});

it('edits a profile that is there', async () => {
  const home = makeHome();
  run(['--non-interactive'], home.env);
  const before = configOf(home);
  const conversation = await converse(home, [
    ['Profile [', ''],
    ['Base port [19789]', '20900'],
    ['Workspace [', ''],
    ['Kit:', ''],
    ['Bind:', '2'],
    ['Token:', ''],
    ['Telegram:', ''],
    ['What next:', '2'],
    ['[1]', '1'],
    ['Go on to model and channels', 'n'],
  ]);
  await expectTranscript('edit', conversation);
  expect(conversation.code).toBe(0);
  expect(configOf(home)).toMatchObject({gateway: {port: 20900, bind: 'lan', auth: before.gateway.auth}});
});

it('goes back, to the question before and to the step before, and from Review to any step and back', async () => {
  const home = makeHome();
  const conversation = await converse(home, [
    ['Profile [', ''],
    ['Base port [', 'b'],
    ['Profile [', '\\b'],
    ['Base port [', 'b'],
    ['Profile [b]', 'rescue'],
    ['Base port [', '?'],
    ['Base port [', 'e'],
    ['Base port [', 'n'],
    ['Base port [', ''],
    ['Workspace [', '?'],
    ['Workspace [', ''],
    ['Kit:', 'b'],
    ['Workspace [', ''],
    ['Kit:', '3'],
    ['Bind:', ''],
    ['Token:', 'b'],
    ['Bind:', 'b'],
    ['Workspace [', ''],
    ['Kit:', ''],
    ['Bind:', ''],
    ['Token:', ''],
    ['Service:', '2'],
    ['Telegram:', ''],
    ['What next:', '4'],
    ['Base port [', '20000'],
    ['What next:', '6'],
    ['Bind:', 'b'],
    ['What next:', 'b'],
    ['Telegram:', CTRL_C],
    ['Leave?', CTRL_C],
  ]);
  await expectTranscript('back', conversation);
  expect(conversation.code).toBe(130);
});

it('refuses what the rules forbid, with the reason, and asks again', async () => {
  const home = makeHome();
  const conversation = await converse(home, [
    ['Profile [', 'de fault'],
    ['Profile [rescue]', ''],
    ['Base port [', '18790'],
    ['Base port [19789]', 'postgres'],
    ['Base port [19789]', ''],
    ['Workspace [', '~/.openclaw/workspace/inside'],
    ['Workspace [~/.openclaw-rescue/workspace-rescue]', ''],
    ['Kit:', '4'],
    ['[1]', '1'],
    ['Bind:', 'loopback'],
    ['[1]', '5'],
    ['Address', 'here'],
    ['Address', '192.0.2.7'],
    ['Token:', ''],
    ['Service:', '2'],
    ['Telegram:', '2'],
    ['Bot token', '?'],
    ['Bot token', '123456789:too-short'],
    ['Bot token', `123456789:${'B'.repeat(34)}x\u007fB`],
    ['Who writes:', ''],
    ['Your id', ''],
    ['What next:', ''],
    ['Go on to model and channels', 'perhaps'],
    ['y or n', ''],
  ]);
  await expectTranscript('refuse', conversation);
  expect(conversation.raw).not.toMatch(/BBB|too-short/);
  expect(configOf(home).channels.telegram.botToken).toBe(`123456789:${'B'.repeat(35)}`);
});

it('keeps the answers when the line is lost, and goes on with them or without', async () => {
  const home = makeHome();
  const left = await converse(home, [
    ['Profile [', ''],
    ['Base port [', '20000'],
    ['Workspace [', ''],
    ['Kit:', '3'],
    ['Bind:', CTRL_D],
  ]);
  expect(left.code).toBe(130);
  const again = await converse(home, [
    ['last time', ''],
    [': ', CTRL_D],
  ]);
  expect(again.code).toBe(130);
  const anew = await converse(home, [
    ['last time', '2'],
    [': ', CTRL_D],
  ]);
  await expectTranscript('resume', {...left, raw: left.raw + again.raw + anew.raw, transcript: [left, again, anew].map(({transcript}) => transcript).join('\n---\n\n')});
});

it('accepts an overlap with a yes', async () => {
  const home = makeHome();
  const conversation = await converse(home, [
    ['Profile [', ''],
    ['Base port [', '18809'],
    ['Accept this overlap?', ''],
    ['Base port [19789]', '18809'],
    ['Accept this overlap?', 'y'],
    ...DEFAULTS.slice(2),
    ...APPLY,
  ]);
  await expectTranscript('overlap', conversation);
  expect(configOf(home).gateway.port).toBe(18809);
});

it('speaks Korean', async () => {
  const home = makeHome();
  const turns: readonly Turn[] = [
    ['[rescue]', '?'],
    ['[rescue]', ''],
    ['[19789]', '18790'],
    ['[19789]', ''],
    ['workspace-rescue]', ''],
    ['[1]', ''],
    ['[1]', '9'],
    ['[1]', ''],
    ['[1]', ''],
    ['[1]', ''],
    ['[1]', ''],
    ['[1]', ''],
    ['[n]', '아니오'],
  ];
  await expectTranscript('korean', await converse(home, turns, {env: {LANG: 'ko_KR.UTF-8'}}));
});
