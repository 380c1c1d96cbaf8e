/** What forbids a write, from what the disk tells: who owns the ground, what is closed, which links lead out; and how it is told, once. */
import {describe, expect, it} from 'vitest';
import {type Barrier, barrierOf, type Footing, homeProblem, isWithin, type LinkOut, type Spot, unholdable, withoutConsequences} from '../../src/rules/footing.ts';
import type {Problem} from '../../src/rules/problems.ts';
import type {ExistingFile} from '../../src/rules/target.ts';
import {barrierText, homeText} from '../../src/text/barriers.ts';
import {problemText} from '../../src/text/problems.ts';
import {answersOn, HOMES, hostOn, machineOn, planFor, targetOn} from './helpers.ts';

const STATE = '/home/jane/.openclaw-rescue';
const CONFIG = `${STATE}/openclaw.json`;
const JANE = {userId: 501, account: 'jane', platform: 'linux'} as const;
const ROOT = {userId: 0, account: 'root', platform: 'linux'} as const;
const LINK: LinkOut = {path: CONFIG, leadsTo: '/srv/x.json', root: STATE};
const of = (uid: number, name?: string) => ({uid, ...(name === undefined ? {} : {name})});
const spot = (given: Partial<Spot> = {}): Spot => ({path: STATE, isFolder: true, owner: of(501, 'jane'), ...given});
const file = (given: Partial<Spot> = {}): Spot => spot({path: CONFIG, isFolder: false, ...given});
const on = (footing: Partial<Footing>): ExistingFile => ({kind: 'absent', footing: {root: STATE, ground: spot(), isGrounded: true, ...footing}});

const WRITE = {kind: 'file', action: 'update', role: 'config'} as const;
const KIT = {...WRITE, role: 'kit'} as const;
const DELETE = {...WRITE, action: 'delete'} as const;
const TREE = {...DELETE, kind: 'tree'} as const;
const MAKE = {kind: 'folder', action: 'create', role: 'folder'} as const;
const CHMOD = {...MAKE, action: 'update'} as const;

describe('barrierOf', () => {
  it.each<[name: string, change: Parameters<typeof barrierOf>[0], footing: Partial<Footing>, us: Parameters<typeof barrierOf>[2], barrier: Barrier['kind'] | undefined]>([
    ['our own folder', WRITE, {}, JANE, undefined],
    ['nothing to do', {...WRITE, action: 'unchanged'}, {link: LINK}, JANE, undefined],
    ['a link that leads out', WRITE, {link: LINK}, JANE, 'link'],
    ['the same, to be deleted', DELETE, {link: LINK}, JANE, 'link'],
    ['the same, to be deleted with all in it', TREE, {link: LINK}, JANE, 'link'],
    ['a file above', WRITE, {ground: spot({isFolder: false}), isGrounded: false}, JANE, 'not-a-folder'],
    ['a folder in its place', WRITE, {present: spot({path: CONFIG})}, JANE, 'not-a-file'],
    ['a read-only file system', WRITE, {ground: spot({closed: 'read-only'})}, JANE, 'read-only'],
    ['the same, for root', WRITE, {ground: spot({closed: 'read-only', owner: of(0, 'root')})}, ROOT, 'read-only'],
    ['an immutable folder', MAKE, {ground: spot({closed: 'immutable'})}, JANE, 'immutable'],
    ['an immutable file', WRITE, {present: file({closed: 'immutable'})}, JANE, 'immutable'],
    ['an immutable file, to be deleted', DELETE, {present: file({closed: 'immutable'})}, JANE, 'immutable'],
    ['a file without permission to write, which a new one can replace', WRITE, {present: file({closed: 'permission'})}, JANE, undefined],
    ['a file that is mounted alone', WRITE, {present: file({isMount: true})}, JANE, 'mount'],
    ['a state folder that is a mount', WRITE, {ground: spot({isMount: true})}, JANE, undefined],
    ['the same, to be deleted', TREE, {present: spot({isMount: true})}, JANE, 'mount'],
    ['no permission', WRITE, {ground: spot({closed: 'permission', owner: of(0, 'root')})}, JANE, 'permission'],
    ['no permission to make a folder', MAKE, {ground: spot({closed: 'permission', owner: of(0, 'root')}), isGrounded: false}, JANE, 'permission'],
    ['no permission, where nothing is to be deleted but an empty folder', {...MAKE, action: 'delete'}, {ground: spot({closed: 'permission'})}, JANE, undefined],
    ['a folder of somebody else’s that all may write', WRITE, {ground: spot({owner: of(502, 'bob')})}, JANE, 'owner'],
    ['the same, for the kit: a workspace may be shared', KIT, {ground: spot({owner: of(502, 'bob')})}, JANE, undefined],
    ['the same, above a folder that is still to be made', WRITE, {ground: spot({path: '/srv', owner: of(502, 'bob')}), isGrounded: false}, JANE, undefined],
    ['a folder of root’s that all may write, as /tmp', WRITE, {ground: spot({path: '/tmp', owner: of(0, 'root')})}, JANE, undefined],
    ['a mode to be set by who is not the owner', CHMOD, {present: spot({owner: of(0, 'root')})}, JANE, 'owner'],
    ['the same by root', CHMOD, {present: spot({owner: of(501, 'jane')})}, ROOT, undefined],
    ['a mode to be set on a read-only file system', CHMOD, {present: spot({closed: 'read-only'})}, JANE, 'read-only'],
    ['root in a folder of jane’s', WRITE, {ground: spot()}, ROOT, 'owner'],
    ['the same in a container', WRITE, {ground: spot()}, {...ROOT, isContainer: true}, undefined],
    ['jane in a container, in a folder of bob’s', WRITE, {ground: spot({owner: of(502)})}, {...JANE, isContainer: true}, 'owner'],
    ['Windows, which has no such numbers', WRITE, {ground: spot({owner: of(0)})}, {userId: -1, account: 'PC\\jane', platform: 'win32'}, undefined],
  ])('%s', (_, change, footing, us, barrier) => {
    expect(barrierOf(change, on(footing), us)?.kind).toBe(barrier);
  });

  it('says nothing where nobody looked', () => {
    expect(barrierOf(WRITE, {kind: 'absent'}, JANE)).toBeUndefined();
  });
});

describe('the words', () => {
  const who = {owner: of(0, 'root'), account: 'jane', isOurs: false};
  it.each<[barrier: Barrier, isHome: boolean, text: string]>([
    [{kind: 'link', ...LINK}, false, `${CONFIG} is a link to /srv/x.json, out of ${STATE}, and nothing is written there; put a copy in the place of the link, or take it away.`],
    [{kind: 'link', ...LINK, leadsTo: '/nix/store/a-b/x'}, false, `${CONFIG} is a link to /nix/store/a-b/x, out of ${STATE}, and nothing is written there; take it out of Home Manager, or take it away.`],
    [{kind: 'not-a-folder', path: STATE}, false, `${STATE} is there and is not a folder; move it away.`],
    [{kind: 'not-a-file', path: CONFIG}, false, `${CONFIG} is a folder, and a file is to be there; move it away.`],
    [{kind: 'unusable', path: CONFIG, reason: 'not a regular file'}, false, `${CONFIG} can’t be used: not a regular file; mend it or move it away.`],
    [{kind: 'read-only', path: STATE}, false, `${STATE} is on a read-only file system, so nothing can be written there; mount it writable, or choose another place.`],
    [{kind: 'read-only', path: '/home/jane'}, true, 'HOME is /home/jane, which is on a read-only file system, so nothing can be written there; mount it writable, or choose another place.'],
    [{kind: 'immutable', path: `${STATE}/a b`, platform: 'linux'}, false, `${STATE}/a b may not be changed by anybody (immutable); sudo chattr -i '${STATE}/a b' allows it.`],
    [{kind: 'immutable', path: STATE, platform: 'darwin'}, false, `${STATE} may not be changed by anybody (immutable); sudo chflags nouchg ${STATE} allows it.`],
    [{kind: 'mount', path: CONFIG}, false, `${CONFIG} is a mount of its own, so no new file can take its place; mount the folder around it in its stead.`],
    [{kind: 'permission', path: STATE, ...who}, false, `${STATE} belongs to root, and this is jane; sudo chown -R jane ${STATE} makes it yours.`],
    [{kind: 'owner', path: STATE, ...who, owner: of(502)}, false, `${STATE} belongs to user 502, and this is jane; sudo chown -R jane ${STATE} makes it yours.`],
    [{kind: 'permission', path: '/root', ...who}, true, 'HOME is /root, which belongs to root, and this is jane, who may not write there; set HOME to the home of jane, or log in as root.'],
    [{kind: 'permission', path: STATE, ...who, isOurs: true}, false, `${STATE} gives its own owner no permission to write; chmod u+rwx ${STATE} does.`],
  ])('%j', (barrier, isHome, text) => {
    expect(barrierText(barrier, isHome)).toBe(text);
  });

  it('never break a line, nor move the cursor', () => {
    const path = '/home/a\nb\u001b[2J\r';
    const barriers: Barrier[] = [{kind: 'link', path, leadsTo: path, root: path}, {kind: 'immutable', path, platform: 'linux'}, {kind: 'owner', path, owner: of(1, 'x\ny'), account: 'a\nb', isOurs: false}];
    const problems: Problem[] = barriers.map(barrier => ({id: 'barred', path, barrier, isHome: true}));
    for (const problem of problems) expect(`${problemText(problem)}${homeText(path, 'missing')}`.replaceAll(/'[^']*'/g, '')).not.toMatch(/[\u0000-\u001f]/);
  });
});

describe('withoutConsequences', () => {
  const barred = (path: string, kind: 'read-only' | 'not-a-folder' = 'read-only'): Problem => ({id: 'barred', path, barrier: {kind, path}, isHome: false});
  const config: Problem = {id: 'config-unusable', path: CONFIG, reason: 'no permission to read it'};
  const blocked = (path: string): Problem => ({id: 'workspace-blocked', path, reason: 'it is not a folder'});
  const port: Problem = {id: 'no-openclaw'};
  it.each<[name: string, problems: readonly Problem[], left: readonly Problem[]]>([
    ['a folder, and what is in it', [config, port, barred(STATE)], [port, barred(STATE)]],
    ['a folder that is none, and all else that follows', [blocked(STATE), {id: 'not-a-folder', path: STATE}, barred(STATE, 'not-a-folder')], [{id: 'not-a-folder', path: STATE}]],
    ['a file in the way of the workspace is told where that is asked', [blocked('/etc/passwd'), barred('/etc/passwd', 'not-a-folder')], [blocked('/etc/passwd')]],
    ['the same thing twice', [barred(STATE), barred(STATE)], [barred(STATE)]],
    ['two that have nothing to do with each other', [barred(STATE), barred('/srv')], [barred(STATE), barred('/srv')]],
    ['a config that can’t be read is no cause', [config, barred(`${CONFIG}/x`)], [config, barred(`${CONFIG}/x`)]],
  ])('%s', (_, problems, left) => {
    expect(withoutConsequences(problems, {platform: 'linux'})).toEqual(left);
  });
});

describe('HOME', () => {
  const at = (home: string, user: Spot | undefined = spot({path: home})) => ({...machineOn('linux'), homes: {user: home, openclaw: home, isOverridden: false}, places: {user, openclaw: user}});
  it.each([
    ['as it should be', at('/home/jane'), '/home/jane/w', true, undefined],
    ['not there', {...at('/nonexistent'), places: {user: undefined, openclaw: undefined}}, '/srv/w', false, 'missing'],
    ['a file', at('/home/jane', spot({isFolder: false})), '/srv/w', false, 'not-a-folder'],
    ['with a line break, for a service', at('/home/a\nb'), '/srv/w', true, 'control-characters'],
    ['with a line break, for a workspace in it', at('/home/a\nb'), '/home/a\nb/w', false, 'control-characters'],
    ['with a line break that nothing has to hold', at('/home/a\nb'), '/srv/w', false, undefined],
    ['with a tab', at('/home/a\tb'), '/home/a\tb/w', true, undefined],
  ])('%s', (_, machine, workspace, isNeeded, fault) => {
    const problem = homeProblem(machine, workspace, isNeeded);
    expect(problem?.id === 'home-unusable' ? problem.fault : undefined).toBe(fault);
  });

  it('is the one thing that is told', () => {
    const host = hostOn('linux', {machine: {...machineOn('linux'), places: {user: undefined, openclaw: undefined}}});
    expect(planFor({host, answers: answersOn(host, {basePort: 18_789})}).problems).toEqual([{id: 'home-unusable', home: HOMES.linux, fault: 'missing'}]);
  });
});

describe('a plan', () => {
  const host = hostOn('linux');
  it('is forbidden where our own folder can’t be written, and not where nothing is to be written', () => {
    const records = on({ground: spot({path: '/home/jane/.config', closed: 'read-only'}), isGrounded: false});
    const target = targetOn(host, 'rescue', new Map(), {records});
    expect(planFor({host, target}).problems).toEqual([{id: 'barred', path: '/home/jane/.config', barrier: {kind: 'read-only', path: '/home/jane/.config'}, isHome: false}]);
  });

  it('has no service file that can’t hold a path', () => {
    const openclaw = {...(host.openclaw as NonNullable<typeof host.openclaw>), node: '/opt/a\nb/node'};
    const odd = hostOn('linux', {openclaw});
    const plan = planFor({host: odd});
    expect(plan.problems).toEqual([{id: 'service-unholdable', text: '/opt/a\nb/node'}]);
    expect(plan.problems.map(problemText)[0]).not.toContain('\n');
    expect(planFor({host: odd, answers: answersOn(odd, {service: 'none'})}).problems).toEqual([]);
  });

  it('keeps the root that each of its files belongs to, for who writes them', () => {
    const files = new Map<string, ExistingFile>([[CONFIG, {kind: 'text', text: '{}', mode: 0o600, footing: {root: STATE, ground: spot(), isGrounded: true}}]]);
    const {changes} = planFor({host, target: targetOn(host, 'rescue', files)});
    expect(changes.find(({path}) => path === CONFIG)?.root).toBe(STATE);
  });

  it('is forbidden by a link that leads out, whatever it leads to', () => {
    const footing: Footing = {root: STATE, ground: spot(), isGrounded: true, link: LINK};
    const {problems} = planFor({host, target: targetOn(host, 'rescue', new Map<string, ExistingFile>([[CONFIG, {kind: 'unusable', reason: 'a link', footing}]]))});
    expect(problems).toEqual([{id: 'barred', path: CONFIG, barrier: {kind: 'link', ...LINK}, isHome: false}]);
  });
});

it.each([
  [['/a', undefined, '/b'], undefined],
  [['/a', '/b\n'], '/b\n'],
  [['/a\u0001'], '/a\u0001'],
  [['/a\tb'], undefined],
])('unholdable %j', (texts, found) => {
  expect(unholdable(texts)).toBe(found);
});

it.each([
  ['/a/b', '/a', true],
  ['/a', '/a', true],
  ['/ab', '/a', false],
  ['/a', '/', true],
  ['/', '/a', false],
])('isWithin %s, %s', (path, root, is) => {
  expect(isWithin(path, root, 'linux')).toBe(is);
});
