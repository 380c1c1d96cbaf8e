#!/usr/bin/env node
// The first file that runs, in words that an old Node understands too: it must be able to say that it is too old, and no
// catalogue can be loaded to say it in another language. It is small, since what stands here is there at once.
import type {main as Main} from './main.ts';

declare const PACKAGE_VERSION: string;

const words = process.argv.slice(2);
const [major = 0, minor = 0, patch = 0] = process.versions.node.split('.').map(Number);
const isNewEnough = major >= 26 || (major === 24 && minor >= 15) || (major === 22 && (minor > 22 || (minor === 22 && patch >= 2)));

if (!isNewEnough) {
  process.stderr.write(`openclaw-rescue: needs Node 22.22.2, 24.15 or 26 and later; this is ${process.versions.node} (${process.execPath}).\n`);
  process.exitCode = 2;
} else if (words.length === 1 && /^(-V|--version)$/.test(words[0] as string)) {
  process.stdout.write(`${PACKAGE_VERSION}\n`);
} else {
  const isGreeted = opensWizard();
  // Something is to be seen at once. What comes next takes its place (greeting.ts).
  if (isGreeted) process.getBuiltinModule('node:fs').writeSync(1, `openclaw-rescue ${PACKAGE_VERSION}`);
  keepCompiled();
  void import('./main.js').then(({main}: {main: typeof Main}) => main(words, isGreeted));
}

/** The call of the guide, `--profile <name> onboard`, in a terminal whose lines can be written anew. */
function opensWizard(): boolean {
  const {TERM, ACCESSIBLE, INK_SCREEN_READER} = process.env;
  if (!TERM || TERM === 'dumb' || ACCESSIBLE || INK_SCREEN_READER) return false;
  const others = words.filter(word => word !== 'onboard').join(' ');
  if (!/^(--profile[ =]\S+)?$/.test(others)) return false;
  const {isatty} = process.getBuiltinModule('node:tty');
  return isatty(0) && isatty(1);
}

/**
 * Half of a short run is compiling what the run before has compiled. It is kept in this user's own folder for caches, where nobody
 * else can put code for us to run; not in a home that is somebody else's, as with sudo, whose files would be root's.
 */
function keepCompiled(): void {
  const folder = cacheFolder();
  if (folder === undefined) return;
  const users = process.umask(0o077);
  process.getBuiltinModule('node:module').enableCompileCache(folder);
  process.umask(users);
}

function cacheFolder(): string | undefined {
  const {env, platform} = process;
  const home = env['HOME'] || env['USERPROFILE'];
  if (!home) return undefined;
  try {
    if (platform !== 'win32' && process.getBuiltinModule('node:fs').statSync(home).uid !== process.geteuid?.()) return undefined;
  } catch {
    return undefined;
  }
  const caches = platform === 'darwin' ? `${home}/Library/Caches` : platform === 'win32' ? env['LOCALAPPDATA'] || `${home}/AppData/Local` : env['XDG_CACHE_HOME'] || `${home}/.cache`;
  return `${caches}/openclaw-rescue/compiled`;
}
