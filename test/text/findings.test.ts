/** Each rule in both languages: with each word of it that changes the sentence. */
import {describe, expect, it} from 'vitest';
import {type Details, type Finding, type Fix, type Remedy, type RuleId, SEVERITIES} from '../../src/rules/audit/finding.ts';
import {RULES} from '../../src/rules/audit/audit.ts';
import type {PlaceKind} from '../../src/rules/workspace.ts';
import {consequenceText, countText, fixTexts, ruleTitle, severityText} from '../../src/text/findings.ts';
import {expectSameFacts, inBoth} from '../helpers/korean.ts';
import {hostOn} from '../rules/helpers.ts';

function shared(relation: 'equal' | 'inside', outer: PlaceKind, inner: PlaceKind, others = 0) {
  return {relation, outer: {instance: 'main', place: {kind: outer, path: '/home/jane/.openclaw'}}, inner: {instance: 'rescue', place: {kind: inner, path: '/home/jane/.openclaw/x'}}, others} as const;
}

const MEETING = {lower: 'main', upper: {instance: 'rescue', base: 18_792}, others: 0, distance: 3, use: {kind: 'extension-relay'}, shared: {from: 18_792, to: 18_899}, isAccepted: false} as const;
const CDP = {...MEETING, upper: {instance: 'rescue', base: 18_811}, distance: 22, others: 2, use: {kind: 'cdp', browserProfile: {from: 12, to: 12}}, isAccepted: true} as const;
const HOLDER = {port: 19_001, code: 'EADDRINUSE', holder: {pid: 12, command: 'python3'}};
const UNKNOWN_HOLDER = {port: 19_002, code: 'EACCES'};

const DETAILS: {readonly [Id in RuleId]: readonly Details[Id][]} = {
  'config-shared': [shared('equal', 'config', 'config'), shared('inside', 'state', 'config', 2)],
  'state-shared': [shared('equal', 'state', 'state'), shared('inside', 'state', 'agent-state', 1)],
  'workspace-shared': [shared('inside', 'state', 'workspace'), shared('equal', 'workspace', 'workspace')],
  'agent-workspace-shared': [shared('equal', 'workspace', 'agent-workspace')],
  'workspace-in-main': [shared('inside', 'state', 'workspace')],
  'log-shared': [shared('equal', 'log', 'log')],
  'base-equal': [{port: 18_789}],
  'base-near': [MEETING, {...MEETING, others: 1, use: {kind: 'browser-control'}}],
  'block-overlap': [CDP, {...CDP, use: {kind: 'reserved'}, isAccepted: false}],
  'port-closed': [{port: 80, isBase: true}, {port: 81, isBase: false}],
  'base-high': [{base: 65_500}],
  'base-ephemeral': [{base: 40_000, from: 32_768, to: 60_999}],
  'base-unpinned': [{base: 19_421}],
  'cdp-url-shared': [{address: 'http://127.0.0.1:9222'}],
  'remote-cdp-shared': [{address: 'wss://browser.example:443'}],
  'cdp-port-shared': [true, false].map(isBrowser => ({port: 18_800, instance: 'rescue', key: 'browser.profiles.work.cdpPort', other: 'main', use: 'browser.cdpPort', isBrowser})),
  'cdp-port-in-block': [{clash: {owner: 'main', use: {kind: 'cdp', browserProfile: {from: 1, to: 1}}, shared: {from: 18_800, to: 18_800}, base: 18_789} as unknown as Details['cdp-port-in-block']['clash'], instance: 'rescue', key: 'browser.profiles.work.cdpPort'}],
  'port-drift': [{}],
  'port-held': [{busy: HOLDER}, {busy: UNKNOWN_HOLDER}],
  'block-port-held': [{busy: [HOLDER, UNKNOWN_HOLDER]}],
  'service-crossed': (['state', 'config', 'environment', 'name', 'port'] as const).map(lead => ({path: '/etc/systemd/user/openclaw-gateway-rescue.service', other: 'main', lead})),
  'service-twice': [{count: 2}],
  'service-drop-in': [{path: '/etc/systemd/user/x.service.d/10-port.conf'}],
  'service-path-missing': [{path: '/opt/node/bin/node', what: 'node'}],
  'service-path-moving': [{by: ['nvm', 'fnm']}],
  'service-mixed-install': [{node: '/usr/bin/node', entry: '/opt/openclaw/dist/index.js', reason: 'other-node'}, {node: '/usr/bin/node', entry: '/opt/openclaw/dist/index.js', reason: 'unsupported'}],
  'service-secret': [{names: ['OPENCLAW_GATEWAY_TOKEN', 'TELEGRAM_BOT_TOKEN']}],
  'service-outdated': [{issues: ['gateway-token-embedded', 'path-minimal']}],
  'service-namesake': [{path: '/x/openclaw-gateway.service', command: '/usr/bin/backup'}, {path: '/x/openclaw-gateway.service', command: ''}],
  'linger-off': [{account: 'jane'}],
  'mode-wide': [{paths: 3}],
  'shell-variable': [{names: ['OPENCLAW_STATE_DIR'], leadsTo: undefined}, {names: ['OPENCLAW_STATE_DIR', 'OPENCLAW_HOME'], leadsTo: 'main'}],
  'dotenv-selector': [{name: 'OPENCLAW_PROFILE', leadsTo: 'rescue'}, {name: 'OPENCLAW_STATE_DIR', leadsTo: undefined}],
  'channel-variable': [{name: 'TELEGRAM_BOT_TOKEN', isOf: 'main'}, {name: 'TELEGRAM_BOT_TOKEN', isOf: undefined}],
  'channel-token-shared': [{channel: 'telegram'}, {channel: 'discord'}],
  'channel-login-shared': [{channel: 'whatsapp'}],
  'config-unreadable': [{reason: 'line 3: a comma is missing', isClosed: false}, {reason: 'EACCES', isClosed: true}],
  'config-missing': [{service: 'openclaw-gateway-rescue.service'}],
  'mode-missing': [{}],
  'key-refused': [{keys: ['gateway.prot'], version: '2026.9.6'}, {keys: ['gateway.prot', 'x.y'], version: undefined}],
  'restore-armed': [{reasons: ['size', 'meta', 'mode', 'update-only'], from: '/home/jane/.openclaw/openclaw.json.bak'}],
  'bind-open': [{bind: 'lan'}],
  'gateway-token-shared': [{}],
  'login-shared': [{provider: 'openai-codex'}],
  'same-openclaw': [{path: '/usr/lib/node_modules/openclaw/dist/index.js'}],
  'same-node': [{path: '/usr/bin/node'}],
  'same-credentials': [{count: 1}],
  'same-disk': [{}],
};

const PROFILE = {kind: 'profile', profile: 'rescue'} as const;
const PATHS = {kind: 'paths', stateDir: '/srv/bot', configPath: '/srv/bot/openclaw.json'} as const;

function aFix(remedy: Remedy, ours: Fix['ours'] = PROFILE): Fix {
  return {instance: 'rescue', ours, configPath: '/home/jane/.openclaw-rescue/openclaw.json', remedy};
}

const FIXES: readonly Fix[] = [aFix({kind: 'hand'}), aFix({kind: 'hand'}, PATHS as unknown as Fix['ours']), aFix({kind: 'hand'}, undefined)];

function aFinding(id: RuleId, detail: object, instances: readonly string[] = ['main', 'rescue'], fixes: readonly Fix[] = FIXES): Finding {
  return {id, severity: 'error', instances, detail, fixes, values: [{instance: 'main', key: '.env', value: '18789'}, {instance: 'rescue', key: 'config', value: '19001'}]} as unknown as Finding;
}

const FINDINGS = Object.entries(DETAILS).flatMap(([id, details]) => details.map((detail, index) => ({name: `${id} (${index + 1})`, finding: aFinding(id as RuleId, detail)})));
const MANY = ['main', 'a', 'b', 'c', 'd'];

it('every rule has an example', () => {
  expect(new Set(RULES.map(({id}) => id))).toEqual(new Set(Object.keys(DETAILS)));
});

describe.each(FINDINGS)('$name', ({finding}) => {
  it('keeps its facts in Korean', () => {
    const {id, detail} = finding;
    for (const instances of [['main', 'rescue'], ['rescue'], MANY, []]) expectSameFacts(() => consequenceText(aFinding(id, detail, instances)));
    expect(inBoth(() => consequenceText(finding)).korean).toMatch(/\.$/);
  });

  it('keeps what its owner has to do', () => {
    for (const fix of finding.fixes) expectSameFacts(() => fixTexts({...finding, fixes: [fix]}, hostOn('linux')).join('\n'));
  });
});

it.each(Object.keys(DETAILS) as RuleId[])('%s has a title', id => expectSameFacts(() => ruleTitle(id)));

describe('a fix', () => {
  const texts = (remedy: Remedy, ours?: Fix['ours']) => fixTexts(aFinding('base-equal', {port: 18_789}, ['main', 'rescue'], [{...aFix(remedy), ours}]), hostOn('linux')).join('\n');

  it.each<Remedy>([
    {kind: 'setting', key: ['gateway', 'mode'], value: 'local'},
    {kind: 'setting', key: ['browser', 'profiles', 'a.b']},
    {kind: 'answers', answers: {basePort: 19_001, workspace: '/home/jane/work', auth: {kind: 'generate'}, service: 'write'}},
  ])('$kind tells the same in Korean', remedy => {
    expectSameFacts(() => texts(remedy));
    expectSameFacts(() => texts(remedy, PROFILE));
  });

  it('that is a command is the same in all languages', () => {
    const {english, korean} = inBoth(() => texts({kind: 'command', argv: ['loginctl', 'enable-linger', 'jane doe']}));
    expect(english).toBe("loginctl enable-linger 'jane doe'");
    expect(korean).toBe(english);
  });
});

it('counts in both languages', () => {
  const findings = SEVERITIES.flatMap(severity => [1, 2].map(() => ({...aFinding('mode-missing', {}), severity}))).slice(0, 5);
  expect(inBoth(() => countText(findings, SEVERITIES))).toEqual({english: '2 errors, 2 warnings, 1 note', korean: '오류 2개, 경고 2개, 참고 1개'});
  for (const severity of SEVERITIES) expect(inBoth(() => severityText(severity)).korean).toMatch(/^\p{Script=Hangul}+$/u);
});

it('names a few of many', () => {
  expect(inBoth(() => consequenceText(aFinding('same-disk', {}, MANY)))).toEqual({
    english: 'The state of main, a, b and 2 others lies on one file system: when it is full, none of them can write.',
    korean: expect.stringContaining('main, a, b 외 2개'),
  });
});

it('no word from outside moves the cursor, in any language', () => {
  for (const text of Object.values(inBoth(() => consequenceText(aFinding('key-refused', {keys: ['a\u001b[2J'], version: undefined}, ['x\u0007']))))) expect(text).not.toMatch(/[\u0000-\u001f]/);
});
