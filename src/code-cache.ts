/**
 * Loads the program's files, and keeps what was compiled of them for the next run. Node's own compile cache keeps what a file
 * compiles while it is loaded, without its functions: a first frame calls a thousand of them, whose compiling takes a fifth of
 * it (Node 24). So everything that a run has compiled is kept when it ends, in one file for all that runs of its kind load.
 */
import type {Script} from 'node:vm';

/** From a name in the folder of the program, `./main.js`, or of a module of Node to what is exported there. */
export type Load = (name: string) => unknown;

/** A file of the program is an expression: a function with the parameters of a CommonJS module (bundle/scripts.ts). */
type Body = (exports: unknown, require: Load, module: {exports: unknown}, dirname: string) => void;

/** What `process` emits before it becomes another program: that is an end without an `exit`. */
export const REPLACED = 'replaced';

/**
 * @param folder of the program
 * @param cache file for what is compiled, in a folder where nobody else can write; none where nothing is to be kept. It is for one
 *   build alone: V8 itself only sees to it that a file is as long as it was, and the same V8
 */
export function loaderOf(folder: string, cache?: string): Load {
  const {readFileSync} = process.getBuiltinModule('node:fs');
  const vm = process.getBuiltinModule('node:vm');
  const kept = cache === undefined ? new Map<string, Part>() : readIndex(cache);
  const modules = new Map<string, {exports: unknown}>();
  const scripts = new Map<string, Script>();
  const load: Load = name => {
    if (!name.startsWith('./')) return process.getBuiltinModule(name);
    const loaded = modules.get(name);
    if (loaded) return loaded.exports;
    const module: {exports: unknown} = {exports: {}};
    const filename = `${folder}/${name.slice(2)}`;
    const part = kept.get(name);
    const cachedData = cache !== undefined && part ? readPart(cache, part) : undefined;
    const script = new vm.Script(readFileSync(filename, 'utf8'), {filename, cachedData});
    if (!cachedData || script.cachedDataRejected) kept.delete(name);
    // Nobody needs it any more, and till the memory is cleaned up it would stay: a megabyte in all.
    (cachedData?.buffer as ArrayBuffer | undefined)?.transfer(0);
    const run = script.runInThisContext() as Body;
    modules.set(name, module);
    scripts.set(name, script);
    try {
      run(module.exports, load, module, folder);
    } catch (error) {
      // Who asks for it again is to meet the same error.
      modules.delete(name);
      throw error;
    }
    return module.exports;
  };
  if (cache !== undefined) {
    let isOver = false;
    const keep = () => {
      if (isOver || [...scripts.keys()].every(name => kept.has(name))) return;
      isOver = true;
      write(cache, () => {
        const others = [...kept].flatMap(([name, part]) => (scripts.has(name) ? [] : [[name, readPart(cache, part)] as const]));
        return new Map([...others, ...[...scripts].map(([name, script]) => [name, script.createCachedData()] as const)]);
      });
    };
    process.once('exit', keep);
    (process as NodeJS.EventEmitter).once(REPLACED, keep);
  }
  return load;
}

/** What V8 made of one file. @property from bytes from the start of the cache @property size bytes */
type Part = {readonly from: number; readonly size: number; readonly sum: number};

/** Of the cache the first so many bytes are its index, `[name, Part][]` in JSON, with blanks behind it; the parts follow. */
const INDEX_SIZE = 4096;

/** Empty where it can't be read, or is none. */
function readIndex(cache: string): Map<string, Part> {
  try {
    return new Map(JSON.parse(readBytes(cache, 0, INDEX_SIZE).toString('utf8')) as [string, Part][]);
  } catch {
    return new Map();
  }
}

/** Undefined where it is not as it was written: V8 breaks the program off at what it can't read. */
function readPart(cache: string, {from, size, sum}: Part): Buffer | undefined {
  try {
    const bytes = readBytes(cache, from, size);
    return checksum(bytes) === sum ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/** In a piece of memory of their own. */
function readBytes(path: string, from: number, size: number): Buffer {
  const {closeSync, openSync, readSync} = process.getBuiltinModule('node:fs');
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.allocUnsafeSlow(size);
    return bytes.subarray(0, readSync(file, bytes, 0, size, from));
  } finally {
    closeSync(file);
  }
}

/** In bytes: of so much one number is looked at, which takes no time and sees what a crash of the machine left empty. */
const STRIDE = 128;

function checksum(bytes: Buffer): number {
  let sum = bytes.length;
  for (let index = 0; index + 4 <= bytes.length; index += STRIDE) sum = (Math.imul(sum, 31) + bytes.readInt32LE(index)) | 0;
  return sum;
}

/** What was left for so long is perhaps of a build or a Node that is gone, or was never finished; else it is soon made anew. */
const OLD_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Whole or not at all, and without a word: the next run can do without.
 * @param compiled takes its time, which where nothing can be written would be lost
 */
function write(cache: string, compiled: () => ReadonlyMap<string, Buffer | undefined>): void {
  const {closeSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync, writeFileSync} = process.getBuiltinModule('node:fs');
  const {dirname, join} = process.getBuiltinModule('node:path');
  const folder = dirname(cache);
  const unfinished = `${cache}.${process.pid}`;
  try {
    mkdirSync(folder, {recursive: true, mode: 0o700});
    const file = openSync(unfinished, 'wx', 0o600);
    try {
      writeFileSync(file, bytesOf(compiled()));
    } finally {
      closeSync(file);
    }
    renameSync(unfinished, cache);
    for (const path of readdirSync(folder).flatMap(name => (/^[0-9a-f]{16}-/.test(name) ? join(folder, name) : []))) {
      if (Date.now() - statSync(path).mtimeMs > OLD_MS) rmSync(path, {force: true});
    }
  } catch {
    try {
      rmSync(unfinished, {force: true});
    } catch {
      // Where it can't be deleted it could not be written.
    }
  }
}

function bytesOf(compiled: ReadonlyMap<string, Buffer | undefined>): Buffer {
  const index: [string, Part][] = [];
  const pieces: Buffer[] = [];
  let from = INDEX_SIZE;
  for (const [name, bytes] of compiled) {
    if (!bytes) continue;
    index.push([name, {from, size: bytes.length, sum: checksum(bytes)}]);
    pieces.push(bytes);
    from += bytes.length;
  }
  const head = Buffer.from(JSON.stringify(index).padEnd(INDEX_SIZE));
  if (head.length > INDEX_SIZE) throw new RangeError();
  return Buffer.concat([head, ...pieces]);
}
