/** A throw-away HOME with the real OpenClaw and our program in reach. */
import {execFile} from 'node:child_process';
import {createHash} from 'node:crypto';
import {type BigIntStats, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';

export const MAIN_PORT = 18_789;
export const RESCUE_PORT = 19_789;
export const OTHER_PORT = 20_900;

export const MAIN = '.openclaw';
export const RESCUE = '.openclaw-rescue';
export const CONFIG = `${RESCUE}/openclaw.json`;
export const UNIT = '.config/systemd/user/openclaw-gateway-rescue.service';

/** Onboarding by OpenClaw itself, as far as it goes without a model and a network. */
export const ONBOARD = [
  ...['onboard', '--non-interactive', '--accept-risk', '--auth-choice', 'skip', '--json', '--no-install-daemon'],
  ...['--skip-health', '--skip-channels', '--skip-skills', '--skip-search', '--skip-hooks', '--skip-ui'],
];

export type Result = {readonly code: number; readonly stdout: string; readonly stderr: string};

/** What our `--json` prints, as far as the tests read it. */
export type Report = {
  readonly profile: string;
  readonly answers: {readonly basePort: number; readonly workspace: string};
  readonly ports: readonly {readonly id: string; readonly port?: number; readonly from?: number; readonly to?: number}[];
  readonly changes: readonly {readonly path: string; readonly action: 'create' | 'update' | 'unchanged'}[];
  readonly problems: readonly {readonly id: string}[];
  readonly result: {readonly kind: string; readonly exitCode: number; readonly reason?: string; readonly isRolledBack?: boolean};
};

export type Run = Result & {readonly report: Report};

/** By path below HOME: mode, hash and time of writing of files, mode of folders. */
export type Snapshot = Readonly<Record<string, string>>;

/** Without the times of writing: what was put back has a new one. */
export function contentsOf(snapshot: Snapshot): Snapshot {
  return Object.fromEntries(Object.entries(snapshot).map(([name, state]) => [name, state.replace(/ written .*/, '')]));
}

type Variables = Readonly<Record<string, string>>;

/** Long enough for any single command of OpenClaw on a busy machine. */
const COMMAND_LIMIT_MS = 120_000;
const WORK = given('OPENCLAW_TEST_WORK');
const TOOLS = join(given('OPENCLAW_TEST_PREFIX'), 'bin');
const OURS = join(WORK, 'dist/cli.cjs');

export class Home {
  readonly path: string;
  /** Made from nothing, so that no variable of the shell that runs the tests gets through. */
  readonly env: Variables;

  /**
   * @param path by default a new folder; made where it is not there
   * @param variables beside those of every home
   */
  constructor(path = realpathSync(mkdtempSync(join(WORK, 'home-'))), variables: Variables = {}) {
    mkdirSync(path, {recursive: true});
    this.path = path;
    this.env = {HOME: path, PATH: `${TOOLS}:/usr/local/bin:/usr/bin:/bin`, LANG: 'C.UTF-8', TZ: 'UTC', NO_COLOR: '1', ...variables};
  }

  /** Our bin, in a copy that no other build pulls away. */
  readonly program = OURS;

  file(name: string): string {
    return join(this.path, name);
  }

  write(name: string, text: string): void {
    const path = this.file(name);
    mkdirSync(dirname(path), {recursive: true, mode: 0o700});
    writeFileSync(path, text, {mode: 0o600});
  }

  read(name: string): string {
    return readFileSync(this.file(name), 'utf8');
  }

  /** A config as OpenClaw's own writer leaves it. */
  readJson(name: string) {
    return JSON.parse(this.read(name));
  }

  mode(name: string): string {
    return modeOf(lstatSync(this.file(name), {bigint: true}));
  }

  list(name: string): string[] {
    return readdirSync(this.file(name)).sort();
  }

  /** Everything at and below these paths; one that is not there is in it as such. */
  snapshot(...names: readonly string[]): Snapshot {
    return Object.fromEntries(names.flatMap(name => this.#describe(name)));
  }

  #describe(name: string): [string, string][] {
    const path = this.file(name);
    const stats = lstatSync(path, {bigint: true, throwIfNoEntry: false});
    if (!stats) return [[name, 'absent']];
    if (stats.isDirectory()) {
      const inside = readdirSync(path).sort().flatMap(entry => this.#describe(join(name, entry)));
      return [[name, `${modeOf(stats)} folder`], ...inside];
    }
    if (stats.isSymbolicLink()) return [[name, `link to ${readlinkSync(path)}`]];
    return [[name, `${modeOf(stats)} ${createHash('sha256').update(readFileSync(path)).digest('hex')} written ${stats.mtimeNs}`]];
  }

  /** The environment of a shell that was started by main's own gateway, and more variables that name an instance. */
  get hostile(): Variables {
    return {
      OPENCLAW_STATE_DIR: this.file(MAIN),
      OPENCLAW_CONFIG_PATH: this.file(`${MAIN}/openclaw.json`),
      OPENCLAW_GATEWAY_PORT: String(MAIN_PORT),
      OPENCLAW_PROFILE: 'main',
      OPENCLAW_SYSTEMD_UNIT: 'openclaw-gateway.service',
      OPENCLAW_SERVICE_MARKER: 'openclaw',
      OPENCLAW_SERVICE_KIND: 'gateway',
      OPENCLAW_CLI: '1',
      OPENCLAW_GATEWAY_TOKEN: 'inherited-token',
      CLAWDBOT_STATE_DIR: this.file(MAIN),
      MOLTBOT_STATE_DIR: this.file(MAIN),
    };
  }

  openclaw(...args: readonly string[]): Promise<Result> {
    return run(join(TOOLS, 'openclaw'), args, this.path, this.env);
  }

  /** The JSON that OpenClaw prints, behind the lines of progress that some commands begin with. */
  async openclawJson(...args: readonly string[]) {
    const {stdout, stderr} = await this.openclaw(...args);
    const start = stdout.search(/^\{/m);
    if (start < 0) throw new Error(`openclaw ${args.join(' ')} printed no JSON:\n${stdout}${stderr}`);
    return JSON.parse(stdout.slice(start));
  }

  validate(): Promise<{readonly valid: boolean}> {
    return this.openclawJson('--profile', 'rescue', 'config', 'validate', '--json');
  }

  /** A line as an agent's shell runs it. @param env the whole environment of that shell */
  shell(line: string, env: Variables, cwd = this.path): Promise<Result> {
    return run('bash', ['--norc', '-c', line], cwd, env);
  }

  /** `openclaw-rescue --profile rescue <args>`, on the Node of the tests. */
  ours(args: readonly string[], extra: Variables = {}, limitMs = COMMAND_LIMIT_MS): Promise<Result> {
    return run(process.execPath, [OURS, '--profile', 'rescue', ...args], this.path, {...this.env, ...extra}, limitMs);
  }

  /** `onboard` of ours without questions. @param extra variables beside the clean environment */
  async apply(args: readonly string[] = [], extra: Variables = {}, limitMs = COMMAND_LIMIT_MS): Promise<Run> {
    const result = await this.ours(['onboard', '--non-interactive', '--json', ...args], extra, limitMs);
    try {
      return {...result, report: JSON.parse(result.stdout)};
    } catch {
      throw new Error(`openclaw-rescue ended with ${result.code} and no JSON:\n${result.stdout}${result.stderr}`);
    }
  }

  /** @param name below HOME; without one the whole HOME */
  remove(name = '.'): void {
    // OpenClaw's own workers may still be writing their last file.
    rmSync(this.file(name), {recursive: true, force: true, maxRetries: 10, retryDelay: 100});
  }
}

function run(command: string, args: readonly string[], cwd: string, env: Variables, limitMs = COMMAND_LIMIT_MS): Promise<Result> {
  return new Promise(resolve => {
    const options = {cwd, env, timeout: limitMs, maxBuffer: 16 << 20};
    const child = execFile(command, args, options, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : 127) : 0;
      resolve({code, stdout, stderr: error && code === 127 ? `${error.message}\n${stderr}` : stderr});
    });
    child.stdin?.end();
  });
}

function modeOf(stats: BigIntStats): string {
  return (stats.mode & 0o7777n).toString(8).padStart(4, '0');
}

function given(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; these tests are run by the run.sh of their folder`);
  return value;
}

const POLL_MS = 100;

/** Asks until there is an answer. @param describe what to say when there is none in time */
export async function until<T>(limitMs: number, probe: () => Promise<T | undefined> | T | undefined, describe: () => string): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`after ${Math.round(limitMs / 1000)} s: ${describe()}`);
    await delay(POLL_MS);
  }
}
