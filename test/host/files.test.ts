/** What stands where a file should be, however large, and whoever would have to be waited for. */
import {execFileSync} from 'node:child_process';
import {mkdirSync, symlinkSync, truncateSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {discoverInstances} from '../../src/host/discover.ts';
import {isAbsent, readAtMost, readState} from '../../src/host/files.ts';
import {LIMITS} from '../../src/host/limits.ts';
import {makeHome, type TestHome} from '../helpers/home.ts';

const instancesOf = ({path}: TestHome) => discoverInstances({home: path, platform: 'linux', env: {HOME: path}, folders: {home: path, user: [`${path}/.config/systemd/user`], system: []}, known: []});
const PAD = ' '.repeat(100);

describe('a file', () => {
  it('is read up to its limit, and refused above it with its size', () => {
    const home = makeHome({hasMain: false});
    const path = home.write('file', 'x'.repeat(2000));
    expect(readState(path, 2000)).toMatchObject({kind: 'file', mode: 0o600});
    expect(readState(path, 1999)).toEqual({kind: 'unreadable', reason: 'it is 2 KB long; more than 2 KB is not read', isClosed: true});
    truncateSync(path, 3e9);
    expect(readState(path)).toEqual({kind: 'unreadable', reason: 'it is 3 GB long; more than 34 MB is not read', isClosed: true});
  });

  it('without a size, as in /proc, is read whole', () => {
    expect(readState('/proc/self/maps')).toMatchObject({kind: 'file'});
    expect(readAtMost('/proc/self/maps', 10)).toHaveLength(10);
    expect(readState('/proc/self/maps', 100)).toMatchObject({kind: 'unreadable'});
  });

  it('that is a FIFO or a device is not waited for', () => {
    const home = makeHome({hasMain: false});
    execFileSync('mkfifo', [`${home.path}/fifo`]);
    expect(readState(`${home.path}/fifo`)).toEqual({kind: 'unreadable', reason: 'not a regular file'});
    expect(readAtMost(`${home.path}/fifo`, 10)).toHaveLength(0);
    expect(readState('/dev/zero')).toEqual({kind: 'unreadable', reason: 'not a regular file'});
  });

  it('is there where a link leads to nothing', () => {
    const home = makeHome({hasMain: false});
    symlinkSync('nowhere', `${home.path}/link`);
    home.write('file', '');
    expect(['link', 'file', 'file/in', 'none'].map(name => isAbsent(`${home.path}/${name}`))).toEqual([false, false, true, true]);
  });
});

describe('an instance', () => {
  it('whose config is too large is there, and unreadable', () => {
    const home = makeHome();
    truncateSync(`${home.path}/.openclaw/openclaw.json`, 3e9);
    expect(instancesOf(home)).toMatchObject([{label: 'main', config: {kind: 'unreadable', isClosed: true}, bases: [{port: 18_789}]}]);
  });

  it('whose .env can’t be read keeps what its config says, and counts as unreadable: a port in it would win', () => {
    const home = makeHome();
    home.write('.openclaw/.env', 'A=b\n'.repeat(LIMITS.variables / 4 + 1));
    const reason = `${home.path}/.openclaw/.env: it is 4 MB long; more than 4 MB is not read`;
    expect(instancesOf(home)).toMatchObject([{config: {kind: 'unreadable', reason}, settings: {port: 18_789}}]);
  });

  it('of a long strict JSON is read, of a long JSON5 refused', () => {
    const home = makeHome();
    const long = `{"gateway": {"port": 30000}, "list": ["${PAD.repeat(81_000)}"]}`;
    home.write('.openclaw-a/openclaw.json', long);
    home.write('.openclaw-b/openclaw.json', `// mine\n${long}`);
    expect(instancesOf(home)).toMatchObject([{label: 'main'}, {config: {kind: 'read'}, settings: {port: 30_000}}, {config: {kind: 'unreadable', isClosed: true, reason: 'it is 8 MB long; more than 8 MB is read as strict JSON alone, and not edited'}}]);
  });

  it('with a FIFO for its database of logins is no reason to wait', async () => {
    const home = makeHome();
    mkdirSync(`${home.path}/.openclaw/state`);
    execFileSync('mkfifo', [`${home.path}/.openclaw/state/openclaw.sqlite`]);
    const {readLogins} = await import('../../src/host/auth-store.ts');
    expect(readLogins(`${home.path}/.openclaw`)).toEqual([]);
  });
});
