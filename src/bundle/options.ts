/** What esbuild makes the program with. */
import {readFileSync} from 'node:fs';
import type {BuildOptions, Plugin} from 'esbuild';
import {once} from './once.ts';
import {bundlesOf, onDemand} from './on-demand.ts';
import {replaced} from './replaced.ts';
import {REPLACEMENTS} from './replacements.ts';
import {shortNames} from './short-names.ts';

const {version} = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {version: string};

/** For the root of the checkout as working folder. */
const COMMON = {
  outdir: 'dist',
  bundle: true,
  metafile: true,
  platform: 'node',
  target: 'node22',
  minifyWhitespace: true,
  minifySyntax: true,
  // A crash report names lines.
  lineLimit: 160,
  legalComments: 'linked',
  define: {PACKAGE_VERSION: JSON.stringify(version), 'process.env.NODE_ENV': '"production"'},
} as const satisfies BuildOptions;

/** What is said in Korean: one file, for whoever speaks it. With its letters as they are, which is half as long as with escapes. */
const KOREAN = {...COMMON, charset: 'utf8', entryPoints: {korean: 'src/text/korean.ts'}, format: 'esm'} as const satisfies BuildOptions;

const korean: Plugin = {
  name: 'korean',
  setup: build => void build.onResolve({filter: /\/korean\.ts$/}, () => ({path: './korean.js', external: true})),
};

/**
 * Packages that wait until something of them is used: they are big, and most runs do without them. env-paths asks for the home
 * when it is loaded, and throws where there is none: main.ts has a sentence for that.
 */
const LATE = ['acorn', 'commander', 'conf', 'detect-port', 'diff', 'env-paths', 'magic-string', 'plist', 'semver'];

/** Where they wait. */
const PACKAGES = {
  ...COMMON,
  ...bundlesOf(LATE),
  minifyIdentifiers: true,
  plugins: [onDemand([])],
  // What they load and we never need. Should one of them want something else of it, the build fails, or the README's table of packages.
  alias: {
    // Conf: for a schema only.
    'ajv/dist/2020.js': './src/bundle/no-schema.ts',
    'ajv-formats': './src/bundle/no-schema.ts',
    // Conf: takes signals that are ours to take.
    'when-exit': './src/bundle/no-signals.ts',
  },
} as const satisfies BuildOptions;

/** Of our own code, which runs in one of the next two bundles. */
const OURS = {
  ...COMMON,
  format: 'esm',
  jsx: 'automatic',
  loader: {'.md': 'text'},
  // The one bundle goes on as the other.
  external: ['./main.js'],
} as const satisfies BuildOptions;

/** The program, in as few files as there are parts that can do without each other: each file costs a start a millisecond. */
export const PROGRAM = {
  ...OURS,
  entryPoints: {main: 'src/main.ts'},
  splitting: true,
  define: {...OURS.define, IS_BRIEF: 'false'},
  plugins: [replaced(REPLACEMENTS), onDemand(LATE), once(['react', 'react/jsx-runtime']), korean, shortNames],
} as const satisfies BuildOptions;

/** Leaves the commands out that are not brief: main.ts loads the program for them. */
const withoutOthers: Plugin = {
  name: 'without-others',
  setup(build) {
    build.onResolve({filter: /\/others\.ts$/}, ({path}) => ({path, namespace: 'without-others'}));
    build.onLoad({filter: /./, namespace: 'without-others'}, () => ({contents: 'module.exports = {};'}));
  },
};

/** The brief commands (src/commands/brief.ts). */
const BRIEF = {
  ...OURS,
  entryPoints: {brief: 'src/main.ts'},
  splitting: true,
  define: {...OURS.define, IS_BRIEF: 'true'},
  // Each of them reads its command line.
  plugins: [onDemand(LATE.filter(name => name !== 'commander')), korean, withoutOthers, shortNames],
} as const satisfies BuildOptions;

/** The file that Node starts, in words of an old Node; it loads the rest. */
const ENTRY = {...COMMON, target: 'node12.20', entryPoints: {cli: 'src/cli.ts'}, format: 'cjs', outExtension: {'.js': '.cjs'}} as const satisfies BuildOptions;

/** Korean where Node loads a file by itself. */
const koreanScript: Plugin = {
  name: 'korean-script',
  setup(build) {
    build.onResolve({filter: /\/korean\.ts$/}, ({path}) => ({path, namespace: 'korean-script'}));
    build.onLoad({filter: /./, namespace: 'korean-script'}, () => ({
      contents: "const {loaderOf} = require('./src/code-cache.ts');\nmodule.exports = loaderOf(process.getBuiltinModule('node:path').dirname(process.argv[1]))('./korean.js');",
      resolveDir: build.initialOptions.absWorkingDir ?? process.cwd(),
    }));
  },
};

/** The guard of a drill, a process of its own, which needs no other file once it stands by. */
const GUARD = {...COMMON, minifyIdentifiers: true, entryPoints: {guard: 'src/apply/guard-process.ts'}, format: 'esm', plugins: [koreanScript]} as const satisfies BuildOptions;

/** What code-cache.ts loads. */
export const SCRIPTS: readonly BuildOptions[] = [PROGRAM, BRIEF, PACKAGES, KOREAN];

/** What Node loads. */
export const ENTRIES: readonly BuildOptions[] = [ENTRY, GUARD];
