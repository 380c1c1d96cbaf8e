/** What the function `openclaw` does, in every shell the same. */
import {dirname, join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {shellInit} from '../../src/shells/init.ts';
import {makeHome} from '../helpers/home.ts';
import {pathOf, type RealShell, runShell, type ShellOptions} from './shells.ts';

/** A program that tells how it was called: its name, its arguments and its stdin, each ended by NUL. */
const FAKE = (name: string, code: number) => `#!${pathOf('bash')}
if [ "$1" = shell-init ]; then printf '%s' "$INIT"; exit; fi
printf '%s\\0' ${name} "$#" "$@"
IFS= read -rd '' input
printf '%s\\0' "$input"
exit ${code}
`;

const REAL_CODE = 7;
const OWN_CODE = 5;

type Called = {readonly name: string; readonly argv: readonly string[]; readonly input: string};

function calledBy(out: string): Called {
  const [name = '', count = '', ...rest] = out.split('\0');
  const argv = rest.slice(0, Number(count));
  // Nothing else may have been printed.
  expect(rest.slice(argv.length + 1)).toEqual(['']);
  return {name, argv, input: rest[argv.length] ?? ''};
}

/** A home with a real `openclaw`, with our program, and with the text that loads the function. */
function initHome(shell: RealShell, ownCommand = ['openclaw-rescue']) {
  const home = makeHome({hasMain: false, hasOpenClaw: false});
  const bin = dirname(home.write('bin/openclaw', FAKE('real', REAL_CODE), 0o755));
  const own = home.write(join('own', ownCommand.at(-1) as string), FAKE('own', OWN_CODE), 0o755);
  const words = ownCommand.length > 1 || ownCommand[0]?.includes('/') ? [...ownCommand.slice(0, -1), own] : ownCommand;
  const init = shellInit(shell, words);
  const env = {...home.env, PATH: `${bin}:${dirname(own)}`, INIT: init};
  return {home, env, init};
}

/** As the first line of its text says, which has a test of its own. */
const LOADS: Readonly<Record<RealShell, string>> = {
  bash: 'eval "$INIT"',
  zsh: 'eval "$INIT"',
  fish: 'echo -n $INIT | source',
};

const CALL: Readonly<Record<RealShell, string>> = {bash: 'openclaw "$@"', zsh: 'openclaw "$@"', fish: 'openclaw $argv'};

function call(shell: RealShell, args: readonly string[], {ownCommand = ['openclaw-rescue'], input = ''}: {ownCommand?: string[]; input?: string} = {}) {
  const {env} = initHome(shell, ownCommand);
  const {code, out, err} = runShell(shell, `${LOADS[shell]}\n${CALL[shell]}`, {env, args, input});
  expect(err).toBe('');
  return {code, ...calledBy(out)};
}

const AWKWARD = [
  ...['', ' ', 'a b', ' a ', "it's", '"so"', '$HOME', '${x}', '`id`', '$(id)', '\\', '\\\\n', 'a\\', '*', '?', '[a-z]*', '~', '!', '!!', 'a\nb', '\n', '\t'],
  ...['-', '--', '-n', '-e', '--help', '--=', '%s', '<', '>x', '|', '&', ';', '#', '# x', '{a,b}', '(x)', '=ls', '^a', '‘’', 'é', '👍'],
];

const OURS: readonly (readonly [args: readonly string[], profile: string])[] = [
  [['--profile', 'rescue', 'onboard'], 'rescue'],
  [['--profile=rescue', 'onboard'], 'rescue'],
  ...AWKWARD.filter(word => word !== '').flatMap(word => [[['--profile', word, 'onboard'], word] as const, [[`--profile=${word}`, 'onboard'], word] as const]),
];

const THEIRS: readonly (readonly string[])[] = [
  [],
  ['onboard'],
  ['--profile'],
  ['--profile', 'rescue'],
  ['--profile=rescue'],
  ['--profile', 'onboard'],
  ['--profile', 'default', 'onboard'],
  ['--profile=default', 'onboard'],
  ['--profile', '', 'onboard'],
  ['--profile=', 'onboard'],
  ['--profile', 'rescue', 'onboard', '--json'],
  ['--profile=rescue', 'onboard', '--json'],
  ['--profile', 'rescue', 'onboard', ''],
  ['--profile=rescue', 'onboard', ''],
  ['', '--profile', 'rescue', 'onboard'],
  ['--', '--profile', 'rescue', 'onboard'],
  ['--profile', 'rescue', '--', 'onboard'],
  ['--profile', 'rescue', 'Onboard'],
  ['--profile', 'rescue', 'onboard '],
  ['--PROFILE', 'rescue', 'onboard'],
  ['--profiles=rescue', 'onboard'],
  ['--profile rescue', 'onboard'],
  ['--profile', 'rescue', 'gateway'],
  ['onboard', '--profile', 'rescue'],
  ['--dev', 'onboard'],
  [''],
  ['--'],
  AWKWARD,
  [...AWKWARD].reverse(),
];

/** Compares the names of all variables before and after. */
const LEAKS: Readonly<Record<RealShell, (body: string) => string>> = {
  bash: body => `before= after=\nbefore=$(compgen -v)\n${body}\nafter=$(compgen -v)\n[ "$before" = "$after" ] && printf same`,
  zsh: body => `before= after=\nbefore=$(typeset +)\n${body}\nafter=$(typeset +)\n[ "$before" = "$after" ] && printf same`,
  fish: body => `set before\nset after\nset before (set --names)\n${body}\nset after (set --names)\ntest "$before" = "$after"; and printf same`,
};

/** A completion that somebody registered for openclaw before, and what is left of it. */
const COMPLETIONS: Readonly<Record<RealShell, readonly [register: string, show: string]>> = {
  bash: ['complete -W theirs openclaw', 'complete -p openclaw'],
  zsh: ['autoload -Uz compinit && compinit -D -u\n_theirs() { : }\ncompdef _theirs openclaw', 'print -r -- $_comps[openclaw]'],
  fish: ['complete -c openclaw -f -a theirs', "complete -C 'openclaw th'"],
};

export function describeShellInit(shell: RealShell): void {
  describe(`openclaw in ${shell}`, () => {
    it.each(OURS)('%j is ours', (args, profile) => {
      expect(call(shell, args, {input: 'typed'})).toEqual({name: 'own', argv: ['--profile', profile, 'onboard'], input: 'typed', code: OWN_CODE});
    });

    it.each(THEIRS.map(args => [args]))('%j goes to OpenClaw', args => {
      expect(call(shell, args, {input: 'typed'})).toEqual({name: 'real', argv: args, input: 'typed', code: REAL_CODE});
    });

    it('hands any arguments on', () => {
      const {env} = initHome(shell);
      const word = fc.oneof(fc.constantFrom(...AWKWARD, '--profile', '--profile=x', 'onboard'), fc.string({unit: 'grapheme'}).filter(text => !text.includes('\0')));
      fc.assert(
        fc.property(fc.array(word, {maxLength: 4}), args => {
          const profile = args.length === 3 && args[0] === '--profile' ? args[1] : args.length === 2 && args[0]?.startsWith('--profile=') ? args[0].slice('--profile='.length) : undefined;
          const isOurs = args.at(-1) === 'onboard' && profile !== undefined && profile !== '' && profile !== 'default';
          const {code, out} = runShell(shell, `${LOADS[shell]}\n${CALL[shell]}`, {env, args});
          expect(code).toBe(isOurs ? OWN_CODE : REAL_CODE);
          if (!isOurs) expect(calledBy(out)).toEqual({name: 'real', argv: args, input: ''});
        }),
        {numRuns: 25},
      );
    });

    it.each(['', 'one line', 'a\nb\n', '\n\n', '$HOME `id` \\ é'])('hands on the stdin %j', input => {
      expect(call(shell, ['agent'], {input}).input).toBe(input);
      expect(call(shell, ['--profile', 'x', 'onboard'], {input}).input).toBe(input);
    });

    const NAMES = ["it's", '"so"', 'a b', '$HOME', '`id`', 'a\\b', 'a\\', '!x', '!!', '*', '~', '#', '=', '-n', "''", "\\'", '‘’', 'a\nb', '%', '{a,b}', '(x);&|<>'];

    it.each(NAMES)('finds our program when its path holds %j', name => {
      const own = `we/${name}/cli.js ${name}`;
      expect(call(shell, ['--profile', 'x', 'onboard'], {ownCommand: [own]})).toMatchObject({name: 'own', argv: ['--profile', 'x', 'onboard'], code: OWN_CODE});
      expect(call(shell, ['--profile=x', 'onboard'], {ownCommand: [pathOf('bash'), own]})).toMatchObject({name: 'own', argv: ['--profile', 'x', 'onboard'], code: OWN_CODE});
    });

    it.each([[['openclaw-rescue']], [['a path/it’s "$ours"']]])('is loaded by the line in its first line: %j', ownCommand => {
      const {env, init} = initHome(shell, ownCommand);
      const line = /^# .*\.?(?:rc|\.fish): (.*)$/m.exec(init)?.[1] ?? '';
      const {code, out, err} = runShell(shell, `${line}\n${CALL[shell]}`, {env, args: ['--profile', 'x', 'onboard']});
      expect({line: line.includes(`shell-init ${shell}`), code, err, ...calledBy(out)}).toMatchObject({line: true, code: OWN_CODE, err: '', name: 'own'});
    });

    it('may be loaded twice', () => {
      const {env} = initHome(shell);
      const {code, out, err} = runShell(shell, `${LOADS[shell]}\n${LOADS[shell]}\n${CALL[shell]}`, {env, args: ['a', '', 'b']});
      expect({code, err, ...calledBy(out)}).toEqual({code: REAL_CODE, err: '', name: 'real', argv: ['a', '', 'b'], input: ''});
    });

    it('leaves no variable behind', () => {
      const {env} = initHome(shell);
      const calls = [LOADS[shell], ...['a b', '--profile x onboard', '--profile=x onboard'].map(args => `openclaw ${args} </dev/null >/dev/null`)].join('\n');
      const run = (body: string) => runShell(shell, LEAKS[shell](body), {env});
      expect(run(calls)).toMatchObject({out: 'same', err: ''});
      expect(run(`${calls}\n${shell === 'fish' ? 'set leaked 1' : 'leaked=1'}`)).toMatchObject({out: '', err: ''});
    });

    it('takes no notice of variables of the user, and leaves them as they are', () => {
      const {env} = initHome(shell);
      const mine = {flag: 'mine', profile: 'mine', own: 'mine', words: 'mine'};
      const show = 'echo "$flag $profile $own $words"';
      const run = (args: string[]) => runShell(shell, `${LOADS[shell]}\n${CALL[shell]} >&2\n${show}`, {env: {...env, ...mine}, args});
      expect(run(['--profile=x', 'onboard'])).toMatchObject({out: 'mine mine mine mine\n', err: expect.stringMatching(/^own\0/)});
      expect(run(['status'])).toMatchObject({out: 'mine mine mine mine\n', err: expect.stringMatching(/^real\0/)});
    });

    it('leaves the completion of openclaw alone', () => {
      const {env} = initHome(shell);
      const [register, show] = COMPLETIONS[shell];
      const run = (...lines: string[]) => runShell(shell, lines.join('\n'), {env});
      const before = run(register, show);
      expect(before.out).toContain('theirs');
      expect(run(register, LOADS[shell], show)).toEqual(before);
    });

    it('tells when there is no OpenClaw', () => {
      const {env, home} = initHome(shell);
      const {code, err} = runShell(shell, `${LOADS[shell]}\n${CALL[shell]}`, {env: {...env, PATH: home.env['PATH'] ?? ''}, args: ['status']});
      expect(code).toBe(127);
      expect(err).toContain('openclaw');
    });
  });
}

/** For shells that know `set -eu` and aliases that are none of functions. */
export function describePosixInit(shell: 'bash' | 'zsh'): void {
  describe(`openclaw in ${shell}`, () => {
    const run = (script: string, options: Partial<ShellOptions> = {}) => runShell(shell, script, {env: initHome(shell).env, ...options});

    it.each([
      ['set -eu', [], REAL_CODE],
      ['set -eu', ['--profile'], REAL_CODE],
      ['set -eu', ['--profile', 'x', 'onboard'], OWN_CODE],
      ['set -eu', ['--profile=x', 'onboard'], OWN_CODE],
      ['set -euo pipefail; set -f; IFS=3onba', ['--profile', 'x', 'onboard'], OWN_CODE],
    ])('after %s, with %j', (settings, args, code) => {
      expect(run(`${settings}\n${LOADS[shell]}\nopenclaw "$@" >/dev/null\necho 'went on'`, {args})).toEqual({code, out: '', err: ''});
      // A failure that is looked at ends nothing.
      expect(run(`${settings}\n${LOADS[shell]}\nopenclaw "$@" >/dev/null || echo "went on with $?"`, {args})).toEqual({code: 0, out: `went on with ${code}\n`, err: ''});
    });

    it('may meet an alias of its name', () => {
      const alias = `${shell === 'bash' ? 'shopt -s expand_aliases' : 'setopt aliases'}\nalias openclaw='openclaw --from-alias' openclaw-rescue=false`;
      const {code, out, err} = run(`${alias}\n${LOADS[shell]}\neval 'openclaw a b'`);
      expect({code, err, ...calledBy(out)}).toEqual({code: REAL_CODE, err: '', name: 'real', argv: ['--from-alias', 'a', 'b'], input: ''});
      const ours = run(`${alias}\n${LOADS[shell]}\n\\openclaw --profile x onboard`);
      expect({code: ours.code, err: ours.err, ...calledBy(ours.out)}).toMatchObject({code: OWN_CODE, err: '', name: 'own'});
    });

    const SETTINGS = {
      bash: ['shopt -s nocasematch', 'set -o posix', 'shopt -s failglob extglob'],
      zsh: ['setopt ksharrays shwordsplit globsubst', 'setopt rcquotes cshnullglob magicequalsubst', 'emulate sh', 'emulate ksh'],
    };

    it.each(SETTINGS[shell])('after %s', settings => {
      for (const [args, code, argv] of [
        [['--PROFILE', 'x', 'onboard'], REAL_CODE, ['--PROFILE', 'x', 'onboard']],
        [['', 'a b', '*'], REAL_CODE, ['', 'a b', '*']],
        [['--profile', 'DEFAULT', 'onboard'], OWN_CODE, ['--profile', 'DEFAULT', 'onboard']],
        [['--profile=a b*', 'onboard'], OWN_CODE, ['--profile', 'a b*', 'onboard']],
      ] as const) {
        const {code: found, out, err} = run(`${settings}\n${LOADS[shell]}\nopenclaw "$@"`, {args});
        expect({code: found, err, argv: calledBy(out).argv}).toEqual({code, err: '', argv});
      }
    });
  });
}
