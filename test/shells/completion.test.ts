import {describe, expect, it} from 'vitest';
import type {CompletionCommand} from '../../src/shells/completion/model.ts';
import {completionScript} from '../../src/shells/completion/script.ts';
import {SHELLS} from '../../src/rules/shell.ts';
import {AWKWARD, CASES, COMMANDS, describeCompletion, FILES, FOLDERS, GLOBALS, PROFILES, script} from './completion-cases.ts';
import {assertBalanced, pairsIn, stringOf, switchesIn} from './powershell.ts';
import {bashOffers, completionHome, runShell} from './shells.ts';

describeCompletion('bash');

describe('what only bash does', () => {
  const offers = (line: string, options?: Parameters<typeof bashOffers>[2]) => bashOffers(line, completionHome(script('bash'), 'bash'), options);

  it.each([
    ['openclaw-rescue gateway i', 'openclaw-rescue ga'.length, ['gateway']],
    ['openclaw-rescue gateway install --json', 'openclaw-rescue gateway '.length, ['run', 'install']],
    ['openclaw-rescue gateway install', 'openclaw-rescue gateway in'.length, ['install']],
  ])('%s with the cursor at %i', (line, point, expected) => {
    // Readline tells the word under the cursor as the last one.
    const words = line.slice(0, point).split(' ').length;
    expect(offers(line.split(' ').slice(0, words).join(' '), {point})).toEqual(expected);
  });

  it('keeps the option in front of its value where = does not part words', () => {
    const breaks = /(:+)/;
    expect(offers('openclaw-rescue --profile=r', {breaks})).toEqual(['--profile=rescue']);
    expect(offers('openclaw-rescue onboard --gateway-bind=', {breaks})).toEqual(['loopback', 'lan', 'tailnet'].map(word => `--gateway-bind=${word}`));
  });

  it.each(['set -u', 'set -o posix', 'set -f', 'IFS=o-'])('works after %s', setting => {
    expect(bashOffers('openclaw-rescue onboard --gateway-b', completionHome(`${setting}\n${script('bash')}`, 'bash'))).toEqual(['--gateway-bind']);
  });

  it('leaves no variable behind', () => {
    const {script: file, env} = completionHome(script('bash'), 'bash');
    const call = "COMP_LINE='openclaw-rescue g' COMP_WORDS=(openclaw-rescue g) COMP_CWORD=1 COMPREPLY=()";
    const run = (more: string) =>
      runShell('bash', `before= after= ${call}\nbefore=$(compgen -v)\nsource "$1"\n_openclaw_rescue\n${more}\nafter=$(compgen -v)\n[ "$before" = "$after" ] && printf '%s' "\${COMPREPLY[*]}"`, {env, args: [file]});
    expect(run('')).toEqual({code: 0, out: 'gateway', err: ''});
    expect(run('leaked=1')).toEqual({code: 1, out: '', err: ''});
  });
});

describe.each(SHELLS)('the script for %s', shell => {
  it('starts with what it is, and is made of whole lines', () => {
    const text = script(shell);
    expect(text.split('\n').slice(0, 2).join('\n')).toContain(`# Completion of openclaw-rescue in ${shell === 'powershell' ? 'PowerShell' : shell}`);
    expect(text).toMatch(/[^\s]\n$/);
    expect(text).not.toContain('undefined');
    expect(text).not.toMatch(/[ \t]$/m);
  });

  it('is made for a program without a command, too', () => {
    const bare = completionScript(shell, 'a.program', [], []);
    if (shell === 'bash') expect(runShell('bash', `${bare}\ncomplete -p a.program`, {env: {}})).toMatchObject({code: 0, out: expect.stringContaining('-F _a_program'), err: ''});
    if (shell === 'powershell') expect(() => assertBalanced(bare)).not.toThrow();
    expect(bare).toContain('a.program');
    // No branch for no word.
    expect(bare).not.toMatch(/^ *\)|case *$|'\^\(\)\$'/m);
  });

  it('does not hold what follows exec', () => {
    expect(script(shell)).not.toContain('--never');
  });
});

describe('the script for PowerShell', () => {
  const text = script('powershell');
  const [walk, ends] = switchesIn(text);

  it('has the shape of one', () => {
    expect(() => assertBalanced(text)).not.toThrow();
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
    expect(walk).toHaveLength(3);
    expect(ends?.length).toBeGreaterThan(10);
  });

  /** Follows the tables of the script by hand, in the order of the script. */
  function offers(line: string): readonly string[] {
    const words = line.split(' ');
    let cur = words.pop() ?? '';
    let [at, value, operand] = ['', '', ''];
    for (const word of words) {
      const key = `${at} ${word}`;
      if (value !== '') {
        value = '';
        continue;
      }
      const body = walk?.find(({pattern}) => pattern.test(key))?.body ?? '';
      if (body.startsWith('return')) return FILES;
      if (body.startsWith('$at')) at = key.trim();
      else if (body.startsWith('$value')) value = word;
      else if (!word.startsWith('-')) operand = word;
    }
    const joined = value === '' ? /^(--[^=]+)=(.*)$/.exec(cur) : undefined;
    if (joined) [, value = '', cur = ''] = joined;
    const body = ends?.find(({pattern}) => pattern.test(`${at} ${value}`))?.body ?? '';
    const list = (name: string, source: string) => pairsIn(new RegExp(String.raw`\$${name} \+= @\(\n([^]*?)\n\s*\)$`, 'm').exec(source)?.[1] ?? '').map(([word]) => word);
    const kind = body.includes('Get-ChildItem') ? PROFILES : body.includes('ProviderContainer') ? FOLDERS : body.includes('CompleteFilename') ? FILES : undefined;
    let names: readonly string[] = kind ?? list('names', body);
    const globals = list('flags', text.slice(text.indexOf('if (-not $value -and ($cur -like')));
    if (value === '' && (cur.startsWith('-') || operand !== '' || names.length === 0)) names = [...list('flags', body), ...globals];
    return names.filter(word => word.startsWith(cur));
  }

  it.each(CASES)('openclaw-rescue %s', (line, expected) => {
    expect([...offers(line)].sort()).toEqual([...expected].sort());
  });

  it('has a text for every word', () => {
    const texts = pairsIn(text).map(pair => JSON.stringify(pair));
    for (const {name, summary, options} of COMMANDS) {
      expect(texts).toContain(JSON.stringify([name.split(' ').at(-1), summary]));
      for (const {flags, description} of name === 'exec' ? [] : options.filter(option => !option.flags.startsWith('--profile'))) {
        expect(texts).toContain(JSON.stringify([/--[\w-]+/.exec(flags)?.[0], description]));
      }
    }
    // What has none shows itself: an empty text is refused.
    expect(texts).toContain('["loopback","loopback"]');
    expect(texts.filter(pair => pair.includes('""'))).toEqual([]);
  });

  it.each([`it's`, '‘’‚‛', '“”„', '$x `y` "z"', '👍', 'a–b', AWKWARD])('quotes %j', description => {
    const commands: CompletionCommand[] = [{name: 'x', summary: description, options: []}];
    const line = /^ *'x', (.*)$/m.exec(completionScript('powershell', 'p', GLOBALS, commands))?.[1] ?? '';
    expect(stringOf(line)).toBe(description);
    expect(line).toMatch(/^[\x20-\x7e]+$/);
  });
});
