/** What nobody may add to the source later: a shell between us and a child, a way out that passes the edges by. */
import {globSync, readFileSync} from 'node:fs';
import {expect, it} from 'vitest';

const files = globSync('src/**/*.{ts,tsx}').map(path => ({path: path.replaceAll('\\', '/'), text: readFileSync(path, 'utf8')}));

/** The paths of the files that match. */
const having = (pattern: RegExp) => files.filter(({text}) => pattern.test(text)).map(({path}) => path).sort();

it('there is a source', () => expect(files.length).toBeGreaterThan(100));

it('starts children without a shell', () => {
  expect(having(/\bshell\s*:\s*(true|['"`])/)).toEqual([]);
  expect(having(/\b(execSync|execFileSync|spawnSync|fork)\s*\(/)).toEqual([]);
  // `exec` of child_process under any name; that of a regular expression is another thing.
  const imported = files.flatMap(({text}) => [...text.matchAll(/import (.+) from 'node:child_process'/g)].flatMap(([, names]) => names!.replace(/[{}]/g, '').split(',').map(name => name.trim())));
  expect([...new Set(imported)].sort()).toEqual(['execFile', 'spawn', 'type ChildProcess']);
  expect(having(/getBuiltinModule\(['"](node:)?child_process|import\(['"](node:)?child_process|require\(['"](node:)?child_process/)).toEqual([]);
});

it('gives each child an environment that was built for it', () => {
  for (const {path, text} of files.filter(({text}) => /'node:child_process'|'\.\/run\.ts'/.test(text))) {
    const calls = [...text.matchAll(/\b(?:execFile|spawn|run)\((?!execFile)[^\n]*/g)].map(([call]) => call).filter(call => !/^run\(argv|^run\(\)/.test(call));
    expect(calls.length, path).toBeGreaterThan(0);
    for (const call of calls) expect(call, path).toMatch(/\benv\b|\boptions\b/);
    if (/\boptions\b/.test(calls.join())) expect(text, path).toMatch(/options = [^\n]*\benv\b/);
  }
});

it('writes to a terminal at the edges alone', () => {
  expect(having(/process\.(stdout|stderr)\.write|process\[channel\]|writeSync\((1|2|NUMBERS)|console\.(log|error|warn|info)\(/)).toEqual(['src/apply/guard-process.ts', 'src/cli.ts', 'src/crash.ts', 'src/lines/ordinary.ts', 'src/main.ts', 'src/streams.ts']);
  expect(having(/import \{[^}]*\bText\b[^}]*\} from 'ink'|Text as /)).toEqual(['src/tui/components/text.tsx']);
  expect(having(/from '@inquirer\/prompts/)).toEqual(['src/lines/ordinary.ts']);
});

it('compares no token by its letters', () => {
  expect(having(/\.(token|password|secret|botToken)\s*(===|!==)\s*(?!\s|'|undefined)|(===|!==)\s*\w+\.(token|password|secret|botToken)\b(?!\.)/)).toEqual([]);
});
