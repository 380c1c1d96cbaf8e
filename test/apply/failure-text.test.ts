/** What goes wrong at a write: one clause for each code, the path in it, nothing that breaks a line. */
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {failureText} from '../../src/apply/failure-text.ts';
import {FAILURE_CODES, type Room, writeFailureText} from '../../src/text/write-failures.ts';

const PATH = '/home/jane/.openclaw-rescue/openclaw.json';
const failed = (code: string, more: object = {}) => Object.assign(new Error(`${code}: as libuv says it, rename`), {code, path: PATH, ...more});

describe('failureText', () => {
  it.each([
    ['ENOSPC', 'no space left for'],
    ['EDQUOT', 'quota'],
    ['EROFS', 'read-only file system'],
    ['EACCES', 'no permission to write'],
    ['EPERM', 'may not be changed (immutable?)'],
    ['EIO', 'the disk failed (I/O error)'],
    ['EXDEV', 'on another file system'],
    ['EISDIR', 'is a folder'],
    ['ENOTDIR', 'no folder'],
    ['ENOENT', 'can’t be made there'],
    ['ENAMETOOLONG', 'longer than a name may be'],
    ['ELOOP', 'a link that leads to itself'],
    ['EMFILE', 'too many files are open in this process'],
    ['ENFILE', 'too many files are open on this machine'],
    ['EBUSY', 'a mount of its own'],
    ['ETXTBSY', 'a program that runs now'],
    ['EEXIST', 'is there already'],
    ['ENOTEMPTY', 'is not empty'],
    ['EFBIG', 'larger than a file may be'],
  ])('%s: %s', (code, words) => {
    const text = failureText(failed(code));
    expect(text).toContain(words);
    expect(text).toContain(PATH);
    expect(text).not.toMatch(/[\n.]$|as libuv says it/);
  });

  it('has a word for every code of its table', () => {
    for (const code of FAILURE_CODES) expect(failureText(failed(code))).not.toContain(code);
  });

  it('tells bytes that are gone from inodes that are gone', () => {
    const text = (room: Room | undefined) => writeFailureText('ENOSPC', PATH, room);
    expect(text({bytes: 0, inodes: 12})).toMatch(/^no space left for /);
    expect(text({bytes: 4096, inodes: 0})).toMatch(/^no free inodes /);
    expect(text({bytes: 0, inodes: undefined})).toMatch(/^no space left for /);
    expect(text(undefined)).toMatch(/^no space left for /);
  });

  it('looks for the room where the file would be, however little of its path is there', () => {
    const folder = mkdtempSync(join(tmpdir(), 'room-'));
    onTestFinished(() => rmSync(folder, {recursive: true}));
    expect(failureText(failed('ENOSPC', {path: join(folder, 'a/b/c')}))).toBe(`no space left for ${folder}/a/b/c; delete something there, then try again`);
  });

  it('names what was meant: the goal of a rename, or what the writer says', () => {
    expect(failureText(failed('EXDEV', {path: `${PATH}.tmp-1`, dest: PATH}))).toContain(`${PATH} is on`);
    expect(failureText({...failed('EIO', {path: `${PATH}.tmp-1`}), target: PATH})).toContain(`at ${PATH};`);
  });

  it('lets any other error speak for itself', () => {
    expect(failureText(new Error('OpenClaw refuses a: b'))).toBe('OpenClaw refuses a: b');
    expect(failureText(failed('EWHATEVER'))).toContain('EWHATEVER');
  });
});
