/** An OpenClaw of the rescue's own under its service: pinned, upgraded, upgraded to one that does not come up and brought back, given up. */
import {existsSync, mkdirSync, writeFileSync} from 'node:fs';
import {afterEach, beforeAll, expect, test} from 'vitest';
import {isHealthy} from '../openclaw/gateway.ts';
import {CONFIG, MAIN_PORT, RESCUE, RESCUE_PORT, type Result} from '../openclaw/home.ts';
import {closed, home, installMain, lookAtMain, rescue} from './host.ts';

const SHARED = '/usr/local/lib/node_modules/openclaw';
const GOOD = '2026.10.1';
/** It says its version and takes every config, and its gateway ends at once. */
const BROKEN = '2026.10.2';
const ENGINES = `${RESCUE}/engine`;

let mainBefore: Awaited<ReturnType<typeof lookAtMain>>;

beforeAll(async () => {
  await installMain();
  mainBefore = await lookAtMain();
  layNpm();
});

afterEach(async () => {
  expect(await lookAtMain()).toEqual(mainBefore);
  expect(await isHealthy(MAIN_PORT)).toBe(true);
});

const entryOf = (version: string) => home.file(`${ENGINES}/${version}/node_modules/openclaw/dist/index.js`);

/** There is no registry in here: what npm installs is the OpenClaw of this host under another version, or a broken one. */
function layNpm(): void {
  const broken = `if (process.argv.includes('--version')) console.log('OpenClaw ${BROKEN}');
else if (process.argv.includes('validate')) console.log('{"valid":true}');
else process.exit(1);`;
  mkdirSync(home.file('bin'));
  writeFileSync(
    home.file('bin/npm'),
    `#!/usr/local/bin/node
const {mkdirSync, readFileSync, symlinkSync, writeFileSync} = process.getBuiltinModule('node:fs');
const argv = process.argv.slice(2);
const version = argv.at(-1).slice('openclaw@'.length);
const folder = argv[argv.indexOf('--prefix') + 1] + '/node_modules/openclaw';
mkdirSync(folder, {recursive: true});
writeFileSync(folder + '/package.json', JSON.stringify({...JSON.parse(readFileSync('${SHARED}/package.json', 'utf8')), version}));
if (version === '${BROKEN}') {
  mkdirSync(folder + '/dist');
  writeFileSync(folder + '/dist/index.js', ${JSON.stringify(broken)});
} else for (const name of ['dist', 'node_modules']) symlinkSync('${SHARED}/' + name, folder + '/' + name);
`,
    {mode: 0o755},
  );
}

/** Main runs on meanwhile: a way back takes minutes, for which none stands still unharmed. */
function ours(...args: readonly string[]): Promise<Result> {
  return home.ours(args, {PATH: `${home.file('bin')}:/usr/local/bin:/usr/bin:/bin`}, 400_000);
}

/** What the service really runs. */
async function runs(entry: string): Promise<void> {
  await rescue.healthy(RESCUE_PORT);
  expect((await rescue.show())['ExecStart']).toContain(` ${entry} gateway --port ${RESCUE_PORT} `);
}

test('an engine is pinned, upgraded, brought back from a broken version, and given up', {timeout: 1_200_000}, async () => {
  const pinned = await ours('onboard', '--non-interactive', '--own-engine');
  expect(pinned.code, pinned.stderr).toBe(0);
  await runs(entryOf('2026.9.6'));

  const upgraded = await ours('engine', 'upgrade', GOOD);
  expect(upgraded, upgraded.stderr).toMatchObject({code: 0, stdout: expect.stringContaining(`rescue is healthy on its own OpenClaw ${GOOD}.`)});
  await runs(entryOf(GOOD));

  const [unit, config] = [home.read(rescue.unit), home.read(CONFIG)];
  const failed = await ours('engine', 'upgrade', BROKEN);
  expect(failed.code, failed.stderr).toBe(1);
  const problems = failed.stderr.split('\n').filter(line => line.startsWith('openclaw-rescue: '));
  expect(problems.at(-1)).toBe(`openclaw-rescue: OpenClaw ${BROKEN} does not come up here, so rescue is back on its own OpenClaw ${GOOD}, and healthy.`);
  await runs(entryOf(GOOD));
  expect([home.read(rescue.unit), home.read(CONFIG), home.read(`${ENGINES}/pinned`)]).toEqual([unit, config, `${GOOD}\n`]);
  expect(home.list(ENGINES)).toEqual([GOOD, '2026.9.6', 'pinned']);

  // The broken one left nothing for undo to stumble over: it goes to before the upgrade that went well.
  expect((await ours('undo')).code).toBe(0);
  await runs(entryOf('2026.9.6'));
  expect(existsSync(entryOf(GOOD))).toBe(false);

  const unpinned = await ours('engine', 'unpin', '--delete');
  expect(unpinned, unpinned.stderr).toMatchObject({code: 0, stdout: expect.stringContaining('rescue is healthy on the OpenClaw that all share (2026.9.6). Deleted: OpenClaw 2026.9.6')});
  await runs(`${SHARED}/dist/index.js`);
  expect(home.list(ENGINES)).toEqual([]);
  expect((await home.openclawJson('--profile', 'rescue', 'gateway', 'status', '--json')).service.configAudit).toMatchObject({ok: true, issues: []});

  const removed = await ours('remove', '--yes');
  expect(removed.code, removed.stderr).toBe(0);
  await closed(RESCUE_PORT);
});
