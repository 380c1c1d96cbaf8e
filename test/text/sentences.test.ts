/** No sentence stands outside the catalogue: what a person reads is asked of src/text, in the language that is spoken. */
import {globSync, readFileSync} from 'node:fs';
import {type Node, parse} from 'acorn';
import {transformSync} from 'esbuild';
import {expect, it} from 'vitest';

/** Files whose English is not read from the screen, and why. */
const ON_PURPOSE: readonly (readonly [files: RegExp, why: string])[] = [
  [/^src\/bundle\//, 'it works when the program is built'],
  [/^src\/shells\//, 'it is written into files of shells'],
  [/^src\/rules\/(service\/|kit\/(kit|section|watch)|profile\.)/, 'it is written into files'],
  [/^src\/(host\/auth-store|rules\/diagnosis)\./, 'it is what other programs say, or understand'],
  [/^src\/cli\./, 'it runs on a Node that can’t load the catalogue'],
];

/** Files whose words have not moved yet. */
const NOT_YET: ReadonlySet<string> = new Set([
  'src/apply/apply.ts',
  'src/apply/backup.ts',
  'src/apply/commands.ts',
  'src/apply/databases.ts',
  'src/apply/engine.ts',
  'src/apply/execute.ts',
  'src/apply/failure-text.ts',
  'src/apply/guard.ts',
  'src/apply/inside.ts',
  'src/apply/locks.ts',
  'src/apply/rehearsal.ts',
  'src/apply/start-again.ts',
  'src/apply/store.ts',
  'src/apply/take-back.ts',
  'src/apply/waiting.ts',
  'src/commands/browser-status.ts',
  'src/commands/doctor.ts',
  'src/commands/drill.ts',
  'src/commands/engine.ts',
  'src/commands/env.ts',
  'src/commands/exec.ts',
  'src/commands/foreground.ts',
  'src/commands/gateway.ts',
  'src/commands/grammar.ts',
  'src/commands/help.ts',
  'src/commands/locking.ts',
  'src/commands/logs.ts',
  'src/commands/onboard.ts',
  'src/commands/ports.ts',
  'src/commands/recover.ts',
  'src/commands/remove.ts',
  'src/commands/script.ts',
  'src/commands/session.ts',
  'src/commands/setup.ts',
  'src/commands/shell.ts',
  'src/commands/table.ts',
  'src/commands/undo.ts',
  'src/commands/work.ts',
  'src/crash.ts',
  'src/exit-codes.ts',
  'src/host/bot-file.ts',
  'src/host/config-file.ts',
  'src/host/databases.ts',
  'src/host/engine.ts',
  'src/host/environment.ts',
  'src/host/files.ts',
  'src/host/footing.ts',
  'src/host/status.ts',
  'src/host/target.ts',
  'src/lines/help.ts',
  'src/lines/run.ts',
  'src/options.ts',
  'src/rules/audit/browser.ts',
  'src/rules/audit/channels.ts',
  'src/rules/audit/config.ts',
  'src/rules/audit/environment.ts',
  'src/rules/audit/fate.ts',
  'src/rules/audit/places.ts',
  'src/rules/audit/ports.ts',
  'src/rules/audit/services.ts',
  'src/rules/config-change.ts',
  'src/rules/config/edit.ts',
  'src/rules/config/json5.ts',
  'src/rules/config/resolve.ts',
  'src/rules/instance.ts',
  'src/rules/kit/changes.ts',
  'src/rules/kit/commands.ts',
  'src/rules/machine.ts',
  'src/rules/written.ts',
  'src/tui/components/host-map.tsx',
  'src/tui/components/judged-field.tsx',
  'src/tui/components/overlays.tsx',
  'src/tui/components/port-table.tsx',
  'src/tui/components/scroll-view.tsx',
  'src/tui/steps/apply-step.tsx',
  'src/tui/steps/changed-step.tsx',
  'src/tui/steps/channel-step.tsx',
  'src/tui/steps/gateway-step.tsx',
  'src/tui/steps/ports-step.tsx',
  'src/tui/steps/profile-step.tsx',
  'src/tui/steps/review-step.tsx',
  'src/tui/steps/service-step.tsx',
  'src/tui/steps/workspace-step.tsx',
  'src/wizard/controller.ts',
  'src/wizard/keymap.ts',
]);

const files = globSync('src/**/*.{ts,tsx}')
  .map(path => path.replaceAll('\\', '/'))
  .filter(path => !path.startsWith('src/text/') && !ON_PURPOSE.some(([pattern]) => pattern.test(path)))
  .sort();

/** Two words in a row, of letters alone. */
const SENTENCE = /(?<![\w./\\$<-])[A-Za-z’]{2,}[,;:]? +[A-Za-z’]{2,}(?![\w(=/<-])/;

/** The strings of a file, in the order of the source; what a template puts in stands as `…`. */
function stringsOf(path: string): string[] {
  const {code} = transformSync(readFileSync(path, 'utf8'), {loader: path.endsWith('x') ? 'tsx' : 'ts', format: 'esm', jsx: 'transform'});
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (typeof value !== 'object' || value === null || !('type' in value)) return;
    const node = value as Node & {readonly value?: unknown; readonly quasis?: readonly {readonly value: {readonly cooked: string}}[]};
    if (node.type === 'Literal' && typeof node.value === 'string') found.push(node.value);
    if (node.type === 'TemplateLiteral') found.push(node.quasis!.map(({value: {cooked}}) => cooked).join('…'));
    Object.values(node).forEach(visit);
  };
  visit(parse(code, {ecmaVersion: 'latest', sourceType: 'module'}));
  return found;
}

const sentencesIn = (path: string) => stringsOf(path).filter(text => SENTENCE.test(text));

it('there are files', () => expect(files.length).toBeGreaterThan(100));

it.each(files.filter(path => !NOT_YET.has(path)))('%s holds no sentence', path => expect(sentencesIn(path)).toEqual([]));
