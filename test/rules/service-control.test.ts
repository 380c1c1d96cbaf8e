import {describe, expect, it} from 'vitest';
import {controlWork} from '../../src/rules/service-control.ts';
import {isEmpty} from '../../src/rules/work.ts';
import {afterApply, answersOn, hostOn, planFor, planInput} from './helpers.ts';
import type {Platform} from '../../src/rules/profile.ts';
import type {ServiceState} from '../../src/rules/target.ts';

function installed(platform: Platform, serviceState: ServiceState) {
  const host = hostOn(platform);
  const answers = answersOn(host, {service: 'write'});
  const next = afterApply(planInput({host, answers}), planFor({host, answers}));
  return {host: next.host, target: {...next.target, serviceState}};
}

const words = (work: ReturnType<typeof controlWork>) => work.commands.map(({argv}) => argv.filter(word => !/^(--user|\/TN)$/.test(word)).slice(0, 2).join(' '));

describe.each([
  ['linux', {start: ['systemctl start'], stop: ['systemctl stop'], restart: ['systemctl restart']}],
  ['darwin', {start: ['launchctl kickstart'], stop: ['launchctl bootout'], restart: ['launchctl kickstart']}],
  ['win32', {start: ['schtasks /Run'], stop: ['schtasks /End'], restart: ['schtasks /End', 'schtasks /Run']}],
] as const)('on %s', (platform, expected) => {
  it('a service that stands still is started', () => {
    const {target, host} = installed(platform, {isEnabled: true, isActive: false});
    const work = controlWork('start', target, host);
    expect(words(work)).toEqual(expected.start);
    expect([work.freePort, work.healthPort]).toEqual([19_789, 19_789]);
    expect(isEmpty(controlWork('stop', target, host))).toBe(true);
  });

  it('a service that runs is stopped or restarted', () => {
    const {target, host} = installed(platform, {isEnabled: true, isActive: true});
    expect(words(controlWork('stop', target, host))).toEqual(expected.stop);
    expect(controlWork('stop', target, host).healthPort).toBeUndefined();
    expect(words(controlWork('restart', target, host))).toEqual(expected.restart);
    expect(controlWork('restart', target, host)).toMatchObject({freePort: undefined, healthPort: 19_789});
    expect(isEmpty(controlWork('start', target, host))).toBe(true);
  });
});

it('an agent that launchd has not loaded is loaded', () => {
  const {target, host} = installed('darwin', {isEnabled: false, isActive: false});
  expect(words(controlWork('start', target, host))).toEqual(['launchctl enable', 'launchctl bootstrap']);
  expect(words(controlWork('restart', target, host))).toEqual(['launchctl enable', 'launchctl bootstrap']);
});
