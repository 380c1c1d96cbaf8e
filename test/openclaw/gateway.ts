/** A real gateway in the foreground: a child of the tests, since they have no service manager. */
import {type ChildProcess, spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {type Home, until} from './home.ts';

/** It is up after 8 to 10 s on an idle machine of two cores. */
const START_LIMIT_MS = 90_000;
const STOP_LIMIT_MS = 30_000;

/** A command line of the real OpenClaw, with variables beside those of the home. */
export type Launch = {readonly program?: string; readonly args: readonly string[]; readonly env?: Readonly<Record<string, string>>};

export class Gateway {
  static readonly #started: Gateway[] = [];
  readonly #child: ChildProcess;
  readonly #command: string;
  #log = '';

  private constructor(home: Home, {program = 'openclaw', args, env = {}}: Launch) {
    this.#command = [program, ...args].join(' ');
    this.#child = spawn(program, args, {cwd: home.path, env: {...home.env, ...env}, stdio: ['ignore', 'pipe', 'pipe']});
    for (const stream of [this.#child.stdout, this.#child.stderr]) stream?.setEncoding('utf8').on('data', chunk => (this.#log += chunk));
    this.#child.on('error', error => (this.#log += error.message));
  }

  /** Starts one, whatever becomes of it. */
  static launch(home: Home, launch: Launch): Gateway {
    const gateway = new Gateway(home, launch);
    Gateway.#started.push(gateway);
    return gateway;
  }

  /**
   * Starts one and waits until it is ready on that port.
   * @param selector `--profile rescue`, or nothing for main
   */
  static async start(home: Home, selector: readonly string[], port: number): Promise<Gateway> {
    const gateway = Gateway.launch(home, {args: [...selector, 'gateway']});
    await gateway.ready(port);
    return gateway;
  }

  /** @throws when it ends, or does not become ready on that port */
  async ready(port: number): Promise<void> {
    await until(
      START_LIMIT_MS,
      async () => {
        if (!this.isRunning) throw new Error(this.#tell('ended'));
        return (await isReady(port)) || undefined;
      },
      () => this.#tell(`is not ready on ${port}`),
    );
  }

  /** Waits for its end. @returns exit code or signal, and all that it printed */
  async end(): Promise<{readonly code: number | string | null; readonly log: string}> {
    await until(START_LIMIT_MS, () => !this.isRunning || undefined, () => this.#tell('does not end'));
    return {code: this.#child.exitCode ?? this.#child.signalCode, log: this.#log};
  }

  /** Waits until it has printed that, whether it ends then or hangs, as a busy machine lets it. */
  async says(text: string): Promise<void> {
    await until(START_LIMIT_MS, () => this.#log.includes(text) || undefined, () => this.#tell(`does not say ${text}`));
  }

  get log(): string {
    return this.#log;
  }

  /** Ends those that were started, also those that never became ready. */
  static async stopAll(isMeant: (gateway: Gateway) => boolean = () => true): Promise<void> {
    await Promise.allSettled(Gateway.#started.filter(isMeant).map(gateway => gateway.stop()));
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null && this.#child.pid !== undefined;
  }

  /** The process, unmistakably: its id and when it was started. */
  get identity(): string {
    return `${this.#child.pid} started at tick ${this.#stat(22)}`;
  }

  /** Does something while the process stands still, so that whatever else changes is not its doing. */
  async whilePaused<T>(work: () => Promise<T>): Promise<T> {
    this.#child.kill('SIGSTOP');
    try {
      await until(STOP_LIMIT_MS, () => this.#stat(3) === 'T' || undefined, () => this.#tell('can’t be paused'));
      return await work();
    } finally {
      this.#child.kill('SIGCONT');
    }
  }

  /** A field of /proc/<pid>/stat, counted from 1. */
  #stat(field: number): string | undefined {
    const stat = readFileSync(`/proc/${this.#child.pid}/stat`, 'utf8');
    // The second one is a name in parentheses that may hold anything.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[field - 3];
  }

  async stop(): Promise<void> {
    if (!this.isRunning) return;
    this.#child.kill('SIGTERM');
    try {
      await until(STOP_LIMIT_MS, () => !this.isRunning || undefined, () => this.#tell('does not stop'));
    } finally {
      this.#child.kill('SIGKILL');
    }
  }

  #tell(what: string): string {
    return `${this.#command} ${what} (exit ${this.#child.exitCode ?? this.#child.signalCode ?? 'none'})\n${this.#log.slice(-4000)}`;
  }
}

async function isReady(port: number): Promise<boolean> {
  return (await isHealthy(port)) && (await getJson(port, '/readyz'))?.['ready'] === true;
}

/** Only JSON with `ok: true` counts: old builds answer every path with a page. */
export async function isHealthy(port: number): Promise<boolean> {
  return (await getJson(port, '/healthz'))?.['ok'] === true;
}

async function getJson(port: number, path: string): Promise<Record<string, unknown> | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {signal: AbortSignal.timeout(5000), headers: {connection: 'close'}});
    return (await response.json()) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** Whether the gateway on this port lets the bearer of a token in. */
export async function admits(port: number, token: string): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}/tools/invoke`, {
    method: 'POST',
    signal: AbortSignal.timeout(30_000),
    headers: {authorization: `Bearer ${token}`, 'content-type': 'application/json', connection: 'close'},
    body: JSON.stringify({tool: 'no_such_tool'}),
  });
  await response.arrayBuffer();
  return response.status !== 401;
}

/** Calls a tool of a gateway. @returns its details, or the status of a refusal */
export async function useTool(port: number, token: string, tool: string, args: object): Promise<{readonly status: number; readonly details: Record<string, unknown>}> {
  const response = await fetch(`http://127.0.0.1:${port}/tools/invoke`, {
    method: 'POST',
    signal: AbortSignal.timeout(90_000),
    headers: {authorization: `Bearer ${token}`, 'content-type': 'application/json', connection: 'close'},
    body: JSON.stringify({tool, args}),
  });
  const body = (await response.json()) as {readonly result?: {readonly details?: Record<string, unknown>}};
  return {status: response.status, details: body.result?.details ?? {}};
}

/** @throws when a port is taken, saying how to get round it */
export async function assertFree(...ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    const isFree = await new Promise<boolean>(resolve => {
      const server = createServer();
      server.once('error', () => resolve(false));
      server.listen({port, exclusive: true}, () => server.close(() => resolve(true)));
    });
    if (!isFree) throw new Error(`port ${port} is taken on this machine; run the suite as root, where it gets a network of its own (needs unshare and ip), or stop what listens there`);
  }
}
