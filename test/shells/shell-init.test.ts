import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {SHELLS} from '../../src/rules/shell.ts';
import {shellInit} from '../../src/shells/init.ts';
import {shellString, shellWord} from '../../src/shells/quote.ts';
import {assertBalanced, skeletonOf, stringOf, stringsIn} from './powershell.ts';
import {describePosixInit, describeShellInit} from './shell-init-cases.ts';

describeShellInit('bash');
describePosixInit('bash');

describe.each(SHELLS)('the text for %s', shell => {
  it.each([[['openclaw-rescue']], [['/usr/bin/node', "/it's a\npath/cli.js"]]])('starts with one line that says what it is: %j', ownCommand => {
    const [first = '', second = ''] = shellInit(shell, ownCommand).split('\n');
    expect(first).toMatch(new RegExp(`^# .*openclaw --profile <name> onboard.* shell-init ${shell}\\b`));
    expect(second).toMatch(/^function openclaw/);
  });

  it('quotes only what needs it', () => {
    expect(shellWord('/usr/bin/openclaw-rescue', shell)).toBe('/usr/bin/openclaw-rescue');
    for (const word of ['', 'a b', '~', '=ls', '$x', '@x', "it's", '’', 'a\\b']) expect(shellWord(word, shell)).toBe(shellString(word, shell));
  });
});

describe('the text for PowerShell', () => {
  const WORDS = ['/opt/no de/node', "C:\\it's ‘a’ “path”\\$x`n!\\cli.js", '👍\n'];

  it('has the shape of a function', () => {
    const text = shellInit('powershell', WORDS);
    expect(() => assertBalanced(text)).not.toThrow();
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
    expect(skeletonOf(text)).toMatch(/^\nfunction openclaw \{\n[^]*\n\}\n$/);
  });

  it('holds our program as it is', () => {
    const own = /^ *\$words = @\((.*)\) \+ '--profile' \+ \$profileName \+ 'onboard'$/m.exec(shellInit('powershell', WORDS))?.[1] ?? '';
    expect(stringsIn(own)).toEqual(WORDS);
  });

  it('goes to what is on the PATH, hands the pipeline on, and does nothing after that', () => {
    const lines = shellInit('powershell', ['openclaw-rescue']).trimEnd().split('\n');
    expect(lines.join('\n')).toContain('Get-Command -Name openclaw -CommandType Application, ExternalScript -ErrorAction Stop');
    expect(lines.slice(-2)).toEqual(['    if ($MyInvocation.ExpectingInput) { $input | & $program @words } else { & $program @words }', '}']);
  });

  it('compares letter by letter', () => {
    const comparisons = shellInit('powershell', ['x']).match(/-c?(?:eq|ne)\b [^ )]+/g);
    expect(comparisons?.filter(comparison => comparison.includes("'"))).toEqual(["-ceq '--profile'", "-ceq 'onboard'", "-ceq 'onboard'", "-cne ''", "-cne 'default'"]);
  });

  it('can say any word', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.integer({max: 0xffff, min: 0}), fc.integer({max: 0x7f, min: 0}))).map(codes => String.fromCharCode(...codes)), word => {
        const quoted = shellString(word, 'powershell');
        expect(stringOf(quoted)).toBe(word);
        expect(quoted).toMatch(/^[\x20-\x7e]+$/);
      }),
    );
  });
});
