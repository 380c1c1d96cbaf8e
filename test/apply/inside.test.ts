/** The look right before a write: what became a link since the plan was made is left alone. */
import {mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {insideOf} from '../../src/apply/inside.ts';
import {linkOut} from '../../src/host/footing.ts';
import {resolveLinks} from '../../src/host/files.ts';

function place(): {root: string; out: string} {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'inside-')));
  onTestFinished(() => rmSync(folder, {recursive: true}));
  for (const name of ['state/sub', 'out']) mkdirSync(join(folder, name), {recursive: true});
  writeFileSync(join(folder, 'state/sub/file'), 'ours');
  writeFileSync(join(folder, 'out/file'), 'theirs');
  return {root: join(folder, 'state'), out: join(folder, 'out')};
}

describe('insideOf', () => {
  const swapped = (path: string, to: string) => {
    rmSync(path, {recursive: true, force: true});
    symlinkSync(to, path);
  };
  it.each<[name: string, swap: (paths: {root: string; out: string}) => void]>([
    ['the file', ({root, out}) => swapped(join(root, 'sub/file'), join(out, 'file'))],
    ['a folder above it', ({root, out}) => swapped(join(root, 'sub'), out)],
    ['the root itself', ({root, out}) => (renameSync(root, `${root}.old`), mkdirSync(join(out, 'sub')), swapped(root, out))],
    ['the file, to nothing', ({root, out}) => swapped(join(root, 'sub/file'), join(out, 'none'))],
    ['the file, by a link to a link', ({root, out}) => (symlinkSync(join(out, 'file'), join(root, 'second')), swapped(join(root, 'sub/file'), '../second'))],
  ])('throws where %s became a link that leads out', (_, swap) => {
    const paths = place();
    const goal = join(paths.root, 'sub/file');
    const roots = [resolveLinks(paths.root)];
    expect(insideOf(goal, roots)).toBe(goal);
    swap(paths);
    expect(() => insideOf(goal, roots)).toThrow(/^\S+sub\/file leads to \S+\/out\/\S+ by a link now, out of \S+\/state, so it is left alone; put that right, then try again$/);
  });

  it('gives the goal of a link that stays inside, and passes what has no root', () => {
    const {root, out} = place();
    symlinkSync('sub/file', join(root, 'link'));
    expect(insideOf(join(root, 'link'), [root])).toBe(join(root, 'sub/file'));
    expect(insideOf(join(out, 'file'), [])).toBe(join(out, 'file'));
    expect(insideOf(join(out, 'file'), [root, out])).toBe(join(out, 'file'));
  });

  it('takes no neighbour for the inside', () => {
    const {root} = place();
    mkdirSync(`${root}-other`);
    expect(() => insideOf(`${root}-other/file`, [root])).toThrow('leads to');
  });
});

describe('linkOut', () => {
  it('names the link itself, not what lies behind it', () => {
    const {root, out} = place();
    symlinkSync(out, join(root, 'sub/away'));
    expect(linkOut(join(root, 'sub/away/deep/file'), root)).toEqual({path: join(root, 'sub/away'), leadsTo: out, root});
    expect(linkOut(join(root, 'sub/file'), root)).toBeUndefined();
    expect(linkOut(root, root)).toBeUndefined();
  });

  it('passes a root that is a link itself', () => {
    const {root, out} = place();
    symlinkSync(out, `${root}-linked`);
    expect(linkOut(`${root}-linked/file`, `${root}-linked`)).toBeUndefined();
    expect(linkOut(`${root}-linked/to/come`, `${root}-linked`)).toBeUndefined();
  });

  it('ends at links that lead to each other', () => {
    const {root} = place();
    symlinkSync('b', join(root, 'a'));
    symlinkSync('a', join(root, 'b'));
    expect(linkOut(join(root, 'a/x'), root)).toBeUndefined();
  });
});
