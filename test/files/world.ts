/** A HOME with main in it, and the built program run against what a script does to that HOME: as root, in mounts of its own. */
import {spawnSync} from 'node:child_process';
import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {onTestFinished} from 'vitest';
import {MAIN_CONFIG} from '../helpers/home.ts';

const WORK = process.env['OPENCLAW_TEST_WORK'] ?? '';

/** Makes the profile with its service, or edits it. */
export const MAKE = ['onboard', '--non-interactive'];

export type Ran = {
  readonly code: number;
  readonly out: string;
  /** Without what only tells how far it is. */
  readonly err: string;
  /** Digests of all files, modes, owners and links of HOME before and after, and of main’s folder alone. */
  readonly before: string;
  readonly after: string;
  readonly mainBefore: string;
  readonly mainAfter: string;
};

export type Scene = {
  /** A bash script, as root, with HOME in `$H`, another folder in `$R` and main in `$H/.openclaw`. */
  readonly given?: string;
  /** The same after the first digest, and after the program ended but before the second one. */
  readonly undone?: string;
  readonly args?: readonly string[];
  /** Number of the user who runs it; HOME is his. */
  readonly uid?: number;
  /** Over HOME, PATH, LANG and TZ; undefined takes one out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A command in front of the program: `umask 0`, in the same shell. */
  readonly first?: string;
  /** Words in front of it: sudo and its options. */
  readonly by?: readonly string[];
};

export type World = {readonly home: string; readonly root: string; readonly run: (scene?: Scene) => Ran; readonly sh: (script: string) => string};

const TREE = String.raw`
tree() { (cd "$1" 2>/dev/null && find . -path ./.config/openclaw-rescue -prune -o -printf '%P %y %m %U %l\0' | sort -z && find . -path ./.config/openclaw-rescue -prune -o -type f -print0 | sort -z | xargs -0 -r sha256sum) | tr '\0' '\n'; }
`;

/** @param owner number of the user whose home it is */
export function makeWorld(name = 'home', owner = 0): World {
  // Not below /tmp: OpenClaw itself distrusts what is there, and so do we.
  const root = mkdtempSync('/var/lib/openclaw-rescue-files-');
  onTestFinished(() => {
    spawnSync('chattr', ['-R', '-i', root]);
    rmSync(root, {recursive: true, force: true});
  });
  chmodSync(root, 0o755);
  const home = join(root, name);
  const config = join(home, '.openclaw/openclaw.json');
  mkdirSync(dirname(config), {recursive: true, mode: 0o700});
  writeFileSync(config, `${JSON.stringify(MAIN_CONFIG, null, 2)}\n`, {mode: 0o600});
  if (owner !== 0) spawnSync('chown', ['-R', `${owner}:${owner}`, home]);
  const bash = (script: string) => {
    const {status, stdout, stderr} = spawnSync('unshare', ['-m', '--propagation', 'private', 'bash', '--norc', '-euc', `H=$1 R=$2 W=$3\n${TREE}\n${script}`, 'bash', home, root, WORK], {encoding: 'utf8', maxBuffer: 1 << 26, env: {PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8'}});
    if (status !== 0) throw new Error(`the script of the test ended with ${status}: ${stderr}\n${script}`);
    return stdout;
  };
  return {
    home,
    root,
    sh: script => bash(script),
    run({given = '', undone = '', args = MAKE, uid = 0, env = {}, first = '', by = []} = {}) {
      // What Node keeps compiled has a test of its own (e2e/start.test.ts).
      const variables = Object.entries({HOME: home, PATH: `${WORK}/bin`, LANG: 'C.UTF-8', TZ: 'UTC', NODE_DISABLE_COMPILE_CACHE: '1', ...env}).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]));
      const who = uid === 0 ? [] : ['/usr/bin/setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups'];
      const command = ['env', '-i', ...variables, ...who, ...by, `${WORK}/bin/node`, `${WORK}/dist/cli.cjs`, '--quiet', ...args];
      const told = bash(`
O=$(mktemp -d)
${given}
tree "$H" >$O/before; tree "$H/.openclaw" >$O/main-before
set +e
( ${first === '' ? '' : `${first};`} exec ${command.map(word => `'${word.replaceAll("'", "'\\''")}'`).join(' ')} ) >$O/out 2>$O/err
code=$?
set -e
tree "$H" >$O/after; tree "$H/.openclaw" >$O/main-after
${undone}
cd $O && for f in out err before after main-before main-after; do base64 -w0 $f; echo; done
echo $code
rm -rf $O`);
      const lines = told.trimEnd().split('\n');
      const code = Number(lines.pop());
      const [out, err, before, after, mainBefore, mainAfter] = lines.slice(-6).map(line => Buffer.from(line, 'base64').toString('utf8')) as [string, string, string, string, string, string];
      return {code, out, err, before, after, mainBefore, mainAfter};
    },
  };
}
