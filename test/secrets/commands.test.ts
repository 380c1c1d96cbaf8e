/** Every command in every mode, on a host full of secrets: none comes out, none is handed on, none is written where it does not belong. */
import {execFile} from 'node:child_process';
import {rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {COMMANDS} from '../../src/commands/table.ts';
import {CLI} from '../helpers/home.ts';
import {assertTracing, CANARIES, type Cage, exitIn, found, makeCage, startedIn, strays, traced} from './canaries.ts';

beforeAll(assertTracing);

type Outcome = {readonly code: number; readonly out: string; readonly err: string; readonly children: string};

let count = 0;

function call({env, home}: Cage, args: readonly string[]): Promise<Outcome> {
  const trace = join(home.path, '..', `trace-${count++}`);
  const [strace, ...words] = traced(trace);
  return new Promise(resolve => {
    const child = execFile(strace, [...words, process.execPath, CLI, ...args], {env, encoding: 'utf8', timeout: 60_000, maxBuffer: 64 << 20}, (_, out, err) => {
      clearInterval(watch);
      const outcome = {code: exitIn(trace) ?? -1, out, err, children: startedIn(trace)};
      rmSync(trace);
      resolve(outcome);
    });
    child.stdin?.end();
    // A gateway that was started goes on, and strace would wait for it.
    const watch = setInterval(() => exitIn(trace) !== undefined && child.kill('SIGTERM'), 20);
  });
}

/** @returns what leaked, and from where */
async function leaks(cage: Cage, args: readonly string[]): Promise<string[]> {
  const {code, out, err, children} = await call(cage, args);
  // What was not understood, or crashed, has told nothing.
  if (args[1] === 'rescue') expect([args, code]).not.toEqual([args, 2]);
  expect([args, err]).not.toEqual([args, expect.stringContaining('should not happen')]);
  return Object.entries({out, err, children}).flatMap(([where, text]) => found(text).map(name => `${args.join(' ')}: ${name} in ${where}`));
}

const OWN = ['--json', '--quiet', '--verbose', '--all', '--validate', '--check'];

/** All that a command can be told without being told anything: each mode alone, and as a document. */
function modes(name: string): string[][] {
  const spec = COMMANDS.find(command => command.name === name)!;
  const known = OWN.filter(flag => flag === '--quiet' || spec.options.some(({flags}) => flags === flag));
  const json = known.includes('--json') ? known.filter(flag => flag !== '--json' && flag !== '--quiet').map(flag => [flag, '--json']) : [];
  return [[], ...known.map(flag => [flag]), ...json];
}

const WORDS: Readonly<Record<string, readonly string[]>> = {exec: ['--', 'config', 'get', 'gateway.port'], 'shell-init': ['bash'], completion: ['zsh'], 'gateway run': ['--', '--verbose']};
/** What changes something is tried for real further down. */
const READING = COMMANDS.filter(({name}) => !/^(onboard|setup|gateway (install|uninstall|start|stop|restart)|engine (upgrade|unpin)|remove|undo|drill)$/.test(name));

describe('what only reads', () => {
  it('tells no secret, by any of them, of any instance', {timeout: 240_000}, async () => {
    const cage = await makeCage();
    // Those about the whole host say the same of each profile.
    const calls = ['rescue', 'default', 'work'].flatMap((profile, index) => [
      ...READING.filter(({name}) => index === 0 || !/^(list|ports|doctor|shell-init|completion)$/.test(name)).flatMap(({name}) => (index === 0 ? modes(name) : modes(name).slice(0, 2)).map(flags => ['--profile', profile, ...name.split(' '), ...flags, ...(WORDS[name] ?? [])])),
      ...['onboard', 'setup', 'gateway install', 'gateway uninstall', 'gateway start', 'remove', 'undo', 'drill', 'engine unpin'].flatMap(name => [['--dry-run'], ['--dry-run', '--json']].map(flags => ['--profile', profile, ...name.split(' '), ...flags])),
    ]);
    const more = [
      ...['sh', 'fish', 'powershell', 'dotenv', 'systemd'].map(shell => ['env', '--shell', shell]),
      ['onboard', '--non-interactive', '--dry-run', '--telegram-token-file', join(cage.home.path, 'secrets/bot.token'), '--telegram-owner', '123456789'],
      ['onboard', '--dry-run', '--json', '--new-gateway-token'],
      ['--profile', 'fresh', 'onboard', '--dry-run', '--json'],
      ['doctor', '--fix', '--dry-run'],
      ['--profile', 'work', 'doctor', '--fix', '--dry-run', '--json'],
      ['remove', '--delete-state', '--dry-run'],
    ];
    const leaked = (await Promise.all([0, 1].map(async half => {
      const ours: string[] = [];
      for (const args of [...calls, ...more].filter((_, index) => index % 2 === half)) ours.push(...(await leaks(cage, args)));
      return ours;
    }))).flat();
    expect(leaked).toEqual([]);
    expect(strays(cage)).toEqual([]);
  });

  it('would find one', async () => {
    const cage = await makeCage();
    writeFileSync(join(cage.temporary, 'leak'), Buffer.from(CANARIES.workPassword).toString('base64'));
    expect(strays(cage)).toEqual([expect.stringContaining('workPassword in ')]);
    expect(found(`x ${encodeURIComponent(CANARIES.workArgument)}`)).toEqual(['workArgument']);
    expect(Object.keys(CANARIES).length).toBeGreaterThanOrEqual(30);
    expect(new Set(Object.values(CANARIES)).size).toBe(Object.keys(CANARIES).length);
  });
});

describe('what changes something', () => {
  it('writes none where it does not belong, in the whole life of a profile', async () => {
    const cage = await makeCage();
    const {home, manager} = cage;
    const token = () => /"?token"?: ?"([0-9a-f]{48})"/.exec(home.read('.openclaw-rescue/openclaw.json'))?.[1] ?? '';
    const steps: readonly (readonly string[])[] = [
      ['onboard', '--non-interactive', '--gateway-port', String(manager.ports.rescue + 300)],
      ['onboard', '--non-interactive', '--new-gateway-token', '--telegram-token-file', join(home.path, 'secrets/bot.token'), '--telegram-owner', '123456789', '--json'],
      ['undo', '--json'],
      ['setup', '--new-gateway-token'],
      ['gateway', 'stop'],
      ['gateway', 'start', '--json'],
      ['gateway', 'restart'],
      ['gateway', 'uninstall'],
      ['gateway', 'install', '--json'],
      ['drill', '--stop-main', '--yes'],
      ['doctor', '--fix', '--yes', '--json'],
      ['engine', 'upgrade', '2026.9.7'],
      ['onboard', '--non-interactive', '--own-engine', '--json'],
      ['engine', 'upgrade'],
      ['engine', 'unpin', '--delete'],
      ['remove', '--yes', '--json'],
      ['undo'],
      ['undo', '--force', '--dry-run'],
    ];
    for (const args of steps) {
      const {out, err, children} = await call(cage, ['--profile', 'rescue', ...args]);
      const more = {generated: token()};
      for (const [where, text] of Object.entries({out, err, children})) expect(found(text, token() === '' ? {} : more), `${args.join(' ')}, ${where}`).toEqual([]);
      expect(strays(cage, token() === '' ? {} : more), args.join(' ')).toEqual([]);
    }
    for (const profile of ['main', 'rescue']) if (manager.pidOf(profile as 'main') === undefined) await manager.start(profile as 'main').catch(() => undefined);
    expect((await call(cage, ['remove', '--yes', '--delete-state'])).err).not.toMatch(/that should not happen/);
    expect(strays(cage)).toEqual([]);
  });

  it('tells none of what a manager, a validation or npm says when they fail', async () => {
    const cage = await makeCage();
    const {home, manager} = cage;
    home.write('no-start', '');
    home.write('no-restart', '');
    home.write('no-try-restart', '');
    for (const args of [['gateway', 'start'], ['gateway', 'restart', '--json'], ['onboard', '--non-interactive', '--gateway-port', String(manager.ports.rescue + 300)], ['gateway', 'install', '--json']]) expect(await leaks(cage, args)).toEqual([]);
    const issue = JSON.stringify({valid: false, issues: [{path: 'gateway.auth.token', message: `Invalid: received "${CANARIES.rescueToken}"`}]});
    home.openclaw(`process.stderr.write(${JSON.stringify(`token=${CANARIES.rescueToken}\n`)}); if (process.argv.includes('validate')) { process.stdout.write(${JSON.stringify(issue)}); process.exitCode = 1; } else process.exitCode = 1;`);
    for (const args of [['status', '--validate'], ['status', '--validate', '--json'], ['onboard', '--non-interactive', '--gateway-port', String(manager.ports.rescue + 400)], ['setup', '--new-gateway-token', '--json'], ['drill', '--json']]) expect(await leaks(cage, args)).toEqual([]);
    expect(strays(cage)).toEqual([]);
  });

  it('keeps them out of a crash, also those that an error would tell', async () => {
    const cage = await makeCage();
    // No error quotes a comment, and one of plain words has no form to be known by.
    const said = Object.entries(CANARIES).filter(([name]) => name !== 'rescueComment').map(([name, secret], index) => [`${name} ${secret}`, `{"token": "${secret}"}`, `https://x/?key=${encodeURIComponent(secret)}`][index % 3]).join('\n');
    // When everything has been read: the document is put together.
    const script = `const real = JSON.stringify; JSON.stringify = (value, ...given) => { if (value?.schemaVersion && !value.error) throw new Error(${JSON.stringify(said)}); return real(value, ...given); };`;
    const env = {...cage.env, NODE_OPTIONS: `${cage.env['NODE_OPTIONS']} --import data:text/javascript;base64,${Buffer.from(script).toString('base64')}`};
    for (const args of [['doctor', '--json'], ['status', '--all', '--json'], ['onboard', '--dry-run', '--json', '--telegram-token-file', join(cage.home.path, 'secrets/bot.token')]]) {
      const {code, out, err} = await call({...cage, env}, args);
      expect([code, err]).toEqual([1, expect.stringContaining('a report without secrets')]);
      expect(found(`${out}${err}`)).toEqual([]);
    }
    expect(strays(cage)).toEqual([]);
  });
});
