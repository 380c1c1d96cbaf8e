/** Bundles the program into dist: one entry, the screen and the line front end as parts that load when they are needed; and the guard of a drill. */
import {readFile, rm} from 'node:fs/promises';
import {build} from 'esbuild';

const {version} = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));

await rm('dist', {recursive: true, force: true});
await build({
  entryPoints: {cli: 'src/cli.ts', guard: 'src/apply/guard-process.ts'},
  outdir: 'dist',
  bundle: true,
  splitting: true,
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
});
