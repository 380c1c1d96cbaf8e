/** Gateways of other users, from what they listen on. */
import {describe, expect, it} from 'vitest';
import {type Holder, holderName} from '../../src/rules/occupancy.ts';
import {isOwnHolder} from '../../src/rules/plan-problems.ts';
import {HIGHEST_BASE, judgeBase} from '../../src/rules/ports.ts';
import {type Stranger, strangerOwner, strangersOf} from '../../src/rules/strangers.ts';
import {holderText} from '../../src/text/port-text.ts';
import {problemText} from '../../src/text/problems.ts';
import {hostOn, targetOn} from './helpers.ts';

/** As another user sees it: the table of sockets names the user only. */
const of = (user: string): Holder => ({command: '', user});
/** As root sees it. */
const by = (user: string, pid: number): Holder => ({pid, command: 'openclaw-gateway', user});
const ours: Holder = {pid: 1, command: 'openclaw-gateway'};

describe('strangers', () => {
  it.each<[string, [number, Holder | undefined][], [string, number[]][], Stranger[]]>([
    ['no listeners', [], [['bob', [7]]], []],
    ['no gateways', [[18_789, of('bob')]], [], []],
    ['a gateway that listens nowhere', [[18_789, of('eve')]], [['bob', [7]]], []],
    ['one port', [[18_789, of('bob')]], [['bob', [7]]], [{user: 'bob', port: 18_789}]],
    [
      'the rest of a block, in any order',
      [[18_899, of('bob')], [18_791, of('bob')], [18_789, of('bob')], [18_800, of('bob')]],
      [['bob', [7]]],
      [{user: 'bob', port: 18_789}],
    ],
    [
      'the first port after a block',
      [[18_789, of('bob')], [18_899, of('bob')], [18_900, of('bob')], [18_902, of('bob')]],
      [['bob', [7]]],
      [{user: 'bob', port: 18_789}, {user: 'bob', port: 18_900}],
    ],
    [
      'two gateways of one user',
      [[18_789, of('bob')], [18_791, of('bob')], [19_789, of('bob')], [19_791, of('bob')]],
      [['bob', [7, 8]]],
      [{user: 'bob', port: 18_789}, {user: 'bob', port: 19_789}],
    ],
    [
      'two users with their ports side by side',
      [[18_789, of('bob')], [18_790, of('eve')], [18_791, of('bob')], [18_792, of('eve')]],
      [['bob', [7]], ['eve', [9]]],
      [{user: 'bob', port: 18_789}, {user: 'eve', port: 18_790}],
    ],
    ['our own and unknown ports', [[18_789, ours], [18_900, undefined], [19_789, of('bob')]], [['bob', [1]]], [{user: 'bob', port: 19_789}]],
    ['ports of a user without a gateway', [[5432, of('postgres')], [18_789, of('bob')]], [['bob', [7]]], [{user: 'bob', port: 18_789}]],
    ['low ports, by their user only', [[22, of('root')], [1023, of('root')], [1024, of('root')]], [['root', [7]]], [{user: 'root', port: 1024}]],
    ['a low port, by its process', [[443, by('bob', 7)]], [['bob', [7]]], [{user: 'bob', port: 443, pid: 7}]],
    [
      'by process: other programs of that user do not count',
      [[18_700, by('bob', 5)], [18_789, by('bob', 7)], [18_791, by('bob', 7)], [30_000, by('bob', 5)]],
      [['bob', [7]]],
      [{user: 'bob', port: 18_789, pid: 7}],
    ],
    [
      'by process: two gateways of one user',
      [[19_789, by('bob', 8)], [18_789, by('bob', 7)]],
      [['bob', [7, 8]]],
      [{user: 'bob', port: 18_789, pid: 7}, {user: 'bob', port: 19_789, pid: 8}],
    ],
    [
      'one port by its process, one by its user only',
      [[18_789, by('bob', 7)], [20_000, of('bob')], [30_000, by('bob', 5)]],
      [['bob', [7]]],
      [{user: 'bob', port: 18_789, pid: 7}, {user: 'bob', port: 20_000}],
    ],
  ])('%s', (_, listeners, gatewayUsers, expected) => {
    expect(strangersOf(listeners, new Map(gatewayUsers))).toStrictEqual(expected);
    expect(strangersOf(new Map(listeners), new Map(gatewayUsers))).toStrictEqual(expected);
  });

  it('are kept away from like any other instance', () => {
    const owner = strangerOwner({user: 'bob', port: 18_789, pid: 7});
    expect(owner).toStrictEqual({label: 'user bob', bases: [18_789], explicit: []});
    expect(judgeBase('18800', [owner])).toMatchObject({kind: 'refused', reason: {id: 'port-too-near'}});
    expect(judgeBase('18900', [owner])).toMatchObject({kind: 'clean', nearest: {owner: 'user bob'}});
    expect(strangerOwner({user: '4242', port: HIGHEST_BASE}).label).toBe('user 4242');
  });
});

describe('a port that another user holds', () => {
  const busy = (holder: Holder | undefined, port = 19_789) => ({port, code: 'EADDRINUSE', holder});

  it.each<[Holder | undefined, string]>([
    [undefined, 'in use'],
    [{pid: 12, command: 'node'}, 'in use: node (pid 12)'],
    [{pid: 12, command: ''}, 'in use: pid 12'],
    [{pid: 12, command: 'openclaw-gateway', user: 'bob'}, 'in use: openclaw-gateway (pid 12, user bob)'],
    [{pid: 12, command: '', user: 'bob'}, 'in use: pid 12, user bob'],
    [{command: '', user: 'bob'}, 'in use by bob'],
    [{command: 'node', user: 'bob'}, 'in use: node (user bob)'],
    [{command: '', user: 'b\u001bob'}, 'in use by b?ob'],
  ])('%j: %s', (holder, text) => {
    expect(holderText(busy(holder))).toBe(text);
  });

  it('has a name for a sentence', () => {
    expect(holderName(of('bob'))).toBe('bob');
    expect(holderName({pid: 12, command: ''})).toBe('pid 12');
    expect(holderName(by('bob', 12))).toBe('openclaw-gateway (pid 12, user bob)');
  });

  it('can’t be told to stop', () => {
    expect(problemText({id: 'port-in-use', ...busy(of('bob'))})).toBe('Port 19789 is in use by bob; choose another base port.');
    expect(problemText({id: 'port-in-use', ...busy({pid: 12, command: 'x'})})).toBe('Port 19789 is in use: x (pid 12); stop that, or choose another base port.');
  });

  it('is never our own', () => {
    const host = hostOn('linux');
    const target = targetOn(host, 'rescue');
    const [instance] = host.instances;
    const own = {...target, existing: {...instance!, bases: [{port: 19_789, source: 'config'}] as const}};
    for (const holder of [undefined, {command: ''}, {pid: 12, command: ''}, {pid: 12, command: 'openclaw-gateway'}, {pid: 12, command: 'node'}]) {
      expect(isOwnHolder(own, busy(holder))).toBe(true);
      if (holder) expect(isOwnHolder(own, busy({...holder, user: 'bob'}))).toBe(false);
    }
  });
});
