/** What the build does to modules: it lets them wait, and changes them only where they are as they were. */
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {spawnSync} from 'node:child_process';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {build, type BuildOptions} from 'esbuild';
import {describe, expect, it, onTestFinished} from 'vitest';
import {bundlesOf, onDemand} from '../../src/bundle/on-demand.ts';
import {once} from '../../src/bundle/once.ts';
import {replaced} from '../../src/bundle/replaced.ts';
import {scriptOf} from '../../src/bundle/scripts.ts';
import {shortNames} from '../../src/bundle/short-names.ts';
import {ROOT} from '../helpers/home.ts';

const CODE_CACHE = join(ROOT, 'src/code-cache.ts');

async function bundle(source: string, plugins: NonNullable<BuildOptions['plugins']>, files: Readonly<Record<string, string>> = {}, packages: readonly string[] = []): Promise<string> {
  // Below the checkout, where packages are found.
  const folder = mkdtempSync(join(ROOT, 'node_modules/.bundle-test-'));
  onTestFinished(() => rmSync(folder, {recursive: true}));
  for (const [file, text] of Object.entries({'main.js': source, 'package.json': '{"type": "module"}', ...files})) {
    mkdirSync(dirname(join(folder, file)), {recursive: true});
    writeFileSync(join(folder, file), text);
  }
  const options = {absWorkingDir: folder, outdir: 'out', bundle: true, platform: 'node', logLevel: 'silent'} as const;
  const made = [await build({...options, write: false, entryPoints: {main: './main.js'}, splitting: true, format: 'esm', plugins}), await build({...options, write: false, ...bundlesOf(packages)})];
  for (const {path, text} of made.flatMap(({outputFiles}) => outputFiles)) {
    mkdirSync(dirname(path), {recursive: true});
    writeFileSync(path, await scriptOf(text));
  }
  return join(folder, 'out/main.js');
}

function run(program: string): string {
  const load = `import(${JSON.stringify(CODE_CACHE)}).then(({loaderOf}) => loaderOf(${JSON.stringify(dirname(program))})('./main.js'))`;
  const {stdout, stderr} = spawnSync(process.execPath, ['-e', load], {encoding: 'utf8', cwd: tmpdir(), env: {}});
  return stdout + stderr;
}

/** Which of Node's modules a program has loaded in the end. */
const LOADED = "process.on('exit', () => console.log(['http', 'crypto', 'internal/deps/undici/undici'].filter(name => process.moduleLoadList.includes('NativeModule ' + name)).join(' ') || 'none'));";

describe('on demand', () => {
  it('is a module of Node that nothing uses in this run', async () => {
    const program = await bundle(`import {request} from 'node:http'; import {createHash} from 'node:crypto'; import {join} from 'path'; ${LOADED} export const use = () => [request, createHash]; console.log(join('a', 'b'));`, [onDemand([])]);
    expect(run(program)).toBe('a/b\nnone\n');
  });

  it('is one that is used', async () => {
    const program = await bundle(`import {createHash} from 'node:crypto'; ${LOADED} console.log(createHash('sha256').update('x').digest('hex').slice(0, 4));`, [onDemand([])]);
    expect(run(program)).toBe('2d71\ncrypto\n');
  });

  it.each([
    ['an ES module', 'acorn', "import {parseExpressionAt} from 'acorn'; console.log(parseExpressionAt('1', 0, {ecmaVersion: 'latest'}).value);", '1\n'],
    ['a CommonJS one, by its whole', 'semver', "import semver from 'semver'; console.log(semver.valid('1.2.3'));", '1.2.3\n'],
    ['a function alone', 'env-paths', "import envPaths from 'env-paths'; console.log(typeof envPaths('x').config);", 'string\n'],
    ['a class, and others by their names', 'magic-string', "import MagicString, {Bundle} from 'magic-string'; console.log(new MagicString('ab').remove(0, 1).toString(), typeof new Bundle().addSource);", 'b function\n'],
    ['a function by its name', 'detect-port', "import {detect} from 'detect-port'; console.log(typeof detect);", 'function\n'],
    ['a class alone', 'conf', "import Conf from 'conf'; try { new Conf(); } catch (error) { console.log(error.message.slice(0, 20)); }", 'Please specify the `\n'],
  ])('is a package: %s', async (_, name, source, output) => {
    const program = await bundle(source, [onDemand([name])], {}, [name]);
    expect(run(program)).toBe(output);
  });
});

describe('once', () => {
  it('is a package in CommonJS what it was, for all who import it', async () => {
    const source = "import whole, {createElement} from 'react'; import {jsx} from 'react/jsx-runtime'; import {made} from './other.js'; console.log(whole.createElement === createElement, made.type, jsx('b', {}).type);";
    const program = await bundle(source, [once(['react', 'react/jsx-runtime'])], {'other.js': "import * as react from 'react'; export const made = react.createElement('a');"});
    expect(run(program)).toBe('true a b\n');
  });
});

describe('a script', () => {
  it('has what a module imports at once and late, and its folder', async () => {
    const files = {'other.js': "export const made = 'other'; export {made as called};", 'late.js': "import {called} from './other.js'; export const late = () => `late ${called}`;"};
    const program = await bundle("import {made} from './other.js'; import('./late.js').then(({late}) => console.log(made, late(), import.meta.dirname.endsWith('out')));", [], files);
    expect(run(program)).toBe('other late other true\n');
  });

  it.each([
    ['a name that changes after it was exported', 'let count = 0; export function add() { count++; } export {count};', 'count is exported, and gets another value'],
    ['a name that gets its value later', 'let made; export function make() { made = 1; } export {made};', 'made is exported, and gets another value'],
    ['a name that gets its value by a pattern', 'let made; export function make() { [{made}] = [{}]; } export {made};', 'made is exported, and gets another value'],
    ['await outside of functions', 'await 1;', 'await is only valid in async functions'],
    ['all of a module under one name', "import * as all from './other.js'; console.log(all);", 'from "./other.js" something is imported without its name'],
  ])('can’t have %s', (_, code, message) => {
    expect(() => scriptOf(code.replaceAll("'./other.js'", '"./other.js"'))).toThrow(message);
  });
});

describe('short names', () => {
  it('leave what a package does', async () => {
    const files = {'node_modules/pkg/index.js': 'export function describe(subject) { const sentence = `it is ${subject}`; return sentence; }', 'node_modules/pkg/package.json': '{"name": "pkg", "type": "module", "main": "index.js"}'};
    const program = await bundle("import {describe} from 'pkg'; console.log(describe('so'));", [shortNames], files);
    expect(run(program)).toBe('it is so\n');
    expect(readFileSync(program, 'utf8')).not.toContain('sentence');
  });
});

describe('a replacement', () => {
  const files = {'node_modules/pkg/index.js': 'export const slow = /a/; export const other = 1;', 'node_modules/pkg/package.json': '{"name": "pkg", "type": "module", "main": "index.js"}'};
  const source = "import {slow} from 'pkg'; console.log(String(slow));";

  it('is made where it is wanted', async () => {
    expect(run(await bundle(source, [replaced([{file: 'pkg/index.js', changes: [['/a/', '/b/']]}])], files))).toBe('/b/\n');
  });

  it.each([
    ['is not as it was', [{file: 'pkg/index.js', changes: [['/c/', '/b/']]}], 'pkg/index.js has 0 times what is to be replaced in it'],
    ['is there twice', [{file: 'pkg/index.js', changes: [['export', '']]}], 'pkg/index.js has 2 times what is to be replaced in it'],
    ['is not in the bundle', [{file: 'gone/index.js', changes: [['a', 'b']]}], 'gone/index.js is not in the bundle'],
  ] as const)('stops the build where its text %s', async (_, replacements, message) => {
    await expect(bundle(source, [replaced(replacements)], files)).rejects.toThrow(message);
  });
});
