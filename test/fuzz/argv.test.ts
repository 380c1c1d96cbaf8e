/** Random command lines: most of them to the grammar in this process, some to the built program. */
import {mkdirSync} from 'node:fs';
import {expect, it, vi} from 'vitest';
import {parse, selectorIn} from '../../src/commands/grammar.ts';
import {COMMANDS} from '../../src/commands/table.ts';
import {EXIT_CODES, Stop} from '../../src/exit-codes.ts';
import {answersGivenBy, GLOBAL_OPTIONS, type OptionSpec} from '../../src/options.ts';
import {makeHome} from '../helpers/home.ts';
import {HANG_MS, ODD_TEXTS, type Random, randomOf, SEED, slowness, STACK} from './random.ts';
import {runBounded} from './run-bounded.ts';

const PARSED = 20_000;
const RUN = 150;
const CODES: ReadonlySet<number> = new Set(Object.values(EXIT_CODES).map(({code}) => code));

it(`takes any words, or refuses them in one line (FUZZ_SEED=${SEED})`, async () => {
  // Help goes there.
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  for (let stream = 0; stream < PARSED; stream++) {
    const argv = wordsFrom(randomOf(stream));
    let said = '';
    try {
      const parsed = await parse(argv, '0', text => (said += text));
      if (!parsed) continue;
      selectorIn(parsed.flags, {HOME: '/home/jane'});
      answersGivenBy(parsed.flags);
    } catch (error) {
      if (!(error instanceof Stop)) throw new Error(`FUZZ_SEED=${SEED} FUZZ_STREAM=${stream}: ${JSON.stringify(argv)}`, {cause: error});
      expect(error.message, JSON.stringify(argv)).not.toMatch(STACK);
    }
    expect(said).not.toMatch(STACK);
  }
  vi.restoreAllMocks();
});

it(`ends with a code of the table, one line for each problem, and nothing of main changed (FUZZ_SEED=${SEED})`, async () => {
  const home = makeHome();
  // Words may name paths, which are none of this folder's.
  const cwd = `${home.path}/cwd`;
  mkdirSync(cwd);
  const main = home.snapshot('.openclaw');
  const limit = HANG_MS * slowness();
  for (let stream = 0; stream < RUN; stream++) {
    const argv = wordsFrom(randomOf(1_000_000 + stream)).filter(word => word !== '--follow' && !word.includes('\0'));
    const {code, out, err, ms} = await runBounded(argv, home.env, cwd);
    const what = `FUZZ_SEED=${SEED} FUZZ_STREAM=${stream}: ${JSON.stringify(argv)}`;
    expect(out + err, what).not.toMatch(STACK);
    expect(CODES, `${what} ended with ${code}: ${err}`).toContain(code);
    expect(ms, what).toBeLessThan(limit * 5);
    if (code === 2) expect(err.trimEnd().split('\n'), what).toHaveLength(1);
    expect(err, what).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(home.snapshot('.openclaw'), what).toEqual(main);
  }
});

/** Up to a dozen words: commands, options of the table, and what does not belong there. */
function wordsFrom(random: Random): string[] {
  const spec = random.pick(COMMANDS);
  const words: string[] = random.chance(0.9) ? spec.name.split(' ') : [];
  const count = random.below(7);
  for (let index = 0; index < count; index++) {
    const own: readonly OptionSpec[] = random.chance(0.7) ? [...spec.options, ...GLOBAL_OPTIONS] : COMMANDS.flatMap(({options}) => options);
    const option = random.pick(own);
    const [flag = '', placeholder] = (option?.flags ?? '--help').split(' ');
    const value = () => (option?.choices && random.chance(0.6) ? random.pick(option.choices) : random.pick(ODD_TEXTS));
    const added = random.weighted<() => string[]>([
      [8, () => (placeholder === undefined ? [flag] : [flag, value()])],
      [3, () => [`${flag}=${value()}`]],
      [2, () => (placeholder === undefined ? [flag, value()] : [flag])],
      [2, () => [random.pick(ODD_TEXTS)]],
      [1, () => [flag.slice(0, -1)]],
      [1, () => ['--']],
      [1, () => [random.pick(['--help', '-h', '--version', '-V', '-x', '---', '--=', '--json', '--dry-run', '--quiet', 'help', 'exit-codes'])]],
      [1, () => ['--profile', 'rescue']],
    ])();
    if (random.chance(0.2)) words.unshift(...added);
    else words.push(...added);
  }
  // What goes over the whole program: nobody can be asked here, and a real change is none of this test's.
  if (random.chance(0.5)) words.push('--dry-run');
  return words;
}
