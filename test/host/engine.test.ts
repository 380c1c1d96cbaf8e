/** Installing an engine: what is done with what npm makes, and what is left of a failure. The runner of commands is played. */
import {chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {CommandRunner} from '../../src/apply/commands.ts';
import {provideEngine} from '../../src/apply/engine.ts';
import {findNpm, npmReason, readEngines, sizeOnDisk} from '../../src/host/engine.ts';
import {engineAt, engineCommand, type EngineState, pinFile} from '../../src/rules/engine.ts';
import type {Command, EngineOrder} from '../../src/rules/service/commands.ts';
import {makeHome} from '../helpers/home.ts';

const VERSION = '2026.9.6';

function anOrder(): {command: Command; order: EngineOrder; stateDir: string} {
  const stateDir = join(makeHome().path, '.openclaw-rescue');
  const command = engineCommand(engineAt(stateDir, VERSION, 'linux'), '/usr/bin/node', {path: '/usr/bin/npm', searchPath: '/usr/bin'}, 'linux');
  return {command, order: command.engine as EngineOrder, stateDir};
}

/** npm that makes this package, and a Node that starts it with this exit code. */
function played({version = VERSION, hasEntry = true, npmCode = 0, stderr = '', nodeCode = 0} = {}): {run: CommandRunner; calls: (readonly string[])[]} {
  const calls: (readonly string[])[] = [];
  const run: CommandRunner = async (argv, {cwd} = {}) => {
    calls.push(argv);
    if (argv[0] === '/usr/bin/node') return {code: nodeCode, stdout: '', stderr: 'Error: wants a newer Node\n    at x'};
    const folder = join(argv[argv.indexOf('--prefix') + 1] as string, 'node_modules', 'openclaw');
    expect(folder.startsWith(cwd as string)).toBe(true);
    mkdirSync(join(folder, 'dist'), {recursive: true});
    writeFileSync(join(folder, 'package.json'), JSON.stringify({name: 'openclaw', version}));
    if (hasEntry) writeFileSync(join(folder, 'dist/index.js'), 'x'.repeat(100_000));
    return {code: npmCode, stdout: '', stderr};
  };
  return {run, calls};
}

describe('an engine', () => {
  it('is made beside its place, started once, and then moved there; the second time nothing is done', async () => {
    const {command, order, stateDir} = anOrder();
    const {run, calls} = played();
    expect(await provideEngine(command, order, run)).toBe(true);
    expect(readdirSync(dirname(order.folder))).toEqual([VERSION]);
    expect(readEngines(stateDir, 'linux')).toEqual({installed: [VERSION], pinned: undefined} satisfies EngineState);
    const [[npm, , , prefix], start] = calls as [string[], string[]];
    expect([npm, prefix === order.folder, start.at(-1)]).toEqual(['/usr/bin/npm', false, '--version']);
    expect(await provideEngine(command, order, run)).toBe(false);
    expect(calls).toHaveLength(2);
  });

  it('tells how far it is while npm works', async () => {
    const {command, order} = anOrder();
    const {run} = played();
    const told: number[] = [];
    let go = (): void => undefined;
    const isTold = new Promise<void>(resolve => (go = resolve));
    const slow: CommandRunner = async (argv, options) => {
      const result = await run(argv, options);
      if (argv[0] !== '/usr/bin/node') await isTold;
      return result;
    };
    await provideEngine(command, order, slow, {
      onProgress(_, bytes) {
        told.push(bytes);
        go();
      },
    });
    expect(told.length).toBeGreaterThanOrEqual(1);
    expect(told.at(-1)).toBeGreaterThanOrEqual(0);
  });

  it.each([
    ['npm fails', {npmCode: 1, stderr: 'npm error code ENOSPC\nnpm error syscall write\nnpm error nospc There is no space left\n'}, 'npm can’t install OpenClaw 2026.9.6: nospc There is no space left'],
    ['it is not whole', {hasEntry: false}, 'npm installed no whole OpenClaw 2026.9.6'],
    ['it is another version', {version: '2026.9.5'}, 'npm installed OpenClaw 2026.9.5 in the place of 2026.9.6'],
    ['it does not run', {nodeCode: 1}, 'OpenClaw 2026.9.6 does not run with bin/node: Error: wants a newer Node'],
  ] as const)('leaves nothing where %s', async (_, given, message) => {
    const {command, order} = anOrder();
    await expect(provideEngine(command, order, played(given).run)).rejects.toThrow(message);
    expect(readdirSync(dirname(order.folder))).toEqual([]);
  });

  it('does not overwrite what is in its place', async () => {
    const {command, order} = anOrder();
    mkdirSync(order.folder, {recursive: true});
    writeFileSync(join(order.folder, 'notes'), 'mine');
    await expect(provideEngine(command, order, played().run)).rejects.toThrow('move it away');
    expect(readFileSync(join(order.folder, 'notes'), 'utf8')).toBe('mine');
  });

  it('is given up when the user leaves', async () => {
    const {command, order} = anOrder();
    const leaving = new AbortController();
    const {run} = played();
    const left: CommandRunner = (argv, options) => {
      leaving.abort(new Error('interrupted'));
      return run(argv, options);
    };
    await expect(provideEngine(command, order, left, {signal: leaving.signal})).rejects.toThrow('interrupted');
    expect(readdirSync(dirname(order.folder))).toEqual([]);
  });
});

describe('what is found of engines', () => {
  it('is only what is whole, the newest first, and a pin that is a version', async () => {
    const {stateDir} = anOrder();
    const lay = (folder: string, version: string) => {
      mkdirSync(join(stateDir, 'engine', folder, 'node_modules/openclaw/dist'), {recursive: true});
      writeFileSync(join(stateDir, 'engine', folder, 'node_modules/openclaw/package.json'), JSON.stringify({name: 'openclaw', version}));
      writeFileSync(join(stateDir, 'engine', folder, 'node_modules/openclaw/dist/index.js'), '');
    };
    for (const version of ['2026.9.6', '2026.10.1']) lay(version, version);
    lay('2026.8.2', '2026.8.1');
    lay('.2026.9.7-abc', '2026.9.7');
    mkdirSync(join(stateDir, 'engine/2026.1.1'));
    writeFileSync(pinFile(stateDir, 'linux'), '../../etc\n');
    expect(readEngines(stateDir, 'linux')).toEqual({installed: ['2026.10.1', '2026.9.6'], pinned: undefined});
    expect(await sizeOnDisk(join(stateDir, 'engine'))).toBeGreaterThan(0);
    expect(await sizeOnDisk(join(stateDir, 'nowhere'))).toBe(0);
  });
});

describe('npm', () => {
  it('is that beside the Node, then that of the PATH; its script where there is one', () => {
    const {path} = makeHome();
    for (const folder of ['a', 'b', 'lib/npm/bin']) mkdirSync(join(path, folder), {recursive: true});
    const lay = (file: string) => {
      writeFileSync(join(path, file), '');
      chmodSync(join(path, file), 0o755);
    };
    const find = () => findNpm(join(path, 'a/node'), {PATH: join(path, 'b')}, 'linux');
    expect(find()).toBeUndefined();
    lay('b/npm');
    expect(find()).toEqual({path: join(path, 'b/npm'), searchPath: join(path, 'b')});
    lay('lib/npm/bin/npm-cli.js');
    symlinkSync('../lib/npm/bin/npm-cli.js', join(path, 'a/npm'));
    expect(find()).toEqual({path: join(path, 'a/npm'), script: join(path, 'lib/npm/bin/npm-cli.js'), searchPath: join(path, 'b')});
    expect(existsSync(join(path, 'a/npm'))).toBe(true);
  });

  it.each([
    ['npm error code E404\nnpm error 404 Not Found - GET https://r/openclaw\nnpm error 404\nnpm error A complete log of this run can be found in: x', '404 Not Found - GET https://r/openclaw'],
    ['npm ERR! code ETARGET\nnpm ERR! notarget No matching version', 'notarget No matching version'],
    ['npm error code SELF_SIGNED_CERT_IN_CHAIN\nnpm error errno SELF_SIGNED_CERT_IN_CHAIN\nnpm error request to https://r failed, reason: self-signed certificate', 'request to https://r failed, reason: self-signed certificate'],
    ['npm error code EIDLETIMEOUT', 'EIDLETIMEOUT'],
    ['sh: npm: not found', 'sh: npm: not found'],
    ['', undefined],
  ])('%j', (stderr, reason) => expect(npmReason(stderr)).toBe(reason));
});
