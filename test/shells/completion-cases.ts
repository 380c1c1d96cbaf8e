/** What completion offers, in every shell the same. */
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {CompletionCommand} from '../../src/shells/completion/model.ts';
import {completionScript} from '../../src/shells/completion/script.ts';
import type {Shell} from '../../src/rules/shell.ts';
import {completionHome, offered, type RealShell, typed} from './shells.ts';

/** Characters that mean something to one shell or another. */
export const AWKWARD = `it's ‘nice’, "so" [really] (yes): 100% of $HOME, \${x}, \`id\` \\n; a:b <c> {d,e} *~!#&| @f`;

export const GLOBALS: CompletionCommand['options'] = [
  {flags: '--profile <name>', description: 'the profile'},
  {flags: '-q, --quiet', description: 'say less'},
  {flags: '--color <when>', description: AWKWARD, choices: ['always', 'never']},
];

export const COMMANDS: readonly CompletionCommand[] = [
  {
    name: 'onboard',
    summary: AWKWARD,
    options: [
      {flags: '--gateway-port <port>', description: 'base port'},
      {flags: '--gateway-bind <mode>', description: 'where it listens', choices: ['loopback', 'lan', 'tailnet']},
      {flags: '--workspace <dir>', description: 'where it works'},
      {flags: '--answers <file>', description: 'what it is told'},
      {flags: '--profile <name>', description: 'global as well'},
    ],
  },
  {name: 'gateway', summary: 'the gateway', options: [{flags: '--url <url>', description: 'of another one'}]},
  {name: 'gateway run', summary: 'in this terminal', options: [{flags: '--force', description: 'whatever is in the way'}]},
  {
    name: 'gateway install',
    summary: 'as a service',
    options: [
      {flags: '-r, --runtime <runtime>', description: 'under what', choices: ['node', 'bun']},
      {flags: '--user <who>', description: 'as whom', choices: ['me:staff', 'root']},
    ],
  },
  {name: 'browser open', summary: 'one page', options: [{flags: '--json', description: 'as a document'}]},
  {name: 'browser tabs close', summary: 'all of them', options: []},
  {name: 'completion', summary: 'this', operands: ['bash', 'zsh'], options: [{flags: '--long', description: 'more of it'}]},
  {name: 'exec', summary: 'another program', options: [{flags: '--never <dir>', description: 'offered'}]},
];

export function script(shell: Shell): string {
  return completionScript(shell, 'openclaw-rescue', GLOBALS, COMMANDS);
}

const TOP = ['browser', 'completion', 'exec', 'gateway', 'onboard'];
const GLOBAL = ['--color', '--profile', '--quiet', '-q'];
export const FILES = ['sub folder', 'substance.txt', 'subway'];
export const FOLDERS = ['sub folder', 'subway'];
export const PROFILES = ['ops_2', 'rescue'];

/** Words behind the name of the program, and what is offered for the last one. */
export const CASES: readonly (readonly [line: string, offers: readonly string[]])[] = [
  // Commands and what is below them.
  ['', TOP],
  ['g', ['gateway']],
  ['zz', []],
  ['gateway ', ['install', 'run']],
  ['gateway i', ['install']],
  ['browser ', ['open', 'tabs']],
  ['browser tabs ', ['close']],
  ['gateway run gateway ', [...GLOBAL, '--force']],
  ['nonsense ', GLOBAL],
  // Options: once there is a dash, or nothing else.
  ['-', GLOBAL],
  ['--p', ['--profile']],
  ['gateway -', [...GLOBAL, '--url']],
  ['gateway run ', [...GLOBAL, '--force']],
  ['gateway install --r', ['--runtime']],
  ['browser -', GLOBAL],
  ['browser open --', ['--color', '--json', '--profile', '--quiet']],
  ['browser tabs close ', GLOBAL],
  ['onboard --g', ['--gateway-bind', '--gateway-port']],
  // Global ones stand before and after.
  ['--profile rescue ', TOP],
  ['--profile=rescue gateway ', ['install', 'run']],
  ['--quiet gateway --profile x ', ['install', 'run']],
  ['-q gateway install --color=never --r', ['--runtime']],
  // An option of one command is none of another.
  ['onboard --force ', [...GLOBAL, '--answers', '--gateway-bind', '--gateway-port', '--workspace']],
  ['onboard --url gateway ', [...GLOBAL, '--answers', '--gateway-bind', '--gateway-port', '--workspace']],
  ['gateway --url http://host:1/?a=b ', ['install', 'run']],
  ['gateway --url=http://host:1/?a=b i', ['install']],
  ['gateway --url run ', ['install', 'run']],
  // Values.
  ['--profile ', PROFILES],
  ['--profile r', ['rescue']],
  ['--profile=', PROFILES],
  ['gateway run --profile=o', ['ops_2']],
  ['onboard --gateway-bind ', ['lan', 'loopback', 'tailnet']],
  ['onboard --gateway-bind l', ['lan', 'loopback']],
  ['onboard --gateway-bind=', ['lan', 'loopback', 'tailnet']],
  ['onboard --gateway-bind=lo', ['loopback']],
  ['--color n', ['never']],
  ['gateway install -r ', ['bun', 'node']],
  ['gateway install --user ', ['me:staff', 'root']],
  ['gateway install --user m', ['me:staff']],
  ['onboard --color -', []],
  ['onboard --gateway-port ', []],
  ['onboard --gateway-port=', []],
  ['onboard --gateway-port 1 --gateway-bind t', ['tailnet']],
  ['onboard --workspace ', FOLDERS],
  ['onboard --workspace subw', ['subway']],
  ['onboard --workspace=', FOLDERS],
  ['onboard --answers ', FILES],
  ['onboard --answers=subs', ['substance.txt']],
  // Operands, one of them.
  ['completion ', ['bash', 'zsh']],
  ['completion z', ['zsh']],
  ['completion -', [...GLOBAL, '--long']],
  ['completion bash ', [...GLOBAL, '--long']],
  // What belongs to another program.
  ['exec ', FILES],
  ['exec sub', FILES],
  ['exec --profile ', FILES],
  ['--profile rescue exec gateway ', FILES],
  ['gateway -- ', FILES],
  ['-- gateway ', FILES],
];

/** Keys for a terminal, and the arguments that come out, without the slash after a folder. */
const TYPED: readonly (readonly [keys: string, argv: string])[] = [
  ['gat\trun\t', '(gateway)(run)'],
  ['gateway run --forc\t--quie\t', '(gateway)(run)(--force)(--quiet)'],
  ['--profile=res\tgateway ins\t', '(--profile=rescue)(gateway)(install)'],
  ['onboard --gateway-bind=lo\t', '(onboard)(--gateway-bind=loopback)'],
  ['gateway install --user me:s\t', '(gateway)(install)(--user)(me:staff)'],
  ['onboard --workspace subw\t', '(onboard)(--workspace)(subway)'],
  ['onboard --workspace=subw\t', '(onboard)(--workspace=subway)'],
  ["onboard --workspace sub\\ \t", '(onboard)(--workspace)(sub folder)'],
  ['onboard --workspace subs\t', '(onboard)(--workspace)(subs)'],
  ['onboard --answers subs\t', '(onboard)(--answers)(substance.txt)'],
  ['onboard --gateway-port sub\t', '(onboard)(--gateway-port)(sub)'],
  ['exec substa\t', '(exec)(substance.txt)'],
  ['gateway --url http://h:1/a=b ins\t', '(gateway)(--url)(http://h:1/a=b)(install)'],
];

export function describeCompletion(shell: RealShell): void {
  describe(`completion in ${shell}`, () => {
    it.each(CASES)('openclaw-rescue %s', async (line, offers) => {
      const found = await offered(shell, `openclaw-rescue ${line}`, completionHome(script(shell), shell));
      expect(found.map(({word}) => word)).toEqual([...offers].sort());
    });

    it('may be loaded twice', async () => {
      const found = await offered(shell, 'openclaw-rescue gateway ', completionHome(script(shell).repeat(2), shell));
      expect(found.map(({word}) => word)).toEqual(['install', 'run']);
    });

    it.each([
      ['OPENCLAW_HOME', {OPENCLAW_HOME: 'elsewhere'}, ['other']],
      ['an empty OPENCLAW_HOME', {OPENCLAW_HOME: ''}, PROFILES],
      ['a home without one', {HOME: 'cwd'}, []],
    ])('finds profiles below %s', async (_, variables: Readonly<Record<string, string>>, profiles) => {
      const completion = completionHome(script(shell), shell);
      const folders = Object.entries(variables).map(([name, folder]) => [name, folder && join(completion.home.path, folder)]);
      const env = {...completion.env, ...Object.fromEntries(folders)};
      expect((await offered(shell, 'openclaw-rescue --profile ', {...completion, env})).map(({word}) => word)).toEqual(profiles);
    });

    it.each(TYPED)('types %j', (keys, argv) => typed(shell, `openclaw-rescue ${keys}`, argv, completionHome(script(shell), shell)));
  });
}

/** For shells that show a text beside each word. */
export function describeTexts(shell: RealShell): void {
  it.each([
    ['', {browser: 'open, tabs', completion: 'this', exec: 'another program', gateway: 'the gateway', onboard: AWKWARD}],
    ['onboard --gateway-', {'--gateway-bind': 'where it listens', '--gateway-port': 'base port'}],
    ['--c', {'--color': AWKWARD}],
  ])(`${shell} shows texts for openclaw-rescue %s`, async (line, texts) => {
    const found = await offered(shell, `openclaw-rescue ${line}`, completionHome(script(shell), shell));
    expect(Object.fromEntries(found.map(({word, about}) => [word, about]))).toEqual(texts);
  });
}
