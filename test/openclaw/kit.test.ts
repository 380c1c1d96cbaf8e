/** The rescue kit beside the real OpenClaw: it sees the skill, takes the heartbeat, and every command reaches main from a child of the rescue. */
import {mkdtempSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, relative} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {surveyHost} from '../../src/host/survey.ts';
import {readTarget} from '../../src/host/target.ts';
import {editConfig} from '../../src/rules/config/edit.ts';
import {kitFactsOf, kitPlaces} from '../../src/rules/kit/facts.ts';
import {kitFiles, type KitInput, kitStates, presentKit} from '../../src/rules/kit/kit.ts';
import {watchSettings, WATCH_PROMPT} from '../../src/rules/kit/watch.ts';
import {parseUnit} from '../../src/rules/service/systemd.ts';
import {KIT_TEXTS} from '../../src/text/kit.ts';
import {assertFree, Gateway} from './gateway.ts';
import {CONFIG, Home, MAIN, MAIN_PORT, ONBOARD, RESCUE, RESCUE_PORT, type Result, UNIT, until} from './home.ts';

const CONFIG_OF_MAIN = `${MAIN}/openclaw.json`;

/** Each may take 90 s on a busy machine. */
const TWO_STARTS_MS = 300_000;

/** What holds in this HOME holds in any. */
const home = new Home(join(mkdtempSync(join(tmpdir(), 'openclaw-rescue-test-')), "Jane's `odd` 100% hömé $(exit 9)"));
const workspace = home.file(`${RESCUE}/workspace-rescue`);

const readInput = async (): Promise<KitInput> => {
  const host = await surveyHost(home.env);
  const facts = kitFactsOf(host, await readTarget({kind: 'profile', profile: 'rescue'}, host, home.env), workspace);
  if (!facts) throw new Error('no facts');
  return {answer: 'watch', facts, texts: KIT_TEXTS};
};
const textAt = (path: string) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

/** What a child of the rescue's gateway inherits, and more that names an instance. */
const poison = () => ({
  ...home.env,
  ...parseUnit([home.read(UNIT)], home.path)?.environment,
  OPENCLAW_CLI: '1',
  OPENCLAW_SHELL: 'exec',
  OPENCLAW_GATEWAY_TOKEN: 'inherited-token',
  CLAWDBOT_STATE_DIR: home.file(RESCUE),
  TELEGRAM_BOT_TOKEN: '1:rescue',
});
const asChild = (line: string) => home.shell(line, poison(), workspace);

/** The lines of the first block of commands below a heading. */
const commandsBelow = (heading: string, file = 'main'): string[] => {
  const places = kitPlaces(input.facts);
  const text = textAt(file === 'main' ? places.main : places.watch) ?? '';
  const [, block = ''] = /\n(`{3,})sh\n([^]*?)\n\1\n/.exec(text.slice(text.indexOf(heading)))?.slice(1) ?? [];
  return block.split('\n').filter(line => line !== '' && !line.startsWith('#'));
};
const runAll = async (lines: readonly string[]): Promise<Result[]> => {
  const results: Result[] = [];
  for (const line of lines) results.push(await asChild(line));
  return results;
};

let input: KitInput;

beforeAll(async () => {
  await assertFree(MAIN_PORT, RESCUE_PORT);
  const onboarded = await home.openclaw(...ONBOARD, '--gateway-port', String(MAIN_PORT));
  expect(onboarded.code, onboarded.stderr).toBe(0);
  // The backup that onboarding leaves has no gateway.mode yet; with the next write there is a whole one.
  const written = await home.openclaw('config', 'set', 'update.checkOnStart', 'false');
  expect(written.code, written.stderr).toBe(0);
  const applied = await home.apply();
  expect(applied.code, applied.stderr).toBe(0);
  input = await readInput();
  for (const {path, text} of kitFiles(input, textAt)) home.write(relative(home.path, path), text);
  const settings = watchSettings('watch', await readSettings(), input.facts.rescue.engine?.version);
  home.write(CONFIG, editConfig(home.read(CONFIG), settings));
});
const readSettings = async () => {
  const host = await surveyHost(home.env);
  return (await readTarget({kind: 'profile', profile: 'rescue'}, host, home.env)).settings;
};

afterAll(async () => {
  await Gateway.stopAll();
  home.remove();
});

test('OpenClaw lists the skill as ready', async () => {
  const {skills} = await home.openclawJson('--profile', 'rescue', 'skills', 'list', '--json');
  const [skill] = skills.filter(({name}: {name: string}) => name === 'rescue-main');
  expect(skill).toMatchObject({source: 'openclaw-workspace', eligible: true, disabled: false});
  const {code, stdout} = await home.openclaw('--profile', 'rescue', 'skills', 'info', 'rescue-main');
  expect(code).toBe(0);
  expect(stdout).toMatch(/rescue-main.*Ready/);
});

test('it takes the heartbeat, and a second look finds nothing to do', async () => {
  expect(await home.validate()).toMatchObject({valid: true, warnings: []});
  const {stdout} = await home.openclaw('--profile', 'rescue', 'config', 'get', 'agents.defaults.heartbeat.prompt');
  expect(stdout.trim()).toBe(WATCH_PROMPT);
  const again = await readInput();
  expect(kitStates(again, textAt).map(({state}) => state)).toEqual(['current', 'current', 'current']);
  const settings = await readSettings();
  expect(watchSettings('watch', settings, '2026.9.6')).toEqual([]);
  expect(presentKit(again.facts, settings, textAt)).toBe('watch');
});

test('a bare openclaw of such a child works on the rescue, as the skill says', async () => {
  expect((await asChild('openclaw config file')).stdout.trim()).toBe(home.file(CONFIG));
});

test('looking and validating reach main and change no byte of either', async () => {
  const before = home.snapshot(MAIN, RESCUE, '.config');
  const [health, listing] = await runAll(commandsBelow('## Look'));
  expect(health?.code).toBe(7);
  expect(listing?.stdout.split('\n').filter(Boolean).map(line => line.slice(line.indexOf('/')))).toEqual(expect.arrayContaining([home.file(CONFIG_OF_MAIN), home.file(`${CONFIG_OF_MAIN}.bak`)]));
  const [place, judgement] = await runAll(commandsBelow('## Validate'));
  expect(place?.stdout.trim()).toBe(home.file(CONFIG_OF_MAIN));
  expect(JSON.parse(judgement?.stdout ?? '')).toEqual({valid: true, path: home.file(CONFIG_OF_MAIN), warnings: []});
  expect(home.snapshot(MAIN, RESCUE, '.config')).toEqual(before);
});

test('a broken config of main is seen, and its backup restored', async () => {
  const rescueBefore = home.snapshot(CONFIG);
  const broken = '{"gateway": {"mode": "local", "nonsense": true}}';
  home.write(CONFIG_OF_MAIN, broken);
  const [, judgement] = await runAll(commandsBelow('## Validate'));
  expect(judgement?.code).toBe(1);
  expect(JSON.parse(judgement?.stdout ?? '')).toMatchObject({valid: false, path: home.file(CONFIG_OF_MAIN)});

  const [check = '', mode = '', ...rest] = commandsBelow('## Restore');
  const [checked, said] = await runAll([check, mode]);
  expect(JSON.parse(checked?.stdout ?? '')).toMatchObject({valid: true, path: home.file(`${CONFIG_OF_MAIN}.bak`)});
  expect(said?.stdout.trim()).toBe('local');
  expect(home.read(CONFIG_OF_MAIN)).toBe(broken);
  for (const {code, stderr} of await runAll(rest)) expect(code, stderr).toBe(0);
  expect(home.read(CONFIG_OF_MAIN)).toBe(home.read(`${CONFIG_OF_MAIN}.bak`));
  const [kept = ''] = home.list(MAIN).filter(name => name.startsWith('openclaw.json.broken-'));
  expect(home.read(`${MAIN}/${kept}`)).toBe(broken);
  expect(home.mode(`${MAIN}/${kept}`)).toBe('0600');
  expect(home.snapshot(CONFIG)).toEqual(rescueBefore);
});

test('main starts with what was restored; its health and log are read; the heartbeat is on the rescue’s schedule', async () => {
  const restored = home.readJson(CONFIG_OF_MAIN);
  const [start = ''] = commandsBelow('## Restart');
  const main = Gateway.launch(home, {program: 'bash', args: ['--norc', '-c', `exec ${start}`], env: poison()});
  await main.ready(restored.gateway.port);
  expect(home.readJson(CONFIG_OF_MAIN)).toMatchObject({gateway: restored.gateway});
  const [health] = await runAll(commandsBelow('# Watch', 'watch'));
  expect(JSON.parse(health?.stdout ?? '')).toMatchObject({ok: true});
  const log = (await runAll(commandsBelow('## Look'))).at(-1);
  expect(log?.code, log?.stderr).toBe(0);
  expect(log?.stdout).not.toBe('');
  await main.stop();

  await Gateway.start(home, ['--profile', 'rescue'], RESCUE_PORT);
  const job = await until(
    60_000,
    async () => {
      const {jobs} = await home.openclawJson('--profile', 'rescue', 'cron', 'list', '--all', '--json');
      return jobs.find(({payload}: {payload: {kind: string}}) => payload.kind === 'heartbeat');
    },
    () => 'there is no heartbeat on the schedule',
  );
  expect(job).toMatchObject({enabled: true, schedule: {kind: 'every', everyMs: 30 * 60_000}});
}, TWO_STARTS_MS);
