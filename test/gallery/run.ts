/**
 * `npm run gallery -- [part of a name] [--size 80x24] [--svg [folder]]`: the pictures of the gallery in this terminal, one
 * after another; or all of them as files, with a page to look at them.
 */
import {spawnSync} from 'node:child_process';
import {mkdirSync} from 'node:fs';
import {parseArgs} from 'node:util';
import {build} from 'esbuild';
import {PROGRAM} from '../../src/bundle/options.ts';

/** Git leaves it alone. */
const FOLDER = 'build/gallery';

// Without a folder behind it, it means the usual one.
const words = process.argv.slice(2).flatMap((word, index, all) => (word === '--svg' && (all[index + 1] ?? '-').startsWith('-') ? [word, FOLDER] : [word]));
const {values, positionals} = parseArgs({args: words, allowPositionals: true, options: {svg: {type: 'string'}, size: {type: 'string'}}});

mkdirSync(FOLDER, {recursive: true});
const program = `${FOLDER}/show.mjs`;
await build({entryPoints: ['test/gallery/show.tsx'], outfile: program, bundle: true, packages: 'external', format: 'esm', platform: 'node', jsx: 'automatic', loader: PROGRAM.loader, define: PROGRAM.define, logLevel: 'error'});
// Ink decides on colours when it is loaded.
const env = {...process.env, ...(values.svg === undefined && !process.stdout.isTTY ? {} : {FORCE_COLOR: '3'})};
process.exitCode = spawnSync(process.execPath, [program, values.svg ?? '', values.size ?? '', positionals[0] ?? ''], {stdio: 'inherit', env}).status ?? 1;
