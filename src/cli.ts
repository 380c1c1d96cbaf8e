#!/usr/bin/env node
// The first file that runs, in words that an old Node understands too: it must be able to say that it is too old, and no
// catalogue can be loaded to say it in another language. It is small, since what stands here is there at once.
import {BRIEF} from './commands/brief.ts';
import {loaderOf} from './code-cache.ts';
import type {main as Main} from './main.ts';

declare const PACKAGE_VERSION: string;
/** Of all that is loaded. */
declare const BUILD: string;

const words = process.argv.slice(2);
const [major = 0, minor = 0, patch = 0] = process.versions.node.split('.').map(Number);
const isNewEnough = major >= 26 || (major === 24 && minor >= 15) || (major === 22 && (minor > 22 || (minor === 22 && patch >= 2)));

if (!isNewEnough) {
  process.stderr.write(`openclaw-rescue: needs Node 22.22.2, 24.15 or 26 and later; this is ${process.versions.node} (${process.execPath}).\n`);
  process.exitCode = 2;
} else if (!isVersionAsked() || !says(`${PACKAGE_VERSION}\n`)) {
  // Something is to be seen at once. What comes next takes its place (greeting.ts).
  const isGreeted = opensWizard() && says(`openclaw-rescue ${PACKAGE_VERSION}`);
  if (isGreeted) compileLess();
  const brief = isGreeted ? undefined : briefCommand();
  const load = loaderOf(__dirname, cacheFor(brief ?? (isGreeted ? 'wizard' : 'others')));
  const {main} = load(brief === undefined ? './main.js' : './brief.js') as {main: typeof Main};
  void main(words, isGreeted);
}

/**
 * V8's compilers for long work, of JavaScript and of Yoga's WebAssembly, take 12 MB, and on a host with few cores the time of the
 * frames; the wizard has no long work. A later Node may not know these flags, and would say so.
 */
function compileLess(): void {
  if (major <= 26) process.getBuiltinModule('node:v8').setFlagsFromString('--no-turbofan --no-wasm-tier-up --no-wasm-dynamic-tiering --invocation-count-for-maglev=2000');
}

/** The one of the brief commands that is likely to be called. Should it be another one, theirs hands over. */
function briefCommand(): string | undefined {
  return words.find(word => BRIEF.includes(word)) ?? (words.includes('--help') || words.includes('-h') ? 'help' : undefined);
}

function isVersionAsked(): boolean {
  return words.length === 1 && /^(-V|--version)$/.test(words[0] as string);
}

/** @returns false where it can't: who comes next will meet the same, and has the words for it */
function says(text: string): boolean {
  try {
    return process.getBuiltinModule('node:fs').writeSync(1, text) > 0;
  } catch {
    return false;
  }
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
 * A good part of a short run is compiling what the run before has compiled, so it is kept in this user's own folder for caches,
 * or wherever the user wants Node to keep such things.
 * @param kind of run
 */
function cacheFor(kind: string): string | undefined {
  const {NODE_DISABLE_COMPILE_CACHE, NODE_COMPILE_CACHE} = process.env;
  const folder = NODE_DISABLE_COMPILE_CACHE ? undefined : NODE_COMPILE_CACHE || cacheFolder();
  if (!folder) return undefined;
  const own = [folder, `${folder}/openclaw-rescue`, `${folder}/openclaw-rescue/compiled`];
  const isOurs = process.platform === 'win32' || own.every(path => ownedAlone(path) !== false);
  return isOurs ? `${own[2]}/${BUILD}-${kind}-${process.version}-${process.arch}` : undefined;
}

/**
 * Only where nobody else can write: what lies there is code that we run. With sudo, or a variable that it keeps, it would be a
 * folder of somebody else, and the files in it root's.
 */
function cacheFolder(): string | undefined {
  const {env, platform} = process;
  const {isAbsolute} = process.getBuiltinModule('node:path');
  const home = env['HOME'] || env['USERPROFILE'] || '';
  const given = platform === 'win32' ? env['LOCALAPPDATA'] : env['XDG_CACHE_HOME'];
  const folder = given && isAbsolute(given) ? given : `${home}/${platform === 'darwin' ? 'Library/Caches' : platform === 'win32' ? 'AppData/Local' : '.cache'}`;
  if (!isAbsolute(home) || !isAbsolute(folder)) return undefined;
  // The home must be there; a folder for caches may come to be in it.
  return platform === 'win32' || ownedAlone(home) === true ? folder : undefined;
}

/** Whether only this user can write there; undefined where nothing is. */
function ownedAlone(folder: string): boolean | undefined {
  try {
    const stats = process.getBuiltinModule('node:fs').statSync(folder, {throwIfNoEntry: false});
    return stats && stats.uid === process.geteuid?.() && (stats.mode & 0o022) === 0;
  } catch {
    return false;
  }
}
