/** What status, list, doctor and engine print, in both languages: the same facts, and columns that stay in line. */
import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import type {Finding} from '../../src/rules/audit/finding.ts';
import type {Health, InstanceStatus, ServiceStatus} from '../../src/rules/status.ts';
import {doctorText} from '../../src/text/doctor-text.ts';
import {type EngineFacts, engineText, migratedText} from '../../src/text/engine-text.ts';
import {listText, statusText} from '../../src/text/status-text.ts';
import {expectSameFacts, inBoth} from '../helpers/korean.ts';
import {anInstance, hostOn, openclawOn} from '../rules/helpers.ts';

const main = anInstance({profile: 'default', port: 18_789});
const rescue = anInstance({profile: 'rescue', port: 19_789});
const host = {...hostOn('linux'), instances: [main, rescue], strangers: [{user: 'bob', port: 20_001, pid: 7}], namesakes: [{name: 'x', path: '/x/openclaw-gateway-x.service', command: ''}, {name: 'y', path: '/y', command: '/usr/bin/backup'}]};
const finding: Finding = {id: 'mode-missing', severity: 'error', instances: ['rescue'], values: [{instance: 'rescue', key: 'gateway.mode', value: 'not set'}], detail: {}, fixes: Array.from({length: 5}, (_, index) => ({instance: `rescue${index}`, ours: undefined, configPath: `/home/jane/${index}.json`, remedy: {kind: 'setting', key: ['gateway', 'mode'], value: 'local'}}))};

const service = (state: ServiceStatus['state']): ServiceStatus => ({manager: 'systemd', scope: 'user', name: 'openclaw-gateway-rescue.service', path: '/u', port: 19_789, state}) as unknown as ServiceStatus;
const status = (given: Partial<InstanceStatus> = {}): InstanceStatus => ({instance: rescue, config: {state: 'valid', by: 'OpenClaw 2026.9.6'}, services: [], holder: undefined, health: 'healthy', version: '2026.9.6', log: undefined, findings: [], ...given});

const HEALTHS: readonly Health[] = ['healthy', 'page', 'unhealthy', 'silent', 'closed'];
const STATUSES: readonly InstanceStatus[] = [
  ...HEALTHS.map(health => status({health})),
  ...(['missing', 'unreadable', 'readable', 'invalid'] as const).map(state => status({config: {state, by: 'OpenClaw 2026.9.6', reason: 'gateway.port: expected number'}})),
  status({services: [service(undefined), service({isEnabled: true, isActive: true, pid: 42}), service({isEnabled: false, isActive: false, isFailed: true})], health: 'closed'}),
  status({findings: [finding], log: {kind: 'journal', unit: 'openclaw-gateway-rescue.service'}}),
  status({instance: {...rescue, bases: [{port: 19_789, source: 'config'}, {port: 19_001, source: 'dotenv'}, {port: 19_002, source: 'running'}]}}),
];

describe('status', () => {
  it.each(STATUSES)('says the same in Korean (%#)', one => {
    for (const columns of [undefined, 60]) expectSameFacts(() => statusText([one], host, columns));
  });

  it('stands side by side, in line and within the window', () => {
    const lines = inBoth(() => statusText([status({instance: main}), ...STATUSES.slice(0, 1)], host, 100)).korean.split('\n');
    expect(Math.max(...lines.map(line => stringWidth(line)))).toBeLessThanOrEqual(100);
    const port = lines.find(line => line.includes('18789')) ?? '';
    expect(stringWidth(port.slice(0, port.indexOf('19789')))).toBe(stringWidth((lines[0] ?? '').slice(0, (lines[0] ?? '').indexOf('rescue'))));
  });
});

it('list says the same in Korean', () => {
  expectSameFacts(() => listText(host));
  expectSameFacts(() => listText({...host, instances: [], strangers: [], namesakes: []}));
});

describe('doctor', () => {
  const doctor = (given: Partial<Parameters<typeof doctorText>[0]>) => doctorText({findings: [], host, only: undefined, mendable: new Set(), isVerbose: false, ...given});

  it.each([
    ['nothing found', {}],
    ['one that was asked for', {only: rescue}],
    ['one alone', {host: {...host, instances: [main]}}],
    ['many', {host: {...host, instances: [main, rescue, rescue]}}],
    ['nobody', {host: {...host, instances: []}}],
    ['a finding', {findings: [finding], mendable: new Set(['rescue'])}],
    ['all of it', {findings: [finding], isVerbose: true, columns: 60}],
    ['a note', {findings: [{...finding, severity: 'note'}]}],
  ] as [string, Parameters<typeof doctor>[0]][])('%s', (_, given) => expectSameFacts(() => doctor(given)));

  it('has its sentences in one column', () => {
    const lines = inBoth(() => doctor({findings: [finding]})).korean.split('\n').filter(line => /gateway\.mode/.test(line));
    expect(lines.map(line => stringWidth(line.slice(0, line.search(/\S+ 인스턴스의|rescue\d:/))))).toEqual([9, 9, 9, 9]);
  });
});

describe('engine', () => {
  const facts: EngineFacts = {label: 'rescue', pinned: undefined, own: undefined, shared: openclawOn('linux'), kept: [{version: '2026.8.1', bytes: 5e8}], main: {label: 'main', version: '2026.9.6', entry: '/m'}, latest: '2026.9.6'};
  const own = {version: '2026.9.5', bytes: 4e8, entry: '/e', node: '/n'} as unknown as NonNullable<EngineFacts['own']>;

  it.each<Partial<EngineFacts>>([{}, {shared: undefined}, {pinned: '2026.9.5', own}, {pinned: '2026.9.5'}, {label: 'main', latest: '2027.1.1'}])('%j', given => {
    expectSameFacts(() => engineText({...facts, ...given}, host.machine, 'openclaw-rescue --profile rescue'));
  });

  it('databases', () => {
    expectSameFacts(() => migratedText([{path: '/a.db', before: 1, schema: 2}, {path: '/b.db', before: 1, schema: undefined}], path => path));
  });
});
