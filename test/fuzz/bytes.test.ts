/** Random bytes and trees where OpenClaw's files are: readers and rules in this process, the built program on some of them. */
import {execFileSync} from 'node:child_process';
import {chmodSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {createServer, type Server} from 'node:net';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterAll, expect, it, onTestFinished} from 'vitest';
import {findServiceFiles} from '../../src/host/service-files.ts';
import {readTarget} from '../../src/host/target.ts';
import {auditWithoutShell} from '../../src/rules/audit/audit.ts';
import {findingRow, instanceRow, reportOf} from '../../src/rules/report.ts';
import {parseAgent, parseEnvFile} from '../../src/rules/service/launchd.ts';
import {parseCmd} from '../../src/rules/service/schtasks.ts';
import {EXIT_CODES} from '../../src/exit-codes.ts';
import {selectorOf} from '../../src/rules/selector.ts';
import {PORT_TEXTS} from '../../src/text/port-text.ts';
import {consequenceText, fixTexts} from '../../src/text/findings.ts';
import {problemText} from '../../src/text/problems.ts';
import {CASES} from '../fixtures/hosts/cases.ts';
import {layOut} from '../fixtures/hosts/tree.ts';
import {hostAt, planFor} from '../helpers/audit.ts';
import {ROOT} from '../helpers/home.ts';
import {HANG_MS, ODD_TEXTS, type Random, randomOf, SEED, slowness, STACK} from './random.ts';
import {runBounded} from './run-bounded.ts';

const TREES = 1200;
const TEXTS = 6000;
const RUNS = 60;
const COMMANDS = [['list', '--json'], ['status', '--all', '--json'], ['doctor', '--json'], ['ports', '--json'], ['--non-interactive', '--dry-run', '--json'], ['--non-interactive']] as const;
const CODES: ReadonlySet<number> = new Set(Object.values(EXIT_CODES).map(({code}) => code));
const PLACES = ['.openclaw/openclaw.json', '.openclaw-rescue/openclaw.json', '.openclaw-b/openclaw.json', '.openclaw/.env', '.openclaw-rescue/.env', '.config/openclaw/gateway.env', '.config/systemd/user/openclaw-gateway.service', '.config/systemd/user/openclaw-gateway-rescue.service', '.config/systemd/user/openclaw-gateway-rescue.service.d/port.conf', '.openclaw-rescue/openclaw.json.bak', '.openclaw-rescue/gateway.systemd.env', '.openclaw/agents/main/agent/auth-profiles.json', '.openclaw/state/openclaw.sqlite', '.openclaw-rescue/engine', '.openclaw-rescue/workspace', '.openclaw-rescue/workspace/skills', '.openclaw-c', '.config/openclaw-rescue/config.json', `.openclaw/tmp/openclaw-${process.getuid?.() ?? 0}/gateway.state.lock`];

/** The case that is under way. */
const CASE = join(tmpdir(), 'openclaw-rescue-fuzz-case');
const servers: Server[] = [];
afterAll(() => {
  servers.forEach(server => server.close());
  rmSync(CASE, {force: true});
});

it(`reads any tree (FUZZ_SEED=${SEED})`, async () => {
  const limit = HANG_MS * slowness();
  for (let stream = 0; stream < TREES; stream++) {
    await withTree(stream, async home => {
      const start = performance.now();
      const host = await hostAt(home);
      const findings = auditWithoutShell(host);
      const rows = findings.map(finding => findingRow(finding, {text: consequenceText(finding), fixes: fixTexts(finding, host), commandOf: () => undefined}));
      const plans = [];
      for (const instance of host.instances.slice(0, 4)) {
        if (instance.profile === 'default') continue;
        const plan = await planFor(host, instance, {answers: {}, repairs: []});
        plans.push(reportOf(plan, host, {problem: problemText, ...PORT_TEXTS, finding: consequenceText}));
      }
      JSON.stringify({instances: host.instances.map(instanceRow), rows, plans});
      await readTarget(selectorOf({stateDir: join(home, '.openclaw-rescue'), configPath: join(home, '.openclaw-rescue/openclaw.json')}, home, 'linux'), host, {});
      expect(performance.now() - start, `FUZZ_SEED=${SEED} FUZZ_STREAM=${stream} hangs`).toBeLessThan(limit);
    });
  }
});

it(`reads any file of a service (FUZZ_SEED=${SEED})`, () => {
  const seeds = ['gateway-rescue.cmd', 'launchd-rescue.plist', 'openclaw-gateway-rescue.service', 'systemd-escape.service', 'task.xml', 'launchd-env-wrapper.sh'].map(name => readFileSync(join(ROOT, 'test/fixtures/service', name)));
  const home = newHome();
  onTestFinished(() => rmSync(home, {recursive: true, force: true}));
  const folder = join(home, 'units');
  mkdirSync(folder);
  const limit = HANG_MS * slowness();
  for (let stream = 0; stream < TEXTS; stream++) {
    const random = randomOf(2_000_000 + stream);
    const bytes = mutated(random.pick(seeds), random);
    const text = bytes.toString('utf8');
    const start = performance.now();
    try {
      parseAgent(text);
      parseCmd(text);
      parseEnvFile(text);
      writeFileSync(join(folder, 'openclaw-gateway-x.service'), bytes);
      findServiceFiles({home, user: [folder], system: []}, 'linux');
    } catch (error) {
      throw new Error(`FUZZ_SEED=${SEED} FUZZ_STREAM=${stream}: ${JSON.stringify(text.slice(0, 2000))}`, {cause: error});
    }
    expect(performance.now() - start, `FUZZ_SEED=${SEED} FUZZ_STREAM=${stream} hangs`).toBeLessThan(limit);
  }
});

it(`answers on any tree with one document, and changes nothing of others (FUZZ_SEED=${SEED})`, async () => {
  const limit = HANG_MS * slowness();
  for (let stream = 0; stream < RUNS; stream++) {
    await withTree(3_000_000 + stream, async home => {
      const args = COMMANDS[stream % COMMANDS.length] as readonly string[];
      const isReal = !args.includes('--json');
      const before = foreignBytes(home, isReal);
      const run = await runBounded(args, {HOME: home, PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', XDG_RUNTIME_DIR: home, NODE_DISABLE_COMPILE_CACHE: '1'}, home);
      const what = `FUZZ_SEED=${SEED} FUZZ_STREAM=${stream}, ${args.join(' ')}: ${run.err.slice(0, 500)}`;
      expect(CODES, `${what} ended with ${run.code}`).toContain(run.code);
      expect(run.out + run.err, what).not.toMatch(STACK);
      if (!isReal) expect(() => JSON.parse(run.out), what).not.toThrow();
      expect(run.ms, what).toBeLessThan(limit * 3);
      expect(foreignBytes(home, isReal), what).toEqual(before);
    });
  }
});

function newHome(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'openclaw-rescue-fuzz-')));
}

/** A tree of the fixtures, with some of its files broken; the case is told when the test fails, or hangs. */
async function withTree(stream: number, test: (home: string) => Promise<void>): Promise<void> {
  const random = randomOf(stream);
  const home = newHome();
  // Who waits for ever can't say for what.
  writeFileSync(CASE, `FUZZ_SEED=${SEED} FUZZ_STREAM=${stream}: ${home}\n`);
  try {
    layOut(home, random.pick(CASES)[random.pick(['broken', 'clean'] as const)]);
    const count = 1 + random.below(4);
    for (let index = 0; index < count; index++) breakAt(join(home, random.pick(PLACES)), random);
    if (random.chance(0.1)) oddNames(home, random);
    await test(home);
  } catch (error) {
    throw new Error(`FUZZ_SEED=${SEED} FUZZ_STREAM=${stream}`, {cause: error});
  } finally {
    execFileSync('chmod', ['-R', 'u+rwX', home]);
    rmSync(home, {recursive: true, force: true});
  }
}

/** Something else than what OpenClaw has there. */
function breakAt(path: string, random: Random): void {
  try {
    mkdirSync(dirname(path), {recursive: true});
    const present = lstatSync(path, {throwIfNoEntry: false})?.isFile() ? readFileSync(path) : Buffer.from('{"gateway":{"mode":"local","port":20000}}');
    const make = random.weighted<() => void>([
      [10, () => writeFileSync(path, mutated(present, random))],
      [1, () => mkdirSync(path)],
      [1, () => symlinkSync(random.pick(['nowhere', path, '..', '/dev/zero', '/dev/null', '/proc/self/mem', '/etc', dirname(path)]), path)],
      [1, () => execFileSync('mkfifo', [path])],
      [0.5, () => servers.push(createServer().listen(path))],
      [1, () => (writeFileSync(path, present), chmodSync(path, random.pick([0, 0o200, 0o444, 0o777])))],
      [0.5, () => rmSync(path, {recursive: true, force: true})],
    ]);
    rmSync(path, {recursive: true, force: true});
    make();
  } catch {
    // What stands above it is no folder any more, which is a tree like any other.
  }
}

function oddNames(home: string, random: Random): void {
  for (const name of ['a\nb', 'ü', '漢', '-x', ' ', '\u001b[31m', 'x'.repeat(64), '\u202e', '__proto__', 'constructor']) mkdirSync(join(home, `.openclaw-${name}`), {recursive: true});
  // No text at all.
  mkdirSync(Buffer.concat([Buffer.from(`${home}/.openclaw-`), Buffer.from([0xff, 0xfe, 0x80 + random.below(64)])]));
  mkdirSync(join(home, '.config/systemd/user'), {recursive: true});
  writeFileSync(Buffer.concat([Buffer.from(`${home}/.config/systemd/user/openclaw-gateway-`), Buffer.from([0xff]), Buffer.from('.service')]), '[Service]\nExecStart=/usr/bin/node openclaw gateway\n');
  writeFileSync(join(home, '.config/systemd/user/a\nb.service'), '[Service]\nExecStart=/usr/bin/node openclaw gateway --port 1\n');
}

/** A file as an editor, a crash, or somebody who means harm leaves it. */
function mutated(bytes: Buffer, random: Random): Buffer {
  const at = () => random.below(bytes.length + 1);
  const text = bytes.toString('utf8');
  const odd = () => Buffer.from(random.pick(ODD_TEXTS));
  const next = random.weighted<() => Buffer>([
    [3, () => bytes.subarray(0, at())],
    [3, () => {
      const place = at();
      return Buffer.concat([bytes.subarray(0, place), odd(), bytes.subarray(place)]);
    }],
    [3, () => {
      const copy = Buffer.from(bytes);
      for (let count = 1 + random.below(8); count > 0 && copy.length > 0; count--) copy[random.below(copy.length)] = random.below(256);
      return copy;
    }],
    [2, () => {
      const [from, to] = [at(), at()].sort((a, b) => a - b) as [number, number];
      return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
    }],
    [2, () => Buffer.from(text.replace(/"[^"]*"/g, value => (random.chance(0.3) ? JSON.stringify(random.pick(ODD_TEXTS)) : value)))],
    [2, () => Buffer.from(text.replace(/: *("[^"]*"|\d+|true|false|\{\})/g, (value) => (random.chance(0.3) ? `: ${random.pick(['null', '[]', '{}', '-1', '1e400', '"x"', '[[]]', 'true', '{"$include": "./x.json"}', '"${A}"', '99999999999999999999'])}` : value)))],
    [1, () => Buffer.from(text.replaceAll('\n', random.pick(['\r\n', '\r', '\n\n', '\u2028', '\\\n'])))],
    [1, () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes])],
    [1, () => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])],
    [1, () => Buffer.from(text, 'utf16le').swap16()],
    [1, () => Buffer.alloc(random.below(20_000), random.pick(['[', '{"a":', '(', '-', '/*', '"', "'", '\\', '#', '=', '%', '$', '<', '&', '\0', ' ', '\n', '!', '`', '{a:[']))],
    [1, () => Buffer.from(Array.from({length: random.below(4000)}, () => random.below(256)))],
    [1, () => Buffer.from(text.repeat(1 + random.below(20)))],
    [1, () => Buffer.from(`{"$include": ${random.pick(['"./openclaw.json"', '["./openclaw.json", "./openclaw.json"]', '"../.openclaw/openclaw.json"', '"/etc/passwd"', '{}', '"\\u0000"', '""', '"."'])}, "gateway": {"port": 20000}}`)],
    [0.3, () => Buffer.alloc(0)],
  ])();
  return random.chance(0.3) ? mutated(next, random) : next;
}

/** What is not the profile's, by path; a real run may write its folders, its unit and our own folder. */
function foreignBytes(home: string, isReal: boolean): Record<string, string> {
  const listing = execFileSync('find', ['.', '-printf', '%P\\0%y%m %s %l\\0'], {cwd: home}).toString('latin1').split('\0');
  const found: Record<string, string> = {};
  for (let index = 0; index + 1 < listing.length; index += 2) {
    const path = listing[index] as string;
    if (isReal && (path === '' || /^(\.openclaw-rescue|\.config\/openclaw-rescue)(\/|$)/.test(path) || /^\.config(\/systemd(\/user(\/openclaw-gateway-rescue\.service)?)?)?$/.test(path))) continue;
    const what = listing[index + 1] as string;
    found[path] = what.startsWith('f') && Number(what.split(' ')[1]) < 1e6 ? `${what} ${readFileSync(Buffer.from(join(home, path), 'latin1')).toString('base64')}` : what.replace(/^d(\d+) \d+/, 'd$1');
  }
  return found;
}
