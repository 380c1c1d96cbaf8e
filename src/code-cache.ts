/**
 * Loads the program's files, and keeps what was compiled of them for the next run. Node's own compile cache keeps what a file
 * compiles while it is loaded, without its functions: a first frame calls a thousand of them, whose compiling takes a fifth of
 * it (Node 24). So everything that a run has compiled is kept when it ends, in one file for all that runs of its kind load.
 */
import type {Script} from 'node:vm';

/** From a name in the folder of the program to what the file exports. */
export type Load = (name: string) => unknown;

/** A file of the program is an expression: a function with the parameters of a CommonJS module (bundle/scripts.ts). */
type Body = (exports: unknown, require: Load, module: {exports: unknown}, dirname: string) => void;

/** What V8 made of files, by their names. It takes only what the same V8 made of as long a file: who keeps it must know the build. */
type Compiled = ReadonlyMap<string, Buffer>;

/**
 * @param folder of the program
 * @param cache file for what is compiled, in a folder where nobody else can write; none where nothing is to be kept
 */
export function loaderOf(folder: string, cache?: string): Load {
  const {readFileSync} = process.getBuiltinModule('node:fs');
  const vm = process.getBuiltinModule('node:vm');
  const compiled: Compiled = cache === undefined ? new Map() : read(cache);
  const modules = new Map<string, {exports: unknown}>();
  const scripts = new Map<string, Script>();
  const load: Load = name => {
    if (!name.startsWith('./')) return process.getBuiltinModule(name);
    const loaded = modules.get(name);
    if (loaded) return loaded.exports;
    const module: {exports: unknown} = {exports: {}};
    modules.set(name, module);
    const filename = `${folder}/${name.slice(2)}`;
    const script = new vm.Script(readFileSync(filename, 'utf8'), {filename, cachedData: compiled.get(name)});
    scripts.set(name, script);
    (script.runInThisContext() as Body)(module.exports, load, module, folder);
    return module.exports;
  };
  if (cache !== undefined) {
    process.once('exit', () => {
      const isKnown = [...scripts].every(([name, {cachedDataRejected}]) => compiled.has(name) && cachedDataRejected !== true);
      if (!isKnown) write(cache, new Map([...compiled, ...[...scripts].map(([name, script]) => [name, script.createCachedData()] as const)]));
    });
  }
  return load;
}

/**
 * Two numbers of four bytes, the length of the index and a checksum; the index, `[name, bytes][]` in JSON; then what was compiled,
 * each at a multiple of eight bytes, where V8 can read it in place.
 */
const HEAD = 8;
const aligned = (length: number) => (length + 7) & ~7;

/** Nothing where it can't be read, or is not as it was written. */
function read(path: string): Compiled {
  const compiled = new Map<string, Buffer>();
  try {
    const bytes = process.getBuiltinModule('node:fs').readFileSync(path);
    if (bytes.readInt32LE(4) !== checksum(bytes)) return compiled;
    const length = bytes.readInt32LE(0);
    let start = aligned(HEAD + length);
    for (const [name, size] of JSON.parse(bytes.toString('utf8', HEAD, HEAD + length)) as [string, number][]) {
      compiled.set(name, bytes.subarray(start, start + size));
      start = aligned(start + size);
    }
  } catch {
    compiled.clear();
  }
  return compiled;
}

/** Of another build it is, perhaps, of one that is gone. */
const OLD_MS = 7 * 24 * 60 * 60 * 1000;

/** Whole or not at all, and without a word: the next run can do without. What other builds have left there long ago is deleted. */
function write(path: string, compiled: Compiled): void {
  const {mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync} = process.getBuiltinModule('node:fs');
  const {basename, dirname, join} = process.getBuiltinModule('node:path');
  const folder = dirname(path);
  const part = `${path}.${process.pid}`;
  try {
    mkdirSync(folder, {recursive: true, mode: 0o700});
    writeFileSync(part, toBytes(compiled), {mode: 0o600, flag: 'wx'});
    renameSync(part, path);
    const build = (name: string) => /^[0-9a-f]{16}-/.exec(name)?.[0];
    for (const name of readdirSync(folder)) {
      const isOther = build(name) !== undefined && build(name) !== build(basename(path));
      if (isOther && Date.now() - statSync(join(folder, name)).mtimeMs > OLD_MS) rmSync(join(folder, name), {force: true});
    }
  } catch {
    try {
      rmSync(part, {force: true});
    } catch {
      // Where it can't be deleted it could not be written.
    }
  }
}

function toBytes(compiled: Compiled): Buffer {
  const index = Buffer.from(JSON.stringify([...compiled].map(([name, {length}]) => [name, length])));
  const pieces = [index, ...compiled.values()];
  const bytes = Buffer.alloc(pieces.reduce((sum, {length}, place) => sum + aligned(length + (place === 0 ? HEAD : 0)), 0));
  let start = HEAD;
  for (const piece of pieces) {
    piece.copy(bytes, start);
    start = aligned(start + piece.length);
  }
  bytes.writeInt32LE(index.length, 0);
  bytes.writeInt32LE(checksum(bytes), 4);
  return bytes;
}

/** Of one number in sixteen, which takes no time and sees a block that a crash of the machine left empty: V8 itself looks at the beginning only, and breaks off the program at what it can't read. */
const STRIDE = 16;

function checksum(bytes: Buffer): number {
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + HEAD, (bytes.length - HEAD) >> 2);
  let sum = words.length;
  for (let index = 0; index < words.length; index += STRIDE) sum = (Math.imul(sum, 31) + (words[index] as number)) | 0;
  return sum;
}
