/** An OpenClaw of a profile's own: where it lies, who is pinned to one, and what a plan makes of that. */
import {describe, expect, it} from 'vitest';
import {defaultAnswers} from '../../src/rules/answers.ts';
import {engineAt, engineCommand, engineVersionIn, isExact, judgeVersion, pinFile, pinnedVersion} from '../../src/rules/engine.ts';
import {equivalentCommand} from '../../src/options.ts';
import type {Npm} from '../../src/rules/machine.ts';
import {pathsFor, type Platform, profilePaths} from '../../src/rules/profile.ts';
import {diffOf} from '../../src/rules/diff.ts';
import {buildPlan} from '../../src/rules/plan.ts';
import type {PlanInput} from '../../src/rules/plan-input.ts';
import {MANAGER_COMMANDS} from '../../src/rules/service/commands.ts';
import {runtimeOf} from '../../src/rules/service/spec.ts';
import {afterApply, answersOn, HOMES, hostOn, openclawOn, PLATFORMS, planInput, targetOn} from './helpers.ts';

const NPMS: Readonly<Record<Platform, Npm>> = {
  linux: {path: '/usr/bin/npm', script: '/usr/lib/node_modules/npm/bin/npm-cli.js', searchPath: '/usr/local/bin:/usr/bin'},
  darwin: {path: '/opt/homebrew/bin/npm', searchPath: '/usr/bin'},
  win32: {path: 'C:\\nodejs\\npm.cmd', script: 'C:\\nodejs\\node_modules\\npm\\bin\\npm-cli.js', searchPath: 'C:\\Windows'},
};

function hostWithNpm(platform: Platform = 'linux') {
  return hostOn(platform, {npm: NPMS[platform]});
}

function stateDirOn(platform: Platform): string {
  return profilePaths('rescue', HOMES[platform], platform).stateDir;
}

/** The profile as it is after a plan with an engine of its own was applied, with the engine there. */
function pinned(platform: Platform, version = '2026.9.6', installed: readonly string[] = [version]): PlanInput {
  const host = hostWithNpm(platform);
  const input = planInput({host, answers: answersOn(host, {engine: 'own', service: 'start'}), engineVersion: version});
  const next = afterApply(input, buildPlan(input));
  const {engineVersion: _, ...rest} = next;
  return {...rest, target: {...next.target, engines: {installed, pinned: version}}};
}

describe('a version', () => {
  it.each([
    ['2026.9.6', {kind: 'version', version: '2026.9.6'}],
    ['2026.9.1-beta.1', {kind: 'version', version: '2026.9.1-beta.1'}],
    ['latest', {kind: 'tag', tag: 'latest'}],
    ...['', 'v2026.9.6', '^2026.9.6', '2026.9', '2026.x', 'beta', 'LATEST', '2026.9.6 || 1.0.0', '../2026.9.6', 'file:x.tgz', '2026.09.6', ' 2026.9.6', '2026.9.6\n'].map(text => [text, {kind: 'refused'}] as const),
  ] as const)('%j', (text, expected) => expect(judgeVersion(text)).toEqual(expected));
});

describe('where an engine lies', () => {
  it.each(PLATFORMS)('%s', platform => {
    const {join} = pathsFor(platform);
    const stateDir = stateDirOn(platform);
    const {folder, entry} = engineAt(stateDir, '2026.9.6', platform);
    expect(folder).toBe(join(stateDir, 'engine', '2026.9.6'));
    expect(entry).toBe(join(folder, 'node_modules', 'openclaw', 'dist', 'index.js'));
    expect(engineVersionIn(entry, stateDir, platform)).toBe('2026.9.6');
    expect(engineVersionIn(folder, stateDir, platform)).toBe('2026.9.6');
    for (const other of [openclawOn(platform).entry, stateDir, join(stateDir, 'engine', 'pinned'), join(stateDir, 'engine', '..', 'engine2', '2026.9.6'), engineAt(`${stateDir}2`, '2026.9.6', platform).entry]) {
      expect(engineVersionIn(other, stateDir, platform)).toBeUndefined();
    }
  });
});

describe('what a profile is pinned to', () => {
  const stateDir = stateDirOn('linux');
  const service = (entry: string) => ({argv: ['/usr/bin/node', entry, 'gateway', '--port', '19789']});
  const own = engineAt(stateDir, '2026.9.6', 'linux').entry;
  it.each([
    ['nothing', [], undefined, undefined],
    ['the pin file, where there is no service', [], '2026.9.1', '2026.9.1'],
    ['what the service starts, over the pin file', [service(own)], '2026.9.1', '2026.9.6'],
    ['nothing where the service starts the shared one, whatever the pin file says', [service('/usr/lib/node_modules/openclaw/dist/index.js')], '2026.9.1', undefined],
    ['the engine of another profile is none of its own', [service(engineAt('/home/jane/.openclaw-ops', '2026.9.6', 'linux').entry)], undefined, undefined],
    ['a state folder behind a link', [service(engineAt('/data/rescue', '2026.9.6', 'linux').entry)], undefined, '2026.9.6'],
  ] as const)('%s', (_, services, pin, expected) => expect(pinnedVersion(services, [stateDir, '/data/rescue'], pin, 'linux')).toBe(expected));
});

describe('the command', () => {
  it.each([
    ['linux', ['/usr/bin/node', '/usr/lib/node_modules/npm/bin/npm-cli.js'], '/usr/bin:/usr/local/bin:/usr/bin'],
    ['darwin', ['/opt/homebrew/bin/npm'], '/opt/homebrew/bin:/usr/bin'],
    ['win32', ['C:\\Program Files\\nodejs\\node.exe', 'C:\\nodejs\\node_modules\\npm\\bin\\npm-cli.js'], 'C:\\Program Files\\nodejs;C:\\Windows'],
  ] as const)('%s: without a shell, by the Node of the service, in one exact version', (platform, call, path) => {
    const engine = engineAt(stateDirOn(platform), '2026.9.6', platform);
    const {argv, environment, mayFail} = engineCommand(engine, openclawOn(platform).node, NPMS[platform], platform);
    expect(argv).toEqual([...call, 'install', '--prefix', engine.folder, '--save-exact', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error', 'openclaw@2026.9.6']);
    expect(environment).toEqual({PATH: path});
    expect(mayFail).toBe(false);
  });
});

describe.each(PLATFORMS)('a plan with an engine of its own on %s', platform => {
  const engine = engineAt(stateDirOn(platform), '2026.9.6', platform);

  it('installs the version that is here first, pins it, validates with it and starts it', () => {
    const host = hostWithNpm(platform);
    const input = planInput({host, answers: answersOn(host, {engine: 'own', service: 'start'})});
    const plan = buildPlan(input);
    expect(plan.problems).toEqual([]);
    expect(plan.preparation.map(({id}) => id)).toEqual(['engine']);
    expect(plan.preparation[0]?.argv.at(-1)).toBe('openclaw@2026.9.6');
    expect(plan.changes.find(({path}) => path === pinFile(stateDirOn(platform), platform))).toMatchObject({action: 'create', after: '2026.9.6\n', mode: 0o600, role: 'engine'});
    const validate = plan.commands.find(({id}) => id === 'validate');
    expect(validate?.argv.slice(0, 2)).toEqual([openclawOn(platform).node, engine.entry]);
    const [service] = afterApply(input, plan).target.existing?.services ?? [];
    expect(runtimeOf(service?.argv ?? [])).toEqual({node: openclawOn(platform).node, entry: engine.entry});
    expect(equivalentCommand(plan, host.machine)).toContain('--own-engine');
  });

  it('is what a profile that has one goes on with, and then there is nothing to do', () => {
    const input = pinned(platform);
    const answers = {...defaultAnswers(input.target, input.host), service: 'start'} as const;
    expect(answers.engine).toBe('own');
    const plan = buildPlan({...input, answers});
    expect(plan.preparation).toEqual([]);
    expect(plan.changes.filter(({action}) => action !== 'unchanged')).toEqual([]);
    expect(plan.commands).toEqual([]);
  });

  it('brings it back when it is gone', () => {
    const input = pinned(platform, '2026.9.6', []);
    expect(buildPlan(input).preparation.map(({id}) => id)).toEqual(['engine']);
  });

  it('takes another version in its place, and undo brings the one before back first', () => {
    const input = {...pinned(platform), engineVersion: '2026.10.1'};
    const plan = buildPlan(input);
    expect(plan.preparation[0]?.argv.at(-1)).toBe('openclaw@2026.10.1');
    expect(plan.undo.after[0]).toMatchObject({id: 'engine', engine: {version: '2026.9.6', folder: engine.folder}});
    const changed = plan.changes.filter(({action}) => action !== 'unchanged').map(({role}) => role);
    expect(new Set(changed)).toEqual(new Set(['engine', 'service']));
    // The config is the same, and is judged anew all the same.
    expect(plan.commands.find(({id}) => id === 'validate')?.argv[1]).toBe(engineAt(stateDirOn(platform), '2026.10.1', platform).entry);
  });

  it('has the databases copied for another version alone, and stops what runs on them in going back', () => {
    const input = pinned(platform);
    expect(buildPlan(input)).toMatchObject({databases: undefined});
    expect(buildPlan({...input, answers: {...input.answers, engine: 'shared'}}).databases).toBeUndefined();
    const {databases, undo} = buildPlan({...input, engineVersion: '2026.10.1'});
    expect(databases).toBe(input.target.resolvedStateDir);
    expect(undo.migrated?.before.map(({id}) => id)).toEqual(['stop']);
    expect([undo.migrated?.after[0]?.id, undo.migrated?.after.at(-1)?.id]).toEqual(['engine', 'start']);
    const without = buildPlan({...input, answers: {...input.answers, service: 'none'}, engineVersion: '2026.10.1'});
    expect(without.undo.migrated).toBeUndefined();
  });

  it('goes back to the shared one', () => {
    const input = pinned(platform);
    const plan = buildPlan({...input, answers: {...input.answers, engine: 'shared'}});
    expect(plan).toMatchObject({problems: [], preparation: [], engine: undefined, isUnpinned: true});
    expect(plan.changes.find(({role}) => role === 'engine')).toMatchObject({action: 'delete'});
    const [file] = plan.changes.filter(({role}) => role === 'service').slice(platform === 'win32' ? 0 : -1);
    expect(file?.after).toContain(openclawOn(platform).entry);
    expect(file?.after).not.toContain(engine.folder);
    expect(equivalentCommand(plan, input.host.machine)).toContain('--shared-engine');
  });
});

describe('a plan with an engine of its own', () => {
  it('shows what it pins', () => {
    const host = hostWithNpm();
    const plan = buildPlan(planInput({host, answers: answersOn(host, {engine: 'own'})}));
    const pin = plan.changes.find(({role}) => role === 'engine');
    expect(pin && diffOf(pin)).toContain('+2026.9.6');
  });

  it.each([
    ['without npm', hostOn('linux'), 'no-npm'],
    ['without an OpenClaw, since no version is known', hostOn('linux', {openclaw: undefined, npm: NPMS.linux}), 'no-openclaw'],
  ] as const)('is refused %s', (_, host, id) => {
    expect(buildPlan(planInput({host, answers: answersOn(host, {engine: 'own', service: 'none'})})).problems).toEqual([expect.objectContaining({id})]);
  });

  it('is there for a profile without a service, too: its pin file says it', () => {
    const host = hostWithNpm();
    const target = targetOn(host, 'rescue', new Map(), {engines: {installed: ['2026.9.1'], pinned: '2026.9.1'}});
    expect(defaultAnswers(target, host).engine).toBe('own');
    const plan = buildPlan(planInput({host, target, answers: answersOn(host, {engine: 'own', service: 'none'})}));
    expect(plan.engine?.version).toBe('2026.9.1');
    expect(plan.commands[0]?.argv[1]).toBe(engineAt(stateDirOn('linux'), '2026.9.1', 'linux').entry);
  });

  it('leaves the engine of a service that is left alone', () => {
    const input = pinned('linux');
    const plan = buildPlan({...input, answers: {...input.answers, service: 'none', engine: 'shared'}});
    expect(plan.engine?.version).toBe('2026.9.6');
    expect(plan.changes.filter(({action}) => action !== 'unchanged')).toEqual([]);
  });

  it('is never taken for the shared one, where nothing else is on this host', () => {
    const input = pinned('linux');
    const own = {...openclawOn('linux'), entry: engineAt(stateDirOn('linux'), '2026.9.6', 'linux').entry};
    const plan = buildPlan({...input, host: {...input.host, openclaw: own}, answers: {...input.answers, engine: 'shared'}});
    expect(plan.problems).toEqual([{id: 'no-openclaw'}]);
  });
});

it('isExact takes no range', () => expect(['2026.9.6', '>=2026.9.6', '*', 'pinned', '.2026.9.6-x'].map(isExact)).toEqual([true, false, false, false, false]));

describe('after a version that did not come up', () => {
  const order = {name: 'x', definition: '/d', userId: 501, isEnabled: true, isActive: true};
  it.each([
    // It may have failed so often that systemd starts it no more.
    ['systemd', ['systemctl --user daemon-reload', 'systemctl --user reset-failed x', 'systemctl --user restart x']],
    ['launchd', ['launchctl enable gui/501/x', 'launchctl bootstrap gui/501 /d']],
    ['schtasks', ['schtasks /Create /F /TN x /XML /d', 'schtasks /Run /TN x']],
  ] as const)('%s starts the one before', (manager, expected) => expect(MANAGER_COMMANDS[manager].recover(order).map(({argv}) => argv.join(' '))).toEqual(expected));
});
