/** What the commands do to an instance and to nothing else: two paths instead of a profile, removal, services, hostile shells. */
import {spawnSync} from 'node:child_process';
import {chmodSync, existsSync, readFileSync, rmSync, symlinkSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {CLI, makeHome, type TestHome} from '../helpers/home.ts';
import {enterTo, KEYS, openTerminal} from '../helpers/terminal.ts';
import {run} from '../helpers/run.ts';

const UNIT = '.config/systemd/user/openclaw-gateway-rescue.service';
const CONFIG = '.openclaw-rescue/openclaw.json';
const WORKSPACE = '.openclaw-rescue/workspace-rescue';
const MANUAL = ['--state-dir', '~/.openclaw-manual', '--config-path', '~/.openclaw/manual.json'];

const json = (args: readonly string[], home: TestHome) => JSON.parse(run([...args, '--json'], home.env).out);
/** A script in the place of OpenClaw that tells how it was called. */
const TELL = 'process.stdout.write(JSON.stringify({argv: process.argv.slice(2), env: process.env}))';

describe('an instance that is no profile', () => {
  it('is made, found again without its flags, reported, run and undone', () => {
    const home = makeHome();
    home.openclaw(TELL);
    const main = home.snapshot('.openclaw');
    expect(run([...MANUAL, 'setup'], home.env).code).toBe(0);
    const config = JSON.parse(home.read('.openclaw/manual.json'));
    expect(config).toMatchObject({gateway: {mode: 'local', port: 19789}, agents: {defaults: {workspace: `${home.path}/.openclaw-manual/workspace-manual`}}});
    expect(json(['list'], home).instances).toContainEqual(expect.objectContaining({profile: null, label: '~/.openclaw/manual.json', basePort: 19789}));
    // Its ports are kept free, by others and by itself.
    expect(json(['ports'], home).basePort).toBe(19900);
    expect(json([...MANUAL, 'status'], home).instances[0]).toMatchObject({configPath: `${home.path}/.openclaw/manual.json`, stateDir: `${home.path}/.openclaw-manual`});
    const {argv, env} = JSON.parse(run([...MANUAL, 'gateway'], home.env).out);
    expect(argv).toEqual(['gateway', '--port', '19789']);
    expect(env).toMatchObject({OPENCLAW_CONFIG_PATH: `${home.path}/.openclaw/manual.json`, OPENCLAW_STATE_DIR: `${home.path}/.openclaw-manual`});
    expect(env).not.toHaveProperty('OPENCLAW_PROFILE');
    expect(run(['doctor'], home.env).code).toBe(0);
    expect(run([...MANUAL, 'undo'], home.env).code).toBe(0);
    expect(home.snapshot('.openclaw')).toEqual(main);
    expect(json(['list'], home).instances.map(({label}: {label: string}) => label)).toEqual(['main']);
  });

  it('run again changes nothing, and another port of it is an edit', () => {
    const home = makeHome();
    run([...MANUAL, 'setup'], home.env);
    expect(json([...MANUAL, 'setup'], home).result.kind).toBe('nothing');
    expect(run([...MANUAL, 'setup', '--gateway-port', '25000'], home.env).code).toBe(0);
    expect(JSON.parse(home.read('.openclaw/manual.json')).gateway.port).toBe(25000);
  });

  it('with the paths of a profile is that profile', () => {
    const home = makeHome();
    run(['setup'], home.env);
    expect(json(['--state-dir', '~/.openclaw-rescue', 'status'], home).instances[0].profile).toBe('rescue');
  });

  it.each([
    ['main’s own config', ['--state-dir', '~/.openclaw-x', '--config-path', '~/.openclaw/openclaw.json'], 'config is main’s config'],
    ['a state folder inside main’s', ['--state-dir', '~/.openclaw/x'], 'lies inside main’s state folder'],
  ])('may not have %s', (_, selector, reason) => {
    const home = makeHome();
    const before = home.snapshot();
    const {code, err} = run([...selector, 'setup'], home.env);
    expect([code, err]).toEqual([3, expect.stringContaining(reason)]);
    expect(home.snapshot()).toEqual(before);
  });

  it.each([
    ['a profile besides', ['--profile', 'a', '--state-dir', '~/x'], '--profile names its own'],
    ['a config without a state folder', ['--config-path', '~/x.json'], '--config-path needs --state-dir'],
    ['an unset variable', ['--state-dir', ''], 'need a path'],
  ])('refuses %s', (_, selector, reason) => {
    const {code, err} = run([...selector, 'list'], makeHome().env);
    expect([code, err]).toEqual([2, expect.stringContaining(reason)]);
  });

  it('has no service, and says so', () => {
    const home = makeHome();
    run([...MANUAL, 'setup'], home.env);
    const {code, err} = run([...MANUAL, 'gateway', 'install'], home.env);
    expect([code, err]).toEqual([3, 'openclaw-rescue: OpenClaw manages services of profiles only; this instance is started by hand.\n']);
  });
});

describe('remove', () => {
  it('takes back what we made, with the last folder, and undo brings it back', () => {
    const home = makeHome();
    const before = home.snapshot('.openclaw');
    run(['--non-interactive'], home.env);
    const made = home.snapshot('.openclaw-rescue');
    const unit = home.read(UNIT);
    expect(run(['remove', '--yes'], home.env).code).toBe(0);
    expect([existsSync(`${home.path}/.openclaw-rescue`), existsSync(`${home.path}/${UNIT}`)]).toEqual([false, false]);
    expect(run(['undo'], home.env).code).toBe(0);
    expect(home.snapshot('.openclaw-rescue')).toEqual(made);
    expect(home.read(UNIT)).toBe(unit);
    // What came back is ours to remove again.
    expect(run(['remove', '--yes'], home.env).code).toBe(0);
    expect(existsSync(`${home.path}/.openclaw-rescue`)).toBe(false);
    expect(home.snapshot('.openclaw')).toEqual(before);
  });

  it('leaves what is in the folders by now', () => {
    const home = makeHome();
    run(['setup'], home.env);
    home.write(`${WORKSPACE}/AGENTS.md`, '# mine');
    home.write('.openclaw-rescue/sessions/1.json', '{}');
    const {code, err} = run(['remove', '--yes'], home.env);
    expect(code).toBe(0);
    expect(err).toContain('~/.openclaw-rescue/workspace-rescue stays: something is in it.\n~/.openclaw-rescue stays: something is in it.\n');
    expect(home.read(`${WORKSPACE}/AGENTS.md`)).toBe('# mine');
    expect(existsSync(`${home.path}/${CONFIG}`)).toBe(false);
  });

  it('with --delete-state takes them too, and nothing beside them', () => {
    const home = makeHome();
    run(['setup', '--workspace', '~/desk'], home.env);
    home.write('desk/AGENTS.md', '# mine');
    home.write('.openclaw-rescue/sessions/1.json', '{}');
    home.write('other/file', 'x');
    const rest = {main: home.snapshot('.openclaw'), other: home.snapshot('other')};
    expect(run(['remove', '--delete-state', '--yes'], home.env).code).toBe(0);
    expect([existsSync(`${home.path}/desk`), existsSync(`${home.path}/.openclaw-rescue`)]).toEqual([false, false]);
    expect({main: home.snapshot('.openclaw'), other: home.snapshot('other')}).toEqual(rest);
  });

  it('never a config or a folder that was there before us', () => {
    const home = makeHome();
    home.write(CONFIG, '{gateway: {mode: "local", port: 19789, bind: "loopback", auth: {token: "x"}}}');
    home.write('desk/AGENTS.md', '# mine');
    run(['setup', '--workspace', '~/desk'], home.env);
    const before = home.snapshot('desk');
    const {code, out, err} = run(['remove', '--delete-state', '--yes'], home.env);
    expect([code, out]).toEqual([0, 'Of rescue there is nothing here that we made.\n']);
    expect(err).toContain('~/.openclaw-rescue/openclaw.json stays: it was there before us.');
    expect(home.snapshot('desk')).toEqual(before);
    expect(home.read(CONFIG)).toContain('token: "x"');
  });

  it('never a workspace that another instance uses by now', () => {
    const home = makeHome();
    run(['setup', '--workspace', '~/desk'], home.env);
    home.write('desk/AGENTS.md', '# mine');
    home.write('.openclaw-ops/openclaw.json', `{gateway: {port: 30000}, agents: {defaults: {workspace: "${home.path}/desk/inner"}}}`);
    const {code, err} = run(['remove', '--delete-state', '--yes'], home.env);
    expect([code, err]).toEqual([0, expect.stringContaining('~/desk stays: ops uses it.')]);
    expect(home.read('desk/AGENTS.md')).toBe('# mine');
  });

  it('does not follow a link that took the place of the workspace', () => {
    const home = makeHome();
    run(['setup', '--workspace', '~/desk'], home.env);
    home.write('precious/file', 'x');
    rmSync(`${home.path}/desk`, {recursive: true});
    symlinkSync(`${home.path}/precious`, `${home.path}/desk`);
    const {code, err} = run(['remove', '--delete-state', '--yes'], home.env);
    expect([code, err]).toEqual([0, expect.stringContaining('~/desk stays: it is a link.')]);
    expect(home.read('desk/file')).toBe('x');
  });

  it('asks in a terminal, and deletes the state only after its name', async () => {
    const home = makeHome();
    run(['setup'], home.env);
    home.write(`${WORKSPACE}/AGENTS.md`, '# mine');
    const terminal = openTerminal({env: home.env, args: ['remove']});
    await terminal.see('Remove this of rescue?');
    terminal.press('y', KEYS.enter);
    await terminal.see('Type rescue to do it');
    terminal.press('rescu', KEYS.enter);
    await terminal.see('That is another name, so they stay.');
    expect((await terminal.exit).code).toBe(0);
    expect(home.read(`${WORKSPACE}/AGENTS.md`)).toBe('# mine');

    run(['setup'], home.env);
    const again = openTerminal({env: home.env, args: ['remove']});
    await again.see('Remove this of rescue?');
    again.press('y', KEYS.enter);
    await again.see('Type rescue to do it');
    again.press('rescue', KEYS.enter);
    expect((await again.exit).code).toBe(0);
    expect(existsSync(`${home.path}/.openclaw-rescue`)).toBe(false);
  });

  it('does not take a folder for ours of which it only put the mode right', () => {
    const home = makeHome();
    home.write('.openclaw-rescue/mine', 'x');
    chmodSync(`${home.path}/.openclaw-rescue`, 0o755);
    run(['setup'], home.env);
    run(['undo'], home.env);
    expect(run(['remove', '--delete-state', '--yes'], home.env).code).toBe(0);
    expect(home.read('.openclaw-rescue/mine')).toBe('x');
  });

  it('does not take a folder for ours that came to the place of ours', () => {
    const home = makeHome();
    run(['setup', '--workspace', '~/desk'], home.env);
    rmSync(`${home.path}/desk`, {recursive: true});
    home.write('desk/mine', 'x');
    expect(run(['remove', '--delete-state', '--yes'], home.env).code).toBe(0);
    expect(home.read('desk/mine')).toBe('x');
  });

  it('deletes no folder while another instance’s config can’t be read', () => {
    const home = makeHome();
    run(['setup', '--workspace', '~/desk'], home.env);
    home.write('desk/inner/w', 'x');
    home.write('.openclaw-ops/openclaw.json', '{agents: {defaults: {workspace: "~/desk/inner"}}');
    const {err} = run(['remove', '--delete-state', '--yes'], home.env);
    expect(err).toContain('~/desk stays: the config of ops can’t be read, so it may use it.');
    expect(home.read('desk/inner/w')).toBe('x');
  });

  it('leaves a watchdog under our service’s name alone while the gateway has another service', () => {
    const home = makeHome();
    run(['--non-interactive'], home.env);
    const other = '.config/systemd/user/my-rescue.service';
    home.write(other, home.read(UNIT));
    home.write(UNIT, '[Service]\nExecStart=/usr/bin/watchdog\n');
    expect(run(['gateway', 'uninstall'], home.env).code).toBe(3);
    expect(run(['remove', '--yes'], home.env).code).toBe(0);
    expect(home.read(UNIT)).toContain('watchdog');
    expect(home.read(other)).toContain('gateway');
    expect(run(['gateway', 'stop'], home.env).err).toContain('my-rescue.service starts this profile');
  });

  it('takes an old workspace and the folders on the way along, as far as they are empty', () => {
    const home = makeHome();
    run(['setup', '--workspace', '~/a/b/desk'], home.env);
    run(['setup', '--workspace', '~/a/other'], home.env);
    expect(run(['remove', '--yes'], home.env).code).toBe(0);
    expect(existsSync(`${home.path}/a`)).toBe(false);
  });

  it('finds nothing of an apply that was interrupted, and forgets another one with its state', () => {
    const home = makeHome();
    home.openclaw('process.kill(process.ppid, "SIGTERM"); setTimeout(() => {}, 5000)');
    const cut = run(['setup', '--json'], home.env);
    expect([cut.code, JSON.parse(cut.out).result]).toEqual([130, {kind: 'failed', reason: 'interrupted', isRolledBack: true, exitCode: 130}]);
    expect(existsSync(`${home.path}/.openclaw-rescue`)).toBe(false);
    home.openclaw('');
    run(['setup'], home.env);
    expect(run(['remove', '--delete-state', '--yes'], home.env).code).toBe(0);
    expect(existsSync(`${home.path}/.openclaw-rescue`)).toBe(false);
    expect(run(['undo'], home.env)).toMatchObject({code: 1, err: 'openclaw-rescue: there is no apply of rescue to take back.\n'});
    expect(JSON.stringify(home.snapshot('.config'))).not.toMatch(/[0-9a-f]{48}/);
  });

  it('has nothing to do the second time', () => {
    const home = makeHome();
    run(['setup'], home.env);
    home.write('.openclaw-rescue/sessions/1.json', '{}');
    run(['remove', '--yes'], home.env);
    expect(run(['remove', '--yes'], home.env)).toMatchObject({code: 0, out: 'Of rescue there is nothing here that we made.\n'});
    // The first one can still be taken back.
    expect(run(['undo'], home.env).code).toBe(0);
    expect(existsSync(`${home.path}/${CONFIG}`)).toBe(true);
  });

  it('refuses main', () => {
    const home = makeHome();
    const before = home.snapshot();
    expect(run(['--profile', 'default', 'remove', '--delete-state', '--yes'], home.env).code).toBe(3);
    expect(home.snapshot()).toEqual(before);
  });
});

describe('the service', () => {
  it('moves along with its port when setup is run again', () => {
    const home = makeHome();
    run(['--non-interactive'], home.env);
    expect(run(['setup', '--gateway-port', '25000'], home.env).code).toBe(0);
    expect(home.read(UNIT)).toContain('gateway --port 25000');
    expect(json(['setup'], home).result.kind).toBe('nothing');
  });

  it('is installed on its own, and uninstalled again', () => {
    const home = makeHome();
    run(['setup'], home.env);
    const config = home.read(CONFIG);
    expect(run(['gateway', 'install'], home.env).code).toBe(0);
    expect(home.read(UNIT)).toContain('gateway --port 19789');
    expect(json(['gateway', 'install'], home).result.kind).toBe('nothing');
    expect(run(['gateway', 'uninstall'], home.env).code).toBe(0);
    expect(existsSync(`${home.path}/${UNIT}`)).toBe(false);
    expect(home.read(CONFIG)).toBe(config);
  });

  it('of somebody else is shown, and replaced only after a yes', () => {
    const home = makeHome();
    run(['setup'], home.env);
    home.write(UNIT, '[Service]\nExecStart=/usr/bin/watchdog --every 5\n');
    expect(run(['list'], home.env).out).toContain('openclaw-gateway-rescue.service bears the name of an OpenClaw service, but starts /usr/bin/watchdog.');
    expect(json(['list'], home).namesakes).toEqual([{name: 'openclaw-gateway-rescue.service', path: `${home.path}/${UNIT}`, command: '/usr/bin/watchdog'}]);
    const {code, err} = run(['gateway', 'install'], home.env);
    expect([code, err]).toEqual([3, expect.stringContaining('starts no OpenClaw gateway')]);
    expect(home.read(UNIT)).toContain('watchdog');
    expect(run(['gateway', 'uninstall'], home.env).code).toBe(3);
    expect(run(['gateway', 'install', '--replace-service'], home.env).code).toBe(0);
    expect(home.read(UNIT)).not.toContain('watchdog');
    expect(run(['undo'], home.env).code).toBe(0);
    expect(home.read(UNIT)).toContain('watchdog');
  });

  it('of somebody else can be replaced in the wizard by a key', async () => {
    const home = makeHome();
    run(['setup'], home.env);
    home.write(UNIT, '[Service]\nExecStart=/usr/bin/watchdog\n');
    const terminal = openTerminal({env: home.env});
    await enterTo(terminal, 5);
    terminal.press(KEYS.left);
    await terminal.see('starts no OpenClaw gateway');
    terminal.press(KEYS.enter);
    await terminal.see('overwrite it');
    terminal.press('o');
    await terminal.see('is replaced at Apply');
    await enterTo(terminal, 7, 5);
    terminal.press(KEYS.enter);
    await terminal.see('Main was not touched.');
    terminal.press('q');
    expect((await terminal.exit).code).toBe(0);
    expect(home.read(UNIT)).toContain('gateway --port 19789');
  });
});

describe('a gateway that runs', () => {
  /** The lock of this very process, which stands for a gateway. */
  const lock = (home: TestHome, port: number, folder = '.openclaw-rescue', config = `${folder}/openclaw.json`) => {
    const stat = readFileSync(`/proc/${process.pid}/stat`, 'utf8');
    const startTime = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
    const stateDir = `${home.path}/${folder}`;
    home.write(`${folder}/tmp/openclaw-${process.getuid?.()}/gateway.state.lock`, JSON.stringify({pid: process.pid, port, startTime, stateDir, configPath: `${home.path}/${config}`}));
  };

  it('is not robbed of its config by undo or remove, and not started twice', () => {
    const home = makeHome();
    run(['setup'], home.env);
    lock(home, 29_001);
    for (const args of [['undo'], ['remove', '--yes'], ['remove', '--yes', '--delete-state'], ['gateway']]) {
      const {code, err} = run(args, home.env);
      expect([args, code, err]).toEqual([args, 3, expect.stringContaining('29001')]);
    }
    expect(existsSync(`${home.path}/${CONFIG}`)).toBe(true);
  });

  it('is not robbed of a config with a name of its own either', () => {
    const home = makeHome();
    const selector = ['--state-dir', '~/.openclaw-m', '--config-path', '~/.openclaw/m.json5'];
    run([...selector, 'setup'], home.env);
    lock(home, 29_001, '.openclaw-m', '.openclaw/m.json5');
    const {code, err} = run([...selector, 'undo'], home.env);
    expect([code, err]).toEqual([3, expect.stringContaining('still listens on 29001')]);
    expect(existsSync(`${home.path}/.openclaw/m.json5`)).toBe(true);
  });

  it('is shown where it really listens', () => {
    const home = makeHome();
    run(['setup'], home.env);
    lock(home, 29_001);
    expect(run(['list'], home.env).out).toMatch(/rescue +29001 /);
    expect(run(['status'], home.env).out).toContain('19789 (config); the gateway that runs now has 29001');
    expect(json(['browser', 'status'], home).control.port).toBe(29_003);
    expect(run(['ports'], home.env).err).toContain('The gateway that runs now has 29001.');
    expect(run(['gateway', 'stop'], home.env).err).toContain(`it runs as pid ${process.pid}`);
  });
});

describe('an overlap that was accepted', () => {
  it('is accepted for both sides, and for no other place', () => {
    const home = makeHome();
    run(['setup', '--gateway-port', '18839', '--accept-overlap'], home.env);
    home.openclaw(TELL);
    expect(run(['doctor'], home.env).code).toBe(0);
    expect(run(['--profile', 'default', 'gateway'], home.env).code).toBe(0);
    expect(run(['gateway'], home.env).code).toBe(0);
    expect(run(['gateway', '--port', '18840'], home.env).code).toBe(3);
  });
});

describe('a host without main', () => {
  it('leaves main’s port to the profile that has it', () => {
    const home = makeHome({hasMain: false});
    home.write('.openclaw-work/openclaw.json', '{gateway: {mode: "local", port: 18789, bind: "loopback", auth: {token: "x"}}}');
    home.openclaw(TELL);
    expect(run(['doctor'], home.env).code).toBe(0);
    expect(run(['--profile', 'work', 'gateway'], home.env).code).toBe(0);
    expect(run(['--profile', 'default', 'status'], home.env).err).toContain('openclaw onboard makes it');
    expect(json(['--profile', 'default', 'env'], home).variables).toMatchObject({OPENCLAW_PROFILE: null, OPENCLAW_GATEWAY_PORT: '18789'});
  });
});

describe('a shell that belongs to another instance', () => {
  const hostile = (home: TestHome) => ({
    ...home.env,
    OPENCLAW_STATE_DIR: `${home.path}/.openclaw`,
    OPENCLAW_CONFIG_PATH: `${home.path}/.openclaw/openclaw.json`,
    OPENCLAW_GATEWAY_PORT: '18789',
    OPENCLAW_PROFILE: 'main',
    OPENCLAW_GATEWAY_TOKEN: 'hostile',
    TELEGRAM_BOT_TOKEN: '123:hostile',
    DISCORD_BOT_TOKEN: 'hostile',
    ANTHROPIC_API_KEY: 'hostile',
    NODE_OPTIONS: '--no-warnings',
  });

  it('has no say in what setup, install, remove and undo write', () => {
    const [plain, other] = [makeHome(), makeHome()];
    for (const args of [['setup'], ['gateway', 'install'], ['gateway', 'uninstall'], ['undo'], ['remove', '--yes'], ['undo']]) {
      const calm = run(args, plain.env);
      const loud = run(args, hostile(other));
      expect([args, loud.code], loud.err).toEqual([args, calm.code]);
      const bare = (home: TestHome) => JSON.stringify(home.snapshot()).replaceAll(home.path, '~').replace(/[0-9a-f]{48}/g, 'token').replace(/"\.config\/openclaw-rescue[^"]*":"[^"]*(\\"[^"]*)*"/g, '');
      expect(bare(other).length).toBeGreaterThan(100);
      expect(Object.keys(other.snapshot('.openclaw'))).toEqual(Object.keys(plain.snapshot('.openclaw')));
      expect(JSON.stringify(other.snapshot())).not.toContain('hostile');
    }
  });

  it.each([['status'], ['ports'], ['env'], ['browser status'], ['list']])('has no say in what %s reports', name => {
    const home = makeHome();
    run(['setup'], home.env);
    const args = [...name.split(' '), '--json'];
    const {out, err} = run(args, hostile(home));
    expect(JSON.parse(out)).toEqual(JSON.parse(run(args, home.env).out));
    expect(`${out}${err}`).not.toContain('hostile');
  });

  it.each([
    ['exec', ['exec', 'config', 'get', 'x'], ['--profile', 'rescue', 'config', 'get', 'x']],
    ['gateway', ['gateway', '--port', '25000', '--', '--verbose'], ['--profile', 'rescue', 'gateway', '--port', '25000', '--verbose']],
  ])('has no say in what OpenClaw gets from %s', (_, args, expected) => {
    const home = makeHome();
    run(['setup'], home.env);
    home.openclaw(TELL);
    const {code, out} = run(args, hostile(home));
    const {argv, env} = JSON.parse(out);
    expect([code, argv]).toEqual([0, expected]);
    expect(JSON.stringify(env)).not.toContain('hostile');
    expect(env).not.toHaveProperty('NODE_OPTIONS');
    expect(env['OPENCLAW_STATE_DIR'] ?? `${home.path}/.openclaw-rescue`).toBe(`${home.path}/.openclaw-rescue`);
    expect(env['OPENCLAW_GATEWAY_PORT'] ?? '25000').toBe('25000');
    expect(env).toMatchObject({HOME: home.path, TERM: 'xterm-256color'});
  });

  it('has no say in what OpenClaw gets while we write', () => {
    const home = makeHome();
    home.openclaw(`import {appendFileSync} from 'node:fs'; appendFileSync('${home.path}/calls', JSON.stringify(process.env) + '\\n'); process.stdout.write('{"valid":true}')`);
    expect(run(['setup'], hostile(home)).code).toBe(0);
    expect(home.read('calls')).toContain('"HOME"');
    expect(home.read('calls')).not.toMatch(/hostile|OPENCLAW_/);
  });
});

describe('a child in our place', () => {
  it('gives its exit code, and dies of the signal that we get', async () => {
    const home = makeHome();
    run(['setup'], home.env);
    home.openclaw('process.exit(42)');
    expect(run(['exec', 'x'], home.env).code).toBe(42);
    home.openclaw("process.on('SIGTERM', () => { console.log('told to stop'); process.exit(43); }); console.log('child is up'); setInterval(() => {}, 1000)");
    const terminal = openTerminal({env: home.env, args: ['exec', 'x']});
    await terminal.see('child is up');
    terminal.kill('SIGTERM');
    await terminal.see('told to stop');
    expect((await terminal.exit).code).toBe(43);
    home.openclaw("process.kill(process.pid, 'SIGKILL')");
    // It is this very process that was killed: shells say 137 to that.
    expect(run(['exec', 'x'], home.env).code).toBeNull();
  });

  it('gets Ctrl-C once, from the terminal', async () => {
    const home = makeHome();
    run(['setup'], home.env);
    home.openclaw("let count = 0; process.on('SIGINT', () => { count++; setTimeout(() => { console.log('interrupts: ' + count); process.exit(0); }, 300); }); console.log('child is up'); setInterval(() => {}, 1000)");
    const terminal = openTerminal({env: home.env, args: ['exec', 'x']});
    await terminal.see('child is up');
    terminal.press(KEYS.ctrlC);
    await terminal.see('interrupts: 1');
    expect((await terminal.exit).code).toBe(0);
  });

  it.each([
    ['exec', '--', '--profile', 'main', 'status'],
    ['exec', 'status', '--profile=main'],
    ['exec', '--dev', 'status'],
    ['gateway', '--', '--profile', 'main'],
    ['gateway', '--', '--force'],
  ])('does not get words that lead to another instance: %s %s %s', (...args) => {
    const home = makeHome();
    run(['setup'], home.env);
    home.openclaw(TELL);
    const {code, out} = run(args, home.env);
    expect([code, out]).toEqual([2, '']);
  });

  it('may be named between exec and its first word, and has to be there', () => {
    const home = makeHome();
    run([...MANUAL, 'setup'], home.env);
    home.openclaw(TELL);
    expect(JSON.parse(run(['exec', ...MANUAL, 'status'], home.env).out).env['OPENCLAW_CONFIG_PATH']).toBe(`${home.path}/.openclaw/manual.json`);
    expect(run(['--profile', 'resuce', 'exec', 'status'], home.env)).toMatchObject({code: 1, out: ''});
    expect(existsSync(`${home.path}/.openclaw-resuce`)).toBe(false);
  });

  it('gets words, blanks and all, as they were typed', () => {
    const home = makeHome();
    run(['setup'], home.env);
    home.openclaw(TELL);
    const words = ['a b', '', '-h', "it's", '$HOME', '--', '--json', '--profile', 'x', 'é'];
    expect(JSON.parse(run(['exec', '--', ...words], home.env).out).argv).toEqual(['--profile', 'rescue', ...words]);
    expect(JSON.parse(run(['exec', 'status', '--json'], home.env).out).argv).toEqual(['--profile', 'rescue', 'status', '--json']);
  });

  it.each([
    ['leaves what we made', '', 'Port, bind, token and workspace are as they were.'],
    ['changes the port', 'config.gateway.port = 28000;', 'OpenClaw’s onboarding changed port;'],
    ['changes token and workspace', 'config.gateway.auth.token = "x"; config.agents.defaults.workspace = "/srv/x";', 'OpenClaw’s onboarding changed token, workspace;'],
  ])('OpenClaw’s own onboarding that %s', async (_, change, verdict) => {
    const home = makeHome();
    home.openclaw(`import {readFileSync, writeFileSync} from 'node:fs';
      if (process.argv.includes('validate')) process.stdout.write('{"valid":true}');
      else {
        console.log('called with ' + process.argv.slice(2).join(' ') + ', accept-risk ' + process.argv.includes('--accept-risk') + ', selectors ' + Object.keys(process.env).filter(name => /^OPENCLAW_/.test(name)).length);
        const path = process.env.HOME + '/${CONFIG}';
        const config = JSON.parse(readFileSync(path, 'utf8'));
        ${change}
        writeFileSync(path, JSON.stringify(config));
        process.exit(5);
      }`);
    const terminal = openTerminal({env: {...home.env, OPENCLAW_GATEWAY_PORT: '18789'}});
    await enterTo(terminal, 7);
    terminal.press(KEYS.enter);
    await terminal.see('model and channels');
    terminal.press('m');
    await terminal.see('called with --profile rescue onboard, accept-risk false, selectors 0');
    await terminal.see(verdict);
    expect((await terminal.exit).code).toBe(5);
    expect(terminal.raw()).not.toMatch(/[0-9a-f]{48}/);
  });

  it('is not started on ports that clash or are held', () => {
    const home = makeHome();
    run(['setup'], home.env);
    home.openclaw(TELL);
    for (const [port, code] of [['18790', 3], ['443', 3], ['65426', 3], ['18820', 3], ['x', 2]] as const) {
      const {code: exit, out, err} = run(['gateway', '--port', port], home.env);
      expect([port, exit, out], err).toEqual([port, code, '']);
      expect(err).toMatch(/^openclaw-rescue: [^\n]+\n$/);
    }
    expect(JSON.parse(run(['gateway', '--port', '18820', '--accept-overlap'], home.env).out).argv).toContain('18820');
    expect(run(['gateway', '--', '--port', '18790'], home.env).code).toBe(2);
  });
});

describe('output', () => {
  it('--quiet leaves documents and problems', () => {
    const home = makeHome();
    expect(run(['setup', '--quiet'], home.env)).toEqual({code: 0, out: '', err: ''});
    expect(JSON.parse(run(['--quiet', 'list', '--json'], home.env).out).instances).toHaveLength(2);
    expect(run(['--quiet', 'status', '--profile', 'nobody'], home.env)).toMatchObject({code: 1, out: '', err: expect.stringContaining('no profile nobody')});
  });

  it.each([
    ['a reader that stops', 'list --json | head -1'],
    ['a reader that is gone', 'status --all | true'],
    ['no stdout', 'list >&-'],
    ['no stdin', 'setup --quiet <&-'],
    ['nothing at all', 'setup --quiet <&- >&- 2>&-'],
    ['a pipe as stdin', 'echo hello | openclaw-rescue doctor'],
    ['a full disk', 'list > /dev/full'],
  ])('%s is no error with a stack, and nothing hangs', (_, line) => {
    const home = makeHome();
    const program = `'${process.execPath}' '${CLI}'`;
    const command = line.includes('openclaw-rescue') ? line.replace('openclaw-rescue', program) : `${program} ${line}`;
    const {status, signal, stderr} = spawnSync('bash', ['-c', command], {env: {...home.env, PATH: `${home.env['PATH']}:/usr/bin:/bin`}, encoding: 'utf8', timeout: 20_000});
    expect([signal, stderr]).toEqual([null, expect.not.stringMatching(/\n\s+at /)]);
    expect([0, 1]).toContain(status);
  });

  it('says that a full disk cut what it printed', () => {
    const {status, stderr} = spawnSync('bash', ['-c', `'${process.execPath}' '${CLI}' list --json > /dev/full`], {env: {...makeHome().env, PATH: '/usr/bin:/bin'}, encoding: 'utf8'});
    expect([status, stderr]).toEqual([1, 'openclaw-rescue: no space left for the output; delete something there, then try again.\n']);
  });

  it('knows the nearest right word', () => {
    const home = makeHome();
    for (const [args, nearest] of [[['statsu'], 'status'], [['gateway', 'instal'], 'gateway instal'], [['list', '--jsn'], '--json'], [['env', '--shel', 'sh'], '--shell'], [['remove', '--delet-state'], '--delete-state']] as const) {
      const {code, out, err} = run(args, home.env);
      expect([code, out], err).toEqual([2, '']);
      expect(err).toContain(nearest);
      expect(err).toMatch(/^openclaw-rescue: [^\n]+\n$/);
    }
  });
});
