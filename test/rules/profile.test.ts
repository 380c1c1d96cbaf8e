import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {
  expandTilde,
  isProfileName,
  judgeProfileName,
  type Platform,
  profilePaths,
  serviceNames,
  tildePath,
} from '../../src/rules/profile.ts';
import {HOMES, PLATFORMS} from './helpers.ts';

describe('names that the real OpenClaw takes', () => {
  it.each(['rescue', 'a', '0', '9lives', 'my-rescue', 'my_rescue', 'a-', 'a_', 'Rescue', 'RESCUE2', 'x'.repeat(64), 'main', 'dev'])('%s', name => {
    expect(isProfileName(name)).toBe(true);
  });

  it.each(['', '-x', '_x', 'a b', 'a.b', 'a/b', '../a', 'é', 'x'.repeat(65), 'rescue\n', ' rescue', '~', 'a:b'])('not %j', name => {
    expect(isProfileName(name)).toBe(false);
  });
});

describe('the verdict on a name', () => {
  it.each<[string, string[], Platform, string | undefined]>([
    ['rescue', [], 'linux', undefined],
    ['main', [], 'linux', undefined],
    ['rescue', ['rescue'], 'linux', undefined],
    ['', [], 'linux', 'profile-empty'],
    ['a b', [], 'linux', 'profile-characters'],
    ['default', [], 'linux', 'profile-default'],
    ['Default', [], 'linux', 'profile-default'],
    // Even when a folder of that name is there, it is main.
    ['default', ['default'], 'linux', 'profile-default'],
    ['dev', [], 'linux', 'profile-dev'],
    ['dev', ['dev'], 'linux', undefined],
    ['Rescue', [], 'linux', 'profile-uppercase'],
    ['Rescue', ['Rescue'], 'linux', undefined],
    ['rescue', ['Rescue'], 'linux', 'profile-clash'],
    ['RESCUE', ['rescue'], 'linux', 'profile-clash'],
    // The one that is spelt so wins over the one that only looks like it.
    ['rescue', ['Rescue', 'rescue'], 'linux', undefined],
    ['gateway', [], 'darwin', 'profile-reserved'],
    ['node', [], 'darwin', 'profile-reserved'],
    ['gateway', [], 'linux', undefined],
    ['node', [], 'win32', undefined],
    ['gateway2', [], 'darwin', undefined],
  ])('%j beside %j on %s: %s', (name, existing, platform, id) => {
    expect(judgeProfileName(name, existing, platform)?.id).toBe(id);
  });

  it('names the profile that it clashes with', () => {
    expect(judgeProfileName('rescue', ['ops', 'ReScue'], 'win32')).toEqual({id: 'profile-clash', name: 'rescue', other: 'ReScue'});
  });

  it('lets every new lower-case name through that is not one of the special ones', () => {
    const name = fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,63}$/).filter(text => !['default', 'dev', 'gateway', 'node'].includes(text));
    fc.assert(
      fc.property(name, fc.constantFrom(...PLATFORMS), (text, platform) => {
        expect(judgeProfileName(text, [], platform)).toBeUndefined();
        expect(judgeProfileName(text.toUpperCase(), [text], platform)?.id).toBe(text === text.toUpperCase() ? undefined : 'profile-clash');
      }),
    );
  });
});

describe('paths and service names', () => {
  it.each<[Platform, string, string]>([
    ['linux', 'default', '/home/jane/.openclaw'],
    ['linux', 'rescue', '/home/jane/.openclaw-rescue'],
    ['darwin', 'default', '/Users/jane/.openclaw'],
    ['darwin', 'rescue', '/Users/jane/.openclaw-rescue'],
    ['win32', 'default', 'C:\\Users\\Jane Doe\\.openclaw'],
    ['win32', 'rescue', 'C:\\Users\\Jane Doe\\.openclaw-rescue'],
  ])('%s %s: %s', (platform, profile, stateDir) => {
    const separator = platform === 'win32' ? '\\' : '/';
    expect(profilePaths(profile, HOMES[platform], platform)).toEqual({stateDir, configPath: `${stateDir}${separator}openclaw.json`});
  });

  it.each([
    ['default', 'openclaw-gateway.service', 'ai.openclaw.gateway', 'OpenClaw Gateway'],
    ['rescue', 'openclaw-gateway-rescue.service', 'ai.openclaw.rescue', 'OpenClaw Gateway (rescue)'],
    ['main', 'openclaw-gateway-main.service', 'ai.openclaw.main', 'OpenClaw Gateway (main)'],
  ])('%s', (profile, systemdUnit, launchdLabel, windowsTask) => {
    expect(serviceNames(profile)).toEqual({systemdUnit, launchdLabel, windowsTask});
  });
});

describe('the tilde', () => {
  it.each<[string, string, Platform]>([
    ['/home/jane', '~', 'linux'],
    ['/home/jane/clawd', '~/clawd', 'linux'],
    ['/home/janet/clawd', '/home/janet/clawd', 'linux'],
    ['/srv/clawd', '/srv/clawd', 'linux'],
    ['C:\\Users\\Jane Doe\\clawd', '~\\clawd', 'win32'],
    ['D:\\clawd', 'D:\\clawd', 'win32'],
  ])('%s is shown as %s', (path, short, platform) => {
    expect(tildePath(path, HOMES[platform], platform)).toBe(short);
    expect(expandTilde(short, HOMES[platform], platform)).toBe(path);
  });

  it.each<[string, string, Platform]>([
    ['~/clawd', 'C:\\Users\\Jane Doe\\clawd', 'win32'],
    ['~jane/clawd', '~jane/clawd', 'linux'],
    ['~\\clawd', '~\\clawd', 'linux'],
    ['a/~/b', 'a/~/b', 'linux'],
  ])('%s stands for %s', (text, path, platform) => {
    expect(expandTilde(text, HOMES[platform], platform)).toBe(path);
  });

  it('comes back as the same path', () => {
    const part = fc.stringMatching(/^[\w ~.äß'%$-]{1,8}$/).filter(text => text !== '.' && text !== '..');
    fc.assert(
      fc.property(fc.array(part, {maxLength: 4}), fc.constantFrom(...PLATFORMS), (parts, platform) => {
        const home = HOMES[platform];
        const path = [home, ...parts].join(platform === 'win32' ? '\\' : '/');
        const short = tildePath(path, home, platform);
        expect(short.startsWith('~')).toBe(true);
        expect(expandTilde(short, home, platform)).toBe(path);
      }),
    );
  });
});
