/** The program without a terminal: exit codes, one line on stderr, one document on stdout, nothing written before its time. */
import {spawn} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync, symlinkSync} from 'node:fs';
import {describe, expect, it, onTestFinished} from 'vitest';
import {makeHome} from '../helpers/home.ts';
import {run} from '../helpers/run.ts';

const UNIT = '.config/systemd/user/openclaw-gateway-rescue.service';
const CONFIG = '.openclaw-rescue/openclaw.json';

describe('what is refused', () => {
  it.each([
    ['nobody to ask', [], 2, 'add --non-interactive, and for other answers than the defaults --profile, --gateway-port'],
    ['JSON that would have to ask', ['--json'], 2, 'add --non-interactive or --dry-run'],
    ['an unknown option, with the nearest one', ['--gatway-port', '1'], 2, 'Did you mean --gateway-port?'],
    ['an unknown command', ['onbord'], 2, "unknown command 'onbord'"],
    ['no port', ['--dry-run', '--gateway-port', 'abc'], 2, '"abc" is not a port number.'],
    ['a port below 1024', ['--dry-run', '--gateway-port', '443'], 3, '443 is below 1024'],
    ['a port without room', ['--dry-run', '--gateway-port', '65426'], 3, 'the CDP range falls back to 18800–18899'],
    ['main’s own port', ['--dry-run', '--gateway-port', '18789'], 3, '18789 is the same as main'],
    ['a port too near', ['--dry-run', '--gateway-port', '18808'], 3, '18808 is 19 above main (18789)'],
    ['an overlap that nobody accepted', ['--dry-run', '--gateway-port', '18809'], 3, 'main’s 10th browser profile'],
    ['main as a profile', ['--profile', 'default', '--dry-run'], 3, 'main itself'],
    ['a name that is none', ['--profile', 'a b', '--dry-run'], 2, 'is no profile name'],
    ['a new name with capitals', ['--profile', 'Rescue', '--dry-run'], 2, 'use rescue'],
    ['a relative workspace', ['--dry-run', '--workspace', 'here'], 2, 'must be a full path'],
    ['main’s workspace', ['--dry-run', '--workspace', '~/.openclaw/workspace'], 3, 'It is main’s workspace'],
    ['a folder inside main’s state', ['--dry-run', '--workspace', '~/.openclaw/x'], 3, 'It lies inside main’s state folder'],
    ['a folder around main’s', ['--dry-run', '--workspace', '~'], 3, 'It contains main’s state folder'],
    ['an unknown bind', ['--dry-run', '--gateway-bind', '127.0.0.1'], 2, 'is no bind mode'],
    ['an address for a bind that takes none', ['--dry-run', '--gateway-bind-host', '127.0.0.1'], 2, 'the bind is loopback'],
    ['a custom bind without an address', ['--dry-run', '--gateway-bind', 'custom'], 2, 'needs an IPv4 address'],
    ['a variable name in lower case', ['--dry-run', '--gateway-token-ref-env', 'token'], 2, 'can’t hold the token'],
    ['a variable that everybody knows', ['--dry-run', '--gateway-token-ref-env', 'PATH'], 2, 'can’t hold the token'],
    ['a folder below a file', ['--dry-run', '--workspace', '/etc/passwd/x'], 3, '/etc/passwd is in the way: it is not a folder'],
  ] as const)('%s', (_, args, code, line) => {
    const home = makeHome();
    const before = home.snapshot();
    const {code: exit, out, err} = run(args, home.env);
    expect(err).toContain(line);
    expect(err).toMatch(/^openclaw-rescue: .*\n$/);
    expect(err).not.toMatch(/\n\s+at /);
    expect(exit).toBe(code);
    if (args.includes('--json' as never)) expect(JSON.parse(out).result).toEqual({kind: 'failed', exitCode: code});
    else if (!args.includes('--dry-run' as never)) expect(out).toBe('');
    expect(home.snapshot()).toEqual(before);
  });

  it('says that Node is too old, in words that it understands', () => {
    const home = makeHome();
    const {code, err} = run(['--version'], home.env, '/usr/bin/node');
    // Only where the system's Node is an old one there is something to see.
    if (code === 0) return;
    expect(err).toMatch(/^openclaw-rescue: needs Node .*\n$/);
    expect(code).toBe(2);
  });

  it('a link from the workspace into main’s', () => {
    const home = makeHome();
    mkdirSync(`${home.path}/.openclaw/workspace`);
    symlinkSync(`${home.path}/.openclaw`, `${home.path}/innocent`);
    const {code, err} = run(['--dry-run', '--workspace', '~/innocent/workspace'], home.env);
    expect(err).toContain('It is main’s workspace');
    expect(code).toBe(3);
  });

  it('a state folder that is a link to main’s', () => {
    const home = makeHome();
    symlinkSync(`${home.path}/.openclaw`, `${home.path}/.openclaw-rescue`);
    const {code, err} = run(['--non-interactive'], home.env);
    expect(err).toContain('main’s');
    expect(code).toBe(3);
  });

  it('an existing config that is no config, without touching it', () => {
    const home = makeHome();
    home.write(CONFIG, '{ gateway: { port: 19789 ');
    const before = home.snapshot();
    const {code, err} = run(['--non-interactive'], home.env);
    expect(err).toContain('can’t be edited: line 1, column');
    expect(code).toBe(3);
    expect(home.snapshot()).toEqual(before);
  });

  it('a service file under our name that is somebody else’s', () => {
    const home = makeHome();
    home.write(UNIT, '[Service]\nExecStart=/usr/bin/watchdog\n');
    const {code, err} = run(['--non-interactive', '--install-daemon'], home.env);
    expect(err).toContain('starts no OpenClaw gateway');
    expect(code).toBe(3);
  });
});

describe('what other instances have', () => {
  it('a config that can’t be read is not taken for proof', () => {
    const home = makeHome();
    home.write('.openclaw/openclaw.json', '{gateway: {port: 19789,, }}');
    const {code, out} = run(['--dry-run'], home.env);
    expect(code).toBe(0);
    expect(out).toContain('The config of main can’t be read (line 1, column 24');
    expect(out).toMatch(/ASSUMED +base port/);
  });

  it('a port that main’s .env sets', () => {
    const home = makeHome();
    home.write('.openclaw/.env', 'OPENCLAW_GATEWAY_PORT=19800\n');
    const {code, err} = run(['--dry-run', '--gateway-port', '19800'], home.env);
    expect([code, err]).toEqual([3, expect.stringContaining('the same as main (19800)')]);
  });

  it('a workspace that an agent of ours shares with main', () => {
    const home = makeHome();
    home.write(CONFIG, '{gateway: {port: 19789}, agents: {entries: {main: {workspace: "~/.openclaw/workspace"}}}}');
    const {code, err} = run(['--dry-run'], home.env);
    expect([code, err]).toEqual([3, expect.stringContaining('rescue’s workspace of an agent is main’s workspace')]);
  });

  it('the place of a main that is not there yet', () => {
    const home = makeHome({hasMain: false});
    expect(run(['--dry-run', '--gateway-port', '18789'], home.env).code).toBe(3);
    expect(run(['--dry-run', '--workspace', '~/.openclaw/workspace'], home.env).code).toBe(3);
  });

  it('a drop-in that decides the port over the unit', () => {
    const home = makeHome();
    run(['--non-interactive'], home.env);
    home.write(`${UNIT}.d/port.conf`, '[Service]\nEnvironment=OPENCLAW_GATEWAY_PORT=19900\n');
    const {code, err} = run(['--non-interactive', '--gateway-port', '20900'], home.env);
    expect([code, err]).toEqual([3, expect.stringContaining('port.conf decides what the service starts')]);
  });

  it('a port of ours that somebody else took', async () => {
    const home = makeHome();
    const child = spawn('python3', ['-c', 'import socket,time\ns=socket.socket()\ns.bind(("127.0.0.1",0))\ns.listen()\nprint(s.getsockname()[1],flush=True)\ntime.sleep(60)'], {stdio: ['ignore', 'pipe', 'ignore']});
    onTestFinished(() => void child.kill());
    const port = await new Promise<string>(resolve => child.stdout.once('data', data => resolve(String(data).trim())));
    home.write(CONFIG, `{gateway: {port: ${port}}}`);
    const {code, err} = run(['--dry-run', '--gateway-port', port], home.env);
    expect([code, err]).toEqual([3, expect.stringContaining(`Port ${port} is in use: python3`)]);
  });
});

describe('what is done', () => {
  it('previews the plan and writes nothing', () => {
    const home = makeHome();
    const before = home.snapshot();
    const {code, out} = run(['--dry-run'], home.env);
    expect(code).toBe(0);
    expect(out).toContain('Browser CDP 19800–19899');
    expect(out).toContain('+    "port": 19789,');
    expect(out).not.toMatch(/[0-9a-f]{48}/);
    expect(home.snapshot()).toEqual(before);
  });

  it('applies with defaults, then finds nothing to do', () => {
    const home = makeHome();
    const main = home.snapshot('.openclaw');
    const first = run(['--non-interactive', '--json'], home.env);
    expect(first.code).toBe(0);
    const document = JSON.parse(first.out);
    expect(document).toMatchObject({
      schemaVersion: 1,
      profile: 'rescue',
      answers: {basePort: 19789, bind: 'loopback', auth: 'generate'},
      result: {kind: 'applied', exitCode: 0},
    });
    expect(document.ports.map((row: {id: string}) => row.id)).toEqual(['gateway', 'canvas', 'browser-control', 'extension-relay', 'cdp']);
    expect(document.ports[4]).toMatchObject({from: 19800, to: 19899, state: 'free', clashes: []});
    expect(document.checks.every(({result}: {result: string}) => result === 'proved')).toBe(true);
    expect(first.out).not.toMatch(/[0-9a-f]{48}/);
    expect(first.out).not.toContain('main-token');

    const before = home.snapshot('.openclaw-rescue');
    const second = run(['--non-interactive', '--json'], home.env);
    expect(JSON.parse(second.out).result).toEqual({kind: 'nothing', exitCode: 0});
    expect(home.snapshot('.openclaw-rescue')).toEqual(before);
    expect(home.snapshot('.openclaw')).toEqual(main);
  });

  it('has modes of its own under any umask', () => {
    const home = makeHome();
    const umask = process.umask(0);
    try {
      expect(run(['--non-interactive'], home.env).code).toBe(0);
    } finally {
      process.umask(umask);
    }
    expect([home.mode('.openclaw-rescue'), home.mode(CONFIG), home.mode(UNIT)]).toEqual([0o700, 0o600, 0o600]);
  });

  it('puts the mode of a config right that others can read', () => {
    const home = makeHome();
    expect(run(['--non-interactive'], home.env).code).toBe(0);
    home.write(CONFIG, home.read(CONFIG), 0o644);
    expect(run(['--non-interactive'], home.env).code).toBe(0);
    expect(home.mode(CONFIG)).toBe(0o600);
  });

  it('takes the profile before and after the command, with and without "="', () => {
    const home = makeHome();
    for (const args of [['--profile', 'two', 'onboard'], ['onboard', '--profile', 'two'], ['--profile=two'], ['onboard', '--profile=one', '--profile=two']]) {
      expect(JSON.parse(run([...args, '--dry-run', '--json'], home.env).out).profile).toBe('two');
    }
  });

  it('gives the same plan by the command that the plan names', () => {
    const home = makeHome();
    const first = run(['--dry-run', '--gateway-port', '18809', '--accept-overlap', '--workspace', `${home.path}/a b`, '--gateway-bind', 'lan', '--no-install-daemon'], home.env);
    const command = first.out.trimEnd().split('\n').at(-1) as string;
    const words = command.slice(command.indexOf('--profile')).match(/'[^']*'|\S+/g)?.map(word => word.replaceAll("'", '')) ?? [];
    const second = run([...words, '--dry-run'], home.env);
    expect(second.code).toBe(0);
    expect(second.out).toBe(first.out);
  });

  it('writes a reference instead of a token, and no secret', () => {
    const home = makeHome();
    expect(run(['--non-interactive', '--gateway-token-ref-env', 'RESCUE_TOKEN'], home.env).code).toBe(0);
    expect(JSON.parse(home.read(CONFIG)).gateway.auth).toEqual({mode: 'token', token: {source: 'env', provider: 'default', id: 'RESCUE_TOKEN'}});
    expect(JSON.parse(run(['--non-interactive', '--json'], home.env).out).result.kind).toBe('nothing');
  });

  it('offers 18789 to a profile named main where there is no default instance, and 19789 to rescue beside it', () => {
    const home = makeHome({hasMain: false});
    expect(run(['--profile', 'main', '--non-interactive'], home.env).code).toBe(0);
    expect(JSON.parse(home.read('.openclaw-main/openclaw.json')).gateway.port).toBe(18789);
    const document = JSON.parse(run(['--dry-run', '--json'], home.env).out);
    expect(document.answers.basePort).toBe(19789);
    expect(document.checks[3].theirs).toEqual([{owner: 'main', value: '18789'}]);
  });

  it('accepts an overlap that stands already, but no other one', () => {
    const home = makeHome();
    expect(run(['--non-interactive', '--gateway-port', '18820', '--accept-overlap'], home.env).code).toBe(0);
    expect(JSON.parse(run(['--non-interactive', '--json'], home.env).out).result.kind).toBe('nothing');
    expect(run(['--non-interactive', '--gateway-port', '18821'], home.env).code).toBe(3);
  });

  it('prints commands that work in this very shell', () => {
    const home = makeHome();
    const {out, err} = run(['--non-interactive'], {...home.env, OPENCLAW_PROFILE: 'main', OPENCLAW_GATEWAY_PORT: '18789'});
    expect(err).toContain('ignored: OPENCLAW_GATEWAY_PORT, OPENCLAW_PROFILE');
    expect(out).toContain('unset OPENCLAW_GATEWAY_PORT OPENCLAW_PROFILE\n');
  });

  it('keeps the used workspace of a profile whose config names none', () => {
    const home = makeHome();
    home.write(CONFIG, '{gateway: {mode: "local", port: 19789}}');
    home.write('.openclaw-rescue/workspace/AGENTS.md', '# mine');
    expect(JSON.parse(run(['--dry-run', '--json'], home.env).out).answers.workspace).toBe(`${home.path}/.openclaw-rescue/workspace`);
  });

  it('keeps a password', () => {
    const home = makeHome();
    home.write(CONFIG, '{gateway: {mode: "local", port: 19789, auth: {password: "x"}}}');
    expect(run(['--non-interactive'], home.env).code).toBe(0);
    expect(home.read(CONFIG)).toContain('auth: {password: "x"}');
  });

  it('does without its own store', () => {
    const home = makeHome();
    mkdirSync(`${home.path}/.config/openclaw-rescue/config.json`, {recursive: true});
    expect(run(['--non-interactive'], home.env).code).toBe(0);
  });

  it('fails cleanly where the system takes no folder', () => {
    const home = makeHome();
    const before = home.snapshot('.openclaw');
    const {code, err} = run(['--non-interactive', '--workspace', '/proc/openclaw-rescue-test/x'], home.env);
    expect([code, err]).toEqual([1, expect.stringContaining('/proc/openclaw-rescue-test can’t be made there')]);
    expect(existsSync(`${home.path}/.openclaw-rescue`)).toBe(false);
    expect(home.snapshot('.openclaw')).toEqual(before);
  });

  it('survives a reader that stops reading', () => {
    const home = makeHome();
    const {code, err} = run(['--dry-run', '--json'], home.env);
    expect([code, err]).toEqual([0, '']);
  });
});

describe('undo', () => {
  it('takes a first apply back, to the last folder', () => {
    const home = makeHome();
    run(['--non-interactive'], home.env);
    const {code, out} = run(['undo'], home.env);
    expect(code).toBe(0);
    expect(out).toMatch(/removed +~\/.openclaw-rescue\/openclaw.json/);
    expect(existsSync(`${home.path}/.openclaw-rescue`)).toBe(false);
    expect(existsSync(`${home.path}/${UNIT}`)).toBe(false);
  });

  it('takes an edit back byte for byte, and asks before it loses a later change', () => {
    const home = makeHome();
    run(['--non-interactive'], home.env);
    const before = {config: home.read(CONFIG), unit: home.read(UNIT)};
    run(['--non-interactive', '--gateway-port', '20900'], home.env);
    const edited = home.read(CONFIG);
    home.write(CONFIG, `${edited}// later\n`);
    const refused = run(['undo'], home.env);
    expect(refused.code).toBe(3);
    expect(refused.err).toContain('changed since that apply');
    home.write(CONFIG, edited);
    expect(run(['undo'], home.env).code).toBe(0);
    expect({config: home.read(CONFIG), unit: home.read(UNIT)}).toEqual(before);
  });

  it('takes back what belongs to this home alone', () => {
    const home = makeHome();
    const other = {...home.env, OPENCLAW_HOME: `${home.path}/other`};
    run(['--non-interactive'], other);
    const {code} = run(['undo'], home.env);
    expect(code).toBe(1);
    expect(existsSync(`${home.path}/other/${CONFIG}`)).toBe(true);
  });

  it('passes over a backup that was never finished', () => {
    const home = makeHome();
    run(['--non-interactive'], home.env);
    const [key = ''] = readdirSync(`${home.path}/.config/openclaw-rescue/backups`);
    mkdirSync(`${home.path}/.config/openclaw-rescue/backups/${key}/9999`);
    expect(run(['undo'], home.env).code).toBe(0);
    expect(existsSync(`${home.path}/.openclaw-rescue`)).toBe(false);
  });

  it('removes the folders that it made on the way', () => {
    const home = makeHome();
    run(['--non-interactive', '--workspace', '~/a/b/c'], home.env);
    run(['undo'], home.env);
    expect(existsSync(`${home.path}/a`)).toBe(false);
  });

  it('says that there is nothing to take back', () => {
    const {code, err} = run(['undo'], makeHome().env);
    expect(code).toBe(1);
    expect(err).toContain('no apply of rescue');
  });
});
