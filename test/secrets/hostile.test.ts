/** Hostile text wherever a host may hold some: whatever a command or a view says of it is text and nothing more. */
import {spawn} from 'node:child_process';
import {existsSync, rmSync} from 'node:fs';
import fc from 'fast-check';
import {describe, expect, it, onTestFinished} from 'vitest';
import {outputTo} from '../../src/commands/call.ts';
import {COMMANDS} from '../../src/commands/table.ts';
import {openStore} from '../../src/apply/store.ts';
import {OPTIONS} from '../../src/options.ts';
import {isPrintable} from '../../src/rules/printable.ts';
import {defaultAnswers} from '../../src/rules/answers.ts';
import {frameOf} from '../helpers/frame.tsx';
import {aWizard} from '../helpers/wizard.ts';
import {hostAt} from '../helpers/audit.ts';
import {makeHome, type TestHome} from '../helpers/home.ts';
import {run} from '../helpers/run.ts';
import {readTarget} from '../../src/host/target.ts';

const BAD = ['\u0007', '\b', '\t', '\n', '\r', '\u001b[2J', '\u001b]0;title\u0007', '\u007f', '\u0085', '\u009b31m', '\u200b', '\u2028', '\u2029', '\u202e', '\u2066', '\ufeff'];
/** Some words with something hostile in each of them. */
const hostile = fc.tuple(fc.array(fc.constantFrom(...BAD), {minLength: 1, maxLength: 4}), fc.constantFrom('a', '$(id)', '`id`', "'; rm -rf ~; '", '漢字')).map(([bad, word]) => `x${bad.join('y')}${word}`);
const one = fc.record({workspace: hostile, key: hostile, value: hostile, bind: hostile, folder: hostile, variable: hostile, program: hostile, unit: hostile, log: hostile, include: hostile});
type One = typeof one extends fc.Arbitrary<infer T> ? T : never;

function fill(home: TestHome, made: One): void {
  const named = (text: string) => text.replace(/[/\0]/g, '_');
  home.write('.openclaw/openclaw.json', JSON.stringify({gateway: {mode: 'local', port: 18_789, bind: made.bind}, agents: {defaults: {workspace: `/${made.workspace}`}, list: [{id: made.key, workspace: `~/${made.value}`}]}, [made.key]: made.value, env: {vars: {[made.variable]: made.value}}, browser: {profiles: {[made.key]: {cdpUrl: `http://${made.value}`, cdpPort: 18_800}}}}));
  home.write('.openclaw-rescue/openclaw.json', JSON.stringify({gateway: {mode: 'local', port: 19_789}, agents: {defaults: {workspace: `${home.path}/.openclaw/${named(made.workspace)}`}}, logging: {file: '~/rescue.log'}, channels: {[made.key]: {enabled: true, token: 'x'}}}));
  home.write('rescue.log', `${made.log}\n{"time": "2026-11-24T09:03:24.603+00:00", "message": ${JSON.stringify(made.log)}}\n`);
  home.write(`.openclaw-${named(made.folder)}/openclaw.json`, `{$include: ${JSON.stringify(`./${made.include}`)}}`);
  const unit = made.unit.replace(/[\n\r]/g, ' ');
  home.write('.config/systemd/user/openclaw-gateway-rescue.service', `[Unit]\nDescription=${unit}\n[Service]\nExecStart=/usr/bin/node /opt/openclaw/dist/index.js gateway --port 19789 "${unit}"\nEnvironment="X=${unit}" OPENCLAW_PROFILE=rescue\n`);
  home.write(`.config/systemd/user/openclaw-gateway-${named(made.unit)}.service`, `[Service]\nExecStart="/opt/${unit}" openclaw.mjs watch\n`);
  home.write(`.config/systemd/user/openclaw-gateway-${named(made.program)}.service`, `[Service]\nExecStart="/opt/${unit}" dist/index.js gateway --port 20789\n`);
}

const READING = COMMANDS.filter(({options}) => options === OPTIONS.report || options === OPTIONS.status || options === OPTIONS.doctor || options === OPTIONS.ports || options === OPTIONS.env || options === OPTIONS.logs || options === OPTIONS.engine);

/** In this process, as the program calls it. */
async function said(name: string, flags: object, env: Record<string, string>, profile = 'rescue'): Promise<{out: string; err: string}> {
  const text = {out: '', err: ''};
  const output = outputTo(out => (text.out += out), err => (text.err += err), false);
  const spec = COMMANDS.find(command => command.name === name)!;
  const command = spec.run;
  try {
    await command({selector: {kind: 'profile', profile}, flags, options: spec.options, words: [], env, store: openStore(env['HOME']!), output});
  } catch (error) {
    output.problem((error as Error).message);
  }
  return text;
}

const isText = (text: string) => isPrintable(text.replaceAll('\n', ''));

describe('what a command says', () => {
  it('is text, of each command that reads and of the plan', {timeout: 120_000}, async () => {
    const home = makeHome();
    const real = process.env['HOME'];
    process.env['HOME'] = home.path;
    onTestFinished(() => void (process.env['HOME'] = real));
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(one, async made => {
        fill(home, made);
        const env = {...home.env, [`OPENCLAW_${made.variable.replaceAll('=', '')}`]: made.value};
        for (const name of [...READING.map(spec => spec.name), 'onboard', 'remove', 'setup']) {
          const isPlan = !READING.some(spec => spec.name === name);
          // A log is no document.
          for (const flags of (name === 'logs' ? [{}] : [{}, {json: true}]).map(flags => (isPlan ? {...flags, dryRun: true} : {...flags, all: true, verbose: true}))) {
            const {out, err} = await said(name, flags, env);
            for (const text of [out, err]) expect(isText(text), `${name} ${JSON.stringify(flags)} ${JSON.stringify(text.match(/.{0,30}[\p{Cc}\p{Cf}](?<!\n).{0,30}/u)?.[0])}`).toBe(true);
            seen += /x\?|\\u00/.test(out) ? 1 : 0;
            if ('json' in flags && out !== '') expect(() => JSON.parse(out)).not.toThrow();
          }
        }
        rmSync(home.path, {recursive: true});
        home.write('.keep', '');
      }),
      {numRuns: 4, seed: 6, endOnFailure: true},
    );
    // It does speak of them.
    expect(seen).toBeGreaterThan(20);
    expect(existsSync(home.path)).toBe(true);
  });

  it('is text where a program of a hostile name holds a port, and what was typed is told back', async () => {
    const home = makeHome();
    const child = spawn(process.execPath, ['-e', "require('node:net').createServer().listen(0, '127.0.0.1', function () { console.log(this.address().port) })"], {argv0: 'evil\u001b[2J\u009b\u202e', stdio: ['ignore', 'pipe', 'ignore']});
    onTestFinished(() => void child.kill('SIGKILL'));
    const port = await new Promise<string>(resolve => child.stdout.once('data', data => resolve(String(data).trim())));
    const {out} = run(['ports', '--gateway-port', port], home.env);
    expect(out).toContain('evil?[2J??');
    const calls = [['ports', '--gateway-port', port, '--json'], ['--profile', 'a\u001b[2J\u202e', 'status'], ['ports', '--gateway-port', '\u009b2J'], ['\u001b[31mx'], ['status', '--\u001b[31mx'], ['help', 'a\u202e'], ['env', '--shell', '\u2028'], ['logs', '--lines', '\u0007'], ['--state-dir', '/x\u001b[2J\ny', 'env'], ['--state-dir', '/x\u001b[2J\ny', 'status'], ['ports', '--gateway-port', 'x'.repeat(5000)]];
    for (const args of calls) {
      const {out, err} = run(args, home.env);
      expect([args, isText(out), isText(err)]).toEqual([args, true, true]);
      expect(err.length, args.join(' ').slice(0, 50)).toBeLessThan(1000);
      expect(err).not.toContain('should not happen');
    }
  });
});

it('what a view shows is text, with the diffs of Review', async () => {
  const home = makeHome();
  await fc.assert(
    fc.asyncProperty(one, async made => {
      fill(home, made);
      const host = await hostAt(home.path);
      const target = await readTarget({kind: 'profile', profile: 'rescue'}, host, home.env);
      expect(defaultAnswers(target, host).profile).toBe('rescue');
      for (const step of ['profile', 'ports', 'workspace', 'gateway', 'service', 'channel', 'changed', 'review', 'apply', 'done'] as const) {
        for (const [columns, rows] of [[80, 24], [120, 200]] as const) {
          const rowsOfFrame = frameOf({...aWizard(host, target), step, isDiffShown: true}, columns, rows);
          expect([step, rowsOfFrame.filter(row => !isPrintable(row))]).toEqual([step, []]);
        }
      }
      rmSync(home.path, {recursive: true});
      home.write('.keep', '');
    }),
    {numRuns: 5, seed: 7, endOnFailure: true},
  );
});
