/** The files of a Windows service do in wine what their text says. */
import {existsSync} from 'node:fs';
import {win32} from 'node:path';
import {describe, expect, it} from 'vitest';
import {serviceDrafts, serviceNameOf, servicePlaces} from '../../src/rules/service/files.ts';
import {MANAGER_COMMANDS} from '../../src/rules/service/commands.ts';
import {serviceArgv, serviceEnvironment, type ServiceSpec} from '../../src/rules/service/spec.ts';
import {specOn} from '../rules/helpers.ts';
import {hostPath, put, putEntry, putNode, read, type Started, startedBy, variable, wine} from './wine.ts';

type Draft = ReturnType<typeof serviceDrafts>[number];

const draftsOf = (spec: ServiceSpec, texts: Readonly<Record<string, string>> = {}) =>
  serviceDrafts(spec, 'PC\\Jane Doe', path => texts[path]) as [cmd: Draft, vbs: Draft, task: Draft];

/** A spec whose Node and entry stand on drive C. */
function specIn(userHome: string, given: Partial<ServiceSpec> = {}): ServiceSpec {
  const runtime = {node: `${userHome}\\nodejs\\node.exe`, entry: `${userHome}\\npm\\openclaw\\dist\\index.js`};
  const spec = specOn('win32', {userHome, runtime, temporaryFolder: `${userHome}\\Temp`, heapMiB: 512, ...given});
  putNode(spec.runtime.node);
  putEntry(spec.runtime.entry);
  return spec;
}

const INHERITED = {NODE_OPTIONS: '--no-warnings', OPENCLAW_GATEWAY_PORT: '18789', OPENCLAW_STATE_DIR: 'C:\\main'};

/** Started from its folder: a prompt, unlike a launcher, would read the path itself. */
function runCmd(path: string, extra: Readonly<Record<string, string>> = INHERITED) {
  return startedBy(() => wine(['cmd', '/c', win32.basename(path)], extra, win32.dirname(path)));
}

/** Everything that the spec says, as one child got it. */
function expectAsMeant(started: Started | undefined, spec: ServiceSpec, more: readonly string[] = []): void {
  const [node, heap, ...words] = serviceArgv(spec);
  expect(started).toMatchObject({argv: [node, ...words, ...more, '--task-supervisor'], execArgv: [heap]});
  for (const [name, value] of serviceEnvironment(spec)) {
    if (name === 'PATH' || name === 'OPENCLAW_WINDOWS_TASK_HIDDEN_LAUNCHER') continue;
    // On Windows a variable that is set to nothing is none, so that an inherited one is gone.
    expect([name, variable(started as Started, name)]).toEqual([name, value === '' ? undefined : value]);
  }
}

const AWKWARD = [
  'C:\\Users\\jane',
  'C:\\Users\\Jane Doe',
  'C:\\Users\\100% jane',
  'C:\\Users\\100%PATH%',
  'C:\\Users\\%1 %~dp0',
  'C:\\Users\\hat^hat^^',
  'C:\\Users\\Jane!',
  'C:\\Users\\!PATH! ^!',
  'C:\\Users\\R&D (x86)',
  'C:\\Users\\a&calc&b',
  "C:\\Users\\o'brien `x`",
  'C:\\Users\\a,b;c=d',
  'C:\\Users\\@x {y} [z] ~ + # $HOME',
  'C:\\Users\\Jürgen',
  'C:\\Users\\日本 & 100%',
  `C:\\Users\\${'long name '.repeat(12)}x`,
];

describe('gateway.cmd', () => {
  it.each(AWKWARD)('starts Node with all that it sets, for %s', home => {
    const spec = specIn(home);
    const [cmd] = draftsOf(spec);
    put(cmd);
    const {result, started} = runCmd(cmd.path);
    expect(result).toEqual({code: 0, output: ''});
    expectAsMeant(started, spec);
  });

  it.each(['r', 'a_b-c', 'x'.repeat(64)])('for the profile %s', profile => {
    const spec = specIn('C:\\Users\\Jane Doe', {profile});
    const [cmd] = draftsOf(spec);
    put(cmd);
    expectAsMeant(runCmd(cmd.path).started, spec);
  });

  it('for the default profile, which has no folder of its own to name', () => {
    const spec = specIn('C:\\Users\\Jane Doe', {profile: 'default'});
    const [cmd] = draftsOf(spec);
    put(cmd);
    const {started} = runCmd(cmd.path, {});
    expectAsMeant(started, spec);
    expect(variable(started as Started, 'OPENCLAW_STATE_DIR')).toBeUndefined();
    expect(variable(started as Started, 'OPENCLAW_PROFILE')).toBeUndefined();
  });

  it('a folder that ends in a backslash', () => {
    const spec = specIn('C:\\Users\\Jane Doe', {temporaryFolder: 'C:\\Temp dir\\'});
    const [cmd] = draftsOf(spec);
    put(cmd);
    expectAsMeant(runCmd(cmd.path).started, spec);
  });

  it('leaves a long PATH as it is', () => {
    const spec = specIn('C:\\Users\\Jane Doe');
    const [cmd] = draftsOf(spec);
    put(cmd);
    const path = Array.from({length: 150}, (_, index) => `C:\\Program Files (x86)\\tool & ${index}`).join(';');
    const {started} = runCmd(cmd.path, {WINEPATH: path});
    expect(variable(started as Started, 'PATH')?.startsWith(`${path};`)).toBe(true);
  });

  it('keeps and sets what the user put into it, on a re-run with another port and Node', () => {
    const home = 'C:\\Users\\Jane! & co';
    const [before] = draftsOf(specIn(home, {port: 18_789}));
    const lines = ['set "MY_NOTE=50%% ^ ! & (x)"', 'set "PATH=C:\\my tools;%PATH%"', 'set MY_PLAIN=a b'];
    const edited = before.text
      .replace('set "OPENCLAW_PROFILE', `${lines.join('\r\n')}\r\nset "OPENCLAW_PROFILE`)
      .replace(' --task-supervisor', ' --verbose "a b%%" --task-supervisor');
    const spec = specIn(home, {runtime: {node: `${home}\\node 24\\node.exe`, entry: `${home}\\other^\\index.js`}});
    const [cmd] = draftsOf(spec, {[before.path]: edited});
    for (const line of lines) expect(cmd.text).toContain(`\r\n${line}\r\n`);
    put(cmd);
    const {started} = runCmd(cmd.path);
    expectAsMeant(started, spec, ['--verbose', 'a b%']);
    expect(started?.env).toMatchObject({MY_NOTE: '50% ^ ! & (x)', MY_PLAIN: 'a b'});
    expect(variable(started as Started, 'PATH')).toMatch(/^C:\\my tools;C:\\windows/i);
  });

  it('puts right what OpenClaw escapes for a delayed expansion that is not on', () => {
    // The folder for temporary files is none of those that decide which instance runs, and would stay as it stands.
    const spec = specIn('C:\\Users\\Jane!', {temporaryFolder: 'C:\\Temp'});
    const [fresh] = draftsOf(spec);
    // As 2026.9.6 writes it.
    const theirs = fresh.text.replaceAll('Jane!', 'Jane^!');
    put({...fresh, text: theirs});
    expect(runCmd(fresh.path).started).toBeUndefined();
    const [cmd] = draftsOf(spec, {[fresh.path]: theirs});
    put(cmd);
    expectAsMeant(runCmd(cmd.path).started, spec);
  });
});

describe('gateway.vbs', () => {
  const LINES = /^\ufeff' (.*)\r\nSet shell = CreateObject\("WScript\.Shell"\)\r\nshell\.Environment\("Process"\)\("(\w+)"\) = "wscript"\r\nWScript\.Quit shell\.Run\("((?:[^"]|"")*)", 0, True\)\r\n$/;

  it.each(AWKWARD)('is UTF-16 with its mark, and names gateway.cmd in quotes, for %s', home => {
    const [cmd, vbs] = draftsOf(specOn('win32', {userHome: home}));
    put(vbs);
    const [, title, mark, command] = LINES.exec(read(vbs.path, 'utf16le')) ?? [];
    expect(title).toBe('OpenClaw Gateway (profile: rescue)');
    expect(mark).toBe('OPENCLAW_WINDOWS_TASK_HIDDEN_LAUNCHER');
    expect(command?.replaceAll('""', '"')).toBe(`"${cmd.path}"`);
  });

  /**
   * The script host of wine 8 reads no UTF-16 and can't set a variable, so that this runs the rest of the file in the
   * bytes that it reads. A `%name%` in the path is left to the test above: Run puts the variable in its place.
   */
  it.each(['C:\\Users\\Jane Doe', 'C:\\Users\\R&D (x86)', 'C:\\Users\\Jane! ^', 'C:\\Users\\50% off'])('starts gateway.cmd and waits for it, without its line of the environment, for %s', home => {
    const spec = specIn(home);
    const [cmd, vbs] = draftsOf(spec);
    put(cmd);
    const readable = vbs.text.replace(/^\ufeff/, '').replace(/^shell\.Environment.*\r\n/m, '');
    expect(readable.split('\r\n')).toHaveLength(4);
    put({path: 'C:\\launch.vbs', text: readable, encoding: 'utf8'});
    const {result, started} = startedBy(() => wine(['cscript', 'C:\\launch.vbs'], INHERITED));
    expect(result.code).toBe(0);
    expectAsMeant(started, spec);
  });
});

describe('the task', () => {
  const ORDER = {userId: 0, isEnabled: true, isActive: true, isChanged: true, isNew: true, isWanted: true};
  const orderOf = (spec: ServiceSpec) => ({...ORDER, name: serviceNameOf(spec.profile, 'win32'), definition: servicePlaces(spec).definition});
  const registered = (name: string) => `C:\\windows\\system32\\tasks\\${name}`;
  const isRegistered = (name: string) => existsSync(hostPath(registered(name)));

  it.each([
    ['C:\\Users\\Jane Doe', 'rescue'],
    ["C:\\Users\\R&D (x86) o'brien", 'rescue'],
    ['C:\\Users\\日本 ü 100%PATH% ^!', 'rescue'],
    ['C:\\Users\\jane', 'default'],
    ['C:\\Users\\jane', `a_b-${'x'.repeat(60)}`],
  ])('registers as the commands say, and is taken away by them, for %s and %s', (userHome, profile) => {
    const spec = specOn('win32', {userHome, profile});
    const order = orderOf(spec);
    const task = draftsOf(spec)[2];
    put(task);
    const [create] = MANAGER_COMMANDS.schtasks.install(order);
    expect(create?.id).toBe('register');
    expect(wine(create?.argv ?? [])).toMatchObject({code: 0});
    // wine keeps what it understands of it, which is no trigger and no action.
    expect(read(registered(order.name))).toContain(/<Description>.*<\/Description>/.exec(task.text)?.[0]);
    const remove = MANAGER_COMMANDS.schtasks.uninstall(order).before.find(({argv}) => argv.includes('/Delete'));
    expect(wine(remove?.argv ?? [])).toMatchObject({code: 0});
    expect(isRegistered(order.name)).toBe(false);
    expect(wine(remove?.argv ?? []).code).not.toBe(0);
  });

  /** wine passes over an element that it does not know where it stands among others, but not these. */
  it.each([
    ['no task', (text: string) => text.replaceAll('Task version', 'Tusk version').replace('</Task>', '</Tusk>')],
    ['another namespace', (text: string) => text.replace('mit/task', 'mit/other')],
    ['a truth that is none', (text: string) => text.replace('<Hidden>false', '<Hidden>maybe')],
    ['an end that does not belong', (text: string) => text.replace('</Settings>', '')],
  ])('is refused when it is broken: %s', (_, breakIt) => {
    const task = draftsOf(specOn('win32'))[2];
    const text = breakIt(task.text);
    expect(text).not.toBe(task.text);
    const create = (name: string, text: string) => {
      put({...task, path: `C:\\${name}.xml`, text});
      return wine(['schtasks', '/Create', '/F', '/TN', name, '/XML', `C:\\${name}.xml`]).code;
    };
    expect(create('whole', task.text)).toBe(0);
    expect(create('broken', text)).not.toBe(0);
    expect(isRegistered('broken')).toBe(false);
  });

  it('is replaced with /F alone', () => {
    const spec = specOn('win32', {profile: 'twice'});
    const [create] = MANAGER_COMMANDS.schtasks.install(orderOf(spec));
    put(draftsOf(spec)[2]);
    expect(wine(create?.argv ?? [])).toMatchObject({code: 0});
    expect(wine(create?.argv.filter(word => word !== '/F') ?? []).code).not.toBe(0);
    expect(wine(create?.argv ?? [])).toMatchObject({code: 0});
  });

  /** wine 8 answers /Run and /End with success and does nothing, so that what they do is not seen here. */
  it('no command is of a kind that was not looked at', () => {
    const order = orderOf(specOn('win32'));
    const {install, undo, uninstall, reinstall, start, stop, restart} = MANAGER_COMMANDS.schtasks;
    const all = [install(order), install({...order, isNew: false}), Object.values(undo(order)), Object.values(uninstall(order)), reinstall(order), start(order), stop(order), restart(order)].flat(2);
    const shapes = new Set(all.map(({argv}) => argv.map(word => (word === order.name ? 'NAME' : word === order.definition ? 'FILE' : word)).join(' ')));
    expect([...shapes].sort()).toEqual([
      'schtasks /Create /F /TN NAME /XML FILE',
      'schtasks /Delete /F /TN NAME',
      'schtasks /End /TN NAME',
      'schtasks /Run /TN NAME',
    ]);
  });
});
