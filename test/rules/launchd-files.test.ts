/** The files of a launchd agent, by readers that are not ours: Python's strict parser of plists, and a real /bin/sh. */
import {spawnSync} from 'node:child_process';
import {chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {parse} from 'plist';
import {describe, expect, it, onTestFinished} from 'vitest';
import {serviceDrafts} from '../../src/rules/service/files.ts';
import {renderEnvFile, updateAgent, updateEnvFile} from '../../src/rules/service/launchd.ts';
import {type FileDraft, serviceArgv, serviceEnvironment, type ServiceSpec} from '../../src/rules/service/spec.ts';
import {specOn} from './helpers.ts';

type Drafts = readonly [environment: FileDraft, wrapper: FileDraft, plist: FileDraft];

const draftsOf = (spec: ServiceSpec) => serviceDrafts(spec, '', () => undefined) as unknown as Drafts;
const sample = readFileSync(new URL('../fixtures/service/launchd-rescue.plist', import.meta.url), 'utf8');

const AWKWARD = [
  '/Users/jane',
  '/Users/me & co',
  '/Users/a<b>c "d" \'e\'',
  '/Users/]]> <!-- --> &amp; %',
  '/Users/$HOME `id` $(id) \\n \\\\',
  "/Users/o'brien ''",
  '/Users/ two  blanks  ',
  '/Users/Jürgen 日本 😀',
  '/Users/Ju\u0308rgen; # = ! * ? ~ {a,b}',
  '/Users/tab\there',
];

// A missing python3 fails them: one that is passed over would not be missed.
describe.runIf(process.platform === 'linux')('a strict parser of plists', () => {
  it.each(AWKWARD)('reads what was meant: %s', userHome => {
    const spec = specOn('darwin', {userHome, runtime: {node: `${userHome}/node`, entry: `${userHome}/index.js`}});
    const [environment, wrapper, {text}] = draftsOf(spec);
    const log = `${userHome}/Library/Logs/openclaw/gateway-rescue.log`;
    const [agent, theirs] = strictly(text, sample);
    // All that depends on no path is as OpenClaw writes it.
    expect(agent).toEqual({
      ...theirs,
      ProgramArguments: ['/bin/sh', wrapper.path, environment.path, ...serviceArgv(spec)],
      WorkingDirectory: spec.stateDir,
      StandardOutPath: log,
      StandardErrorPath: log,
    });
  });

  it('finds the sample and ours for the same home the same', () => {
    const [ours, theirs] = strictly(draftsOf(specOn('darwin', {userHome: '/Users/me & co'}))[2].text, sample);
    expect(ours).toEqual(theirs);
    expect(Object.keys(ours ?? {})).toContain('KeepAlive');
  });

  it.each(AWKWARD)('reads an agent with the command put right: %s', folder => {
    const spec = specOn('darwin', {userHome: '/Users/me & co', port: 20_000, runtime: {node: `${folder}/node`, entry: `${folder}/index.js`}});
    const edited = sample.replace('<key>RunAtLoad</key>', '<!-- a note --><key>Nice</key><integer>5</integer>\n    <key>RunAtLoad</key>').replace('<string>19789</string>', '<string>19789</string><string>a &amp; b</string>');
    const [once, theirs] = strictly(updateAgent(edited, spec), sample);
    const wrapped = (theirs?.['ProgramArguments'] as string[]).slice(0, 3);
    expect(once).toEqual({...theirs, Nice: 5, ProgramArguments: [...wrapped, ...serviceArgv(spec), 'a & b']});
  });

  it('is strict', () => {
    for (const text of ['', sample.replace('&amp;', '&'), sample.replace('</dict>', ''), sample.replace('<true/>', '<yes/>')]) expect(() => strictly(text)).toThrow();
  });

  /** What Python's plistlib makes of each text. @throws Error where it refuses one, and where there is no Python */
  function strictly(...texts: string[]): Record<string, unknown>[] {
    const program = 'import json, plistlib, sys; print(json.dumps([plistlib.loads(text.encode()) for text in json.load(sys.stdin)]))';
    const {status, stdout, stderr, error} = spawnSync('python3', ['-c', program], {input: JSON.stringify(texts), encoding: 'utf8', env: {PATH: process.env['PATH'], PYTHONUTF8: '1'}});
    if (error) throw new Error('There is no python3, which these tests read plists with');
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as Record<string, unknown>[];
  }
});

describe.runIf(process.platform === 'linux')('a real shell', () => {
  it.each(AWKWARD)('hands on the environment and the words, for %s', home => {
    const {spec, files} = inPlace(home);
    const {status, stdout, argv} = start(files, ['--verbose', '', "it's \"$HOME\" `id` \\ *", '日本\n2 ']);
    expect(status).toBe(0);
    expect(environmentOf(stdout)).toEqual({...Object.fromEntries(serviceEnvironment(spec)), FROM_LAUNCHD: 'stays'});
    expect(argv).toEqual([...serviceArgv(spec), '--verbose', '', "it's \"$HOME\" `id` \\ *", '日本\n2 ']);
  });

  it.each(AWKWARD)('and what the user put in, after an update: %s', home => {
    const {spec, files} = inPlace(home);
    const before = renderEnvFile({...spec, port: 18_789}).replace('export PATH', "export MY_TOKEN='it'\\''s $HOME'\nexport PATH");
    writeFileSync(files[0].path, updateEnvFile(before, spec));
    expect(environmentOf(start(files).stdout)).toEqual({...Object.fromEntries(serviceEnvironment(spec)), MY_TOKEN: "it's $HOME", FROM_LAUNCHD: 'stays'});
  });

  it('starts nothing without the header of the file', () => {
    const {files} = inPlace('/Users/jane');
    writeFileSync(files[0].path, "export A='1'\n");
    expect(start(files)).toMatchObject({status: 78, stdout: ''});
  });

  /** The agent's files below a folder of this machine, with a stand-in for Node that tells what it was started with. */
  function inPlace(home: string): {readonly spec: ServiceSpec; readonly files: Drafts} {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'openclaw-rescue-test-')));
    onTestFinished(() => rmSync(root, {recursive: true, force: true}));
    const userHome = root + home;
    const spec = specOn('darwin', {userHome, runtime: {node: `${userHome}/bin/node`, entry: `${userHome}/index.js`}});
    const files = draftsOf(spec);
    for (const {path, text, mode} of files) write(path, text, mode);
    // Its words go to a file beside it; `env` is the child whose environment counts.
    write(spec.runtime.node, `#!/bin/sh\nprintf '%s\\0' "$0" "$@" > "$0.argv"\nexec /usr/bin/env -0\n`, 0o700);
    return {spec, files};
  }

  /** As launchd starts it: by the words of the plist, in an environment that holds next to nothing. */
  function start([environment, wrapper, plist]: Drafts, more: readonly string[] = []) {
    const [program, ...words] = (parse(plist.text) as unknown as {readonly ProgramArguments: readonly string[]}).ProgramArguments;
    expect([program, ...words.slice(0, 2)]).toEqual(['/bin/sh', wrapper.path, environment.path]);
    const {status, stdout} = spawnSync('/bin/sh', [...words, ...more], {env: {FROM_LAUNCHD: 'stays'}, encoding: 'utf8'});
    const argv = status === 0 ? readFileSync(`${words[2]}.argv`, 'utf8').split('\0').slice(0, -1) : [];
    return {status, stdout, argv};
  }

  function environmentOf(output: string): Record<string, string> {
    const entries = output.split('\0').slice(0, -1).map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const);
    // What a shell sets for itself.
    return Object.fromEntries(entries.filter(([name]) => !['PWD', 'OLDPWD', 'SHLVL', '_'].includes(name)));
  }
});

function write(path: string, text: string, mode: number): void {
  mkdirSync(dirname(path), {recursive: true});
  writeFileSync(path, text);
  chmodSync(path, mode);
}
