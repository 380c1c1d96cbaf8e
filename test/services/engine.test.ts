/** An OpenClaw of a profile's own, with a stand-in for npm: installed, pinned, used, upgraded, given up, removed and brought back. */
import {existsSync, mkdirSync, readdirSync} from 'node:fs';
import {DatabaseSync} from 'node:sqlite';
import {beforeEach, describe, expect, it} from 'vitest';
import {makeHome, type TestHome} from '../helpers/home.ts';
import {makeManaged, type Manager} from '../helpers/manager.ts';
import {BAD_VERSIONS, fakeNpm, LATEST} from '../helpers/npm.ts';
import {run, runAsync} from '../helpers/run.ts';

const STATE = '.openclaw-rescue';
const ENGINES = `${STATE}/engine`;
const UNIT = '.config/systemd/user/openclaw-gateway-rescue.service';

let home: TestHome;
let npmCalls: () => string[];

beforeEach(() => {
  home = makeHome();
  npmCalls = fakeNpm(home);
});

const entryOf = (version: string) => `${home.path}/${ENGINES}/${version}/node_modules/openclaw/dist/index.js`;
const onboard = (...words: string[]) => run(['onboard', '--non-interactive', ...words], home.env);
const engine = (...words: string[]) => run(['--profile', 'rescue', 'engine', ...words], home.env);
const versions = () => readdirSync(`${home.path}/${ENGINES}`).sort();

describe('onboard --own-engine', () => {
  it('installs the version that is here, pins it, and starts it by the service', () => {
    const {code, err} = onboard('--own-engine');
    expect([code, err]).toEqual([0, expect.stringContaining('done     install its own OpenClaw  OpenClaw 2026.9.6\n')]);
    expect(err.match(/install its own OpenClaw/g)).toHaveLength(1);
    expect(versions()).toEqual(['2026.9.6', 'pinned']);
    expect([home.mode(ENGINES), home.mode(`${ENGINES}/2026.9.6`), home.mode(`${ENGINES}/pinned`)]).toEqual([0o700, 0o700, 0o600]);
    expect(home.read(UNIT)).toContain(` ${entryOf('2026.9.6')} gateway --port 19789\n`);
    const [call, ...others] = npmCalls().map(line => JSON.parse(line));
    expect(others).toEqual([]);
    expect(call.argv).toEqual(['install', '--prefix', call.cwd, '--save-exact', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error', 'openclaw@2026.9.6']);
    expect(call.cwd.startsWith(`${home.path}/${ENGINES}/.2026.9.6-`)).toBe(true);

    const before = home.snapshot();
    expect(onboard().out).toContain('Nothing to do');
    expect(home.snapshot()).toEqual(before);
  });

  it('lets npm have the user’s registry, and nothing of the npm that may have called us', () => {
    const outer = {npm_config_registry: 'https://registry.example', npm_config_prefix: '/nowhere', npm_config_global: 'true', npm_package_name: 'x', OPENCLAW_STATE_DIR: '/nowhere', TELEGRAM_BOT_TOKEN: '1:a'};
    expect(run(['onboard', '--non-interactive', '--own-engine'], {...home.env, ...outer}).code).toBe(0);
    const {env} = JSON.parse(npmCalls()[0] as string);
    expect(Object.keys(outer).filter(name => env.includes(name))).toEqual(['npm_config_registry']);
  });

  it('shows in a dry run what npm would be told, and writes nothing', () => {
    const before = home.snapshot();
    const {code, out} = run(['onboard', '--dry-run', '--own-engine'], home.env);
    expect(code).toBe(0);
    expect(out).toContain(`npm install --prefix ${home.path}/${ENGINES}/2026.9.6 --save-exact`);
    expect(out).toContain('--own-engine');
    expect([home.snapshot(), npmCalls()]).toEqual([before, []]);
  });

  it('undo takes all of it away again', () => {
    const before = home.snapshot();
    onboard('--own-engine');
    const {code, err} = run(['--profile', 'rescue', 'undo'], home.env);
    expect([code, err]).toEqual([0, '']);
    const [own, config] = [home.snapshot(), '.config'];
    for (const name of Object.keys(own)) if (name.startsWith(config)) delete own[name];
    expect(own).toEqual(before);
  });

  it('is refused without npm, and together with its contrary', () => {
    const bare = makeHome();
    const {code, err} = run(['onboard', '--non-interactive', '--own-engine'], bare.env);
    expect([code, err]).toEqual([3, expect.stringContaining('npm is not on this machine')]);
    expect(onboard('--own-engine', '--shared-engine')).toMatchObject({code: 2, err: expect.stringContaining('contradict each other')});
  });

  it('leaves nothing behind where the version can’t be had', () => {
    home.write('../lib/openclaw/package.json', JSON.stringify({name: 'openclaw', version: BAD_VERSIONS.unknown, type: 'module', engines: {node: '>=22'}}));
    const before = home.snapshot();
    const {code, err} = onboard('--own-engine');
    expect([code, err]).toEqual([1, expect.stringContaining(`npm can’t install OpenClaw ${BAD_VERSIONS.unknown}: notarget No matching version found`)]);
    const after = Object.fromEntries(Object.entries(home.snapshot()).filter(([name]) => !name.startsWith('.config')));
    expect(after).toEqual(before);
  });
});

describe('a pinned OpenClaw is the profile’s', () => {
  it('for exec and gateway run, with a service and without one', () => {
    onboard('--own-engine');
    for (const words of [['--install-daemon'], []] as const) {
      home.write(`${ENGINES}/2026.9.6/node_modules/openclaw/dist/index.js`, 'console.log("own", process.argv.slice(2).join(" "))');
      expect(run(['--profile', 'rescue', 'exec', 'status'], home.env).out).toBe('own --profile rescue status\n');
      expect(run(['--profile', 'rescue', 'gateway'], home.env).out).toContain('own --profile rescue gateway --port 19789');
      expect(run(['--profile', 'default', 'exec', 'status'], home.env).out).not.toContain('own');
      if (words.length > 0) expect(run(['--profile', 'rescue', 'gateway', 'uninstall'], home.env).code).toBe(0);
    }
    expect(existsSync(entryOf('2026.9.6'))).toBe(true);
    expect(run(['--profile', 'rescue', 'gateway', 'install'], home.env).code).toBe(0);
    expect(home.read(UNIT)).toContain(entryOf('2026.9.6'));
  });

  it('and doctor has no word about a shared one', () => {
    const found = () => JSON.parse(run(['doctor', '--json'], home.env).out).findings.map(({id}: {id: string}) => id);
    onboard();
    expect(found()).toContain('same-openclaw');
    expect(onboard('--own-engine').code).toBe(0);
    expect(found()).not.toContain('same-openclaw');
    run(['--profile', 'rescue', 'gateway', 'uninstall'], home.env);
    expect(found()).not.toContain('same-openclaw');
    expect(onboard('--shared-engine').code).toBe(0);
    expect(found()).toContain('same-openclaw');
  });
});

describe('engine', () => {
  it('shows what is shared, and how to have one of its own', () => {
    onboard();
    const {code, out} = engine();
    expect([code, out]).toEqual([0, expect.stringContaining('shared: OpenClaw 2026.9.6')]);
    expect(out).toContain(' --profile rescue onboard --own-engine gives it one of its own.');
    expect(npmCalls()).toEqual([]);
  });

  it('shows its own, with size, and what main runs', () => {
    onboard('--own-engine');
    expect(engine('--check').out).toMatch(new RegExp(`its own: OpenClaw 2026.9.6\n.*entry +~/${ENGINES}/2026.9.6/.*\n.*on disk +\\d+ KiB\n.*main runs +OpenClaw 2026.9.6, /.*\n.*newest +${LATEST}\n`, 's'));
    expect(JSON.parse(engine('--json').out)).toMatchObject({schemaVersion: 1, profile: 'rescue', engine: 'own', version: '2026.9.6', entry: entryOf('2026.9.6'), bytes: expect.any(Number), kept: [], main: {version: '2026.9.6'}});
  });

  it('says when the pinned one is gone, and onboard brings it back', () => {
    onboard('--own-engine');
    run(['--profile', 'rescue', 'exec', 'x'], home.env);
    home.write(`${ENGINES}/2026.9.6/node_modules/openclaw/package.json`, '{}');
    expect(engine().out).toContain('NOT THERE');
  });
});

describe('engine upgrade', () => {
  it.each([
    ['^2026.9', 2, 'is no version to keep'],
    ['beta', 2, 'is no version to keep'],
    [BAD_VERSIONS.unknown, 1, 'No matching version found'],
    [BAD_VERSIONS.half, 1, 'npm installed no whole OpenClaw'],
    [BAD_VERSIONS.other, 1, 'npm installed OpenClaw 1.0.0 in the place of'],
    [BAD_VERSIONS.dead, 1, `OpenClaw ${BAD_VERSIONS.dead} does not run with`],
  ])('%s is refused, and everything is as it was', (version, exit, line) => {
    onboard('--own-engine');
    const before = home.snapshot(STATE);
    const unit = home.read(UNIT);
    const {code, err} = engine('upgrade', version);
    expect([code, err]).toEqual([exit, expect.stringContaining(line)]);
    expect([home.snapshot(STATE), home.read(UNIT)]).toEqual([before, unit]);
  });

  it('is no way to a first one', () => {
    onboard();
    expect(engine('upgrade')).toMatchObject({code: 1, err: expect.stringContaining('onboard --own-engine gives it one of its own')});
    expect(npmCalls()).toEqual([]);
  });

  it('installs the newest beside the old one, keeps that for undo, and deletes the one before', () => {
    onboard('--own-engine');
    const {code, out} = engine('upgrade');
    expect([code, out]).toEqual([0, expect.stringMatching(new RegExp(`^rescue will run on its own OpenClaw ${LATEST}. 2026.9.6 stays for undo: \\d+ KiB in ~/${ENGINES}/2026.9.6.\n$`))]);
    expect(home.read(UNIT)).toContain(entryOf(LATEST));
    expect(home.read(`${ENGINES}/pinned`)).toBe(`${LATEST}\n`);
    expect(engine('upgrade').out).toBe(`rescue runs on its own OpenClaw ${LATEST} already.\n`);

    expect(engine('upgrade', '2026.10.2').code).toBe(0);
    expect(versions()).toEqual([LATEST, '2026.10.2', 'pinned']);

    // Back, and back again to one that is deleted by now: npm brings it.
    for (const version of [LATEST, '2026.9.6']) {
      expect(run(['--profile', 'rescue', 'undo'], home.env)).toMatchObject({code: 0, err: ''});
      expect(home.read(UNIT)).toContain(entryOf(version));
      expect(existsSync(entryOf(version))).toBe(true);
    }
    expect(versions()).toEqual(['2026.9.6', 'pinned']);
  });

  it('deletes no version that somebody else put there', () => {
    onboard('--own-engine');
    mkdirSync(`${home.path}/${ENGINES}/2026.1.1/node_modules/openclaw/dist`, {recursive: true});
    home.write(`${ENGINES}/2026.1.1/node_modules/openclaw/package.json`, JSON.stringify({name: 'openclaw', version: '2026.1.1'}));
    home.write(`${ENGINES}/2026.1.1/node_modules/openclaw/dist/index.js`, '');
    expect(engine('upgrade').code).toBe(0);
    expect(versions()).toContain('2026.1.1');
  });

  it('says in a document what it would do, and what it did', () => {
    onboard('--own-engine');
    const preview = engine('upgrade', LATEST, '--dry-run', '--json');
    expect(JSON.parse(preview.out)).toMatchObject({answers: {engine: 'own'}, commands: [{id: 'engine'}, {id: 'validate'}], result: {kind: 'previewed'}});
    expect(JSON.parse(engine('upgrade', LATEST, '--json').out)).toMatchObject({result: {kind: 'applied', exitCode: 0}});
  });

  it('changes the config by no byte', () => {
    onboard('--own-engine');
    home.write(`${STATE}/openclaw.json`, home.read(`${STATE}/openclaw.json`).replace('{', '{ // by hand\n'));
    const config = home.read(`${STATE}/openclaw.json`);
    expect(engine('upgrade').code).toBe(0);
    expect(home.read(`${STATE}/openclaw.json`)).toBe(config);
  });
});

/**
 * Its state has schema 17; ${LATEST} migrates it to 18, and then fails while there is a file `fails`. The other one does not
 * open what is migrated.
 */
const MIGRATING = `
const {existsSync, mkdirSync, readFileSync} = require('node:fs');
const {DatabaseSync} = require('node:sqlite');
const {createServer} = require('node:http');
const [, port, home] = process.argv;
const isRescue = readFileSync(home + '/${UNIT}', 'utf8').includes(' --port ' + port + '\\n');
const isNewer = readFileSync(home + '/${UNIT}', 'utf8').includes('/engine/${LATEST}/');
if (isRescue) {
  mkdirSync(home + '/${STATE}/state', {recursive: true});
  const database = new DatabaseSync(home + '/${STATE}/state/openclaw.sqlite');
  const {user_version} = database.prepare('PRAGMA user_version').get();
  if (user_version > (isNewer ? 18 : 17)) process.exit(78);
  database.exec('PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS told (word TEXT)');
  if (isNewer) database.exec("ALTER TABLE told RENAME TO said; INSERT INTO said VALUES ('newer')");
  else if (user_version === 0) database.exec("INSERT INTO told VALUES ('older')");
  database.exec('PRAGMA user_version = ' + (isNewer ? 18 : 17));
  if (isNewer && existsSync(home + '/fails')) process.exit(78);
}
createServer((_, answer) => {
  answer.writeHead(200, {'content-type': 'application/json', connection: 'close'});
  answer.end('{"ok":true,"status":"live"}');
}).listen(Number(port), '127.0.0.1');
`;

describe('an upgrade that migrates the state', {timeout: 60_000}, () => {
  const DATABASE = `${STATE}/state/openclaw.sqlite`;
  let manager: Manager;

  beforeEach(async () => {
    manager = await makeManaged(home, ['main']);
    home.write('gateway.js', MIGRATING);
    const made = await ours('onboard', '--non-interactive', '--own-engine', '--install-daemon');
    expect(made.code, made.err).toBe(0);
    expect(read()).toEqual([17, ['older']]);
  });

  const ours = (...words: string[]) => runAsync(['--profile', 'rescue', ...words], manager.env);

  function read(): [number, unknown[]] {
    const database = new DatabaseSync(`${home.path}/${DATABASE}`, {readOnly: true});
    try {
      const schema = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
      return [schema, database.prepare(`SELECT word FROM ${schema === 18 ? 'said' : 'told'}`).all().map(({word}) => word)];
    } finally {
      database.close();
    }
  }

  const backups = () => {
    const root = `${home.path}/.config/openclaw-rescue/backups`;
    return readdirSync(root, {recursive: true, encoding: 'utf8'}).filter(name => name.endsWith('.sqlite')).map(name => `.config/openclaw-rescue/backups/${name}`);
  };

  it('and fails is taken back with the state, so that the one before runs again', async () => {
    home.write('fails', '');
    const main = manager.pidOf('main');
    const {code, out, err} = await ours('engine', 'upgrade', '--json');
    expect(code).toBe(1);
    const line = `OpenClaw ${LATEST} does not come up here and had migrated ~/${DATABASE} (schema 18, before 17), of which the copy from before is back, so rescue is back on its own OpenClaw 2026.9.6, and healthy.`;
    expect(err.split('\n').filter(text => text.startsWith('openclaw-rescue: ')).at(-1)).toBe(`openclaw-rescue: ${line}`);
    expect(JSON.parse(out)).toMatchObject({result: {kind: 'failed'}, wentBack: line});
    expect([read(), manager.pidOf('rescue') !== undefined, manager.pidOf('main')]).toEqual([[17, ['older']], true, main]);
    expect(home.read(UNIT)).toContain(entryOf('2026.9.6'));
    expect([versions(), backups()]).toEqual([['2026.9.6', 'pinned'], []]);
  });

  it('while it judges the config alone is taken back, too', async () => {
    home.write(`${ENGINES}/${LATEST}/node_modules/openclaw/package.json`, JSON.stringify({name: 'openclaw', version: LATEST}));
    const judge = `const {DatabaseSync} = process.getBuiltinModule('node:sqlite');
new DatabaseSync(process.env.HOME + '/${DATABASE}').exec("ALTER TABLE told RENAME TO said; INSERT INTO said VALUES ('newer'); PRAGMA user_version = 18");
console.log('{"valid":false,"issues":[{"path":"agents","message":"no longer"}]}');`;
    home.write(`${ENGINES}/${LATEST}/node_modules/openclaw/dist/index.js`, judge);
    const {code, err} = await ours('engine', 'upgrade', LATEST);
    expect([code, err]).toEqual([1, expect.stringContaining('OpenClaw refuses agents: no longer')]);
    expect(err).toContain('of which the copy from before is back, so rescue is back on its own OpenClaw 2026.9.6, and healthy.');
    expect([read(), manager.pidOf('rescue') !== undefined, home.read(UNIT).includes(entryOf('2026.9.6'))]).toEqual([[17, ['older']], true, true]);
  });

  it('and succeeds is not undone without --force, which puts the copy back', async () => {
    const upgraded = await ours('engine', 'upgrade');
    expect(upgraded.code, upgraded.err).toBe(0);
    expect(read()).toEqual([18, ['older', 'newer']]);
    expect(backups().map(name => home.mode(name))).toEqual([0o600]);

    const refused = await ours('undo');
    expect([refused.code, refused.err]).toEqual([3, expect.stringContaining(`has migrated ~/${DATABASE} (schema 18, before 17), which the one before may not open; with --force`)]);
    expect([read()[0], home.read(UNIT).includes(entryOf(LATEST))]).toEqual([18, true]);

    const preview = await ours('undo', '--force', '--dry-run');
    expect([preview.out, read()[0]]).toEqual([expect.stringContaining(`put back        ~/${DATABASE}\n`), 18]);
    const undone = await ours('undo', '--force');
    expect([undone.code, undone.err, undone.out]).toEqual([0, '', expect.stringContaining(`put back        ~/${DATABASE}\n`)]);
    expect([read(), manager.pidOf('rescue') !== undefined, backups()]).toEqual([[17, ['older']], true, []]);
    expect(manager.told().filter(line => line.includes('rescue')).slice(-3)).toEqual(['stop', 'reset-failed', 'restart'].map(verb => `${verb} openclaw-gateway-rescue.service`));
  });

  it('is refused where the state can’t be copied, before anything is changed', async () => {
    const before = {unit: home.read(UNIT), versions: versions(), pid: manager.pidOf('rescue')};
    const same = () => expect({unit: home.read(UNIT), versions: versions(), pid: manager.pidOf('rescue')}).toEqual(before);
    const {NODE_OPTIONS} = manager.env;
    const calls = npmCalls().length;
    const bare = await runAsync(['--profile', 'rescue', 'engine', 'upgrade', LATEST], {...manager.env, NODE_OPTIONS: `${NODE_OPTIONS} --no-experimental-sqlite`});
    expect([bare.code, bare.err]).toEqual([1, expect.stringContaining('can’t copy its databases')]);
    expect(npmCalls()).toHaveLength(calls);
    same();

    home.write(`${STATE}/agents/main/agent/openclaw-agent.sqlite`, 'no database, though it is long enough to be taken for one');
    const broken = await ours('engine', 'upgrade');
    expect([broken.code, broken.err]).toEqual([1, expect.stringContaining('openclaw-agent.sqlite can’t be copied')]);
    same();
    expect([read()[0], backups()]).toEqual([17, []]);
  });
});

describe('what a killed install left behind', () => {
  it('is removed by the next upgrade, and nothing else is', () => {
    onboard('--own-engine');
    // Above the highest that Linux gives.
    const dead = 2 ** 22 + 1;
    for (const name of [`.2026.10.0-${dead}-abcDEF`, `.2026.10.0-${process.pid}-abcDEF`, '.2026.10.0-abcDEF', `.mine-${dead}-abcDEF`, `2026.1.1-${dead}-abcDEF`]) home.write(`${ENGINES}/${name}/node_modules/x`, '');
    engine('upgrade', LATEST, '--dry-run');
    expect(versions()).toContain(`.2026.10.0-${dead}-abcDEF`);
    expect(engine('upgrade').code).toBe(0);
    expect(versions()).toEqual([`.2026.10.0-${process.pid}-abcDEF`, '.2026.10.0-abcDEF', `.mine-${dead}-abcDEF`, `2026.1.1-${dead}-abcDEF`, '2026.10.1', '2026.9.6', 'pinned'].sort());
  });
});

describe('engine unpin', () => {
  it('goes back to the shared one, and says how to get the room back', () => {
    onboard('--own-engine');
    const {code, out} = engine('unpin');
    expect([code, out]).toEqual([0, expect.stringContaining(' --profile rescue engine unpin --delete deletes it.')]);
    expect(home.read(UNIT)).not.toContain(ENGINES);
    expect(versions()).toEqual(['2026.9.6']);
    expect(engine().out).toContain('shared');
    expect(run(['--profile', 'rescue', 'undo'], home.env).code).toBe(0);
    expect(engine().out).toContain('its own: OpenClaw 2026.9.6');
  });

  it('--delete deletes it, at once or later; undo still has a way back', () => {
    onboard('--own-engine');
    expect(engine('unpin', '--delete')).toMatchObject({code: 0, out: expect.stringContaining('Deleted: OpenClaw 2026.9.6')});
    expect(versions()).toEqual([]);
    expect(engine('unpin', '--delete').out).toBe('rescue runs on the OpenClaw that all share (2026.9.6).\n');
    expect(run(['--profile', 'rescue', 'undo'], home.env).code).toBe(0);
    expect(existsSync(entryOf('2026.9.6'))).toBe(true);
    expect(engine().out).toContain('its own: OpenClaw 2026.9.6');
  });
});

describe('an engine that a service of another name starts', () => {
  it('is not given up, and not deleted below it', () => {
    onboard('--own-engine', '--no-install-daemon');
    const path = '.config/systemd/user/my-rescue.service';
    home.write(path, `[Service]\nExecStart=${home.env['PATH']}/node ${entryOf('2026.9.6')} gateway --port 19789\nEnvironment=OPENCLAW_PROFILE=rescue\nEnvironment=OPENCLAW_STATE_DIR=${home.path}/.openclaw-rescue\nEnvironment=OPENCLAW_CONFIG_PATH=${home.path}/.openclaw-rescue/openclaw.json\n`);
    expect(engine('unpin', '--delete')).toMatchObject({code: 3, err: expect.stringContaining('my-rescue.service starts this profile, under a name of its own')});
    expect(versions()).toContain('2026.9.6');
  });
});

describe('removal', () => {
  it('takes the engine along, and undo brings it back; uninstall leaves it', () => {
    onboard('--own-engine', '--kit', 'none');
    run(['--profile', 'rescue', 'gateway', 'uninstall'], home.env);
    expect(versions()).toEqual(['2026.9.6', 'pinned']);
    run(['--profile', 'rescue', 'gateway', 'install'], home.env);
    const remove = run(['--profile', 'rescue', 'remove', '--yes'], home.env);
    expect(remove).toMatchObject({code: 0, out: expect.stringContaining('undo brings it back')});
    expect(existsSync(`${home.path}/${STATE}`)).toBe(false);
    expect(run(['--profile', 'rescue', 'undo'], home.env)).toMatchObject({code: 0, err: ''});
    expect(existsSync(entryOf('2026.9.6'))).toBe(true);
    expect(home.read(UNIT)).toContain(entryOf('2026.9.6'));
    expect(run(['--profile', 'rescue', 'remove', '--yes'], home.env).code).toBe(0);
    expect(existsSync(`${home.path}/${STATE}`)).toBe(false);
  });

  it('with the state goes all of it', () => {
    onboard('--own-engine', '--kit', 'none');
    expect(run(['--profile', 'rescue', 'remove', '--yes', '--delete-state'], home.env).code).toBe(0);
    expect(existsSync(`${home.path}/${STATE}`)).toBe(false);
  });
});
