/** What esbuild makes the program with: one entry, the screen and the line front end as parts that load when they are needed; and the guard of a drill. */
import {readFileSync} from 'node:fs';
import type {BuildOptions} from 'esbuild';

const {version} = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {version: string};

/** For the root of the checkout as working folder. */
export const BUNDLE = {
  entryPoints: {cli: 'src/cli.ts', guard: 'src/apply/guard-process.ts'},
  outdir: 'dist',
  bundle: true,
  splitting: true,
  metafile: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  jsx: 'automatic',
  loader: {'.md': 'text'},
  legalComments: 'linked',
  define: {PACKAGE_VERSION: JSON.stringify(version), 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"'},
  // Dependencies in CommonJS ask for `require`, which an ES module has not.
  banner: {js: "import {createRequire as __createRequire} from 'node:module'; const require = __createRequire(import.meta.url);"},
  // Ink loads its developer tools only in development.
  alias: {'react-devtools-core': './src/no-devtools.ts'},
} as const satisfies BuildOptions;
