/** The shells that the tests run for real, each the way a script or a terminal does it. */
import {spawnSync} from 'node:child_process';
import {accessSync, constants, readFileSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {makeHome, ROOT, type TestHome} from '../helpers/home.ts';
import type {Run} from '../helpers/run.ts';
import {openTerminal} from '../helpers/terminal.ts';
import type {Shell} from '../../src/rules/shell.ts';

export type RealShell = Exclude<Shell, 'powershell'>;

/** No start-up file of this machine is read. */
const FLAGS: Readonly<Record<RealShell, readonly string[]>> = {
  bash: ['--norc', '--noprofile'],
  zsh: ['-f'],
  fish: ['--no-config'],
};

/** @throws when there is no such shell; a missing one must not look like a passed test */
export function pathOf(shell: RealShell): string {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, shell);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // It may be in the next one.
    }
  }
  throw new Error(`there is no ${shell} on the PATH`);
}

export type ShellOptions = {
  readonly env: Record<string, string>;
  readonly cwd?: string;
  /** What the script reads from stdin. */
  readonly input?: string;
  /** The script finds them in "$@", in fish in $argv. */
  readonly args?: readonly string[];
};

/** Runs a script, and tells what came out. */
export function runShell(shell: RealShell, script: string, {env, cwd = ROOT, input = '', args = []}: ShellOptions): Run {
  const first = shell === 'fish' ? '--' : shell;
  const {status, stdout, stderr, error} = spawnSync(pathOf(shell), [...FLAGS[shell], '-c', script, first, ...args], {env, cwd, input, encoding: 'utf8', timeout: 20_000});
  if (error) throw error;
  return {code: status, out: stdout, err: stderr};
}

/** What a completion offers: a word, and the text that is shown with it. */
export type Offered = {readonly word: string; readonly about: string};

export type Completion = {
  readonly home: TestHome;
  /** The file of the completion script. */
  readonly script: string;
  readonly env: Record<string, string>;
  readonly cwd: string;
};

/**
 * What is offered for the last word of a command line. Words come without the `--option=` before them and without the slash
 * after a folder, in which shells differ.
 */
export async function offered(shell: RealShell, line: string, completion: Completion): Promise<Offered[]> {
  const found = await OFFERS[shell](line, completion);
  return found
    .map(({word, about}) => ({word: word.replace(/^--[\w-]+=/, '').replace(/\/$/, ''), about}))
    .sort((left, right) => (left.word < right.word ? -1 : 1));
}

const OFFERS: Readonly<Record<RealShell, (line: string, completion: Completion) => Offered[] | Promise<Offered[]>>> = {
  bash: (line, completion) => bashOffers(line, completion).map(word => ({word, about: ''})),
  zsh: zshOffers,
  fish(line, {script, env, cwd}) {
    const {code, out, err} = runShell('fish', 'source $argv[1]; complete -C $argv[2]', {env, cwd, args: [script, line]});
    if (code !== 0 || err !== '') throw new Error(`fish ended with ${code}: ${err}`);
    return out.split('\n').filter(text => text !== '').map(text => {
      const [word = '', about = ''] = text.split('\t');
      return {word, about};
    });
  },
};

/** Calls the function as readline does, and does itself what readline would do with the options of the completion. */
const BASH_OFFERS = `
source "$1" || exit 1
IFS=" " read -ra registered < <(complete -p openclaw-rescue) || exit 1
fallback=
for ((i = 1; i < \${#registered[@]}; i++)); do
  case \${registered[i]} in
    default) fallback=f ;;
    -F) handler=\${registered[i + 1]} ;;
  esac
done
compopt() {
  while [ $# -gt 0 ]; do
    case "$1 $2" in
      '+o default') fallback= ;;
      '-o dirnames') fallback=d ;;
    esac
    shift 2
  done
}
COMP_LINE=$2 COMP_WORDS=("\${@:4}") COMP_CWORD=$(($# - 4))
[ "$3" -lt 0 ] || COMP_POINT=$3
cur=\${COMP_WORDS[COMP_CWORD]}
[[ $cur != [=:] ]] || cur=
"$handler" openclaw-rescue "$cur" "\${COMP_WORDS[COMP_CWORD - 1]}" || exit 1
if [ \${#COMPREPLY[@]} -eq 0 ] && [ -n "$fallback" ]; then mapfile -t COMPREPLY < <(compgen -$fallback -- "$cur"); fi
printf '%s\\0' "\${#COMPREPLY[@]}" "\${COMPREPLY[@]}"
`;

/**
 * @param point the place of the cursor, when it is not at the end
 * @param breaks at what bash cuts words besides blanks
 */
export function bashOffers(line: string, {script, env, cwd}: Completion, {point = -1, breaks = /([=:]+)/} = {}): string[] {
  const words = line.split(' ').flatMap(word => (word === '' ? [''] : word.split(breaks).filter(part => part !== '')));
  const {code, out, err} = runShell('bash', BASH_OFFERS, {env, cwd, args: [script, line, String(point), ...words]});
  const [count, ...found] = out.split('\0').slice(0, -1);
  if (code !== 0 || err !== '' || count === undefined) throw new Error(`bash ended with ${code}: ${err}`);
  return found.slice(0, Number(count));
}

/** A zsh in a terminal, since it completes nowhere else; its completion system writes down what it adds. */
async function zshOffers(line: string, {home, script, env, cwd}: Completion): Promise<Offered[]> {
  const record = home.write('offers.txt', '');
  const terminal = openTerminal({
    command: [pathOf('zsh'), ...FLAGS.zsh, '-i'],
    columns: 400,
    env: {...env, PS1: 'ready> ', OFFERS: record, SCRIPT: script, FOLDER: cwd},
  });
  await terminal.see('ready>');
  terminal.press(`source ${join(ROOT, 'test/shells/offers.zsh')}\r`);
  await terminal.see('recording>');
  terminal.press(line, '\t');
  await terminal.exit;
  const records = readFileSync(record, 'utf8').split('\n');
  if (records.at(-2) !== 'end') throw new Error(`zsh did not complete:\n${terminal.text()}`);
  return records.slice(0, -2).map(text => {
    const [word = '', shown = ''] = text.split('\t');
    return {word, about: shown.replace(/^.*? -- /, '')};
  });
}

/** Types into a shell in a terminal, where `openclaw-rescue` is a function that shows its arguments: `(--profile)(x)`. The slash after a folder is left out. */
export async function typed(shell: RealShell, keys: string, expected: string, {home, script, env, cwd}: Completion): Promise<void> {
  const setup = home.write(`setup.${shell}`, SETUPS[shell].replaceAll('SCRIPT', script).replaceAll('FOLDER', cwd));
  const terminal = openTerminal({command: [pathOf(shell), ...FLAGS[shell], '-i'], columns: 200, env: {...env, PS1: 'ready> '}});
  if (shell !== 'fish') await terminal.see('ready>');
  terminal.press(`source ${setup}\r`);
  await terminal.see('loaded>');
  terminal.press(keys, '\r');
  await terminal.see(`typed ${expected} end`);
}

const SETUPS: Readonly<Record<RealShell, string>> = {
  bash: `
cd 'FOLDER'
source 'SCRIPT'
openclaw-rescue() { printf typed' '; printf '(%s)' "\${@%/}"; echo ' 'end; }
PS1='loaded''> '
`,
  zsh: `
autoload -Uz compinit && compinit -D -u
cd 'FOLDER'
source 'SCRIPT'
openclaw-rescue() { printf typed' '; printf '(%s)' "\${@%/}"; echo ' 'end; }
PS1='loaded''> '
`,
  fish: `
cd 'FOLDER'
source 'SCRIPT'
function openclaw-rescue; printf typed' '; printf '(%s)' (string replace -r '/$' '' -- $argv); echo ' 'end; end
function fish_prompt; echo 'loaded''> '; end
`,
};

/** A home with what completion looks at: profiles, things that only look like one, and a folder to complete paths in. */
export function completionHome(text: string, shell: Shell): Completion {
  const home = makeHome({hasMain: true, hasOpenClaw: false});
  for (const folder of ['.openclaw-rescue', '.openclaw-ops_2', '.openclaw-old.bak', '.openclaw-', '.openclawless']) home.write(`${folder}/x`, '');
  for (const folder of ['cwd/sub folder', 'cwd/subway', 'elsewhere/.openclaw-other']) home.write(`${folder}/x`, '');
  home.write('.openclaw-file', '');
  home.write('cwd/substance.txt', '');
  return {home, script: home.write(`completion.${shell}`, text), env: home.env, cwd: join(home.path, 'cwd')};
}
