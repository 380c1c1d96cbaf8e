import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Platform} from '../../src/rules/profile.ts';
import {defaultWorkspace, type Footprint, judgeWorkspace, relationOf, workspacePath} from '../../src/rules/workspace.ts';

describe('the default workspace', () => {
  it.each<[Platform, string, string, string]>([
    ['linux', '/home/jane/.openclaw', '/home/jane/.openclaw/workspace', '/home/jane/.openclaw-rescue/workspace-rescue'],
    ['linux', '/home/jane/.openclaw', '/home/jane/.openclaw/deep/desk', '/home/jane/.openclaw-rescue/desk-rescue'],
    ['linux', '/home/jane/.openclaw', '/home/jane/.openclaw', '/home/jane/.openclaw-rescue/.openclaw-rescue'],
    ['linux', '/home/jane/.openclaw', '/home/jane/clawd', '/home/jane/clawd-rescue'],
    ['linux', '/home/jane/.openclaw', '/srv/clawd', '/srv/clawd-rescue'],
    ['linux', '/home/jane/.openclaw', '/home/jane/.openclaw2/workspace', '/home/jane/.openclaw2/workspace-rescue'],
    // A home that is the workspace can't have a sibling of ours.
    ['linux', '/home/jane/.openclaw', '/home/jane', '/home/jane/.openclaw-rescue/jane-rescue'],
    ['linux', '/home/jane/.openclaw', '/', '/home/jane/.openclaw-rescue/workspace-rescue'],
    // The usual file systems there don't tell case apart.
    ['darwin', '/home/jane/.openclaw', '/home/jane/.OpenClaw/workspace', '/home/jane/.openclaw-rescue/workspace-rescue'],
    ['linux', '/home/jane/.openclaw', '/home/jane/.OpenClaw/workspace', '/home/jane/.OpenClaw/workspace-rescue'],
  ])('%s: main in %s with %s gets %s', (platform, mainStateDir, mainWorkspace, expected) => {
    const stateDir = '/home/jane/.openclaw-rescue';
    expect(defaultWorkspace({profile: 'rescue', stateDir, mainStateDir, mainWorkspace, platform})).toBe(expected);
  });

  it('on Windows', () => {
    const seat = {profile: 'rescue', stateDir: 'C:\\U\\J\\.openclaw-rescue', mainStateDir: 'C:\\U\\J\\.openclaw', platform: 'win32'} as const;
    expect(defaultWorkspace({...seat, mainWorkspace: 'c:\\u\\j\\.OPENCLAW\\workspace'})).toBe('C:\\U\\J\\.openclaw-rescue\\workspace-rescue');
    expect(defaultWorkspace({...seat, mainWorkspace: 'D:\\clawd'})).toBe('D:\\clawd-rescue');
  });
});

describe('how two paths lie to each other', () => {
  it.each<[string, string, Platform, string | undefined]>([
    ['/a/b', '/a/b', 'linux', 'equal'],
    ['/a/b/', '/a/b', 'linux', 'equal'],
    ['/a/./b/c/..', '/a/b', 'linux', 'equal'],
    ['/a/b/c', '/a/b', 'linux', 'inside'],
    ['/a', '/a/b/c', 'linux', 'around'],
    ['/', '/a', 'linux', 'around'],
    ['/a', '/', 'linux', 'inside'],
    ['/a/bc', '/a/b', 'linux', undefined],
    ['/a/c', '/a/b', 'linux', undefined],
    // Names that start with dots are no way up.
    ['/a/b/..foo', '/a/b', 'linux', 'inside'],
    ['/a/b/...', '/a/b', 'linux', 'inside'],
    ['/a/..foo', '/a/b', 'linux', undefined],
    ['/a/b', '/a/b/..foo', 'linux', 'around'],
    ['/a/B', '/a/b', 'linux', undefined],
    ['/a/B', '/a/b', 'darwin', 'equal'],
    ['/A/b/c', '/a/B', 'darwin', 'inside'],
    ['c:\\A', 'C:\\a\\b', 'win32', 'around'],
    ['C:\\a\\b', 'c:/A', 'win32', 'inside'],
    ['D:\\a', 'C:\\a', 'win32', undefined],
    ['D:\\', 'C:\\a', 'win32', undefined],
    ['\\\\server\\share\\a', 'C:\\a', 'win32', undefined],
  ])('%s to %s on %s: %s', (path, other, platform, relation) => {
    expect(relationOf(path, other, platform)).toBe(relation);
  });

  it('is the reverse the other way round', () => {
    const path = fc.array(fc.constantFrom('a', 'b', 'A', '..x', '...'), {maxLength: 4}).map(parts => `/${parts.join('/')}`);
    const reverse = {equal: 'equal', inside: 'around', around: 'inside'} as const;
    fc.assert(
      fc.property(path, path, fc.constantFrom<Platform>('linux', 'darwin'), (a, b, platform) => {
        const relation = relationOf(a, b, platform);
        expect(relationOf(b, a, platform)).toBe(relation && reverse[relation]);
        // By names: one is a prefix of the other.
        const names = (text: string) => (platform === 'linux' ? text : text.toLowerCase()).split('/').filter(Boolean);
        const [left, right] = [names(a), names(b)];
        const isPrefix = left.every((name, index) => index >= right.length || name === right[index]);
        expect(relation !== undefined).toBe(isPrefix);
      }),
    );
  });
});

describe('a typed workspace', () => {
  it.each<[string, string, Platform]>([
    ['~/clawd', '/home/jane/clawd', 'linux'],
    ['~', '/home/jane', 'linux'],
    ['  /srv/clawd  ', '/srv/clawd', 'linux'],
    ['/srv//clawd/./x/../', '/srv/clawd', 'linux'],
    ['/', '/', 'linux'],
    ['', '', 'linux'],
    ['  ', '', 'linux'],
    ['clawd/', 'clawd', 'linux'],
    ['../x', '../x', 'linux'],
    ['/srv/..foo/', '/srv/..foo', 'linux'],
    ['C:/a/b/', 'C:\\a\\b', 'win32'],
    ['C:\\', 'C:\\', 'win32'],
    ['~\\clawd', '/home/jane'.replaceAll('/', '\\') + '\\clawd', 'win32'],
  ])('%j stands for %j', (typed, path, platform) => {
    expect(workspacePath(typed, '/home/jane', platform)).toBe(path);
  });
});

describe('refusals', () => {
  const own = '/home/jane/.openclaw-rescue';
  const others: Footprint[] = [
    {
      label: 'main',
      places: [
        {kind: 'state', path: '/home/jane/.openclaw'},
        {kind: 'config', path: '/etc/openclaw/main.json'},
        {kind: 'workspace', path: '/home/jane/clawd'},
      ],
    },
    {label: 'ops', places: [{kind: 'workspace', path: '/srv/ops'}]},
  ];
  const judge = (path: string, resolved = path, isFile = false) => judgeWorkspace({path, resolved, obstacle: isFile ? {path, reason: 'it is not a folder'} : undefined}, own, others, 'linux');

  it.each([
    [`${own}/workspace-rescue`],
    ['/home/jane/clawd-rescue'],
    ['/home/jane/.openclaw-other'],
    ['/srv/ops-rescue'],
    ['/home/jane/with space'],
  ])('not %s', path => {
    expect(judge(path)).toBeUndefined();
  });

  it.each([
    ['', 'workspace-empty'],
    ['clawd', 'workspace-not-absolute'],
    ['./clawd', 'workspace-not-absolute'],
    ['~/clawd', 'workspace-not-absolute'],
    ['/home/jane/a\nb', 'workspace-control-characters'],
    ['/home/jane/a\u0000b', 'workspace-control-characters'],
    ['/home/jane/\u001b[31m', 'workspace-control-characters'],
    [own, 'workspace-holds-own-state'],
  ])('%j: %s', (path, id) => {
    expect(judge(path)?.id).toBe(id);
  });

  it.each([
    ['/home/jane/.openclaw', 'equal', 'main', 'state'],
    ['/home/jane/.openclaw/workspace-rescue', 'inside', 'main', 'state'],
    ['/home/jane', 'around', 'main', 'state'],
    ['/', 'around', 'main', 'state'],
    ['/etc/openclaw', 'around', 'main', 'config'],
    ['/home/jane/clawd', 'equal', 'main', 'workspace'],
    ['/home/jane/clawd/sub', 'inside', 'main', 'workspace'],
    ['/srv', 'around', 'ops', 'workspace'],
  ])('%s is %s %s’s %s', (path, relation, label, kind) => {
    expect(judge(path)).toMatchObject({id: 'workspace-shared', relation, owner: label, place: {kind}});
  });

  it('goes by where the links lead', () => {
    expect(judge('/home/jane/link', '/home/jane/.openclaw/x')).toMatchObject({id: 'workspace-shared', relation: 'inside'});
    expect(judge('/home/jane/link', own)).toMatchObject({id: 'workspace-holds-own-state'});
    expect(judge('/home/jane/.openclaw/out', '/srv/elsewhere')).toBeUndefined();
  });

  it('not around our own state', () => {
    expect(judgeWorkspace({path: '/srv', resolved: '/srv'}, '/srv/rescue/state', [], 'linux')).toEqual({id: 'workspace-holds-own-state', stateDir: '/srv/rescue/state'});
    expect(judgeWorkspace({path: '/srv/rescue/desk', resolved: '/srv/rescue/desk'}, '/srv/rescue/state', [], 'linux')).toBeUndefined();
  });

  it('name the place that is the very same before one that is around it', () => {
    const nested: Footprint[] = [{label: 'main', places: [{kind: 'state', path: '/m'}, {kind: 'workspace', path: '/m/workspace'}]}];
    expect(judgeWorkspace({path: '/m/workspace', resolved: '/m/workspace'}, own, nested, 'linux')).toMatchObject({relation: 'equal', place: {kind: 'workspace'}});
  });

  it('a file in its place', () => {
    expect(judge('/home/jane/notes', '/home/jane/notes', true)).toEqual({id: 'workspace-blocked', path: '/home/jane/notes', reason: 'it is not a folder'});
  });

  it('on Windows', () => {
    const places: Footprint[] = [{label: 'main', places: [{kind: 'state', path: 'C:\\Users\\J\\.openclaw'}]}];
    const on = (path: string) => judgeWorkspace({path, resolved: path}, 'C:\\Users\\J\\.openclaw-rescue', places, 'win32');
    expect(on('c:\\users\\j\\.OpenClaw\\ws')).toMatchObject({id: 'workspace-shared', relation: 'inside'});
    expect(on('D:\\clawd')).toBeUndefined();
    expect(on('C:clawd')).toMatchObject({id: 'workspace-not-absolute'});
  });

  it('the place of our own config, before that is there', () => {
    expect(judge(`${own}/openclaw.json`)).toBeDefined();
    expect(judge(`${own}/openclaw.json/workspace`)).toBeDefined();
  });
});
