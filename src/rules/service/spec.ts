/**
 * What a service file of a profile says, before it is put into the words of one service manager. As written by
 * `openclaw gateway install` of 2026.9.6, so that its own audit finds nothing and its `--force` writes the same bytes.
 */
import {DEFAULT_PROFILE, type Platform, type ServiceNames, serviceNames} from '../profile.ts';

/** Node and OpenClaw as a service starts them. */
export type Runtime = {
  /** Absolute path of the Node executable. */
  readonly node: string;
  /** Absolute path of OpenClaw's dist/index.js. */
  readonly entry: string;
};

export type ServiceSpec = {
  readonly platform: Platform;
  readonly profile: string;
  readonly userHome: string;
  readonly stateDir: string;
  readonly configPath: string;
  readonly port: number;
  readonly runtime: Runtime;
  /** Heap limit for Node, in MiB. */
  readonly heapMiB: number;
  /** The PATH that the gateway gets. */
  readonly path: string;
  readonly temporaryFolder: string;
  /** Linux with a Node of a version manager, which does not know the system's certificates. */
  readonly caBundle: string | undefined;
};

/** A file as it should stand on disk. */
export type FileDraft = {
  readonly path: string;
  readonly text: string;
  /** The same written anew, whatever stands there. */
  readonly fresh: string;
  /** Permission bits. */
  readonly mode: number;
  readonly encoding: 'utf8' | 'utf16le';
};

/** Heap limit of OpenClaw 2026.9.6 (gateway-heap.ts), in MiB. @param memoryMiB what the machine or its cgroup has */
export function heapLimit(memoryMiB: number): number {
  const share = (part: number) => Math.floor(memoryMiB * part);
  return Math.min(Math.max(8192, share(1 / 4)), Math.max(2048, share(1 / 2)), share(3 / 4));
}

export function serviceTitle(profile: string): string {
  return profile === DEFAULT_PROFILE ? 'OpenClaw Gateway' : `OpenClaw Gateway (profile: ${profile})`;
}

/** The command line. No `--profile`: the instance goes by the environment. */
export function serviceArgv({runtime, heapMiB, port}: ServiceSpec): string[] {
  return [runtime.node, `--max-old-space-size=${heapMiB}`, runtime.entry, 'gateway', '--port', String(port)];
}

/** The environment, in OpenClaw's order. No secret is in it. */
export function serviceEnvironment(spec: ServiceSpec): [name: string, value: string][] {
  const names: ServiceNames = serviceNames(spec.profile);
  const isNamed = spec.profile !== DEFAULT_PROFILE;
  const isMac = spec.platform === 'darwin';
  const entries: [string, string | undefined][] = [
    // Windows has no HOME unless somebody set one, and OpenClaw then leaves it out.
    ['HOME', spec.platform === 'win32' ? undefined : spec.userHome],
    ['TMPDIR', spec.temporaryFolder],
    ['NODE_EXTRA_CA_CERTS', isMac ? '/etc/ssl/cert.pem' : spec.caBundle],
    ['NODE_USE_SYSTEM_CA', isMac ? '1' : undefined],
    ['OPENCLAW_STATE_DIR', isNamed ? spec.stateDir : undefined],
    ['OPENCLAW_CONFIG_PATH', isNamed ? spec.configPath : undefined],
    ['PATH', spec.path],
    ['NODE_OPTIONS', ''],
    ['OPENCLAW_PROFILE', isNamed ? spec.profile : undefined],
    ['OPENCLAW_GATEWAY_PORT', String(spec.port)],
    ['OPENCLAW_LAUNCHD_LABEL', isMac ? names.launchdLabel : undefined],
    ['OPENCLAW_SYSTEMD_UNIT', names.systemdUnit],
    ['OPENCLAW_WINDOWS_TASK_NAME', names.windowsTask],
    ['OPENCLAW_WINDOWS_TASK_HIDDEN_LAUNCHER', '1'],
    ['OPENCLAW_SERVICE_MARKER', 'openclaw'],
    ['OPENCLAW_SERVICE_KIND', 'gateway'],
  ];
  return entries.filter((entry): entry is [string, string] => entry[1] !== undefined);
}

/**
 * The variables that decide which instance runs, and where. On a re-run these are put right; the others (PATH, TMPDIR,
 * what the user added) stay as they are.
 */
export function isIdentity(name: string): boolean {
  return name === 'HOME' || name.startsWith('OPENCLAW_');
}

/** Those that a file must have; the names for Windows it may lack on purpose elsewhere. */
export function isRequired(name: string): boolean {
  return isIdentity(name) && !name.includes('WINDOWS');
}

/** An existing command line with our Node, entry and port in it; whatever else the user or an older build put there stays. */
export function withRuntimeAndPort(argv: readonly string[], {runtime, port}: ServiceSpec): string[] {
  const node = argv.findIndex(isNode);
  // Without Node in front it is a program of its own, which we know no other path of.
  const entry = node < 0 ? -1 : entryIndex(argv);
  const updated = argv.map((word, index) => {
    if (index === entry) return runtime.entry;
    if (argv[index - 1] === '--port') return String(port);
    return word.startsWith('--port=') ? `--port=${port}` : word;
  });
  if (node >= 0) updated[node] = runtime.node;
  return updated.some(word => /^--port(=|$)/.test(word)) ? updated : [...updated, '--port', String(port)];
}

/** Where OpenClaw's script stands: its own options, such as `--profile rescue`, may stand between it and `gateway`. */
function entryIndex(argv: readonly string[]): number {
  const gateway = argv.indexOf('gateway');
  const script = argv.findIndex((word, index) => index < gateway && /\.[cm]?js$/.test(word) && !argv[index - 1]?.startsWith('-'));
  return script >= 0 ? script : argv.findLastIndex((word, index) => index < gateway && !word.startsWith('-'));
}

function isNode(word: string): boolean {
  return /(^|[/\\])node(\.exe)?$/i.test(word);
}

/** Node and OpenClaw's entry of an existing command line; undefined when it starts no gateway. */
export function runtimeOf(argv: readonly string[]): Runtime | undefined {
  const entry = argv[entryIndex(argv)];
  const node = argv.find(isNode);
  return entry !== undefined && node !== undefined && entry !== node ? {node, entry} : undefined;
}

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}
