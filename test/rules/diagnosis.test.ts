import {readdirSync, readFileSync} from 'node:fs';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type Cause, diagnose, MOST_LINES, type StartEvidence} from '../../src/rules/diagnosis.ts';
import {bareLines, shownLine, withoutSecrets} from '../../src/rules/log-lines.ts';

const FOLDER = new URL('../fixtures/starts/', import.meta.url);

/** What a real start left: its first line says how it ended, the rest is its log. */
function evidenceIn(name: string): StartEvidence {
  const [head = '', ...lines] = readFileSync(new URL(`${name}.txt`, FOLDER), 'utf8').trimEnd().split('\n');
  const [exitCode, restarts] = [/\bexit (\d+)/, /\brestarts (\d+)/].map(form => form.exec(head)?.[1]).map(text => (text === undefined ? undefined : Number(text)));
  return {exitCode, restarts, result: /\bresult ([\w-]+)/.exec(head)?.[1], lines};
}

const python = {pid: 4242, command: '/usr/bin/python3 -m http.server 19789 --bind 127.0.0.1', user: 'user'};
const restored: Cause = {id: 'config-restored', reasons: ['size-drop-vs-last-good:525->253', 'missing-meta-vs-last-good']};
const unknownKey: Cause = {id: 'config-invalid', message: 'Unrecognized key: "gatway"', others: 0};
const portTaken: Cause = {id: 'port-taken', port: 19789, holder: python};

/** A cause for each file, and a word of the lines that are shown with it. */
const CAUSES: Readonly<Record<string, readonly [Cause, string]>> = {
  'bind-without-auth': [{id: 'bind-without-auth', bind: 'lan'}, 'Refusing to bind'],
  'bind-without-auth-token': [{id: 'bind-without-auth', bind: 'lan'}, 'Refusing to bind'],
  'bind-without-auth-2026.5.28': [{id: 'bind-without-auth', bind: 'lan'}, 'Refusing to bind'],
  'bind-without-auth-2026.7.35': [{id: 'bind-without-auth', bind: 'lan'}, 'Refusing to bind'],
  'channel-failed-conflict': [{id: 'channel-failed', channel: 'telegram', reason: 'conflict'}, 'getUpdates'],
  'channel-failed-file': [{id: 'channel-failed', channel: 'telegram', reason: 'rejected'}, 'unauthorized'],
  'channel-failed-network': [{id: 'channel-failed', channel: 'telegram', reason: 'network'}, 'setMyCommands'],
  'channel-failed-rejected': [{id: 'channel-failed', channel: 'telegram', reason: 'rejected'}, 'unauthorized'],
  'config-invalid-2026.5.28': [{id: 'config-invalid', message: 'Invalid input', others: 0}, '<root>'],
  'config-invalid-2026.7.35': [{id: 'config-invalid', message: 'Invalid input', others: 0}, '<root>'],
  'config-invalid-bind': [{id: 'config-invalid', key: 'gateway.bind', message: 'Use "loopback", "lan", "tailnet", "auto", or "custom".', others: 0}, 'Invalid --bind'],
  'config-invalid-file': [unknownKey, 'gatway'],
  'config-invalid-several-2026.5.28': [{id: 'config-invalid', key: 'gateway.port', message: 'Invalid input', others: 1}, 'gateway.port'],
  'config-invalid-several-2026.7.35': [{id: 'config-invalid', key: 'gateway.port', message: 'Invalid input', others: 1}, 'gateway.port'],
  'config-invalid-type': [{id: 'config-invalid', key: 'gateway.port', message: 'Invalid input: expected number, received string', others: 0}, 'gateway.port'],
  'config-invalid-unknown-key': [unknownKey, 'gatway'],
  'config-missing': [{id: 'config-missing'}, 'Missing config'],
  'config-missing-2026.5.28': [{id: 'config-missing'}, 'Missing config'],
  'config-missing-2026.7.35': [{id: 'config-missing'}, 'Missing config'],
  'config-missing-file': [{id: 'config-missing'}, 'Missing config'],
  'config-missing-unit': [{id: 'config-missing'}, 'Missing config'],
  'config-newer': [{id: 'config-newer', wroteIt: '2027.1.1', runs: '2026.9.6'}, '2027.1.1'],
  'config-restored': [restored, 'auto-restored'],
  'config-restored-file': [restored, 'auto-restored'],
  'entry-missing': [{id: 'entry-missing', path: '/usr/local/lib/node_modules/openclaw-gone/dist/index.js'}, 'openclaw-gone'],
  'entry-missing-unit': [{id: 'entry-missing', path: '/nowhere/dist/index.js'}, '/nowhere'],
  'exec-failed': [{id: 'exec-failed', step: 'EXEC', path: '/nowhere/node', reason: 'No such file or directory'}, '/nowhere/node'],
  'exec-failed-folder': [{id: 'exec-failed', step: 'CHDIR', reason: 'No such file or directory'}, 'CHDIR'],
  'mode-missing': [{id: 'mode-missing'}, 'missing gateway.mode'],
  'mode-missing-2026.5.28': [{id: 'mode-missing'}, 'missing gateway.mode'],
  'mode-missing-2026.7.35': [{id: 'mode-missing'}, 'missing gateway.mode'],
  // It says the same of a config with a syntax error.
  'mode-missing-syntax': [{id: 'mode-missing'}, 'missing gateway.mode'],
  'mode-missing-syntax-2026.5.28': [{id: 'mode-missing'}, 'missing gateway.mode'],
  'mode-missing-syntax-2026.7.35': [{id: 'mode-missing'}, 'missing gateway.mode'],
  'node-too-old': [{id: 'node-too-old', version: '20.20.2', wanted: '24.16+/26.1+'}, 'Detected: node 20.20.2'],
  'out-of-memory': [{id: 'out-of-memory', limit: 'heap'}, 'heap out of memory'],
  'out-of-memory-unit': [{id: 'out-of-memory', limit: 'heap'}, 'heap out of memory'],
  'plugin-failed': [{id: 'plugin-failed', message: 'Configured plugin load path is unavailable: /nowhere/plugin.'}, '/nowhere/plugin'],
  'port-taken': [portTaken, 'pid 4242'],
  'port-taken-2026.5.28': [portTaken, 'pid 4242'],
  'port-taken-2026.7.35': [portTaken, 'pid 4242'],
  'port-taken-file': [portTaken, 'pid 4242'],
  'port-taken-gateway': [{id: 'port-taken', port: 18789, holder: {pid: 4242, command: 'openclaw-gateway', user: 'user'}}, 'pid 4242'],
  'port-taken-unit': [{id: 'port-taken'}, 'waiting 5000ms'],
  'reference-missing': [{id: 'reference-missing', name: 'OPENCLAW_RESCUE_TOKEN', key: 'gateway.auth.token', isFatal: false}, 'OPENCLAW_RESCUE_TOKEN'],
  'reference-missing-2026.5.28': [{id: 'reference-missing', name: 'OPENCLAW_RESCUE_TOKEN', isFatal: true}, 'OPENCLAW_RESCUE_TOKEN'],
  'reference-missing-2026.7.35': [{id: 'reference-missing', name: 'OPENCLAW_RESCUE_TOKEN', key: 'gateway.auth.token', isFatal: false}, 'OPENCLAW_RESCUE_TOKEN'],
  'reference-missing-secret': [{id: 'reference-missing', isFatal: true}, 'secrets are unavailable'],
  starting: [{id: 'starting'}, 'spawn broker ready'],
  'state-owned': [{id: 'state-owned'}, 'owns gateway-lifecycle'],
  'state-owned-other-port': [{id: 'state-owned'}, 'owns gateway-lifecycle'],
};
const NAMES = Object.keys(CAUSES);

describe('the starts of real gateways', () => {
  it('has a cause for each', () => {
    expect(readdirSync(FOLDER).map(name => name.replace(/\.txt$/, '')).sort()).toEqual(NAMES.sort());
  });

  it.each(NAMES)('%s', name => {
    const {cause, lines} = diagnose(evidenceIn(name));
    const [expected, word] = CAUSES[name] as readonly [Cause, string];
    expect(cause).toEqual(expected);
    expect(lines.join('\n')).toContain(word);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThanOrEqual(MOST_LINES);
    for (const line of lines) expect(line).not.toMatch(/^\{|^\d{4}-|[\u0000-\u001f]|.{201}/);
  });

  it('tells a cause by the log alone', () => {
    for (const name of NAMES.filter(each => each !== 'starting')) expect(diagnose({lines: evidenceIn(name).lines}).cause).toEqual(CAUSES[name]?.[0]);
  });
});

describe('a cause', () => {
  const failing = evidenceIn('config-invalid-type');
  const again = 'openclaw-gateway-rescue.service: Scheduled restart job, restart counter is at 1.';

  it('is the one of the attempt before while the next is under way', () => {
    expect(diagnose({restarts: 1, result: 'success', lines: [...failing.lines, again, ...evidenceIn('starting').lines]}).cause.id).toBe('config-invalid');
  });

  it('is the one of the last attempt that has one', () => {
    expect(diagnose({restarts: 1, exitCode: 1, lines: [...failing.lines, again, ...evidenceIn('port-taken').lines]}).cause.id).toBe('port-taken');
  });

  it('comes before what only troubles a gateway', () => {
    expect(diagnose({exitCode: 1, lines: [...evidenceIn('port-taken').lines, ...evidenceIn('channel-failed-conflict').lines]}).cause.id).toBe('port-taken');
  });

  it('is completed with what the host knows', () => {
    const holder = {pid: 12, command: 'nc'};
    expect(diagnose({...evidenceIn('port-taken-unit'), listener: {port: 19789, holder}}).cause).toEqual({id: 'port-taken', port: 19789, holder});
    expect(diagnose({...evidenceIn('port-taken'), listener: {port: 19789, holder}}).cause).toEqual(portTaken);
    for (const name of ['starting', 'plugin-failed', 'channel-failed-network', 'reference-missing']) expect(diagnose({...evidenceIn(name), listener: {port: 19789, holder}}).cause).toEqual({id: 'port-taken', port: 19789, holder});
    expect(diagnose({...evidenceIn('config-missing'), listener: {port: 19789, holder}}).cause).toEqual({id: 'config-missing'});
    // What listens on another port has nothing to do with it.
    expect(diagnose({...evidenceIn('port-taken'), listener: {port: 1, holder}}).cause).toEqual(portTaken);
    expect(diagnose({...evidenceIn('state-owned'), owner: 77}).cause).toEqual({id: 'state-owned', pid: 77});
  });

  it.each<[string, Partial<StartEvidence>, Cause]>([
    ['a program that is not there', {exitCode: 203, result: 'exit-code'}, {id: 'exec-failed', step: 'EXEC'}],
    ['a folder that is not there', {exitCode: 200, result: 'exit-code'}, {id: 'exec-failed', step: 'CHDIR'}],
    ['memory', {exitCode: 137, result: 'oom-kill'}, {id: 'out-of-memory', limit: 'system'}],
    ['memory, in a line', {exitCode: 137, result: 'signal', lines: ['x.service: A process of this unit has been killed by the OOM killer.']}, {id: 'out-of-memory', limit: 'system'}],
    ['the limit of starts', {exitCode: 1, result: 'start-limit-hit'}, {id: 'start-limit'}],
    ['the limit of starts, in a line', {exitCode: 1, result: 'exit-code', lines: ['x.service: Start request repeated too quickly.']}, {id: 'start-limit'}],
    ['nothing at all', {}, {id: 'starting'}],
    ['an exit code alone', {exitCode: 3, result: 'exit-code'}, {id: 'unknown', exitCode: 3}],
    ['restarts alone', {restarts: 4}, {id: 'unknown'}],
    ['a gateway that is ready', {lines: ['2026-11-24T15:38:51.951+00:00 [gateway] ready']}, {id: 'unknown'}],
  ])('is told from %s', (_, evidence, cause) => {
    expect(diagnose({lines: [], ...evidence}).cause).toEqual(cause);
  });

  it('shows the last words of what it does not know', () => {
    const lines = ['[gateway] starting...', 'one', 'two', 'two', '', 'three'];
    expect(diagnose({exitCode: 1, lines}).lines).toEqual(['one', 'two', 'three']);
  });
});

describe('a line that is shown', () => {
  const SECRETS = [
    'aaaabbbbccccddddeeeeffff0000111122223333444455556666',
    '123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr',
    'sk-ant-api03-Zx9yWv8u',
    'sk-proj-0123456789abcdef',
    'xoxb-123456789012-abcdefABCDEF',
    'xapp-1-A0123456789-abcdef',
    'ghp_0123456789abcdefABCDEF',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N',
    'AIzaSyA0123456789abcdefghijklmnopqrstu',
  ];
  const PLACES: readonly ((secret: string) => string)[] = [
    secret => secret,
    secret => `401 from https://api.telegram.org/bot${secret}/getMe`,
    secret => `ws://127.0.0.1:19789/?token=${secret}&x=1`,
    secret => `Authorization: Bearer ${secret}`,
    secret => `gateway.auth.token: "${secret}" is refused`,
    secret => `{"time":"2026-11-24T15:34:36.418+00:00","message":"token=${secret} failed"}`,
    secret => `\u001b[31mOPENCLAW_GATEWAY_TOKEN=${secret}\u001b[0m`,
    secret => `https://user:${secret}@host.example/path`,
    secret => `botToken '${secret}' rejected`,
  ];

  it.each(SECRETS)('has nothing of %s', secret => {
    for (const place of PLACES) {
      // However it gets there: as a cause, as its message, as a line beside it, as a last word.
      for (const prefix of ['', 'x.json:1 — gateway.port: ', "Error: Cannot find module '", 'Refusing to bind gateway to ', 'x.service: Failed at step EXEC spawning ', '[telegram] 401: Unauthorized ', 'EADDRINUSE 127.0.0.1:1 ']) {
        const line = `${prefix}${place(secret)}' without auth: x`;
        expect(JSON.stringify(diagnose({exitCode: 1, lines: ['Invalid config at x:', line]}))).not.toContain(secret);
        expect(JSON.stringify(diagnose({exitCode: 1, lines: [line, `- pid 1 user: node ${place(secret)}`]}))).not.toContain(secret);
      }
    }
  });

  it('has no short value of what is named a secret', () => {
    for (const text of ['?token=abc', 'password=hunter2', 'api_key="k1"', 'https://me:pw@host/']) expect(withoutSecrets(text)).toContain('••••••');
    expect(withoutSecrets('https://me:pw@host/')).not.toContain('pw');
  });

  it('keeps what is no secret', () => {
    for (const text of [
      'gateway.auth.token: Invalid input: expected string, received number',
      "Error: Cannot find module '/usr/local/lib/node_modules/openclaw/dist/index.js'",
      'openclaw-gateway-rescue.service: Failed at step EXEC spawning /nowhere/node: No such file or directory',
      '[config] warnings: gateway.auth.token: *** env var "OPENCLAW_RESCUE_TOKEN" - feature using this value will be unavailable',
      'wrote stability bundle: /home/user/openclaw-stability-2026-11-24T15-35-27-156Z-371-gateway.startup_failed.json',
    ]) {
      expect(withoutSecrets(text)).toBe(text);
    }
  });

  it('has no secret, control character or more than its width, whatever is logged', () => {
    const hex = fc.string({unit: fc.constantFrom(...'0123456789abcdef'), minLength: 32, maxLength: 64}).filter(text => /\d/.test(text) && /[a-f]/.test(text));
    fc.assert(
      fc.property(fc.string({unit: 'binary'}), hex, fc.string({unit: 'binary'}), (before, secret, after) => {
        const {lines, cause} = diagnose({exitCode: 1, lines: [`${before} ${secret} ${after}`]});
        expect(JSON.stringify([lines, cause])).not.toContain(secret);
        for (const line of lines) expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]|[^]{201}/);
      }),
    );
  });

  it('is as long as it may be', () => {
    expect(shownLine('x'.repeat(300).replace(/x{10}/g, 'word word '), 50)).toHaveLength(50);
  });
});

describe('a line as it was logged', () => {
  it('is freed of time, colour, frame and JSON', () => {
    expect(bareLines('2026-11-24T15:34:48.558+00:00 \u001b[36m[gateway]\u001b[0m loading')).toEqual(['[gateway] loading']);
    expect(bareLines('│  - gateway.auth.token: Missing  │')).toEqual(['- gateway.auth.token: Missing']);
    expect(bareLines('{"0":"{\\"subsystem\\":\\"channels/telegram\\"}","message":"a\\nb","time":"2026-11-24T15:34:48.558Z"}')).toEqual(['[telegram] a', 'b']);
    expect(bareLines('{"0":')).toEqual(['{"0":']);
  });
});
