import {describe, expect, it} from 'vitest';
import {parseShow} from '../../src/host/machine.ts';

describe('systemctl show', () => {
  it('tells of several units at once', () => {
    const output = [
      'MainPID=4242\nId=openclaw-gateway.service\nActiveState=active\nUnitFileState=enabled\n',
      'MainPID=0\nId=openclaw-gateway-rescue.service\nActiveState=failed\nUnitFileState=disabled\n',
      'MainPID=0\nId=nobody.service\nActiveState=inactive\nUnitFileState=\n',
    ].join('\n');
    expect([...parseShow(output)]).toEqual([
      ['openclaw-gateway.service', {isEnabled: true, isActive: true, isFailed: false, pid: 4242}],
      ['openclaw-gateway-rescue.service', {isEnabled: false, isActive: false, isFailed: true}],
      ['nobody.service', {isEnabled: false, isActive: false, isFailed: false}],
    ]);
  });

  it('counts a service that is coming up as running', () => {
    expect(parseShow('Id=a.service\nActiveState=activating\n').get('a.service')?.isActive).toBe(true);
  });

  it('tells nothing where there is nothing', () => {
    expect(parseShow('').size).toBe(0);
  });
});
