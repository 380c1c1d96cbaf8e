/** The drill against a manager that keeps its word and gateways that are only a /healthz: what is told to whom, and that main always comes back. */
import {spawn} from 'node:child_process';
import {rmSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import {CLI, makeHome, type TestHome} from '../helpers/home.ts';
import {makeManaged, type Manager} from '../helpers/manager.ts';
import {type Run, runAsync} from '../helpers/run.ts';
import {KEYS, openTerminal} from '../helpers/terminal.ts';

/** OpenClaw as far as a drill asks it; it notes what it was asked, and hangs while HOME has a file `hang`. */
const OPENCLAW = `
import {appendFileSync, existsSync, readFileSync} from 'node:fs';
const argv = process.argv.slice(2);
const home = process.env.HOME;
appendFileSync(home + '/asked.log', argv.join(' ') + '\\n');
const isMain = argv[0] !== '--profile';
if (existsSync(home + '/hang') && isMain) setInterval(() => undefined, 1000);
else if (argv.includes('validate')) {
  const text = readFileSync(home + (isMain ? '/.openclaw' : '/.openclaw-rescue') + '/openclaw.json', 'utf8');
  const valid = !text.includes('refuseMe');
  process.stdout.write(JSON.stringify(valid ? {valid, path: '', warnings: []} : {valid, issues: [{path: 'refuseMe', message: 'Unrecognized key'}]}));
} else if (argv.includes('status')) {
  const ok = !existsSync(home + '/locked-out');
  process.stdout.write('a warning\\n' + JSON.stringify({rpc: ok ? {ok, server: {version: '2026.9.6'}} : {ok, error: 'unauthorized'}}));
}
`;

const ARGS = ['--profile', 'rescue', 'drill'];
const STOP = [...ARGS, '--stop-main', '--yes'];
const WHOLE = ['stop openclaw-gateway.service', 'stop done', 'start openclaw-gateway.service', 'start done'];

async function makeScene(services?: readonly ('main' | 'rescue')[]): Promise<{home: TestHome; manager: Manager}> {
  const home = makeHome();
  const manager = await makeManaged(home, services);
  home.openclaw(OPENCLAW);
  return {home, manager};
}

const drill = (manager: Manager, args: readonly string[] = ARGS): Promise<Run> => runAsync(args, manager.env);
const untouched = (home: TestHome) => ({config: home.read('.openclaw/openclaw.json'), units: home.snapshot('.config/systemd/user')});

describe('without --stop-main', () => {
  it('tells what is shared and what was looked at, and stops nothing', async () => {
    const {home, manager} = await makeScene();
    const before = untouched(home);
    const {code, out, err} = await drill(manager);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('Both main and rescue run ');
    expect(out).toContain('Both run as ');
    expect(out).toContain(`ok       rescue is healthy: healthy (127.0.0.1:${manager.ports.rescue})\n`);
    expect(out).toContain('ok       rescue lets its own token in: OpenClaw 2026.9.6 answers\n');
    expect(out).toContain('ok       rescue can read the files of main: config ~/.openclaw/openclaw.json, state folder ~/.openclaw, workspace ~/.openclaw/workspace (not there)\n');
    expect(out).toContain('ok       the OpenClaw of rescue validates the config of main: valid\n');
    expect(home.read('asked.log').trim().split('\n')).toEqual(['--profile rescue gateway status --json', 'config validate --json']);
    expect(manager.told()).toEqual([]);
    expect(untouched(home)).toEqual(before);
  });

  it.each([
    ['a sick rescue', (home: TestHome, {ports}: Manager) => home.write(`sick-${ports.rescue}`, ''), 'rescue-healthy', 'answers, but not as a healthy gateway'],
    ['a token that is not let in', (home: TestHome) => home.write('locked-out', ''), 'rescue-admits', 'unauthorized'],
    ['a kit that is not what a new run would write', (home: TestHome) => home.write('.openclaw-rescue/workspace/skills/rescue-main/SKILL.md', '<!-- openclaw-rescue:begin 0 -->\nold\n<!-- openclaw-rescue:end -->\n'), 'kit-current', 'SKILL.md out of date, '],
    ['a config of main that is refused', (home: TestHome) => home.write('.openclaw/openclaw.json', '{"gateway":{"mode":"local"},"refuseMe":1}'), 'main-valid', 'refused (refuseMe: Unrecognized key)'],
  ] as const)('%s fails it', async (_, spoil, id, text) => {
    const {home, manager} = await makeScene();
    spoil(home, manager);
    const {code, out} = await drill(manager, [...ARGS, '--json']);
    const document = JSON.parse(out);
    expect(code).toBe(1);
    expect(document.result).toEqual({kind: 'failed', exitCode: 1});
    const failed = document.checks.filter(({result}: {result: string}) => result === 'failed');
    expect(failed).toEqual([expect.objectContaining({id, text: expect.stringContaining(text)})]);
  });

  it('an OpenClaw that gives no answer is no failure, and said', async () => {
    const {home, manager} = await makeScene();
    home.openclaw('process.stdout.write("no JSON")');
    const {code, out} = await drill(manager);
    expect(code).toBe(0);
    expect(out).toContain('unknown  rescue lets its own token in: its OpenClaw gave no answer that says so\n');
    expect(out).toContain('unknown  the kit of rescue knows main as it is: it has no kit, so its bot knows nothing of the other one\n');
    expect(out).toContain('unknown  the OpenClaw of rescue validates the config of main: its OpenClaw gave no answer that says so\n');
  });
});

describe('main is left alone', () => {
  const refusedBy = async (manager: Manager, args: readonly string[] = STOP) => {
    const {code, out, err} = await drill(manager, args);
    expect(out).toBe('');
    return {code, err};
  };

  it('where nobody can be asked', async () => {
    const {manager} = await makeScene();
    const {code, err} = await refusedBy(manager, [...ARGS, '--stop-main']);
    expect([code, err]).toEqual([2, 'openclaw-rescue: nobody can be asked here; --yes stops main without a question, --dry-run shows what would be done.\n']);
    expect(manager.told()).toEqual([]);
  });

  it('where it has no service', async () => {
    const {manager} = await makeScene(['rescue']);
    const {code, err} = await refusedBy(manager);
    expect(code).toBe(1);
    expect(err).toMatch(/^openclaw-rescue: only a service can be stopped and surely started again: main has no service; openclaw gateway install makes one.*\n$/);
    expect(manager.told()).toEqual([]);
  });

  it('where it does not run', async () => {
    const {manager} = await makeScene();
    process.kill(manager.pidOf('main') as number, 'SIGKILL');
    await vi.waitFor(() => expect(manager.pidOf('main')).toBeUndefined());
    const {code, err} = await refusedBy(manager);
    expect([code, err]).toEqual([1, 'openclaw-rescue: main does not run, so there is nothing to stop; openclaw gateway start starts it.\n']);
  });

  it('where its next start would change it', async () => {
    const {home, manager} = await makeScene();
    home.write('.openclaw/openclaw.json', JSON.stringify({gateway: {port: manager.ports.main}}));
    const {code, err} = await refusedBy(manager);
    expect(code).toBe(3);
    expect(err).toMatch(/^openclaw-rescue: main may not come back as it is, so it is not stopped: .* doctor tells the fix\.\n$/);
    expect(manager.told()).toEqual([]);
  });

  it('from inside its own service', async () => {
    const {manager} = await makeScene();
    const {code, err} = await runAsync(STOP, {...manager.env, OPENCLAW_SYSTEMD_UNIT: 'openclaw-gateway.service'});
    expect([code, err]).toEqual([3, expect.stringContaining('this runs inside the service of main, and would be stopped with it')]);
    expect(manager.told()).toEqual([]);
  });

  it('where the rescue is sick', async () => {
    const {home, manager} = await makeScene();
    home.write(`sick-${manager.ports.rescue}`, '');
    const {code, out, err} = await drill(manager, STOP);
    expect(code).toBe(1);
    expect(err).toContain('FAILED   rescue is healthy');
    expect([out, err]).toEqual(['', expect.stringContaining('openclaw-rescue: The drill failed; each check above says what it saw.\n')]);
    expect(manager.told()).toEqual([]);
  });

  it('by --dry-run, which says what would be run', async () => {
    const {manager} = await makeScene();
    const {code, out, err} = await drill(manager, [...ARGS, '--stop-main', '--dry-run']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('  stop the service of main\n      systemctl --user stop openclaw-gateway.service\n');
    expect(out).toContain('  start the service of main\n      systemctl --user start openclaw-gateway.service\n');
    expect(manager.told()).toEqual([]);
  });

  it.each([
    ['nothing', KEYS.enter, 'Nothing was stopped.'],
    ['another name', `rescue${KEYS.enter}`, 'That is another name, so nothing was stopped.'],
    ['Ctrl-C', KEYS.ctrlC, ''],
  ] as const)('when %s is typed', async (_, keys, words) => {
    const {manager} = await makeScene();
    const terminal = openTerminal({env: manager.env, args: [...ARGS, '--stop-main'], columns: 120, rows: 40});
    await terminal.see('Type main to stop it now, Enter to leave it running');
    terminal.press(keys);
    if (words !== '') await terminal.see(words);
    expect((await terminal.exit).code).toBe(130);
    expect(manager.told()).toEqual([]);
  });
});

describe('main is stopped and started again', () => {
  it('after its name was typed', async () => {
    const {manager} = await makeScene();
    const pid = manager.pidOf('main');
    const terminal = openTerminal({env: manager.env, args: [...ARGS, '--stop-main'], columns: 160, rows: 40});
    await terminal.see('Type main to stop it now, Enter to leave it running');
    terminal.press(`main${KEYS.enter}`);
    await terminal.see('The drill passed: rescue was there while main was not.');
    expect((await terminal.exit).code).toBe(0);
    expect(manager.told()).toEqual(WHOLE);
    expect(terminal.text()).toMatch(new RegExp(`main was down for \\d+\\.\\d s and is healthy again, as pid ${manager.pidOf('main')}\\.`));
    expect(manager.pidOf('main')).not.toBe(pid);
  });

  it('with --yes, each step told, and nothing of main’s changed', async () => {
    const {home, manager} = await makeScene();
    const before = untouched(home);
    const [pidBefore, rescuePid] = [manager.pidOf('main'), manager.pidOf('rescue')];
    const {code, out, err} = await drill(manager, [...STOP, '--json']);
    const document = JSON.parse(out);
    expect(document.checks.map(({id, result}: {id: string; result: string}) => `${id} ${result}`)).toEqual([
      'rescue-healthy ok', 'rescue-admits ok', 'main-readable ok', 'main-valid ok', 'kit-current unknown',
      'main-stopped ok', 'main-closed ok', 'rescue-stays ok', 'rescue-admits-alone ok', 'main-valid-alone ok', 'main-started ok', 'main-back ok', 'main-unchanged ok',
    ]);
    expect(code).toBe(0);
    expect(document.result).toEqual({kind: 'passed', exitCode: 0});
    expect(document.main).toEqual({downSeconds: expect.any(Number), pidBefore, pid: manager.pidOf('main'), leftTo: null});
    expect(err).toContain('running  stop the service of main (a gateway that drains its work may take 330 s)\n');
    expect(err).toContain('ok       the port of main is closed');
    expect(manager.told()).toEqual(WHOLE);
    expect(manager.pidOf('rescue')).toBe(rescuePid);
    expect(untouched(home)).toEqual(before);
    expect(out + err).not.toContain('token-of-');
  });

  it('when the rescue goes down with it', async () => {
    const {home, manager} = await makeScene();
    home.write('takes-rescue-down', '');
    const {code, err} = await drill(manager, STOP);
    expect(code).toBe(1);
    expect(err).toMatch(/^FAILED   rescue stays healthy without main: .*, seen at look 1$/m);
    // Nothing more is proved; main comes first.
    expect(err).not.toContain('while that is down');
    expect(err).toMatch(/: The drill failed; .* main was down for .* and is healthy again/);
    expect(manager.told()).toEqual(WHOLE);
    expect(await manager.isHealthy(manager.ports.main)).toBe(true);
  });

  it('when the stop fails', async () => {
    const {home, manager} = await makeScene();
    home.write('no-stop', '');
    const {code, out, err} = await drill(manager, STOP);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('The drill failed; each check above says what it saw. main was not stopped.');
    expect(err).toContain('FAILED   stop the service of main: systemctl ended with 1: Job for openclaw-gateway.service failed.\n');
    expect(await manager.isHealthy(manager.ports.main)).toBe(true);
  });

  it('also when the first start fails', async () => {
    const {home, manager} = await makeScene();
    const file = home.write('no-start', '');
    const running = drill(manager, STOP);
    await vi.waitFor(() => expect(manager.told()).toContain('start openclaw-gateway.service'), {timeout: 20_000});
    rmSync(file);
    expect((await running).code).toBe(0);
    expect(manager.told().at(-1)).toBe('start done');
  });
});

describe('whatever happens in between', () => {
  /** A drill that waits in the middle, with main down, till it is ended from outside. */
  async function inTheMiddle() {
    const {home, manager} = await makeScene();
    const child = spawn(process.execPath, [CLI, ...STOP], {env: manager.env, stdio: ['ignore', 'pipe', 'pipe']});
    onTestFinished(() => void child.kill('SIGKILL'));
    let said = '';
    child.stderr.setEncoding('utf8').on('data', text => (said += text));
    child.stdout.setEncoding('utf8').on('data', text => (said += text));
    // With main down its OpenClaw takes for ever.
    await vi.waitFor(() => expect(said).toContain('running  rescue stays healthy'), {timeout: 20_000});
    home.write('hang', '');
    await vi.waitFor(() => expect(said).toContain('running  rescue validates the config of main while that is down'), {timeout: 20_000});
    expect(await manager.isHealthy(manager.ports.main)).toBe(false);
    const exit = new Promise<number | string | null>(resolve => child.on('exit', (code, signal) => resolve(signal ?? code)));
    return {home, manager, child, exit, said: () => said};
  }

  const comesBack = (manager: Manager) =>
    vi.waitFor(async () => {
      expect(manager.guards()).toEqual([]);
      expect(manager.told()).toEqual(WHOLE);
      expect(await manager.isHealthy(manager.ports.main)).toBe(true);
    }, {timeout: 20_000});

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends the proof, and main is back before the program ends', async signal => {
    const {manager, child, exit, said} = await inTheMiddle();
    child.kill(signal);
    expect(await exit).toBe(130);
    await comesBack(manager);
    expect(said()).toMatch(/The drill was interrupted\. main was down for .* and is healthy again, as pid \d+\.\n$/);
  });

  it('a second signal leaves the rest to the guard', async () => {
    const {home, manager, child, exit, said} = await inTheMiddle();
    const file = home.write('no-start', '');
    child.kill('SIGINT');
    await vi.waitFor(() => expect(manager.told()).toContain('start openclaw-gateway.service'), {timeout: 20_000});
    const [guard] = manager.guards();
    // Two that come at once are one, so it is sent until it is taken for a second one.
    const isLeft = () => said().includes(`main is being started by process ${guard}; `);
    await vi.waitFor(() => {
      if (!isLeft()) child.kill('SIGINT');
      expect(isLeft()).toBe(true);
    }, {timeout: 20_000, interval: 1000});
    expect(await exit).toBe(130);
    expect(await manager.isHealthy(manager.ports.main)).toBe(false);
    rmSync(file);
    await vi.waitFor(async () => {
      expect(manager.guards()).toEqual([]);
      expect(await manager.isHealthy(manager.ports.main)).toBe(true);
    }, {timeout: 20_000});
  });

  it('kill -9 of the drill', async () => {
    const {manager, child, exit} = await inTheMiddle();
    child.kill('SIGKILL');
    expect(await exit).toBe('SIGKILL');
    await comesBack(manager);
  });

  it('kill -9 of the guard', async () => {
    const {manager, exit, said} = await inTheMiddle();
    const [guard] = manager.guards();
    process.kill(guard as number, 'SIGKILL');
    expect(await exit).toBe(1);
    await comesBack(manager);
    expect(said()).toContain('FAILED   the proof itself: the guard of main has ended\n');
    expect(said()).toContain('ok       start the service of main: by the drill itself, since the guard was gone\n');
  });

  it('a drill that is suspended: main is not held down for ever', async () => {
    const {home, manager} = await makeScene();
    const guard = spawn(process.execPath, [join(dirname(CLI), 'guard.js')], {env: home.env, stdio: ['pipe', 'pipe', 'inherit']});
    onTestFinished(() => void guard.kill('SIGKILL'));
    let said = '';
    guard.stdout.setEncoding('utf8').on('data', text => (said += text));
    const name = 'openclaw-gateway.service';
    const order = (action: string) => [{id: action, argv: ['systemctl', '--user', action, name], mayFail: false}];
    guard.stdin.write(`${JSON.stringify({name, stop: order('stop'), start: order('start'), manager: 'systemd', machine: {userId: 0, platform: 'linux'}, port: manager.ports.main, holdMs: 200, language: 'en'})}\nstop\n`);
    // Its pipe stays open.
    expect(await new Promise(resolve => guard.on('exit', resolve))).toBe(0);
    expect(said.trim().split('\n').map(line => JSON.parse(line))).toEqual([{kind: 'armed'}, {kind: 'stopped', code: 0, stderr: ''}, {kind: 'started'}]);
    await comesBack(manager);
  });

  it('a terminal that is closed', async () => {
    const {home, manager} = await makeScene();
    const terminal = openTerminal({env: manager.env, args: STOP, columns: 160, rows: 40});
    await terminal.see('running rescue stays healthy without main');
    home.write('hang', '');
    await terminal.see('running rescue validates the config of main while that is down');
    terminal.kill('SIGHUP');
    await terminal.exit;
    await comesBack(manager);
  });

  it('Ctrl-C in a terminal while main is still stopping', async () => {
    const {home, manager} = await makeScene();
    home.write(`slow-${manager.ports.main}`, '');
    const terminal = openTerminal({env: manager.env, args: STOP, columns: 160, rows: 40});
    await terminal.see('running stop the service of main');
    await vi.waitFor(() => expect(manager.told()).toContain('stop openclaw-gateway.service'), {timeout: 20_000});
    terminal.press(KEYS.ctrlC);
    await terminal.see('The drill was interrupted.');
    expect((await terminal.exit).code).toBe(130);
    await comesBack(manager);
  });

  it('kill -9 while main is still stopping', async () => {
    const {home, manager} = await makeScene();
    home.write(`slow-${manager.ports.main}`, '');
    const child = spawn(process.execPath, [CLI, ...STOP], {env: manager.env, stdio: 'ignore'});
    await vi.waitFor(() => expect(manager.told()).toEqual(['stop openclaw-gateway.service']), {timeout: 20_000, interval: 20});
    child.kill('SIGKILL');
    await comesBack(manager);
  });
});
