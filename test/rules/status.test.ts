import {describe, expect, it} from 'vitest';
import {logSources, mainService} from '../../src/rules/status.ts';
import {machineOn, settings} from './helpers.ts';

const instance = (profile: string | undefined, config = {}) => ({...(profile === undefined ? {} : {profile}), settings: settings(config)});

describe('where a gateway logs', () => {
  it.each([
    ['a profile of today', 'rescue', '2026.9.6', 'openclaw-rescue-'],
    ['the default instance', 'default', '2026.9.6', 'openclaw-'],
    ['one that is no profile', undefined, '2026.9.6', 'openclaw-'],
    // Before that all profiles wrote into one file, which is main's own today.
    ['a profile before 2026.7', 'rescue', '2026.6.30', 'openclaw-'],
    ['a profile of 2026.7', 'rescue', '2026.7.1', 'openclaw-rescue-'],
    ['a profile of an unknown version', 'rescue', undefined, 'openclaw-rescue-'],
  ])('%s', (_, profile, version, prefix) => {
    const {dated} = logSources(instance(profile), machineOn('linux'), '/tmp', version);
    expect(dated).toEqual([{folder: '/tmp/openclaw', prefix}, {folder: `/tmp/openclaw-${machineOn('linux').userId}`, prefix}]);
  });

  it('the config’s own file first', () => {
    expect(logSources(instance('rescue', {logging: {file: '~/x.log'}}), machineOn('linux'), '/tmp', undefined).files).toEqual([`${machineOn('linux').homes.openclaw}/x.log`]);
  });

  it('on macOS the file of the agent', () => {
    const {homes} = machineOn('darwin');
    expect(logSources(instance('rescue'), machineOn('darwin'), '/tmp', undefined).files).toEqual([`${homes.user}/Library/Logs/openclaw/gateway-rescue.log`]);
    expect(logSources(instance('default'), machineOn('darwin'), '/tmp', undefined).files).toEqual([`${homes.user}/Library/Logs/openclaw/gateway.log`]);
  });
});

it('the service of the user counts before one of the system', () => {
  const service = {manager: 'systemd', name: 'x', path: 'x', argv: [], environment: {}} as const;
  const [system, user] = [{...service, scope: 'system'} as const, {...service, scope: 'user'} as const];
  expect(mainService({services: [system, user]})).toBe(user);
  expect(mainService({services: [system]})).toBe(system);
  expect(mainService({services: []})).toBeUndefined();
});
