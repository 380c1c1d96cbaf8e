/** What paths stand on, read from a real disk. Other users, mounts and `chattr` have a suite of their own. */
import {chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {isMountPoint, readStanding, spotAt} from '../../src/host/footing.ts';
import {rootOf} from '../../src/host/target.ts';

function place(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'footing-')));
  onTestFinished(() => rmSync(folder, {recursive: true}));
  mkdirSync(join(folder, 'state/sub'), {recursive: true});
  writeFileSync(join(folder, 'state/file'), 'ours', {mode: 0o600});
  writeFileSync(join(folder, 'secret'), 'another’s');
  return folder;
}

describe('readStanding', () => {
  it('what is there, with the folder that it is in', () => {
    const folder = place();
    const root = join(folder, 'state');
    const standing = readStanding(join(root, 'file'), root);
    expect(standing).toMatchObject({kind: 'text', text: 'ours', mode: 0o600, footing: {root, isGrounded: true, ground: {path: root, isFolder: true}, present: {path: join(root, 'file'), isFolder: false}}});
    expect(standing.footing?.link).toBeUndefined();
  });

  it('what is still to come, with the nearest thing above it', () => {
    const folder = place();
    const root = join(folder, 'state');
    expect(readStanding(join(root, 'a/b/c'), root)).toMatchObject({kind: 'absent', footing: {isGrounded: false, ground: {path: root, isFolder: true}}});
    expect(readStanding(join(root, 'file/b/c'), root)).toMatchObject({footing: {isGrounded: false, ground: {path: join(root, 'file'), isFolder: false}}});
    expect(readStanding(join(root, 'a'), root).footing).not.toHaveProperty('present');
  });

  it('does not read what a link that leads out stands for', () => {
    const folder = place();
    const root = join(folder, 'state');
    symlinkSync(join(folder, 'secret'), join(root, 'out'));
    const standing = readStanding(join(root, 'out'), root);
    expect(standing).toMatchObject({kind: 'unusable', footing: {link: {path: join(root, 'out'), leadsTo: join(folder, 'secret'), root}}});
    expect(JSON.stringify(standing)).not.toContain('another’s');
  });

  it('follows a link that stays inside, and stands where that leads', () => {
    const folder = place();
    const root = join(folder, 'state');
    writeFileSync(join(root, 'sub/real'), 'linked');
    symlinkSync('sub/real', join(root, 'in'));
    expect(readStanding(join(root, 'in'), root)).toMatchObject({kind: 'text', text: 'linked', footing: {isGrounded: true, ground: {path: join(root, 'sub')}}});
  });

  it('takes a link in the place of the root for the user’s choice', () => {
    const folder = place();
    const root = join(folder, 'linked');
    symlinkSync(join(folder, 'state'), root);
    const standing = readStanding(join(root, 'file'), root);
    expect([standing.kind, standing.footing?.root, standing.footing?.link]).toEqual(['text', join(folder, 'state'), undefined]);
    expect(readStanding(root, root)).toMatchObject({kind: 'folder', footing: {ground: {path: folder}}});
  });
});

describe('spotAt', () => {
  it('nothing, where nothing is', () => {
    expect(spotAt('/nonexistent/at/all')).toBeUndefined();
  });

  it('who owns it, and whether it is another file system', () => {
    const {owner, isFolder} = spotAt('/proc') ?? {};
    expect([owner?.uid, isFolder, isMountPoint('/proc')]).toEqual([0, true, true]);
  });

  it.skipIf(process.getuid?.() === 0)('what its owner may not write', () => {
    const folder = place();
    chmodSync(join(folder, 'state'), 0o500);
    onTestFinished(() => chmodSync(join(folder, 'state'), 0o700));
    expect(spotAt(join(folder, 'state'))?.closed).toBe('permission');
  });
});

it.each([
  ['/home/jane/.openclaw-rescue/openclaw.json', '/home/jane/.openclaw-rescue'],
  ['/home/jane/.openclaw-rescue/engine/pinned', '/home/jane/.openclaw-rescue'],
  ['/home/jane/.config/systemd/user/x.service', '/home/jane/.config/systemd/user'],
  ['/srv/rescue/config.json', '/srv/rescue'],
])('%s belongs to %s', (path, root) => {
  expect(rootOf(path, ['/home/jane/.openclaw-rescue', '/home/jane/.config/systemd/user'])).toBe(root);
});
