/** Processes of another user, real ones where the tests run as root, and what `ps` prints about them. */
import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {dirname} from 'node:path';
import {createInterface} from 'node:readline';
import {afterEach, describe, expect, it, test} from 'vitest';
import {readListeners} from '../../src/host/listeners.ts';
import {findStrangers, isGatewayCommand, parsePs} from '../../src/host/strangers.ts';

describe('the command line of a gateway', () => {
  it.each([
    ['openclaw-gateway', true],
    ['openclaw-gateway|--port|18789', true],
    ['/usr/bin/openclaw-gateway', true],
    ['node|/usr/lib/node_modules/openclaw/dist/index.js|gateway|--port|18789', true],
    ['/usr/bin/node|--max-old-space-size=512|/opt/openclaw.mjs|--profile|ops|gateway', true],
    ['/home/bob/.bun/bin/bun|/home/bob/openclaw/src/index.ts|gateway|run', true],
    ['/usr/local/bin/openclaw|gateway', true],
    ['node|/home/bob/gateway/openclaw.js', false],
    ['node|gateway|openclaw', false],
    ['node|/opt/openclaw.mjs|doctor', false],
    ['node|/opt/openclaw.mjs|my-gateway', false],
    ['node|/opt/other.mjs|gateway', false],
    ['openclaw-gateways', false],
    ['openclaw', false],
    ['gateway', false],
    ['sudo|-u|bob|openclaw|gateway', false],
    ['grep|openclaw|gateway', false],
    ['vim|openclaw-gateway', false],
    ['', false],
  ])('%s: %s', (line, expected) => {
    expect(isGatewayCommand(line.split('|'))).toBe(expected);
  });

  it('followed by more text in one word', () => {
    expect(isGatewayCommand(['openclaw-gateway (18789)'])).toBe(true);
  });
});

it('ps -axo user=,pid=,command=', () => {
  const output = [
    'root                 1 /sbin/launchd',
    'bob                812 openclaw-gateway',
    'bob               1813 /opt/homebrew/bin/node /opt/homebrew/lib/node_modules/openclaw/dist/index.js gateway --port 19789',
    '_spotlight         400 /usr/libexec/mds gateway',
    '502              90001 openclaw-gateway    ',
    'jane               900 grep openclaw gateway',
    'jane               901 ',
    '',
  ].join('\n');
  expect([...parsePs(output)]).toEqual([
    ['bob', [812, 1813]],
    ['502', [90_001]],
  ]);
});

/** Only root can start a process of another user. */
const NOT_ROOT = process.getuid?.() !== 0;
/** A container often forbids even root to make a network. */
const NO_NETWORK = NOT_ROOT || spawnSync('unshare', ['--net', 'true']).status !== 0;
const STRANGER = 4242;
/** A third user, without rights on the processes of the others. */
const ONLOOKER = 4243;
/** On both loopback addresses, as a gateway does. */
const LISTEN = `const {createServer} = require('node:net'); const server = createServer().listen(0, '127.0.0.1', () => { const {port} = server.address(); createServer().on('error', () => console.log(port)).listen(port, '::1', () => console.log(port)); })`;
/** On one, as other programs do. */
const LISTEN_ONCE = `const server = require('node:net').createServer().listen(0, '127.0.0.1', () => console.log(server.address().port))`;

describe('real processes (skipped where the tests are not root, who alone can start one of another user)', () => {
  const children: ChildProcess[] = [];

  afterEach(async () => {
    for (const child of children.splice(0)) {
      const exit = once(child, 'exit');
      if (child.kill('SIGKILL')) await exit;
    }
  });

  /**
   * Starts something that listens, under the name of a gateway unless told otherwise.
   * @param first what it does before that
   */
  async function listen(before: readonly string[], name = 'openclaw-gateway', first = '', program = LISTEN) {
    // bash passes by what that user can't run: a Node in a home of somebody else.
    const path = [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':');
    const [command, ...args] = [...before, 'bash', '-c', 'exec -a "$0" node -e "$1"', name, `${first};${program}`];
    const child = spawn(command!, args, {stdio: ['ignore', 'pipe', 'inherit'], env: {PATH: path}, cwd: '/'});
    children.push(child);
    // The exit comes first where it can't start at all.
    const [line] = await Promise.race([once(createInterface(child.stdout!), 'line'), once(child, 'close').then(() => [])]);
    const port = Number(line);
    expect(port).toBeGreaterThan(1023);
    return {port, pid: child.pid!};
  }

  const asUser = (uid: number) => ['setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups'];

  /** What the system itself calls that user. */
  function loginOf(uid: number): string {
    const entry = spawnSync('getent', ['passwd', String(uid)], {encoding: 'utf8'}).stdout;
    return entry?.split(':')[0] || String(uid);
  }

  /** As a process without root's rights would see it. */
  async function asOnlooker<T>(look: () => Promise<T>): Promise<T> {
    process.seteuid!(ONLOOKER);
    try {
      return await look();
    } finally {
      process.seteuid!(0);
    }
  }

  /** The listeners, without those of whatever else runs on this host. */
  async function listenersOn(...ports: number[]) {
    const all = await readListeners('linux', new Set(ports));
    expect([...all!.keys()]).toEqual(expect.arrayContaining(ports));
    return all!;
  }

  test.skipIf(NOT_ROOT)('root sees user, process and port of a stranger, and passes its own by', async () => {
    const user = loginOf(STRANGER);
    const theirs = await listen(asUser(STRANGER));
    const own = await listen([]);
    const listeners = await listenersOn(theirs.port, own.port);
    expect(listeners.get(theirs.port)).toStrictEqual({pid: theirs.pid, command: 'openclaw-gateway', user});
    expect(listeners.get(own.port)).toStrictEqual({pid: own.pid, command: 'openclaw-gateway'});
    expect(await findStrangers(listeners, 'linux', 0)).toStrictEqual([{user, port: theirs.port, pid: theirs.pid}]);
  });

  test.skipIf(NOT_ROOT)('a user sees user and port of a stranger', async () => {
    const user = loginOf(STRANGER);
    const theirs = await listen(asUser(STRANGER));
    await asOnlooker(async () => {
      const listeners = await listenersOn(theirs.port);
      expect(listeners.get(theirs.port)).toStrictEqual({command: '', user});
      expect(await findStrangers(listeners, 'linux', ONLOOKER)).toStrictEqual([{user, port: theirs.port}]);
    });
  });

  test.skipIf(NOT_ROOT)('a user does not take whatever a stranger listens on for his gateway', async () => {
    const user = loginOf(STRANGER);
    const theirs = await listen(asUser(STRANGER));
    const other = await listen(asUser(STRANGER), 'python3', '', LISTEN_ONCE);
    await asOnlooker(async () => {
      const listeners = await listenersOn(theirs.port, other.port);
      expect(await findStrangers(listeners, 'linux', ONLOOKER)).toStrictEqual([{user, port: theirs.port}]);
    });
  });

  test.skipIf(NOT_ROOT)('processes of our own are never looked at, whoever the port is said to belong to', async () => {
    const user = loginOf(STRANGER);
    const {port, pid} = await listen(asUser(STRANGER));
    const listeners = new Map([[port, {pid, command: '', user}]]);
    expect(await findStrangers(listeners, 'linux', STRANGER)).toEqual([]);
    expect(await findStrangers(listeners, 'linux', 0)).toHaveLength(1);
  });

  test.skipIf(NOT_ROOT)('a process counts for the user that it runs as, not for the one that started it', async () => {
    const user = loginOf(STRANGER);
    const {port, pid} = await listen([], 'openclaw-gateway', `process.setgid(${STRANGER});process.setuid(${STRANGER})`);
    expect((await listenersOn(port)).get(port)).toStrictEqual({pid, command: 'openclaw-gateway', user});
    await asOnlooker(async () => {
      expect(await findStrangers(await listenersOn(port), 'linux', ONLOOKER)).toStrictEqual([{user, port}]);
    });
    expect(await findStrangers(await listenersOn(port), 'linux', 0)).toStrictEqual([{user, port, pid}]);
  });

  test.skipIf(NOT_ROOT)('a port of our own stays ours where its process keeps its files to itself', async () => {
    // The system closes the files of a process that changed its user to all but root.
    const own = await listen([], 'openclaw-gateway', `process.setgid(${ONLOOKER});process.setuid(${ONLOOKER})`);
    const theirs = await listen(asUser(STRANGER));
    await asOnlooker(async () => {
      const listeners = await listenersOn(own.port, theirs.port);
      expect(listeners.get(own.port)).toBeUndefined();
      expect(await findStrangers(listeners, 'linux', ONLOOKER)).toStrictEqual([{user: loginOf(STRANGER), port: theirs.port}]);
    });
  });

  test.skipIf(NOT_ROOT)('another program of that user is no gateway', async () => {
    const user = loginOf(STRANGER);
    const gateway = await listen(asUser(STRANGER));
    const other = await listen(asUser(STRANGER), 'node');
    const listeners = await listenersOn(gateway.port, other.port);
    expect(listeners.get(other.port)).toStrictEqual({pid: other.pid, command: 'node', user});
    expect(await findStrangers(listeners, 'linux', 0)).toStrictEqual([{user, port: gateway.port, pid: gateway.pid}]);
  });

  test.skipIf(NOT_ROOT).each([
    ['its title', `process.title = 'openclaw-gateway'`],
    ['the name of its thread alone', `require('node:fs').writeFileSync('/proc/self/comm', 'openclaw-gatewa')`],
  ])('a gateway is known by %s', async (_, rename) => {
    const {port, pid} = await listen(asUser(STRANGER), 'node', rename);
    const listeners = await listenersOn(port);
    expect(await findStrangers(listeners, 'linux', 0)).toStrictEqual([{user: loginOf(STRANGER), port, pid}]);
  });

  test.skipIf(NO_NETWORK)('a gateway in a network of its own has none of our ports', async () => {
    const user = loginOf(STRANGER);
    const {pid} = await listen(['unshare', '--net', ...asUser(STRANGER)]);
    const inOurs = await listen(asUser(STRANGER));
    const listeners = new Map([20_000, 30_000].map((port, index) => [port, {pid: [pid, inOurs.pid][index]!, command: '', user}]));
    expect(await findStrangers(listeners, 'linux', 0)).toStrictEqual([{user, port: 30_000, pid: inOurs.pid}]);
  });

  test.skipIf(NOT_ROOT)('nothing where nothing is to be found', async () => {
    const {port, pid} = await listen(asUser(STRANGER));
    const listeners = new Map([[port, {pid, command: '', user: loginOf(STRANGER)}]]);
    expect(await findStrangers(listeners, 'linux', 0)).toHaveLength(1);
    expect(await findStrangers(undefined, 'linux', 0)).toEqual([]);
    expect(await findStrangers(new Map(), 'linux', 0)).toEqual([]);
    expect(await findStrangers(listeners, 'win32', 0)).toEqual([]);
  });
});
