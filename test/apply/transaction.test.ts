/** Files that change together: whatever they were, and however far a change has come, there is a way to the old state and to the new one. */
import {chmodSync, existsSync, linkSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {join, relative} from 'node:path';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type Edit, type Entry, isLate, type Prepared, prepare, rollBack, stage, swap, sweep} from '../../src/apply/transaction.ts';
import {makeHome} from '../helpers/home.ts';

const NAMES = ['a.json', 'b.service', 'deep/c.md', 'deep/er/d', 'other/e'] as const;

type Scene = {readonly root: string; readonly tree: () => Record<string, string>};

function makeScene(): Scene {
  const root = join(makeHome({hasOpenClaw: false, hasMain: false}).path, 'place');
  mkdirSync(root, {mode: 0o755});
  return {root, tree: () => treeOf(root)};
}

/** Paths with modes and contents. */
function treeOf(root: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(root, {recursive: true, withFileTypes: true}).map(entry => {
      const path = join(entry.parentPath, entry.name);
      const mode = (lstatSync(path).mode & 0o7777).toString(8);
      return [relative(root, path), entry.isDirectory() ? `${mode} folder` : entry.isFile() ? `${mode} ${readFileSync(path, 'utf8')}` : 'link'];
    }),
  );
}

function put(root: string, name: string, text: string, mode = 0o600): void {
  const path = join(root, name);
  mkdirSync(join(path, '..'), {recursive: true, mode: 0o755});
  writeFileSync(path, text);
  chmodSync(path, mode);
}

const aMode = fc.constantFrom(0o600, 0o644, 0o400);
const aText = fc.string({unit: 'binary', maxLength: 30});
/** What stands there, and what is to be done with each name: nothing, a new text, or deleted. */
const aCase = fc.record({
  before: fc.dictionary(fc.constantFrom(...NAMES), fc.record({text: aText, mode: aMode})),
  after: fc.dictionary(fc.constantFrom(...NAMES), fc.option(fc.record({text: aText, mode: aMode}))),
  folders: fc.dictionary(fc.constantFrom('deep', 'fresh', 'fresh/er'), fc.constantFrom(0o700, 0o755)),
  point: fc.nat(40),
});
type Case = {readonly before: Record<string, {text: string; mode: number}>; readonly after: Record<string, {text: string; mode: number} | null>; readonly folders: Record<string, number>; readonly point: number};

function editsOf(root: string, {before, after, folders}: Case): Edit[] {
  return [
    ...Object.entries(folders).map(([name, mode]) => ({kind: 'folder', path: join(root, name), mode}) as const),
    ...Object.entries(after).flatMap(([name, file]): Edit[] => {
      const path = join(root, name);
      if (file) return [{kind: 'file', path, content: Buffer.from(file.text), mode: file.mode}];
      return before[name] ? [{kind: 'file', path, fate: 'delete'}] : [];
    }),
  ];
}

/** As far as the given number of steps, of which staging is the first. */
function advance(prepared: Prepared, steps: number): void {
  if (steps > 0) stage(prepared);
  prepared.entries.slice(0, Math.max(0, steps - 1)).forEach(swap);
}

describe('a transaction', () => {
  it('leads back to the old tree from every point, once or twice', () => {
    fc.assert(
      fc.property(aCase, one => {
        const {root, tree} = makeScene();
        for (const [name, {text, mode}] of Object.entries(one.before)) put(root, name, text, mode);
        const old = tree();
        const prepared = prepare(editsOf(root, one));
        expect(tree()).toEqual(old);
        advance(prepared, one.point % (prepared.entries.length + 2));
        expect(rollBack(prepared.entries)).toEqual({failed: [], kept: []});
        expect(tree()).toEqual(old);
        expect(rollBack(prepared.entries)).toEqual({failed: [], kept: []});
        expect(tree()).toEqual(old);
      }),
      {numRuns: 150},
    );
  });

  it('leads to the new tree, with nothing left beside', () => {
    fc.assert(
      fc.property(aCase, one => {
        const {root, tree} = makeScene();
        for (const [name, {text, mode}] of Object.entries(one.before)) put(root, name, text, mode);
        const prepared = prepare(editsOf(root, one));
        advance(prepared, prepared.entries.length + 1);
        for (const entry of [...prepared.entries, ...prepared.entries]) sweep(entry);
        const files = Object.entries({...one.before, ...one.after}).flatMap(([name, file]) => (file ? [[name, `${file.mode.toString(8)} ${file.text}`]] : []));
        const found = Object.entries(tree());
        expect(Object.fromEntries(found.filter(([, what]) => !what.endsWith(' folder')))).toEqual(Object.fromEntries(files.map(([name, text]) => [name, Buffer.from(text as string).toString()])));
        for (const [name, mode] of Object.entries(one.folders)) expect(tree()[name]).toBe(`${mode.toString(8)} folder`);
      }),
      {numRuns: 150},
    );
  });

  it('leaves alone what somebody changed after it was cut short, with the file of before beside it', () => {
    const {root, tree} = makeScene();
    put(root, 'a.json', 'old');
    const prepared = prepare([
      {kind: 'file', path: join(root, 'a.json'), content: Buffer.from('ours'), mode: 0o600},
      {kind: 'file', path: join(root, 'new'), content: Buffer.from('ours'), mode: 0o600},
    ]);
    advance(prepared, 3);
    put(root, 'a.json', 'theirs');
    put(root, 'new', 'theirs');
    expect(rollBack(prepared.entries)).toEqual({failed: [], kept: [join(root, 'new'), join(root, 'a.json')]});
    expect(Object.values(tree()).sort()).toEqual(['600 old', '600 theirs', '600 theirs']);
  });

  it('does not touch what somebody changed before anything came to its place', () => {
    const {root, tree} = makeScene();
    put(root, 'a.json', 'old');
    const prepared = prepare([{kind: 'file', path: join(root, 'a.json'), content: Buffer.from('ours'), mode: 0o600}]);
    stage(prepared);
    rmSync(join(root, 'a.json'));
    put(root, 'a.json', 'theirs');
    expect(rollBack(prepared.entries)).toEqual({failed: [], kept: []});
    expect(tree()).toEqual({'a.json': '600 theirs'});
  });

  it('writes what a link names, and keeps the link', () => {
    const {root} = makeScene();
    put(root, 'real.json', 'old', 0o644);
    symlinkSync('real.json', join(root, 'link.json'));
    const edit = {kind: 'file', path: join(root, 'link.json'), content: Buffer.from('new'), mode: 0o600} as const;
    const first = prepare([edit]);
    advance(first, 2);
    expect([lstatSync(edit.path).isSymbolicLink(), readFileSync(join(root, 'real.json'), 'utf8'), statSync(edit.path).mode & 0o777]).toEqual([true, 'new', 0o600]);
    rollBack(first.entries);
    expect([lstatSync(edit.path).isSymbolicLink(), readFileSync(join(root, 'real.json'), 'utf8'), statSync(edit.path).mode & 0o777]).toEqual([true, 'old', 0o644]);
    expect(readdirSync(root).sort()).toEqual(['link.json', 'real.json']);
  });

  it('brings back the very file, with all its names', () => {
    const {root} = makeScene();
    put(root, 'a.json', 'old');
    linkSync(join(root, 'a.json'), join(root, 'second-name'));
    const {ino} = statSync(join(root, 'a.json'));
    const prepared = prepare([{kind: 'file', path: join(root, 'a.json'), content: Buffer.from('new'), mode: 0o600}]);
    advance(prepared, 2);
    expect(readFileSync(join(root, 'second-name'), 'utf8')).toBe('old');
    rollBack(prepared.entries);
    expect(statSync(join(root, 'a.json')).ino).toBe(ino);
  });

  it('deletes folders and trees last, and keeps a folder that something is in', () => {
    const {root} = makeScene();
    for (const name of ['tree/x/y', 'full/z']) put(root, name, '');
    mkdirSync(join(root, 'empty'));
    const {entries} = prepare([{kind: 'tree', path: join(root, 'tree'), fate: 'delete'}, ...['full', 'empty'].map((name): Edit => ({kind: 'folder', path: join(root, name), fate: 'delete'}))]);
    entries.forEach(swap);
    expect([entries.every(isLate), readdirSync(root).sort()]).toEqual([true, ['empty', 'full', 'tree']]);
    expect(entries.map((entry: Entry) => sweep(entry))).toEqual([true, false, true]);
    expect(readdirSync(root)).toEqual(['full']);
    expect(existsSync(join(root, 'full/z'))).toBe(true);
  });
});
