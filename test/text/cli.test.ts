/** The words of the command line: none missing, none left over, none in the other language. */
import {describe, expect, it} from 'vitest';
import {parse} from '../../src/commands/grammar.ts';
import {ENVIRONMENT, TOPICS} from '../../src/commands/help.ts';
import {chosenLanguage} from '../../src/commands/spelled-out.ts';
import {COMMANDS} from '../../src/commands/table.ts';
import {EXIT_CODES} from '../../src/exit-codes.ts';
import {GLOBAL_OPTIONS, type OptionSpec} from '../../src/options.ts';
import {en as commands} from '../../src/text/en/commands.ts';
import {en as help} from '../../src/text/en/help.ts';
import {en as options} from '../../src/text/en/options.ts';
import {ko as koreanOptions} from '../../src/text/ko/options.ts';
import {makeHome} from '../helpers/home.ts';
import {runAsync} from '../helpers/run.ts';

const HOME = {HOME: '/nonexistent', PATH: '/nonexistent', TERM: 'xterm', LANG: 'C.UTF-8'};
const HANGUL = /\p{Script=Hangul}/u;
const FLAG = /(?<![\w-])--?[a-zA-Z][\w-]*/g;

const flagsIn = (text: string) => [...new Set(text.match(FLAG))].sort();
/** Words that no English sentence does without, and no command, flag or placeholder is. */
const englishIn = (text: string) => text.replace(FLAG, '').replace(/<.*?>/g, '').match(/\b(the|an?|and|or|of|to|is|are|it|in|for|with|that|what|no|by|from|Usage|Options|Commands|Arguments|Example|display|output|unknown|mean|argument|command|error)\b/g);

describe('every word has its entry, and every entry its word:', () => {
  it('options', () => {
    const used = new Set<string>(GLOBAL_OPTIONS.map(option => keyOf(option)));
    for (const {name, options: own} of COMMANDS) for (const option of own) used.add(keyOf(option, name));
    expect(Object.keys(options).sort()).toEqual([...used].sort());
    expect(Object.keys(koreanOptions)).toEqual(Object.keys(options));
  });

  it('commands', () => expect(Object.keys(commands)).toEqual([...COMMANDS.map(({name}) => name), 'help']));

  it('variables and exit codes', () => {
    expect(Object.keys(help.variables)).toEqual(ENVIRONMENT);
    expect(Object.keys(help.exitCodes)).toEqual(Object.keys(EXIT_CODES));
  });

  function keyOf({flags}: OptionSpec, command = ''): string {
    const [flag = ''] = flags.split(' ');
    return `${command} ${flag}` in options ? `${command} ${flag}` : flag;
  }
});

describe('help in Korean', () => {
  const pages = [['--help'], ...COMMANDS.map(({name}) => [...name.split(' '), '--help']), ['gateway', '--help'], ...Object.keys(TOPICS).map(topic => ['help', topic])];

  it.each(pages.map(argv => [argv.join(' '), argv]))('%s has the flags of the English page, and no English', async (_, argv) => {
    let english = '';
    await parse(argv, '0', text => (english += text));
    const {code, out, err} = await runAsync([...argv, '--lang', 'ko'], HOME);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(HANGUL);
    expect(flagsIn(out)).toEqual(flagsIn(english));
    expect(englishIn(out)).toBeNull();
    expect(englishIn(english)).not.toBeNull();
  });

  it('is chosen by the locale as well', async () => {
    const [byFlag, byLocale] = await Promise.all([runAsync(['--lang', 'ko', '--help'], HOME), runAsync(['--help'], {...HOME, LANG: 'ko_KR.UTF-8'})]);
    expect(byLocale.out).toBe(byFlag.out);
  });

  it('keeps its columns in line', async () => {
    const {out} = await runAsync(['--lang', 'ko', '--help'], HOME);
    // The terms are told apart by two blanks, whatever is in them.
    expect(out).toMatch(/^ {2}onboard \[옵션\] {8}마법사/m);
    expect(out).toMatch(/^ {2}shell-init \[shell\] {4}openclaw/m);
  });

  it('is what shells show beside a completion', async () => {
    const {out} = await runAsync(['--lang', 'ko', 'completion', 'fish'], HOME);
    const offers = out.split('\n').filter(line => line.includes('\\t'));
    expect(offers.length).toBeGreaterThan(100);
    expect(offers.filter(line => !HANGUL.test(line) && !/run.*install|status|show.*upgrade/.test(line))).toEqual([]);
  });
});

describe('a refusal in Korean keeps flags, and what was typed', () => {
  const refused: readonly (readonly [line: string, ...kept: string[]])[] = [
    ['--foo', "'--foo'"],
    ['list --jso', "'--jso'", '--json'],
    ['statsu', "'statsu'", 'status', '--help'],
    ['gateway foo', "'gateway foo'", 'gateway --help', '--'],
    ['browser', '--help'],
    ['setup aa bb', "'setup'", 'aa, bb'],
    ['setup --gateway-port', "'--gateway-port <port>'"],
    ['help nothing', '"nothing"', '--help', 'exit-codes', 'environment'],
    ['--profile x --state-dir /y status', '--profile', '--state-dir', '--config-path'],
    ['--config-path /x status', '--config-path', '--state-dir'],
    ['--state-dir= status', '--state-dir', '--config-path'],
    ['setup --kit all', '"all"', '--kit', 'none, skill, watch'],
    ['setup --new-gateway-token --gateway-token-ref-env RESCUE_TOKEN', '--new-gateway-token', '--gateway-token-ref-env'],
    ['onboard --dry-run --own-engine --shared-engine', '--own-engine', '--shared-engine'],
    ['setup --telegram-owner 123', '--telegram-dm', '--telegram-owner', '--telegram-token-file'],
    ['setup --gateway-bind-host 192.168.1.5', '--gateway-bind-host', '--gateway-bind custom', 'loopback'],
    ['onboard', '--non-interactive', '--profile', '--gateway-port', '--restore'],
    ['onboard --json', '--json', '--non-interactive', '--dry-run'],
    ['remove', '--yes', '--delete-state', '--dry-run'],
  ];

  it.each(refused)('%s', async (line, ...kept) => {
    const {code, err} = await runAsync(['--lang', 'ko', ...line.split(' ')], makeHome().env);
    // Help stands above it where a command is missing.
    const problem = err.trimEnd().split('\n').at(-1) ?? '';
    expect([code, problem]).toEqual([2, expect.stringMatching(HANGUL)]);
    for (const word of kept) expect(problem).toContain(word);
    expect(englishIn(problem)).toBeNull();
  });
});

describe('--lang', () => {
  it.each([
    ['status', undefined],
    ['--lang ko', 'ko'],
    ['status --lang=ko', 'ko'],
    ['--lang en status --lang ko', 'ko'],
    ['status --lang', undefined],
    ['exec status --lang ko', undefined],
    ['exec --lang ko status', 'ko'],
    ['exec --help --lang ko', 'ko'],
    ['exec -- --lang ko', undefined],
    ['--profile exec --lang ko list', 'ko'],
    ['gateway run -- --lang ko', undefined],
  ])('of %j is %s', (line, language) => expect(chosenLanguage(line.split(' '))).toBe(language));

  it('goes to OpenClaw where it stands among its words', async () => {
    const home = makeHome();
    home.openclaw("console.log(process.argv.slice(2).join(' '))");
    expect((await runAsync(['--profile', 'rescue', 'setup'], home.env)).code).toBe(0);
    const said = async (...argv: string[]) => (await runAsync(['--profile', 'rescue', '--lang', 'ko', ...argv], home.env)).out;
    expect(await said('exec', 'chat', '--lang', 'xx')).toContain('chat --lang xx');
    expect(await said('gateway', 'run', '--', '--lang', 'xx')).toContain('--lang xx');
  });
});
