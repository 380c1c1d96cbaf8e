/** The first thing that is seen, and what a run keeps for the next one. */
import {spawnSync} from 'node:child_process';
import {chmodSync, chownSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {CLI, makeHome, ROOT, type TestHome} from '../helpers/home.ts';
import {run} from '../helpers/run.ts';
import {enterTo, KEYS, leave, openTerminal} from '../helpers/terminal.ts';

const {stdout: VERSION} = spawnSync(process.execPath, [CLI, '--version'], {encoding: 'utf8', env: {}});
const GREETING = `openclaw-rescue ${VERSION.trim()}`;

describe('in a terminal', () => {
  it.each([
    ['100 columns and 30 rows', 'rescue', 100, 30],
    ['a window without room for a screen of its own', 'rescue', 60, 16],
    ['a profile that is called like a brief command', 'list', 80, 24],
  ])('something is seen at once, and gone with the first page: %s', async (_, profile, columns, rows) => {
    const terminal = openTerminal({env: makeHome().env, args: ['--profile', profile, 'onboard'], columns, rows});
    await terminal.see(/1( of |\/)7/);
    expect(terminal.raw().startsWith(GREETING)).toBe(true);
    expect(terminal.text()).not.toContain(GREETING);
    terminal.press(KEYS.ctrlC, KEYS.ctrlC);
    expect((await terminal.exit).code).toBe(130);
    expect(terminal.text()).not.toContain(GREETING);
  });

  it('gives way to a refusal', async () => {
    const terminal = openTerminal({env: makeHome().env, args: ['--profile', 'default', 'onboard']});
    expect((await terminal.exit).code).not.toBe(0);
    expect(terminal.raw().startsWith(GREETING)).toBe(true);
    expect(terminal.rows()[0]).toMatch(/^openclaw-rescue: /);
  });

  it.each([
    ['where nothing may be redrawn', {TERM: 'dumb'}, []],
    ['for a screen reader', {ACCESSIBLE: '1'}, []],
    ['for another command', {}, ['list']],
    ['for an option that says more', {}, ['--plain']],
  ])('is not greeted: %s', async (_, env, args) => {
    const terminal = openTerminal({env: {...makeHome().env, ...env}, args});
    await terminal.see(/\S/);
    expect(terminal.raw()).not.toContain(GREETING);
  });
});

it('a pipe gets no greeting', () => {
  expect(run(['--profile', 'rescue', 'onboard'], makeHome().env)).toMatchObject({code: 2, out: ''});
});

it.skipIf(!existsSync('/dev/full')).each([
  ['a version', '--version'],
  ['what a bundle says to which another one hands over', '--profile list setup --dry-run'],
])('%s that can’t be told is told as every other output', (_, words) => {
  const {status, stderr} = spawnSync('/bin/sh', ['-c', `"${process.execPath}" "${CLI}" ${words} > /dev/full`], {encoding: 'utf8', env: makeHome().env});
  expect(status).toBe(1);
  expect(stderr).toMatch(/^openclaw-rescue: [^\n]+\n$/);
});

describe('a brief command', () => {
  /** Where the whole program is not there. */
  const withoutMain = () => {
    const home = makeHome();
    const dist = join(home.path, 'dist');
    cpSync(join(ROOT, 'dist'), dist, {recursive: true});
    writeFileSync(join(dist, 'package.json'), '{"type": "module"}');
    rmSync(join(dist, 'main.js'));
    return (words: readonly string[]) => spawnSync(process.execPath, [join(dist, 'cli.cjs'), ...words], {encoding: 'utf8', env: home.env});
  };

  it('does without the others', () => {
    const call = withoutMain();
    // What is brief, each in its shortest form; `exec` hands over to OpenClaw.
    const calls = [['completion', 'bash'], ['--profile', 'default', 'doctor'], ['env'], ['--help'], ['help', 'exit-codes'], ['list'], ['ports'], ['shell-init', 'bash'], ['status', '--all'], ['--profile', 'default', 'browser', 'status'], ['--profile', 'default', 'gateway', 'status'], ['onboard', '--help']];
    for (const words of calls) expect(call(words), words.join(' ')).toMatchObject({status: expect.toBeOneOf([0, 3]), stdout: expect.stringMatching(/\S/), stderr: expect.not.stringMatching(/main\.js/)});
    expect(call(['--profile', 'rescue', 'exec', '--', 'config', 'file']).stderr).not.toContain('main.js');
    expect(call(['--profile', 'list', 'undo']).stderr).toContain('main.js');
  });

  it('is followed by the others where one of them is meant', () => {
    const home = makeHome();
    expect(run(['--profile', 'list', 'setup', '--dry-run'], home.env)).toMatchObject({code: 0, out: expect.stringContaining('.openclaw-list')});
    expect(run(['--profile', 'env', 'doctor', '--fix'], home.env)).toMatchObject({code: 1, err: expect.stringContaining('no profile env')});
  });
});

it.each([
  ['as it is called', ['--profile', 'spare', 'gateway', 'run']],
  ['by a bundle that hands it over', ['--profile', 'list', 'gateway', 'run']],
])('OpenClaw has the umask of its user %s', (_, words) => {
  const home = makeHome();
  const profile = words[1] as string;
  home.write(`.openclaw-${profile}/openclaw.json`, '{"gateway": {"mode": "local", "port": 23000}}');
  home.openclaw("console.log('umask', process.umask().toString(8));");
  const {stdout} = spawnSync('/bin/sh', ['-c', `umask 0027; exec "${process.execPath}" "${CLI}" ${words.join(' ')}`], {encoding: 'utf8', env: home.env});
  expect(stdout).toContain('umask 27');
});

it('an Enter that was typed before the first page does not apply the plan on it, and the next key counts', async () => {
  const home = makeHome();
  const first = openTerminal({env: home.env});
  await enterTo(first, 7);
  await leave(first);
  await first.exit;
  const terminal = openTerminal({env: home.env});
  await terminal.see(GREETING);
  terminal.press(KEYS.enter);
  await terminal.see('7 of 7');
  await leave(terminal);
  expect((await terminal.exit).code).toBe(130);
  expect(existsSync(`${home.path}/.openclaw-rescue`)).toBe(false);
});

describe('what was compiled', () => {
  const kept = (home: TestHome) => join(home.path, '.cache/openclaw-rescue/compiled');
  const list = (home: TestHome, env = {}) => spawnSync(process.execPath, [CLI, 'list'], {env: {...home.env, ...env}, encoding: 'utf8'});

  it('is kept for this user alone, and found by the next run', () => {
    const home = makeHome();
    expect(list(home).status).toBe(0);
    const files = readdirSync(kept(home));
    expect(files).toEqual([expect.stringMatching(new RegExp(`^[0-9a-f]{16}-list-${process.version}-${process.arch}$`))]);
    for (const path of ['.cache', '.cache/openclaw-rescue', '.cache/openclaw-rescue/compiled']) expect(home.mode(path), path).toBe(0o700);
    for (const file of files) expect(lstatSync(join(kept(home), file)).mode & 0o077, file).toBe(0);
    const before = home.snapshot('.cache');
    expect(list(home).status).toBe(0);
    expect(home.snapshot('.cache')).toEqual(before);
  });

  it.each([
    ['where the user wants none', {NODE_DISABLE_COMPILE_CACHE: '1'}],
    ['without a home', {HOME: ''}],
    ['in a home that is no path', {HOME: 'home'}],
    ['in a home that is not there', {HOME: '/nonexistent/openclaw-rescue'}],
  ])('is not kept %s', (_, env) => {
    const home = makeHome();
    list(home, env);
    expect(existsSync(join(home.path, '.cache'))).toBe(false);
    expect(existsSync('/nonexistent')).toBe(false);
  });

  it.runIf(process.getuid?.() === 0)('is not kept in somebody else’s home', () => {
    const home = makeHome();
    chownSync(home.path, 4242, 4242);
    list(home);
    expect(existsSync(join(home.path, '.cache'))).toBe(false);
  });

  it.each([
    ['of somebody else', 0o700, 4242],
    ['that others may write to', 0o777, undefined],
  ])('is not kept in a folder for caches %s', (_, mode, owner) => {
    if (owner !== undefined && process.getuid?.() !== 0) return;
    const home = makeHome();
    const caches = join(home.path, 'caches');
    mkdirSync(caches);
    chmodSync(caches, mode);
    if (owner !== undefined) chownSync(caches, owner, owner);
    list(home, {XDG_CACHE_HOME: caches});
    expect(readdirSync(caches)).toEqual([]);
    expect(existsSync(join(home.path, '.cache'))).toBe(false);
  });

  it('is kept where the user wants his caches', () => {
    const home = makeHome();
    list(home, {XDG_CACHE_HOME: join(home.path, 'caches')});
    expect(existsSync(join(home.path, 'caches/openclaw-rescue/compiled'))).toBe(true);
    expect(existsSync(join(home.path, '.cache'))).toBe(false);
    list(home, {XDG_CACHE_HOME: 'relative'});
    expect(existsSync(join(home.path, '.cache/openclaw-rescue/compiled'))).toBe(true);
  });

  it('is kept where the user wants Node to keep it', () => {
    const home = makeHome();
    list(home, {NODE_COMPILE_CACHE: join(home.path, 'node')});
    expect(readdirSync(join(home.path, 'node/openclaw-rescue/compiled'))).toHaveLength(1);
    expect(existsSync(join(home.path, '.cache'))).toBe(false);
  });

  it('is kept by a run that becomes OpenClaw', () => {
    const home = makeHome();
    home.write('.openclaw-rescue/openclaw.json', '{"gateway": {"mode": "local", "port": 23000}}');
    home.openclaw("console.log('OpenClaw');");
    const {stdout} = spawnSync(process.execPath, [CLI, '--profile', 'rescue', 'exec', '--', 'config', 'file'], {env: home.env, encoding: 'utf8'});
    expect(stdout).toBe('OpenClaw\n');
    expect(readdirSync(kept(home))).toEqual([expect.stringContaining('-exec-')]);
  });

  it.runIf(process.getuid?.() === 0).each([
    ['the folder that is named for it', 'node'],
    ['our folder in it', 'node/openclaw-rescue'],
    ['the last of them', 'node/openclaw-rescue/compiled'],
  ])('is neither read nor kept where somebody else has %s', (_, path) => {
    const home = makeHome();
    const env = {NODE_COMPILE_CACHE: join(home.path, 'node')};
    list(home, env);
    chownSync(join(home.path, path), 4242, 4242);
    const before = home.snapshot('node');
    list({...home, env: {...home.env, LC_ALL: 'ko_KR.UTF-8'}}, env);
    expect(home.snapshot('node')).toEqual(before);
  });

  it.each([
    ['is cut', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['is empty', () => Buffer.alloc(0)],
    ['has a block of nothing, as after a crash of the machine', (bytes: Buffer) => bytes.fill(0, 100_000, 104_096)],
    ['has an index that is none', (bytes: Buffer) => bytes.fill(' ', 8, 16)],
    ['is something else', () => Buffer.from('# A note\n'.repeat(100))],
  ])('is made anew where it %s', (_, spoilt) => {
    const home = makeHome();
    list(home);
    const path = join(kept(home), readdirSync(kept(home))[0] as string);
    const good = readFileSync(path);
    writeFileSync(path, spoilt(Buffer.from(good)));
    expect(list(home)).toMatchObject({status: 0, stderr: ''});
    expect(readFileSync(path).length).toBeGreaterThan(good.length / 2);
    const again = readFileSync(path);
    list(home);
    // Told in one word: a difference of half a megabyte takes minutes to be written.
    expect(readFileSync(path).equals(again)).toBe(true);
  });

  it('is deleted when it is old, and nothing else', () => {
    const home = makeHome();
    const lastWeek = Date.now() / 1000 - 8 * 24 * 60 * 60;
    for (const [name, modified] of [['0000000000000000-list-v24.15.0', lastWeek], ['0000000000000001-list-v24.15.0', Date.now() / 1000], ['notes', lastWeek]] as const) {
      home.write(`.cache/openclaw-rescue/compiled/${name}`, 'as it was');
      utimesSync(join(kept(home), name), modified, modified);
    }
    list(home);
    expect(readdirSync(kept(home)).sort()).toEqual(['0000000000000001-list-v24.15.0', expect.stringContaining('-list-'), 'notes']);
  });

  it('is no reason to fail where it can’t be', () => {
    const home = makeHome();
    home.write('.cache', 'a file');
    expect(list(home)).toMatchObject({status: 0, stderr: ''});
    expect(home.read('.cache')).toBe('a file');
  });
});
