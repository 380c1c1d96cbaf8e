/** What we are made of: pinned, from the public registry, run by nobody's install, with its licences. */
import {execFile, spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {build} from 'esbuild';
import {describe, expect, it, onTestFinished} from 'vitest';
import {buildAll} from '../../src/bundle/build.ts';
import {licencesText, packagesIn} from '../../src/bundle/licences.ts';
import {REASONS} from '../../src/bundle/reasons.ts';
import {ROOT} from '../helpers/home.ts';

const readJson = (file: string) => JSON.parse(readFileSync(join(ROOT, file), 'utf8'));

describe('the lock file', () => {
  const packages = Object.entries<{integrity?: string; resolved?: string; link?: boolean}>(readJson('package-lock.json').packages).filter(([path]) => path !== '');

  it('pins every package by its content', () => {
    expect(packages.length).toBeGreaterThan(100);
    expect(packages.filter(([, {integrity}]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''))).toEqual([]);
  });

  it('names no registry but the public one', () => {
    expect(packages.filter(([, {resolved}]) => resolved !== undefined && new URL(resolved).host !== 'registry.npmjs.org')).toEqual([]);
  });
});

describe('what is published', () => {
  it('runs nothing when it is installed, and installs nothing else', () => {
    const {scripts, ...manifest} = readJson('package.json');
    // `prepare` builds a checkout; npm runs it for nobody who installs from a registry.
    expect(Object.keys(scripts).filter(name => /^(pre|post)?(install|uninstall)$|^(pre|post)prepare$|^dependencies$/.test(name))).toEqual([]);
    expect(Object.keys(manifest).filter(name => /dependencies/i.test(name))).toEqual(['devDependencies']);
  });

  it('holds the program, its texts and the licences, and no more', () => {
    const {stdout} = spawnSync('npm', ['pack', '--json', '--dry-run', '--ignore-scripts'], {cwd: ROOT, encoding: 'utf8'});
    const [{files}] = JSON.parse(stdout);
    const paths = files.map(({path}: {path: string}) => path) as string[];
    expect(paths).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json', 'dist/cli.cjs', 'dist/LICENSES.txt']));
    // A binding.gyp would make npm compile.
    expect(paths.filter(path => !/^(LICENSE|README\.md|package\.json|(dist|assets)\/.+)$/.test(path) || path.endsWith('binding.gyp'))).toEqual([]);
  });
});

describe('what is bundled', () => {
  it('has its licences beside it', async () => {
    const metafile = await buildAll(false, ROOT);
    const packages = packagesIn(metafile, ROOT);
    const text = readFileSync(join(ROOT, 'dist/LICENSES.txt'), 'utf8');
    expect(text).toBe(licencesText(packages));
    // Counted another way: every file that is in the program and not ours belongs to one of them.
    const files = Object.values(metafile.outputs).flatMap(({inputs}) => Object.keys(inputs)).filter(path => !/^(src|assets)\/|^(on-demand|once|without-others|korean-script):/.test(path));
    const heads = new Set(text.split('\n'));
    const missing = files.filter(path => {
      const folder = /^.*node_modules\/(@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0];
      const {name, version, license} = folder === undefined ? {} as Record<string, string> : readJson(`${folder}/package.json`);
      return !heads.has(`${name} ${version} (${license})`);
    });
    expect(files.length).toBeGreaterThan(100);
    expect(missing).toEqual([]);
    for (const {name, texts} of packages) expect(texts.join('\n'), name).toMatch(/permission|redistribution/i);
  });

  it('is chosen for a reason', async () => {
    const metafile = await buildAll(false, ROOT);
    const {devDependencies} = readJson('package.json');
    expect(packagesIn(metafile, ROOT).map(({name}) => name).filter(name => name in devDependencies)).toEqual(Object.keys(REASONS));
  });

  it.each([
    ['no licence file', {license: 'MIT'}, {}, 'pkg 1.0.0 can’t be bundled: it has no licence file in '],
    ['a licence that asks for more', {license: 'GPL-3.0'}, {LICENSE: 'x'}, 'pkg 1.0.0 can’t be bundled: its licence is "GPL-3.0", not one of '],
    ['no licence at all', {}, {LICENSE: 'x'}, 'pkg 1.0.0 can’t be bundled: its licence is not named, not one of '],
  ])('is refused with %s', async (_, fields, files, message) => {
    const root = bundleOf(fields, files);
    const {metafile} = await buildIn(root);
    expect(() => packagesIn(metafile, root)).toThrow(message);
  });

  it('brings notices along, and names what it imports', async () => {
    const root = bundleOf({license: 'ISC'}, {'licence.md': 'the licence\r\n', NOTICE: 'the notice'});
    expect(packagesIn((await buildIn(root)).metafile, root)).toEqual([{name: 'pkg', version: '1.0.0', licence: 'ISC', texts: ['the licence', 'the notice'], imports: []}]);
  });
});

const NO_ADVISORIES = {};
const ADVISORY = {acorn: [{id: 1, url: 'https://github.com/advisories/GHSA-x', title: 'x', severity: 'high', vulnerable_versions: '*', cwe: [], cvss: {score: 9, vectorString: null}}]};

describe('the audit', () => {
  it.each([
    ['a registry without advisories', 200, NO_ADVISORIES, 0, /no advisories/],
    ['an advisory', 200, ADVISORY, 1, /high: acorn/],
    ['a registry without audits', 405, {}, 0, /NOT CHECKED, this registry offers no audits \(HTTP 405\)/],
    ['a registry that refuses', 403, {}, 1, /npm audit failed/],
  ])('with %s', async (_, status, body, code, text) => {
    // npm asks what versions there are of a package with an advisory.
    const packument = {name: 'acorn', versions: {[readJson('node_modules/acorn/package.json').version]: {}}};
    const registry = createServer(({method}, answer) => {
      const [code, document] = method === 'GET' ? [200, packument] : [status, body];
      answer.writeHead(code, {'content-type': 'application/json'}).end(JSON.stringify(document));
    });
    await new Promise<void>(resolve => registry.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void registry.close());
    const cache = mkdtempSync(join(tmpdir(), 'openclaw-rescue-test-'));
    onTestFinished(() => rmSync(cache, {recursive: true, force: true}));
    const words = ['--cache', cache, '--registry', `http://127.0.0.1:${(registry.address() as AddressInfo).port}`, '--fetch-retries=0'];
    const ended = await new Promise<{code: unknown; said: string}>(resolve => {
      execFile(process.execPath, [join(ROOT, 'test/supply/audit.ts'), ...words], {cwd: ROOT, encoding: 'utf8'}, (error, out, err) => resolve({code: error?.code ?? 0, said: out + err}));
    });
    expect(ended).toEqual({code, said: expect.stringMatching(text)});
  });
});

/** A checkout with one package and a file that imports it. */
function bundleOf(fields: object, files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'openclaw-rescue-test-'));
  onTestFinished(() => rmSync(root, {recursive: true, force: true}));
  const folder = join(root, 'node_modules/pkg');
  mkdirSync(folder, {recursive: true});
  const all = {...files, 'package.json': JSON.stringify({name: 'pkg', version: '1.0.0', ...fields}), 'index.js': 'export default 1;'};
  for (const [file, text] of Object.entries(all)) writeFileSync(join(folder, file), text);
  writeFileSync(join(root, 'entry.js'), "import one from 'pkg'; console.log(one);");
  return root;
}

function buildIn(root: string) {
  return build({absWorkingDir: root, entryPoints: ['entry.js'], bundle: true, metafile: true, write: false});
}
