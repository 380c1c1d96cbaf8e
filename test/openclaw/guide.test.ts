/** The guide, line by line, in a shell in which `openclaw` is our function: everything it says works under our roof. */
import {spawn, type ChildProcess} from 'node:child_process';
import {chmodSync, symlinkSync, mkdirSync} from 'node:fs';
import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest';
import {enterTo, openTerminal} from '../helpers/terminal.ts';
import {admits, assertFree, isHealthy} from './gateway.ts';
import {Home, MAIN_PORT, type Result, until} from './home.ts';

/** The guide's port for the rescue bot. */
const RESCUE_PORT = 19_001;
const START_LIMIT_MS = 90_000;

/** A shell of a user who has loaded our function, each line in a new one. */
class Shell {
  readonly home = new Home();
  readonly env: Record<string, string>;
  readonly #running: ChildProcess[] = [];

  constructor() {
    const bin = this.home.file('bin');
    mkdirSync(bin);
    chmodSync(this.home.program, 0o755);
    symlinkSync(this.home.program, `${bin}/openclaw-rescue`);
    this.env = {...this.home.env, PATH: `${bin}:${this.home.env['PATH']}`};
    this.home.write('.bashrc', 'eval "$(openclaw-rescue shell-init bash)"\nPS1="ready> "\n');
  }

  #spawn(line: string, isDetached: boolean): ChildProcess {
    const script = `set -u; . ~/.bashrc; [ "$(type -t openclaw)" = function ] || exit 99\n${line}`;
    return spawn('bash', ['--norc', '-c', script], {cwd: this.home.path, env: this.env, detached: isDetached, stdio: ['ignore', 'pipe', 'pipe']});
  }

  run(line: string): Promise<Result> {
    const child = this.#spawn(line, false);
    const result = {stdout: '', stderr: ''};
    child.stdout?.setEncoding('utf8').on('data', chunk => (result.stdout += chunk));
    child.stderr?.setEncoding('utf8').on('data', chunk => (result.stderr += chunk));
    return new Promise(resolve => child.on('close', code => resolve({...result, code: code ?? -1})));
  }

  /** A line that runs till it is stopped: a gateway, up when its port is healthy. */
  async start(line: string, port: number): Promise<void> {
    const child = this.#spawn(line, true);
    this.#running.push(child);
    let log = '';
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', chunk => (log += chunk));
    await until(
      START_LIMIT_MS,
      async () => {
        if (child.exitCode !== null) throw new Error(`${line} ended with ${child.exitCode}\n${log}`);
        return (await isHealthy(port)) || undefined;
      },
      () => `${line} is not healthy on ${port}\n${log.slice(-4000)}`,
    );
  }

  /** Ctrl-C to all that was started. */
  async stop(): Promise<void> {
    const isOver = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;
    for (const child of this.#running) if (!isOver(child)) process.kill(-(child.pid as number), 'SIGTERM');
    await until(60_000, () => this.#running.every(isOver) || undefined, () => 'a gateway does not stop');
    this.#running.length = 0;
  }

  token(config: string): string {
    return this.home.readJson(config).gateway.auth.token;
  }
}

afterEach(({task}) => {
  if (task.result?.state === 'fail') console.error(`failed: ${task.name}`);
});

describe('profiles', () => {
  const shell = new Shell();

  beforeAll(() => assertFree(MAIN_PORT, RESCUE_PORT));
  afterAll(async () => {
    await shell.stop();
    shell.home.remove();
  });

  test('openclaw --profile main setup, by OpenClaw itself', async () => {
    // Without --baseline it asks for a model, which needs a network.
    const {code, stderr} = await shell.run('openclaw --profile main setup --baseline --json');
    expect(code, stderr).toBe(0);
    expect(shell.home.readJson('.openclaw-main/openclaw.json').gateway).toEqual({mode: 'local'});
    // In a container it would listen everywhere, and refuse to without a token.
    const bind = await shell.run('openclaw --profile main config set gateway.bind loopback');
    expect(bind.code, bind.stderr).toBe(0);
  });

  test('--profile rescue setup, by us; run again it changes nothing', async () => {
    const first = await shell.run(`openclaw-rescue --profile rescue setup --gateway-port ${RESCUE_PORT}`);
    expect(first.code, first.stderr).toBe(0);
    const before = shell.home.snapshot('.openclaw-rescue', '.openclaw-main');
    const again = await shell.run('openclaw-rescue --profile rescue setup --json');
    expect(JSON.parse(again.stdout).result).toEqual({kind: 'nothing', exitCode: 0});
    expect(shell.home.snapshot('.openclaw-rescue', '.openclaw-main')).toEqual(before);
  });

  test('openclaw --profile main gateway --port 18789', () => shell.start(`openclaw --profile main gateway --port ${MAIN_PORT}`, MAIN_PORT));

  test('--profile rescue gateway --port 19001, by us', async () => {
    await shell.start(`openclaw-rescue --profile rescue gateway --port ${RESCUE_PORT}`, RESCUE_PORT);
    expect(await admits(RESCUE_PORT, shell.token('.openclaw-rescue/openclaw.json'))).toBe(true);
    const second = await shell.run(`openclaw-rescue --profile rescue gateway --port ${RESCUE_PORT}`);
    expect([second.code, second.stderr]).toEqual([3, expect.stringContaining('This gateway runs already')]);
  });

  test('openclaw --profile rescue onboard opens our wizard, which finds nothing to do', async () => {
    // Main's config names no port, so the notes of the kit follow the one that it runs on by now.
    expect((await shell.run(`openclaw-rescue --profile rescue setup --gateway-port ${RESCUE_PORT}`)).code).toBe(0);
    const terminal = openTerminal({env: {...shell.env, TERM: 'xterm-256color'}, command: ['bash', '--rcfile', `${shell.home.path}/.bashrc`, '-i']});
    await terminal.see('ready>');
    terminal.press('openclaw --profile rescue onboard\r');
    await enterTo(terminal, 7);
    await terminal.see('Nothing to do');
    terminal.press('\r');
    await terminal.see('Nothing to do: everything is as you answered.');
    await terminal.see('eval "$(openclaw-rescue shell-init');
    // The prompt below it: what is typed before belongs to the wizard still.
    await terminal.see(/shell-init[^]*ready>/);
    terminal.press('exit\r');
    expect((await terminal.exit).code).toBe(0);
  });

  test('the quick checks, by OpenClaw through our function', async () => {
    for (const line of ['openclaw --profile main status', 'openclaw --profile rescue status', 'openclaw --profile rescue browser status']) {
      const {code, stdout, stderr} = await shell.run(line);
      expect([line, code], stderr).toEqual([line, 0]);
      expect(stdout).toMatch(line.includes('browser') ? /profile: openclaw/ : /OpenClaw status/);
    }
  });

  test('the quick checks, by us: main and rescue side by side', async () => {
    const {code, stdout, stderr} = await shell.run('openclaw-rescue status --all --validate --json');
    expect(code, stderr).toBe(0);
    const {instances} = JSON.parse(stdout);
    const place = (profile: string) => ({stateDir: shell.home.file(`.openclaw-${profile}`), configPath: shell.home.file(`.openclaw-${profile}/openclaw.json`)});
    const common = {health: 'healthy', config: 'valid', configJudgedBy: expect.stringContaining('OpenClaw 20'), version: expect.stringMatching(/^20/), log: {kind: 'file', path: expect.any(String)}};
    expect(instances).toEqual([
      expect.objectContaining({...place('main'), ...common, profile: 'main', basePort: MAIN_PORT, basePortSource: 'running', listening: true}),
      expect.objectContaining({...place('rescue'), ...common, profile: 'rescue', basePort: RESCUE_PORT, basePortSource: 'config', listening: true, holder: expect.objectContaining({pid: expect.any(Number)})}),
    ]);
  });

  test('browser status, by us, makes no gateway bind a port', async () => {
    const relay = RESCUE_PORT + 10;
    const before = await isHealthy(RESCUE_PORT);
    const {stdout} = await shell.run('openclaw-rescue --profile rescue browser status --json');
    expect(JSON.parse(stdout)).toMatchObject({
      control: {port: RESCUE_PORT + 2, listening: false},
      relay: {port: relay},
      cdp: {from: RESCUE_PORT + 11, to: RESCUE_PORT + 110, held: []},
      profiles: [{name: 'openclaw', port: RESCUE_PORT + 11}, {name: 'chrome', port: relay}],
    });
    expect([before, await isHealthy(RESCUE_PORT)]).toEqual([true, true]);
  });

  test('exec and logs reach the same gateway', async () => {
    const exec = await shell.run('openclaw-rescue --profile rescue exec config get gateway.port');
    expect([exec.code, exec.stdout.trim()], exec.stderr).toEqual([0, String(RESCUE_PORT)]);
    const logs = await shell.run('openclaw-rescue --profile rescue logs --lines 1000');
    expect([logs.code, logs.stdout]).toEqual([0, expect.stringContaining('gateway ready')]);
  });

  test('doctor finds them isolated', async () => {
    const {code, stdout} = await shell.run('openclaw-rescue doctor');
    expect([code, stdout]).toEqual([0, expect.stringContaining('isolated from each other')]);
  });
});

describe('the manual environment example', () => {
  const shell = new Shell();

  beforeAll(() => assertFree(MAIN_PORT, RESCUE_PORT));
  afterAll(async () => {
    await shell.stop();
    shell.home.remove();
  });

  test.each([
    ['main', MAIN_PORT],
    ['rescue', RESCUE_PORT],
  ])('~/.openclaw/%s.json, made by us', async (name, port) => {
    const {code, stderr} = await shell.run(`openclaw-rescue --state-dir ~/.openclaw-${name} --config-path ~/.openclaw/${name}.json setup --gateway-port ${port}`);
    expect(code, stderr).toBe(0);
  });

  test.each([
    ['main', MAIN_PORT],
    ['rescue', RESCUE_PORT],
  ])('runs ~/.openclaw/%s.json as the guide writes it', async (name, port) => {
    await shell.start(`OPENCLAW_CONFIG_PATH=~/.openclaw/${name}.json \\\nOPENCLAW_STATE_DIR=~/.openclaw-${name} \\\nopenclaw gateway --port ${port}`, port);
    const token = shell.token(`.openclaw/${name}.json`);
    expect(await admits(port, token)).toBe(true);
    expect(shell.home.list(`.openclaw-${name}`).length).toBeGreaterThan(0);
  });

  test('both are found, healthy and isolated', async () => {
    const list = JSON.parse((await shell.run('openclaw-rescue list --json')).stdout);
    expect(list.instances.map(({label, basePort, listening}: Record<string, unknown>) => [label, basePort, listening])).toEqual([
      ['~/.openclaw/main.json', MAIN_PORT, true],
      ['~/.openclaw/rescue.json', RESCUE_PORT, true],
    ]);
    const doctor = await shell.run('openclaw-rescue doctor');
    expect(doctor.code, doctor.stdout).toBe(0);
  });

  test('env gives the same example, and OpenClaw takes it', async () => {
    const select = '--state-dir ~/.openclaw-rescue --config-path ~/.openclaw/rescue.json';
    const {code, stdout, stderr} = await shell.run(`eval "$(openclaw-rescue ${select} env)"; openclaw config get gateway.port; openclaw gateway status --json --no-probe`);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain(String(RESCUE_PORT));
    expect(stdout).toContain(shell.home.file('.openclaw/rescue.json'));
  });
});
