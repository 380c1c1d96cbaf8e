/** Finding instances in trees of all kinds. */
import {mkdirSync, readFileSync, symlinkSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {type DiscoverInput, discoverInstances} from '../../src/host/discover.ts';
import type {Instance} from '../../src/rules/instance.ts';
import {makeHome, type TestHome} from '../helpers/home.ts';

function discover(home: TestHome, known: DiscoverInput['known'] = []): Instance[] {
  const folders = {home: home.path, user: [`${home.path}/.config/systemd/user`], system: [`${home.path}/etc/systemd/system`]};
  return discoverInstances({home: home.path, platform: 'linux', env: {}, folders, known});
}

const byLabel = (home: TestHome) => Object.fromEntries(discover(home).map(instance => [instance.label, instance]));

const unit = (lines: string) => `[Service]\nExecStart=/usr/bin/node /usr/lib/node_modules/openclaw/dist/index.js gateway --port 18789\n${lines}\n`;

describe('folders under home', () => {
  it('takes ~/.openclaw and every ~/.openclaw-<profile>, and nothing else', () => {
    const home = makeHome();
    for (const name of ['.openclaw-work', '.openclaw-old.bak', '.openclaw-', '.openclawx', 'openclaw']) mkdirSync(`${home.path}/${name}`);
    home.write('.openclaw-file', 'no folder');
    expect(discover(home).map(({label}) => label)).toEqual(['main', 'work']);
  });

  it('finds nothing on a host without OpenClaw', () => {
    expect(discover(makeHome({hasMain: false}))).toEqual([]);
  });

  it('knows the names of earlier builds for the default instance', () => {
    const home = makeHome({hasMain: false});
    home.write('.clawdbot/clawdbot.json', '{gateway: {port: 18800}}');
    expect(byLabel(home)['main']).toMatchObject({profile: 'default', stateDir: `${home.path}/.clawdbot`, bases: [{port: 18800, source: 'config'}]});
  });

  it('calls the default instance "default" beside a profile named main', () => {
    const home = makeHome();
    mkdirSync(`${home.path}/.openclaw-main`);
    expect(discover(home).map(({label, profile}) => [label, profile])).toEqual([['default', 'default'], ['main', 'main']]);
  });
});

describe('what a config says', () => {
  it.each([
    ['comments and trailing commas', '// hi\n{gateway: {port: 20000,},}', [20000, 'config']],
    ['a byte order mark', '\ufeff{"gateway": {"port": 20000}}', [20000, 'config']],
    ['the last of two equal keys', '{gateway: {port: 1, port: 20000}}', [20000, 'config']],
    ['no port, named profile: the hashed default', '{}', [41984, 'hashed-default']],
    ['a port of a wrong type counts as none', '{gateway: {port: "20000"}}', [41984, 'hashed-default']],
  ])('%s', (_, text, [port, source]) => {
    const home = makeHome();
    home.write('.openclaw-work/openclaw.json', text);
    expect(byLabel(home)['work']).toMatchObject({config: {kind: 'read'}, bases: [{port, source}]});
  });

  it('follows $include and ${VAR} from its own .env', () => {
    const home = makeHome();
    home.write('.openclaw-work/openclaw.json', '{$include: "base.json5", agents: {defaults: {workspace: "${WS}/w"}}}');
    home.write('.openclaw-work/base.json5', '{gateway: {port: 20000}, agents: {defaults: {workspace: "/lost"}}}');
    home.write('.openclaw-work/.env', 'WS=/srv\n');
    expect(byLabel(home)['work']).toMatchObject({bases: [{port: 20000}], workspace: '/srv/w'});
  });

  it.each([
    ['a syntax error', (home: TestHome) => void home.write('.openclaw-work/openclaw.json', '{a: '), 'line 1'],
    ['a folder', (home: TestHome) => void mkdirSync(`${home.path}/.openclaw-work/openclaw.json`, {recursive: true}), 'a folder'],
    ['an include that leaves its folder', (home: TestHome) => void home.write('.openclaw-work/openclaw.json', '{$include: "../.openclaw/openclaw.json"}'), 'leaves the folder'],
    ['an include of itself', (home: TestHome) => void home.write('.openclaw-work/openclaw.json', '{$include: "openclaw.json"}'), 'deep'],
    ['a binary file', (home: TestHome) => void home.write('.openclaw-work/openclaw.json', '\u0000\u0001\u0002'), 'line 1'],
  ])('%s is shown and counted with its defaults', (_, make, reason) => {
    const home = makeHome();
    make(home);
    const instance = byLabel(home)['work'];
    expect(instance).toMatchObject({config: {kind: 'unreadable'}, bases: [{port: 41984, source: 'hashed-default'}]});
    expect(instance?.config).toHaveProperty('reason', expect.stringContaining(reason));
  });

  it('a link to nothing is unreadable, a link to a config is that config', () => {
    const home = makeHome();
    mkdirSync(`${home.path}/.openclaw-work`);
    symlinkSync('/nowhere', `${home.path}/.openclaw-work/openclaw.json`);
    expect(byLabel(home)['work']?.config).toEqual({kind: 'unreadable', reason: 'a link to nothing'});
    mkdirSync(`${home.path}/.openclaw-two`);
    symlinkSync(home.write('elsewhere.json', '{gateway: {port: 20000}}'), `${home.path}/.openclaw-two/openclaw.json`);
    expect(byLabel(home)['two']?.bases[0].port).toBe(20000);
  });

  it('never quotes a secret of a broken config', () => {
    const home = makeHome();
    home.write('.openclaw-work/openclaw.json', '{token: "canary-canary", canaryKey canary}');
    expect(JSON.stringify(byLabel(home)['work']?.config)).not.toContain('canary');
  });

  it('knows every workspace, those of agents too, and where the default lies', () => {
    const home = makeHome();
    home.write('.openclaw/openclaw.json', '{agents: {entries: {main: {workspace: "~/a"}}, list: [{id: "x", workspace: "/srv/b"}]}}');
    const workspaces = byLabel(home)['main']?.places.filter(({kind}) => kind.endsWith('workspace')).map(({path}) => path);
    expect(workspaces).toEqual([`${home.path}/.openclaw/workspace`, `${home.path}/a`, '/srv/b']);
    mkdirSync(`${home.path}/.openclaw-work`);
    mkdirSync(`${home.path}/.openclaw/workspace-work`);
    // Where builds before 2026.8 put it, as long as the new place is not there.
    expect(byLabel(home)['work']?.workspace).toBe(`${home.path}/.openclaw/workspace-work`);
    mkdirSync(`${home.path}/.openclaw-work/workspace`);
    expect(byLabel(home)['work']?.workspace).toBe(`${home.path}/.openclaw-work/workspace`);
  });
});

describe('what services say', () => {
  it('the argument wins over the environment, that over the config, and a disagreement counts twice', () => {
    const home = makeHome();
    home.write('.config/systemd/user/openclaw-gateway.service', unit('').replace('18789', '20500'));
    expect(byLabel(home)['main']?.bases).toEqual([{port: 20500, source: 'service-argument'}, {port: 18789, source: 'config'}]);
  });

  it('reads drop-ins, and an empty assignment resets', () => {
    const home = makeHome();
    home.write('.config/systemd/user/openclaw-gateway.service', unit('Environment=OPENCLAW_GATEWAY_PORT=1'));
    home.write('.config/systemd/user/openclaw-gateway.service.d/10.conf', '[Service]\nExecStart=\nExecStart=/x/openclaw gateway\nEnvironment=\nEnvironment=OPENCLAW_GATEWAY_PORT=20600\n');
    expect(byLabel(home)['main']?.bases[0]).toEqual({port: 20600, source: 'service-environment'});
  });

  it('finds an instance that no profile reaches', () => {
    const home = makeHome();
    const config = home.write('.openclaw-custom/main.json', '{gateway: {port: 23000}}');
    home.write('.config/systemd/user/my-bot.service', unit(`Environment=OPENCLAW_STATE_DIR=${home.path}/state OPENCLAW_CONFIG_PATH=${config}`).replace(' --port 18789', ''));
    const found = discover(home).find(({label}) => label === 'my-bot.service');
    expect(found).toMatchObject({stateDir: `${home.path}/state`, configPath: config, bases: [{port: 23000, source: 'config'}]});
    expect(found?.profile).toBeUndefined();
  });

  it('passes over services that start something else, and update jobs', () => {
    const home = makeHome();
    home.write('.config/systemd/user/openclaw-watchdog.service', '[Service]\nExecStart=/usr/bin/openclaw-watchdog\n');
    expect(byLabel(home)['main']?.services).toEqual([]);
    expect(discover(home)).toHaveLength(1);
  });

  it('sees a system unit of the same instance', () => {
    const home = makeHome();
    home.write('etc/systemd/system/openclaw-gateway-rescue.service', unit(`Environment=HOME=${home.path} OPENCLAW_PROFILE=rescue`));
    expect(byLabel(home)['rescue']).toMatchObject({profile: 'rescue', services: [{scope: 'system'}]});
  });
});

describe('instances that are no profiles', () => {
  const manual = (home: TestHome, name: string) => ({stateDir: `${home.path}/.openclaw-${name}`, configPath: `${home.path}/.openclaw/${name}.json`});

  it('are found by our own list, and the folders that they use are nobody else’s then', () => {
    const home = makeHome({hasMain: false});
    for (const name of ['main', 'rescue']) {
      home.write(`.openclaw/${name}.json`, '{gateway: {port: 20000}}');
      mkdirSync(`${home.path}/.openclaw-${name}`);
    }
    const known = ['main', 'rescue'].map(name => manual(home, name));
    expect(discover(home, known).map(({profile, label, configPath}) => ({profile, label, configPath}))).toEqual([
      {profile: undefined, label: '~/.openclaw/main.json', configPath: `${home.path}/.openclaw/main.json`},
      {profile: undefined, label: '~/.openclaw/rescue.json', configPath: `${home.path}/.openclaw/rescue.json`},
    ]);
  });

  it('a folder with nothing but the workspaces of profiles is no main', () => {
    const home = makeHome({hasMain: false});
    home.write('.openclaw/workspace-work/AGENTS.md', 'x');
    home.write('.openclaw-work/openclaw.json', '{}');
    expect(discover(home).map(({label, workspace}) => [label, workspace])).toEqual([['work', `${home.path}/.openclaw/workspace-work`]]);
    home.write('.openclaw/agents/main/x', 'x');
    expect(discover(home).map(({label}) => label)).toEqual(['main', 'work']);
  });

  it('stand beside a main that has a config', () => {
    const home = makeHome();
    home.write('.openclaw/rescue.json', '{}');
    expect(discover(home, [manual(home, 'rescue')]).map(({label}) => label)).toEqual(['main', '~/.openclaw/rescue.json']);
  });

  it('are forgotten with their config', () => {
    const home = makeHome();
    expect(discover(home, [manual(home, 'rescue')]).map(({label}) => label)).toEqual(['main']);
  });

  it('with main’s config are main', () => {
    const home = makeHome();
    expect(discover(home, [{stateDir: `${home.path}/.x`, configPath: `${home.path}/.openclaw/openclaw.json`}]).map(({profile}) => profile)).toEqual(['default']);
  });
});

describe('a gateway that runs on another port than its config says', () => {
  const lock = (home: TestHome, given: object = {}) => {
    const paths = {stateDir: `${home.path}/.openclaw`, configPath: `${home.path}/.openclaw/openclaw.json`};
    const stat = readFileSync(`/proc/${process.pid}/stat`, 'utf8');
    const startTime = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
    // OpenClaw pads its lock with blanks.
    home.write('.openclaw/tmp/openclaw-0/gateway.state.lock', `${JSON.stringify({pid: process.pid, port: 20500, startTime, ...paths, ...given})}\n\t \t  \n`);
    return byLabel(home)['main'];
  };

  it('is known by its lock, after what it has', () => {
    expect(lock(makeHome())).toMatchObject({running: {pid: process.pid, port: 20500}, bases: [{port: 18789, source: 'config'}, {port: 20500, source: 'running'}]});
  });

  it('and by nothing else where no config names a port', () => {
    const home = makeHome();
    home.write('.openclaw/openclaw.json', '{}');
    expect(lock(home)?.bases).toEqual([{port: 20500, source: 'running'}]);
  });

  it.each([
    ['whose process is gone', {pid: 2 ** 22 + 1}],
    ['whose number another process has now', {startTime: 1}],
    ['of another config', {configPath: '/elsewhere/openclaw.json'}],
    ['of another state folder', {stateDir: '/elsewhere'}],
    ['without a port', {port: 'x'}],
    ['without a process', {pid: -1}],
  ])('but not by a lock %s', (_, given) => {
    expect(lock(makeHome(), given)).toMatchObject({running: undefined, bases: [{port: 18789, source: 'config'}]});
  });

  it('nor by a lock that can’t be read', () => {
    const home = makeHome();
    home.write('.openclaw/tmp/openclaw-0/gateway.state.lock', '{"pid": ');
    expect(byLabel(home)['main']?.running).toBeUndefined();
  });
});
