/** What the tools of each system print about listening ports. */
import {type AddressInfo, createServer} from 'node:net';
import {expect, it} from 'vitest';
import {lasting, type Listeners, parseLsof, parseNetstat, readListeners, readPorts, withProcesses} from '../../src/host/listeners.ts';
import {parseProcNet} from '../../src/host/sockets.ts';
import type {Holder} from '../../src/rules/occupancy.ts';
import {parsePasswd} from '../../src/host/users.ts';

it('/proc/net/tcp: sockets that listen, by port, inode and user', () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:4965 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 12345 1 0000000000000000 100 0 0 10 0
   1: 0100007F:1F90 0100007F:D431 01 00000000:00000000 00:00000000 00000000  1000        0 12346 1 0000000000000000 20 4 30 10 -1
   2: 0100007F:4D4D 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        7 12347 1 0000000000000000 100 0 0 10 0
   3: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000 1234567890        0 12348 1 0000000000000000 100 0 0 10 0
`;
  expect(parseProcNet(table)).toEqual([
    {port: 18789, address: '0100007F', inode: '12345', uid: 1000},
    {port: 19789, address: '0100007F', inode: '12347', uid: 0},
    {port: 22, address: '00000000', inode: '12348', uid: 1234567890},
  ]);
});

it('/proc/net/tcp6', () => {
  const table = `  sl  local_address remote_address st
   0: 00000000000000000000000001000000:4965 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000   501        0 777 1
`;
  expect(parseProcNet(table)).toEqual([{port: 18789, address: '00000000000000000000000001000000', inode: '777', uid: 501}]);
});

it('lsof -F pcn, from an lsof that knows no logins', () => {
  const listeners = parseLsof('p812\ncpostgres\nn127.0.0.1:5432\nn[::1]:5432\np900\ncnode\nn*:18789\n', 'jane');
  expect([...listeners]).toEqual([
    [5432, {pid: 812, command: 'postgres'}],
    [18789, {pid: 900, command: 'node'}],
  ]);
});

it('lsof -F pcnL: the user of a process, where it is not ourselves', () => {
  const output = 'p812\ncpostgres\nL_postgres\nf7\nn127.0.0.1:5432\nf8\nn[::1]:5433\np900\ncnode\nLjane\nf20\nn*:18789\np901\ncopenclaw-gateway\nL502\nf21\nn127.0.0.1:19789\np902\ncsshd\nf3\nn*:22\n';
  const expected = [
    [5432, {pid: 812, command: 'postgres', user: '_postgres'}],
    [5433, {pid: 812, command: 'postgres', user: '_postgres'}],
    [18789, {pid: 900, command: 'node'}],
    [19789, {pid: 901, command: 'openclaw-gateway', user: '502'}],
    [22, {pid: 902, command: 'sshd'}],
  ];
  expect([...parseLsof(output, 'jane')]).toStrictEqual(expected);
  expect(parseLsof(output, '_postgres').get(5432)).toStrictEqual({pid: 812, command: 'postgres'});
  expect(parseLsof(output, '_postgres').get(18789)).toStrictEqual({pid: 900, command: 'node', user: 'jane'});
});

it('/etc/passwd: the first name of a number counts', () => {
  const text = '# a remark\nroot:x:0:0:root:/root:/bin/bash\ntoor:x:0:0::/root:/bin/sh\nbob:x:1001:1001:Bob,,,:/home/bob:/bin/sh\nodd::1002:100::/:\nbroken:x:\n';
  expect([...parsePasswd(text)]).toEqual([
    [0, 'root'],
    [1001, 'bob'],
    [1002, 'odd'],
  ]);
});

it('netstat -ano, in German', () => {
  const listeners = parseNetstat('\r\nAktive Verbindungen\r\n\r\n  TCP    0.0.0.0:135      0.0.0.0:0      ABHÖREN       1044\r\n  TCP    [::1]:18789      [::]:0         ABHÖREN       42\r\n  TCP    10.0.0.2:50001   10.0.0.9:443   HERGESTELLT   7\r\n');
  expect([...listeners]).toEqual([
    [135, {pid: 1044, command: ''}],
    [18789, {pid: 42, command: ''}],
  ]);
});

it('a listener that was gone a moment later does not count', async () => {
  const open = async () => {
    const server = createServer();
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return {port: (server.address() as AddressInfo).port, close: () => new Promise(resolve => server.close(resolve))};
  };
  const [gone, there] = [await open(), await open()];
  const before = await readPorts('linux');
  await gone.close();
  const left = lasting(before, await readPorts('linux')) as Listeners;
  const held = await withProcesses(left, new Set([there.port]));
  await there.close();
  expect([before?.has(gone.port), left.has(gone.port), left.has(there.port)]).toEqual([true, false, true]);
  expect([...held]).toEqual([[there.port, expect.objectContaining({pid: process.pid})]]);
});

it('who holds a port by the same socket as a moment ago is not looked up again', async () => {
  const open = async (port = 0) => {
    const server = createServer();
    await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
    return {port: (server.address() as AddressInfo).port, close: () => new Promise(resolve => server.close(resolve))};
  };
  const [held, other] = [await open(), await open()];
  const seen = (await readListeners('linux', new Set([held.port, other.port]))) as Map<number, Holder>;
  const mark = (port: number) => seen.set(port, {...seen.get(port), command: 'as it was'});
  mark(held.port);
  mark(other.port);
  await other.close();
  const again = await open(other.port);
  const now = await readListeners('linux', new Set([held.port, other.port]), seen);
  await held.close();
  await again.close();
  expect([now?.get(held.port)?.command, now?.get(other.port)?.command]).toEqual(['as it was', expect.not.stringMatching('as it was')]);
});
