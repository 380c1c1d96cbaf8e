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
  // What libraries load and we never need. Should one of them want something else of it, the build fails, or the README's table of packages.
  alias: {
    // Ink: in development only.
    'react-devtools-core': './src/bundle/no-devtools.ts',
    // Conf: for a schema only.
    'ajv/dist/2020.js': './src/bundle/no-schema.ts',
    'ajv-formats': './src/bundle/no-schema.ts',
    // Conf: takes signals that are ours to take.
    'when-exit': './src/bundle/no-signals.ts',
  },
} as const satisfies BuildOptions;
