/** The README's tables are made from the tables of the code. `npm run docs` writes them; this test keeps them true. */
import {readFileSync} from 'node:fs';
import {expect, it} from 'vitest';
import {type BundledPackage, packagesIn} from '../src/bundle/licences.ts';
import {buildAll} from '../src/bundle/build.ts';
import {REASONS} from '../src/bundle/reasons.ts';
import {EXIT_CODES, type ExitName} from '../src/exit-codes.ts';
import {COMMANDS} from '../src/commands/table.ts';
import {ENVIRONMENT} from '../src/commands/help.ts';
import {type AnswerOption, GLOBAL_OPTIONS, OPTIONS} from '../src/options.ts';
import {RULES} from '../src/rules/audit/audit.ts';
import {commandText} from '../src/text/commands.ts';
import {helpWords} from '../src/text/help.ts';
import {optionText} from '../src/text/options.ts';
import {keyLabel} from '../src/text/keys.ts';
import {stepTitle} from '../src/text/terms.ts';
import {ruleTitle} from '../src/text/findings.ts';
import {editingLabel} from '../src/text/field.ts';
import {figure, type Results, ROWS} from './bench/rows.ts';
import {EDITING_KEYS} from '../src/wizard/editing-keys.ts';
import {KEYMAP, keyText} from '../src/wizard/keymap.ts';
import type {StepId} from '../src/wizard/state.ts';

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');
}

const EVERY_STEP = Math.max(...KEYMAP.map(({steps}) => steps.length));

/** Names of steps, or what they have in common. */
function stepsText(steps: readonly StepId[]): string {
  if (steps.length === EVERY_STEP) return 'everywhere';
  return steps.length === 5 && steps[0] === 'profile' ? 'every question' : steps.map(step => stepTitle(step)).join(', ');
}

const code = (text: string) => `\`${text}\``;

function stepOf(option: Partial<AnswerOption>): string {
  return option.step ? stepTitle(option.step) : '';
}

const BUNDLED = packagesIn(await buildAll(false));

/** Names of packages that it brings along, by what it imports itself or through others. */
function broughtBy({imports}: BundledPackage, known = new Set<string>()): ReadonlySet<string> {
  for (const name of imports) {
    if (known.has(name) || name in REASONS) continue;
    known.add(name);
    for (const found of BUNDLED) if (found.name === name) broughtBy(found, known);
  }
  return known;
}

const BENCH = JSON.parse(readFileSync('test/bench/baseline.json', 'utf8')) as Results;

const TABLES: Readonly<Record<string, string>> = {
  commands: table(
    ['command', 'what'],
    COMMANDS.map(({name, operand}) => [code(`${name}${operand === undefined ? '' : ` ${operand}`}`), commandText(name)]),
  ),
  options: table(
    ['option', 'what', 'step of the wizard'],
    [...GLOBAL_OPTIONS, ...OPTIONS.onboard].map(option => [code(option.flags), optionText(option, 'onboard'), stepOf(option)]),
  ),
  environment: table(['variable', 'what'], ENVIRONMENT.map(names => [names.split(', ').map(code).join(', '), helpWords().variables[names]])),
  'exit codes': table(
    ['exit code', 'meaning'],
    Object.entries(EXIT_CODES).map(([name, {code: number}]) => [String(number), helpWords().exitCodes[name as ExitName]]),
  ),
  rules: table(
    ['rule', 'severity', 'finds'],
    RULES.map(({id, severity}) => [code(id), severity, ruleTitle(id)]),
  ),
  keys: table(
    ['step', 'key', 'does'],
    [
      ...KEYMAP.map(({steps, keys, command}) => [stepsText(steps), keys.map(key => code(keyText(key))).join(', '), keyLabel(command)] as const),
      ...EDITING_KEYS.map(({keys, edit}) => ['text fields', keys.map(key => code(keyText(key))).join(', '), editingLabel(edit)] as const),
    ],
  ),
  bench: `${table(
    ['what', 'takes', 'to reach'],
    ROWS.map(row => [row.what, figure(BENCH.rows[row.id], row.unit), figure(row.reach, row.unit)]),
  )}\n\n${BENCH.date}, ${BENCH.machine}; bare Node takes ${figure(BENCH.bare, 'ms')} there.`,
  bundled: table(
    ['package', 'licence', 'why', 'brings along'],
    BUNDLED.filter(({name}) => name in REASONS).map(found => [found.name, found.licence, REASONS[found.name] ?? '', [...broughtBy(found)].sort().join(', ')]),
  ),
};

it('README.md has the tables of the code', async () => {
  let readme = readFileSync('README.md', 'utf8');
  for (const [name, text] of Object.entries(TABLES)) {
    readme = readme.replace(new RegExp(`(<!-- ${name} -->)[^]*(<!-- /${name} -->)`), `$1\n${text}\n$2`);
  }
  await expect(readme).toMatchFileSnapshot('../README.md');
});

it('names tests that there are, and every suite', () => {
  const text = readFileSync('test/README.md', 'utf8');
  const claims = [...text.matchAll(/\[[\w-]+\]\(([\w./-]+)\): ([^;|]+?)(?=;| \|)/g)].map(([, file = '', name = '']) => ({file, name}));
  expect(claims.length).toBeGreaterThan(30);
  for (const {file, name} of claims) expect(readFileSync(`test/${file}`, 'utf8').toLowerCase(), file).toContain(name.toLowerCase());
  const {scripts} = JSON.parse(readFileSync('package.json', 'utf8')) as {scripts: Record<string, string>};
  const suites = Object.keys(scripts).filter(name => name.startsWith('test:'));
  expect([...readFileSync('README.md', 'utf8').matchAll(/^\| `npm run (test:\w+)`/gm)].map(([, name]) => name).sort()).toEqual(suites.sort());
});
