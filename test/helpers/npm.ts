/** A stand-in for npm that "installs" our stand-in for OpenClaw in any version; some versions are broken in one way or another. */
import {chmodSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {ROOT, type TestHome} from './home.ts';

export const LATEST = '2026.10.1';

/** A version whose install fails, one that npm leaves without its entry, one that does not run, one that another is installed for. */
export const BAD_VERSIONS = {unknown: '2026.99.0', half: '2026.99.1', dead: '2026.99.2', other: '2026.99.3'} as const;

/** Puts it on the PATH of a home. @returns what it was called with, a line each: its folder, then its words */
export function fakeNpm({env}: TestHome): () => string[] {
  const bin = env['PATH'] as string;
  const log = join(dirname(bin), 'npm.log');
  writeFileSync(log, '');
  writeFileSync(
    join(bin, 'npm'),
    `#!${process.execPath}
const {appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} = process.getBuiltinModule('node:fs');
const {join} = process.getBuiltinModule('node:path');
const argv = process.argv.slice(2);
appendFileSync(${JSON.stringify(log)}, JSON.stringify({cwd: process.cwd(), argv, env: Object.keys(process.env).sort()}) + '\\n');
const wanted = argv.find(word => word.startsWith('openclaw@')).slice('openclaw@'.length);
if (argv[0] === 'view') {
  process.stdout.write(JSON.stringify(${JSON.stringify(LATEST)}) + '\\n');
  process.exit(0);
}
if (wanted === ${JSON.stringify(BAD_VERSIONS.unknown)}) {
  process.stderr.write('npm error code ETARGET\\nnpm error notarget No matching version found for openclaw@' + wanted + '.\\nnpm error A complete log of this run can be found in: /x\\n');
  process.exit(1);
}
const folder = join(argv[argv.indexOf('--prefix') + 1], 'node_modules', 'openclaw');
mkdirSync(join(folder, 'dist'), {recursive: true});
cpSync(${JSON.stringify(join(ROOT, 'test/fixtures/openclaw'))}, folder, {recursive: true});
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const version = wanted === ${JSON.stringify(BAD_VERSIONS.other)} ? '1.0.0' : wanted;
writeFileSync(join(folder, 'package.json'), JSON.stringify({...manifest, version}));
if (wanted === ${JSON.stringify(BAD_VERSIONS.half)}) rmSync(join(folder, 'dist/index.js'));
if (wanted === ${JSON.stringify(BAD_VERSIONS.dead)}) writeFileSync(join(folder, 'dist/index.js'), 'throw new Error("this Node is too old")');
`,
  );
  chmodSync(join(bin, 'npm'), 0o755);
  return () => readFileSync(log, 'utf8').split('\n').filter(line => line !== '');
}
