import {createServer, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {expect, it, onTestFinished} from 'vitest';
import {askHealth} from '../../src/host/health.ts';

async function answering(answer: (response: ServerResponse) => void): Promise<number> {
  const server = createServer((_, response) => answer(response));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

it.each([
  ['JSON that says ok', '{"ok":true,"status":"live"}', 'healthy'],
  ['JSON that does not', '{"ok":false}', 'unhealthy'],
  ['the page of an old build', '<html><head><title>OpenClaw Control</title>', 'page'],
  ['the page of something else', '<html><title>Router</title>', 'unhealthy'],
  ['nothing', '', 'unhealthy'],
])('%s', async (_, body, health) => {
  expect(await askHealth(await answering(response => response.end(body)))).toBe(health);
});

it('does not wait for one that never ends', async () => {
  const port = await answering(response => {
    const timer = setInterval(() => response.write(': ping\n'), 20);
    response.on('close', () => clearInterval(timer));
  });
  expect(await askHealth(port, 200)).toBe('silent');
});

it('does not wait for one that never begins', async () => {
  expect(await askHealth(await answering(() => undefined), 200)).toBe('silent');
});

it('sees a port on which nobody listens', async () => {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const {port} = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  expect(await askHealth(port)).toBe('closed');
});
