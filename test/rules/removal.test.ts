import {describe, expect, it} from 'vitest';
import {type Folder, removalOf, type RemovalScope} from '../../src/rules/removal.ts';
import {serviceOf} from '../../src/rules/service/files.ts';
import type {ExistingFile} from '../../src/rules/target.ts';
import {isEmpty} from '../../src/rules/work.ts';
import {afterApply, anInstance, answersOn, HOMES, hostOn, planFor, planInput, PLATFORMS, targetOn} from './helpers.ts';

const HOME = HOMES.linux;
const STATE = `${HOME}/.openclaw-rescue`;
const CONFIG = `${STATE}/openclaw.json`;
const WORKSPACE = `${HOME}/work-rescue`;
const UNIT = `${HOME}/.config/systemd/user/openclaw-gateway-rescue.service`;

const folder = (path: string, given: Partial<Folder> = {}): Folder => ({path, resolved: path, isLink: false, isOwn: true, entries: [], ...given});

/** A rescue profile that was applied with a service, on Linux. */
function applied(given: {readonly made?: readonly string[]; readonly folders?: readonly Folder[]; readonly isActive?: boolean; readonly running?: number} = {}) {
  const host = hostOn('linux');
  const input = planInput({host, answers: answersOn(host, {workspace: WORKSPACE, service: 'start'})});
  const next = afterApply(input, planFor({host, answers: input.answers}));
  const target = {
    ...next.target,
    existing: next.target.existing && {...next.target.existing, running: given.running === undefined ? undefined : {pid: 1, port: given.running}},
    serviceState: {isEnabled: true, isActive: given.isActive ?? true},
  };
  const {made = [CONFIG, STATE, WORKSPACE], folders = [folder(WORKSPACE), folder(STATE)]} = given;
  return (scope: RemovalScope, changed: Partial<Parameters<typeof removalOf>[0]> = {}) => removalOf({target, host: next.host, made: new Set(made), folders, scope, ...changed});
}

const deletions = ({changes}: ReturnType<typeof removalOf>) => changes.map(({kind, path}) => `${kind} ${path}`);

describe('what goes', () => {
  it.each([
    ['service', [`file ${UNIT}`]],
    ['files', [`file ${UNIT}`, `file ${CONFIG}`, `folder ${WORKSPACE}`, `folder ${STATE}`]],
    // The config goes with the tree that it is in.
    ['state', [`file ${UNIT}`, `tree ${WORKSPACE}`, `tree ${STATE}`]],
  ] as const)('with the scope %s', (scope, expected) => {
    const removal = applied()(scope);
    expect(deletions(removal)).toEqual(expected);
    expect(removal.changes.every(({action}) => action === 'delete')).toBe(true);
    expect([removal.kept, removal.problems]).toEqual([[], []]);
  });

  it('the service stops while its file is still there, and the manager hears of it afterwards', () => {
    const {preparation, commands, undo} = applied()('service');
    expect(preparation.map(({argv}) => argv.slice(2, 4))).toEqual([['disable', '--now']]);
    expect(commands[0]?.argv).toContain('daemon-reload');
    expect(undo.after.map(({argv}) => argv[2])).toEqual(['daemon-reload', 'enable', 'start']);
  });

  it('undo does not start what was not running', () => {
    const {undo} = applied({isActive: false})('service');
    expect(undo.after.map(({argv}) => argv[2])).toEqual(['daemon-reload', 'enable']);
  });

  it('no command where the manager can’t be asked', () => {
    const host = hostOn('linux', {manager: {kind: 'unreachable', reason: 'no-manager'}});
    const {preparation, commands, changes} = applied()('service', {host});
    expect([preparation, commands]).toEqual([[], []]);
    expect(changes).toHaveLength(1);
  });

  it.each(PLATFORMS)('on %s every file of the service that is there', platform => {
    const host = hostOn(platform);
    const answers = answersOn(host, {service: 'write'});
    const {target} = afterApply(planInput({host, answers}), planFor({host, answers}));
    const removal = removalOf({target, host, made: new Set(), folders: [], scope: 'service'});
    expect(removal.changes.map(({path}) => path)).toEqual(serviceOf(target, host.machine)?.files);
  });

  it.each(PLATFORMS)('on %s what OpenClaw keeps of the service as it was, too', platform => {
    const host = hostOn(platform);
    const answers = answersOn(host, {service: 'write'});
    const {target} = afterApply(planInput({host, answers}), planFor({host, answers}));
    const {files = [], backups = []} = serviceOf(target, host.machine) ?? {};
    const present = new Map<string, ExistingFile>([...target.files, ...backups.map(path => [path, {kind: 'text', text: '', mode: 0o600} as const] as const)]);
    const removal = removalOf({target: {...target, files: present}, host, made: new Set(), folders: [], scope: 'service'});
    expect(removal.changes.map(({path}) => path)).toEqual([...files, ...backups]);
  });

  it('nothing of a profile that is not there', () => {
    const host = hostOn('linux');
    const removal = removalOf({target: targetOn(host, 'rescue'), host, made: new Set(), folders: [], scope: 'state'});
    expect([isEmpty(removal), removal.problems, removal.kept]).toEqual([true, [], []]);
  });
});

describe('what stays', () => {
  it.each([
    ['a config and folders that we did not make', {made: []}, [[CONFIG, 'not-made'], [WORKSPACE, 'not-made'], [STATE, 'not-made']]],
    ['a workspace that was there before', {made: [CONFIG, STATE]}, [[WORKSPACE, 'not-made']]],
    ['a workspace that is a link', {folders: [folder(WORKSPACE, {isLink: true, resolved: '/srv/w'}), folder(STATE)]}, [[WORKSPACE, 'link']]],
  ] as const)('%s', (_, given, expected) => {
    const removal = applied(given)('state');
    expect(removal.kept.map(({path, reason}) => [path, reason.kind])).toEqual(expected);
    for (const [path] of expected) expect(deletions(removal).join('\n')).not.toContain(`tree ${path}`);
  });

  it('every folder while the config of another instance can’t be read', () => {
    const broken = {...anInstance({profile: 'ops', port: 25_000}), config: {kind: 'unreadable', reason: 'x'} as const};
    const host = hostOn('linux', {instances: [anInstance({profile: 'default', port: 18_789}), broken]});
    const removal = applied()('state', {host});
    expect(removal.kept).toEqual([{path: WORKSPACE, reason: {kind: 'unknown', owner: 'ops'}}, {path: STATE, reason: {kind: 'unknown', owner: 'ops'}}]);
    expect(removal.changes.every(({kind}) => kind === 'file')).toBe(true);
  });

  it.each([
    ['is another’s workspace', WORKSPACE],
    ['contains another’s workspace', `${WORKSPACE}/deep/inside`],
    ['lies in another’s workspace', HOME],
  ])('a workspace that %s', (_, workspace) => {
    const host = hostOn('linux', {instances: [anInstance({profile: 'default', port: 18_789}), anInstance({profile: 'ops', port: 25_000, workspace})]});
    const removal = applied()('state', {host});
    expect(removal.kept).toContainEqual({path: WORKSPACE, reason: {kind: 'shared', owner: 'ops'}});
    expect(deletions(removal)).not.toContain(`tree ${WORKSPACE}`);
  });
});

describe('a folder that is deleted only when it is empty', () => {
  it('goes with what is deleted in it, inner ones first, and stays for anything else', () => {
    const folders = [folder(WORKSPACE), folder(STATE, {entries: [CONFIG]}), folder(`${HOME}/old`, {isOwn: false})];
    const made = [CONFIG, STATE, WORKSPACE, `${HOME}/old`];
    expect(deletions(applied({folders, made})('files'))).toEqual([`file ${UNIT}`, `file ${CONFIG}`, `folder ${WORKSPACE}`, `folder ${STATE}`, `folder ${HOME}/old`]);
    const full = [folder(WORKSPACE, {entries: [`${WORKSPACE}/AGENTS.md`]}), folder(STATE, {entries: [CONFIG, `${STATE}/sessions`]})];
    const removal = applied({folders: full, made})('files');
    expect(deletions(removal)).toEqual([`file ${UNIT}`, `file ${CONFIG}`]);
    expect(removal.kept.map(({path, reason}) => [path, reason.kind])).toEqual([[WORKSPACE, 'not-empty'], [STATE, 'not-empty']]);
  });
});

describe('what forbids it', () => {
  it('a gateway that runs, and that no manager can stop', () => {
    expect(applied({running: 29_001})('files').problems).toEqual([]);
    const host = hostOn('linux', {manager: {kind: 'unreachable', reason: 'no-session'}});
    for (const scope of ['service', 'files', 'state'] as const) expect(applied({running: 29_001})(scope, {host}).problems).toEqual([{id: 'still-running', port: 29_001}]);
    expect(applied()('files', {host}).problems).toEqual([]);
  });

  it('somebody else’s file under the name of the service', () => {
    const host = hostOn('linux');
    const target = targetOn(host, 'rescue', new Map([[UNIT, {kind: 'text', text: '[Service]\nExecStart=/usr/bin/watchdog\n', mode: 0o644}]]), {existing: undefined});
    const removal = removalOf({target, host, made: new Set([UNIT]), folders: [], scope: 'service'});
    expect([removal.problems, removal.changes]).toEqual([[{id: 'service-foreign', path: UNIT}], []]);
    expect(removalOf({target, host, made: new Set([UNIT]), folders: [], scope: 'state'}).changes).toEqual([]);
  });
});

describe('an OpenClaw of its own', () => {
  const ENGINE = `${STATE}/engine/2026.9.6`;
  const PIN = `${STATE}/engine/pinned`;
  const host = hostOn('linux', {npm: {path: '/usr/bin/npm', searchPath: '/usr/bin'}});
  const input = planInput({host, answers: answersOn(host, {workspace: WORKSPACE, service: 'start', engine: 'own'})});
  const next = afterApply(input, planFor({host, answers: input.answers}));
  const folders = [folder(ENGINE, {isOwn: false, entries: [`${ENGINE}/node_modules`]}), folder(`${STATE}/engine`, {isOwn: false, entries: [ENGINE, PIN]}), folder(STATE, {entries: [CONFIG, `${STATE}/engine`]})];
  const remove = (scope: RemovalScope, made: readonly string[]) => removalOf({target: next.target, host, made: new Set(made), folders, scope});
  const MADE = [CONFIG, STATE, PIN, `${STATE}/engine`, ENGINE];

  it('goes with the files that we made, and undo has npm bring it back first', () => {
    const removal = remove('files', MADE);
    expect(deletions(removal)).toEqual([`file ${UNIT}`, `file ${CONFIG}`, `file ${PIN}`, `tree ${ENGINE}`, `folder ${STATE}/engine`, `folder ${STATE}`]);
    expect(removal.undo.after[0]).toMatchObject({id: 'engine', engine: {folder: ENGINE, version: '2026.9.6'}});
  });

  it('stays with an uninstall, and where somebody else put it there', () => {
    expect(deletions(remove('service', MADE))).toEqual([`file ${UNIT}`]);
    const removal = remove('files', [CONFIG, STATE]);
    expect(deletions(removal)).toEqual([`file ${UNIT}`, `file ${CONFIG}`]);
    expect(removal.undo.after.some(({id}) => id === 'engine')).toBe(false);
  });

  it('goes with the state', () => {
    expect(deletions(remove('state', MADE))).toEqual([`file ${UNIT}`, `tree ${STATE}`]);
  });
});
