/** What the tools of each system print about listening ports. */
import {expect, it} from 'vitest';
import {parseLsof, parseNetstat, parseProcNet} from '../../src/host/listeners.ts';

it('/proc/net/tcp: sockets that listen, by port and inode', () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:4965 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 12345 1 0000000000000000 100 0 0 10 0
   1: 0100007F:1F90 0100007F:D431 01 00000000:00000000 00:00000000 00000000  1000        0 12346 1 0000000000000000 20 4 30 10 -1
`;
  expect(parseProcNet(table)).toEqual([{port: 18789, inode: '12345'}]);
});

it('/proc/net/tcp6', () => {
  const table = `  sl  local_address remote_address st
   0: 00000000000000000000000001000000:4965 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 777 1
`;
  expect(parseProcNet(table)).toEqual([{port: 18789, inode: '777'}]);
});

it('lsof -F pcn', () => {
  const listeners = parseLsof('p812\ncpostgres\nn127.0.0.1:5432\nn[::1]:5432\np900\ncnode\nn*:18789\n');
  expect([...listeners]).toEqual([
    [5432, {pid: 812, command: 'postgres'}],
    [18789, {pid: 900, command: 'node'}],
  ]);
});

it('netstat -ano, in German', () => {
  const listeners = parseNetstat('\r\nAktive Verbindungen\r\n\r\n  TCP    0.0.0.0:135      0.0.0.0:0      ABHÖREN       1044\r\n  TCP    [::1]:18789      [::]:0         ABHÖREN       42\r\n  TCP    10.0.0.2:50001   10.0.0.9:443   HERGESTELLT   7\r\n');
  expect([...listeners]).toEqual([
    [135, {pid: 1044, command: ''}],
    [18789, {pid: 42, command: ''}],
  ]);
});
