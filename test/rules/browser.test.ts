import {describe, expect, it} from 'vitest';
import {browserPorts} from '../../src/rules/browser.ts';
import {settings} from './helpers.ts';

const rowsOf = (browser: object, port = 19_789) => browserPorts({bases: [{port, source: 'config'}], settings: settings({browser})});

it('follows from the base port (OpenClaw 2026.9.6)', () => {
  expect(rowsOf({})).toEqual({
    control: 19_791,
    relay: 19_799,
    cdp: {from: 19_800, to: 19_899},
    isEnabled: true,
    rows: [
      {name: 'openclaw', kind: 'managed', port: 19_800, source: 'rule'},
      {name: 'chrome', kind: 'relay', port: 19_799, source: 'rule'},
    ],
  });
});

it('falls back to the shared CDP range above 65425', () => {
  expect(rowsOf({}, 65_426).cdp).toEqual({from: 18_800, to: 18_899});
});

describe('what the config names', () => {
  it.each([
    ['a port', {work: {cdpPort: 9222}}, {name: 'work', kind: 'configured', port: 9222, source: 'config'}],
    ['an address of this host', {work: {cdpUrl: 'http://127.0.0.1:9333/x?token=s3cret'}}, {name: 'work', kind: 'configured', port: 9333, source: 'config', address: 'http://127.0.0.1:9333'}],
    ['an address elsewhere, without its secrets', {work: {cdpUrl: 'wss://user:s3cret@cloud.example/x?token=s3cret'}}, {name: 'work', kind: 'configured', source: 'remote', address: 'wss://cloud.example'}],
    ['nothing', {work: {}}, {name: 'work', kind: 'configured', source: 'later'}],
    ['the managed browser itself', {openclaw: {cdpPort: 9444}}, {name: 'openclaw', kind: 'managed', port: 9444, source: 'config'}],
    ['the managed browser without a port', {openclaw: {color: '#fff'}}, {name: 'openclaw', kind: 'managed', port: 19_800, source: 'rule'}],
  ])('%s', (_, profiles, row) => {
    const {rows} = rowsOf({profiles});
    expect(rows).toContainEqual(row);
    expect(new Set(rows.map(({name}) => name)).size).toBe(rows.length);
    expect(JSON.stringify(rows)).not.toContain('s3cret');
  });

  it('the browser may be off', () => {
    expect(rowsOf({enabled: false}).isEnabled).toBe(false);
  });
});
