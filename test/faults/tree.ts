/** A tree of files as data: what is in it, with modes and links, and where it differs from another. */
import {createHash} from 'node:crypto';
import {lstatSync, readdirSync, readFileSync, readlinkSync} from 'node:fs';
import {join, relative} from 'node:path';

/** What becomes of each path below a folder: kind, mode, and a digest of its bytes or where it leads. */
export type Tree = Readonly<Record<string, string>>;

/** Without what is another one each time: tokens, names of temporary files, times, numbers of folders on the disk. */
export function mask(text: string): string {
  return text
    .replace(/\d{4}-\d\d-\d\dT\d\d[:-]\d\d[:-]\d\d\.\d{3}Z/g, 'TIME')
    .replace(/(?<![\da-zA-Z])[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}(?![\da-zA-Z])/g, 'UUID')
    // Processes in the names of locks, what stands beside a file while it is changed.
    .replace(/(?<=\.)(\d{2,}|[\da-f]{8})(?=\.)/g, 'RANDOM')
    .replace(/(?<=tmp-)\d{10}[\da-f]{6}/g, 'RANDOM')
    .replace(/(?<![\da-zA-Z])[\da-f]{12,}(?![\da-zA-Z])/g, 'RANDOM')
    .replace(/\b\d+-\d+\b/g, 'FOLDER');
}

/** @param masked a text without what is random; null takes each byte as it is, and when it was written */
export function treeOf(root: string, masked: ((text: string) => string) | null = mask, isIn: (path: string) => boolean = () => true): Tree {
  const tree: Record<string, string> = {};
  const visit = (path: string) => {
    const name = relative(root, path);
    if (name !== '' && !isIn(name)) return;
    const stats = lstatSync(path);
    const mode = (stats.mode & 0o7777).toString(8);
    const key = masked ? masked(name) : name;
    const when = masked ? '' : ` ${stats.mtimeMs} ${stats.ino}`;
    if (stats.isSymbolicLink()) tree[key] = `link to ${readlinkSync(path)}`;
    else if (stats.isDirectory()) {
      tree[key] = `folder ${mode}${when}`;
      for (const entry of readdirSync(path)) visit(join(path, entry));
    } else if (stats.isFile()) tree[key] = `file ${mode}${when} ${digest(masked ? masked(readFileSync(path, 'latin1')) : readFileSync(path))}`;
    else tree[key] = `special ${mode}`;
  };
  visit(root);
  return tree;
}

/** One line for each path that is not the same in both. */
export function differences(from: Tree, to: Tree): string[] {
  const paths = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
  return paths.flatMap(path => (from[path] === to[path] ? [] : [`${path}: ${from[path] ?? 'absent'} -> ${to[path] ?? 'absent'}`]));
}

export function digest(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}
