/** Apply and undo where something stands against them: a foreign environment, a config that OpenClaw refuses, later edits. */
import {afterEach, beforeEach, expect, test} from 'vitest';
import {CONFIG, contentsOf, Home, MAIN, MAIN_PORT, ONBOARD, OTHER_PORT, RESCUE, RESCUE_PORT, type Snapshot, UNIT} from './home.ts';

const PORT_EDIT = ['--gateway-port', String(OTHER_PORT), '--install-daemon'];

let home: Home;

beforeEach(() => {
  home = new Home();
});

afterEach(() => home.remove());

/** All that OpenClaw and systemd read, without caches, our own backups, and what SQLite leaves beside its files. */
function everything(): Snapshot {
  const all = home.snapshot(...home.list('.').filter(name => !['.cache', '.npm', '.config'].includes(name)), UNIT);
  return Object.fromEntries(Object.entries(all).filter(([name]) => !/\.sqlite-(shm|wal)$/.test(name)));
}

test('in the environment of main’s own gateway the rescue profile is written and main is left alone', async () => {
  const {code, stderr} = await home.openclaw(...ONBOARD, '--gateway-port', String(MAIN_PORT));
  expect(code, stderr).toBe(0);
  const before = home.snapshot(MAIN);

  const created = await home.apply([], home.hostile);
  expect(created.code, created.stderr).toBe(0);
  expect(created.report).toMatchObject({profile: 'rescue', answers: {basePort: RESCUE_PORT}, result: {kind: 'applied'}});
  expect(home.snapshot(MAIN)).toEqual(before);
  expect(home.list('.').filter(name => name.startsWith('.openclaw'))).toEqual([MAIN, RESCUE]);
  expect(home.readJson(CONFIG)).toMatchObject({gateway: {port: RESCUE_PORT, auth: {token: expect.stringMatching(/^[0-9a-f]{48,}$/)}}});
  expect(home.read(UNIT)).toContain(`Environment=OPENCLAW_STATE_DIR=${home.file(RESCUE)}\n`);
  expect(await home.validate()).toMatchObject({valid: true, path: home.file(CONFIG)});

  expect((await home.apply([], home.hostile)).report.result.kind).toBe('nothing');
  const undone = await home.ours(['undo'], home.hostile);
  expect(undone.code, undone.stderr).toBe(0);
  expect(home.snapshot(RESCUE, UNIT)).toEqual({[RESCUE]: 'absent', [UNIT]: 'absent'});
  expect(home.snapshot(MAIN)).toEqual(before);
});

test('what OpenClaw refuses is said and taken back, byte for byte', async () => {
  home.write(`${MAIN}/openclaw.json`, JSON.stringify({gateway: {mode: 'local', port: MAIN_PORT, bind: 'loopback'}}));
  const refused = {
    gateway: {mode: 'local', port: RESCUE_PORT, bind: 'loopback', auth: {mode: 'token', token: 'f'.repeat(48)}},
    agents: {defaults: {workspace: home.file('rescue-workspace')}},
    frobnicate: true,
  };
  home.write(CONFIG, `// by hand\n${JSON.stringify(refused, null, 4)}\n`);
  expect(await home.validate()).toMatchObject({valid: false});
  const before = contentsOf(everything());

  // Main's config is fine: only the right one is refused.
  const {code, stderr, report} = await home.apply(PORT_EDIT, home.hostile);
  expect(code).toBe(1);
  expect(report.result).toMatchObject({kind: 'failed', isRolledBack: true, reason: expect.stringContaining('frobnicate')});
  expect(report.changes.filter(({action}) => action !== 'unchanged').length).toBeGreaterThanOrEqual(3);
  expect(stderr).toContain('OpenClaw refuses');
  expect(contentsOf(everything())).toEqual(before);
});

test('undo puts the bytes back that an edit replaced', async () => {
  expect((await home.apply()).code).toBe(0);
  // OpenClaw's own writer, so that there is more in the config than we put there.
  expect((await home.openclaw('--profile', 'rescue', 'config', 'set', 'tools.profile', 'minimal')).code).toBe(0);
  const before = contentsOf(everything());
  const edited = await home.apply(PORT_EDIT);
  expect(edited.code, edited.stderr).toBe(0);
  expect(contentsOf(everything())).not.toEqual(before);

  const {code, stderr} = await home.ours(['undo']);
  expect(code, stderr).toBe(0);
  expect(contentsOf(everything())).toEqual(before);
  expect(await home.validate()).toMatchObject({valid: true});
});

test('undo keeps its hands off a config that OpenClaw has written since', async () => {
  expect((await home.apply()).code).toBe(0);
  expect((await home.apply(PORT_EDIT)).code).toBe(0);
  expect((await home.openclaw('--profile', 'rescue', 'config', 'set', 'tools.profile', 'minimal')).code).toBe(0);
  const before = everything();
  const {code, stderr} = await home.ours(['undo']);
  expect(code).toBe(3);
  expect(stderr).toContain('openclaw.json');
  expect(everything()).toEqual(before);
});
