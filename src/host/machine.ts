/** Facts about this machine and its service manager. Read-only. */
import {existsSync, readFileSync} from 'node:fs';
import {totalmem, tmpdir, userInfo} from 'node:os';
import {basename, join} from 'node:path';
import type {Machine, ManagerState} from '../rules/machine.ts';
import type {Invoker} from '../rules/foreign-root.ts';
import type {Range} from '../rules/ports.ts';
import {CHANNEL_VARIABLES, digestOf} from '../rules/config/credentials.ts';
import type {Platform} from '../rules/profile.ts';
import type {ServiceFile, ServiceManager} from '../rules/instance.ts';
import type {ServiceState} from '../rules/target.ts';
import {USER_BIN_FOLDERS} from '../rules/service/files.ts';
import {PROGRAM, quote, SHELLS} from '../rules/shell.ts';
import {findCommand} from './command-path.ts';
import {childEnvironment, type Environment, homesOf, ignoredVariables, selectorsIn} from './environment.ts';
import {listFolder, resolveLinks} from './files.ts';
import {spotAt} from './footing.ts';
import {run} from './run.ts';
import {homeOf} from './users.ts';

export function readMachine(env: Environment, platform: Platform): Machine {
  const user = currentUser();
  const homes = homesOf(env);
  return {
    platform,
    homes,
    places: {user: spotAt(homes.user), openclaw: spotAt(homes.openclaw)},
    userId: user.uid,
    isContainer: isContainer(env),
    invoker: invokerIn(env, user.uid),
    account: platform === 'win32' && env['USERDOMAIN'] ? `${env['USERDOMAIN']}\\${user.name}` : user.name,
    memoryMiB: memoryMiB(),
    temporaryFolder: platform === 'linux' ? '/tmp' : tmpdir(),
    userBinFolders: USER_BIN_FOLDERS.flatMap(({name, isOptional}) => {
      const folder = join(homes.user, name);
      return isOptional && !existsSync(folder) ? [] : folder;
    }),
    caBundle: CA_BUNDLES.find(path => existsSync(path)),
    ephemeral: ephemeralRange(platform),
    closedPorts: closedPorts(platform, user.uid),
    ownCommand: ownArgv(env, platform).map(word => quote(word, platform)).join(' '),
    shell: platform === 'win32' ? 'powershell' : SHELLS.find(shell => shell === basename(user.shell ?? '')),
    ignoredVariables: ignoredVariables(env),
    inherited: {
      selectors: selectorsIn(env),
      channels: Object.entries(CHANNEL_VARIABLES).flatMap(([name, service]) => (env[name] ? {service, kind: 'channel', source: name, digest: digestOf(env[name])} : [])),
    },
  };
}

/** The name where the PATH leads to it, else the full command, so that what we print can be typed as it stands. */
export function ownArgv(env: Environment, platform: Platform): string[] {
  const script = process.argv[1] ?? PROGRAM;
  if (findCommand(PROGRAM, env, platform) !== undefined) return [PROGRAM];
  if (/[/\\]_npx[/\\]/.test(script)) return ['npx', PROGRAM];
  return [process.execPath, resolveLinks(script)];
}

const CA_BUNDLES = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/ca-bundle.pem'];

/** What a container allows, else what the machine has. */
function memoryMiB(): number {
  const limit = process.constrainedMemory();
  const isLimited = Number.isSafeInteger(limit) && limit > 0 && limit <= totalmem();
  return Math.floor((isLimited ? limit : totalmem()) / 2 ** 20);
}

/** By what Docker, Podman, systemd-nspawn, LXC and Kubernetes leave in one. */
function isContainer(env: Environment): boolean {
  return ['/.dockerenv', '/run/.containerenv', '/run/systemd/container'].some(path => existsSync(path)) || Boolean(env['container'] || env['KUBERNETES_SERVICE_HOST']);
}

const SHELL_OF_SUDO = /^(\S*\/)?(ba|z|da|k|fi|tc|c|a|pw)?sh\b|^(\S*\/)?(su|tmux|screen|login|machinectl)\b/;

/** Who became root for this program; sudo says what it was called for, doas does not. */
function invokerIn(env: Environment, userId: number): Invoker | undefined {
  const {SUDO_USER: bySudo, DOAS_USER: byDoas, SUDO_COMMAND: command = ''} = env;
  const user = bySudo || byDoas;
  if (userId !== 0 || !user || user === 'root') return undefined;
  const home = homeOf(user);
  const hasOpenClaw = home !== undefined && listFolder(home).some(name => /^\.(openclaw(-.+)?|clawdbot|moltbot|moldbot)$/.test(name));
  return {tool: bySudo ? 'sudo' : 'doas', user, isShell: SHELL_OF_SUDO.test(command), hasOpenClaw};
}

type User = {readonly uid: number; readonly name: string; readonly home: string | undefined; readonly shell: string | null};

/** A container may run under a number that no passwd entry has. */
function currentUser(): User {
  try {
    const {uid, username, homedir, shell} = userInfo();
    return {uid, name: username, home: homedir, shell};
  } catch {
    return {uid: process.getuid?.() ?? -1, name: '', home: undefined, shell: null};
  }
}

function ephemeralRange(platform: Platform): Range | undefined {
  if (platform !== 'linux') return {from: 49_152, to: 65_535};
  try {
    const [from, to] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').trim().split(/\s+/).map(Number);
    return from && to ? {from, to} : undefined;
  } catch {
    return undefined;
  }
}

/** Ports below the first one that everybody may open. */
function closedPorts(platform: Platform, userId: number): Range[] {
  if (userId === 0 || platform === 'win32') return [];
  if (platform === 'darwin') return [{from: 1, to: 1023}];
  try {
    const first = Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8'));
    return first > 1 ? [{from: 1, to: first - 1}] : [];
  } catch {
    return [{from: 1, to: 1023}];
  }
}

const QUICK = {timeout: 3000, windowsHide: true};

/** The environment that reaches the user's service manager, also from a shell that came without a session (ssh, sudo, cron). */
export function managerEnvironment(env: Environment, {userId, platform}: Pick<Machine, 'userId' | 'platform'>): NodeJS.ProcessEnv {
  const runtimeFolder = `/run/user/${userId}`;
  const needsRuntimeFolder = platform === 'linux' && !env['XDG_RUNTIME_DIR'] && existsSync(runtimeFolder);
  return childEnvironment(env, needsRuntimeFolder ? {XDG_RUNTIME_DIR: runtimeFolder} : {});
}

export async function readManager(env: Environment, machine: Machine): Promise<ManagerState> {
  const {homes, platform, userId} = machine;
  if (homes.isOverridden) return {kind: 'unreachable', reason: 'openclaw-home'};
  const {name, home} = currentUser();
  if (home === undefined || resolveLinks(homes.user) !== resolveLinks(home)) return {kind: 'unreachable', reason: 'other-home'};
  const options = {...QUICK, env: managerEnvironment(env, machine)};
  try {
    if (platform === 'linux') {
      await run('systemctl', ['--user', 'show', '--property=Version'], options);
      return {kind: 'ready', lingers: existsSync(`/var/lib/systemd/linger/${name}`)};
    }
    if (platform === 'darwin') await run('launchctl', ['print', `gui/${userId}`], options);
    else await run('schtasks', ['/Query', '/TN', '\\'], options).catch(rethrowIfMissing);
    return {kind: 'ready'};
  } catch (error) {
    return {kind: 'unreachable', reason: (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no-manager' : 'no-session'};
  }
}

function rethrowIfMissing(error: NodeJS.ErrnoException): void {
  if (error.code === 'ENOENT') throw error;
}

/**
 * What the manager says of services, by name; without those that it can't be asked about.
 * @param isListening whether the port of a service is held, for Windows, whose task is "ready" while its gateway runs
 */
export async function readServiceStates(
  manager: ServiceManager,
  scope: ServiceFile['scope'],
  names: readonly string[],
  env: Environment,
  machine: Pick<Machine, 'userId' | 'platform'>,
  isListening: (name: string) => boolean,
): Promise<ReadonlyMap<string, ServiceState>> {
  const options = {...QUICK, env: managerEnvironment(env, machine)};
  const ask = async (command: string, ...args: string[]) => (await run(command, args, options)).stdout;
  const each = async (read: (name: string) => Promise<ServiceState>) =>
    new Map(await Promise.all(names.map(async name => [name, await read(name).catch(() => ABSENT)] as const)));
  if (names.length === 0) return new Map();
  switch (manager) {
    case 'systemd': {
      // One question for all: each call takes some milliseconds.
      const where = scope === 'user' ? ['--user'] : [];
      const output = await ask('systemctl', ...where, 'show', '--property=Id,UnitFileState,ActiveState,MainPID', ...names).catch(() => '');
      return parseShow(output);
    }
    case 'launchd':
      return each(async name => {
        const output = await ask('launchctl', 'print', scope === 'user' ? `gui/${machine.userId}/${name}` : `system/${name}`);
        return {isEnabled: true, isActive: /state = running/.test(output), ...pidIn(/\bpid = (\d+)/.exec(output))};
      });
    case 'schtasks':
      return each(async name => {
        const output = await ask('schtasks', '/Query', '/TN', name, '/XML');
        return {isEnabled: !/<Enabled>false/.test(output), isActive: isListening(name)};
      });
  }
}

const ABSENT: ServiceState = {isEnabled: false, isActive: false};

function pidIn(match: RegExpExecArray | null): {pid?: number} {
  const pid = Number(match?.[1] ?? 0);
  return pid > 0 ? {pid} : {};
}

/** `systemctl show` of several units: blocks of `Key=value`, with an empty line between them. */
export function parseShow(output: string): ReadonlyMap<string, ServiceState> {
  return new Map(
    output.split(/\n\n+/).flatMap(block => {
      const id = /^Id=(.+)$/m.exec(block)?.[1];
      if (id === undefined) return [];
      const state = {
        isEnabled: /^UnitFileState=enabled/m.test(block),
        isActive: /^ActiveState=(active|activating|reloading)/m.test(block),
        isFailed: /^ActiveState=failed/m.test(block),
        ...pidIn(/^MainPID=(\d+)$/m.exec(block)),
      };
      return [[id, state] as const];
    }),
  );
}
