/** Why a start failed, told from what OpenClaw says of it today: a change of its words or its exit codes is seen here. */
import {createServer} from 'node:net';
import {afterAll, afterEach, expect, test} from 'vitest';
import {type Cause, diagnose, EXIT_CONFIG} from '../../src/rules/diagnosis.ts';
import {Gateway} from './gateway.ts';
import {CONFIG, Home, RESCUE, RESCUE_PORT} from './home.ts';

const home = new Home();
const TOKEN = '0123456789abcdef'.repeat(3);
const GOOD = {gateway: {mode: 'local', port: RESCUE_PORT, bind: 'loopback', auth: {mode: 'token', token: TOKEN}}, channels: {telegram: {enabled: false}}};
const withGateway = (values: object) => JSON.stringify({...GOOD, gateway: {...GOOD.gateway, ...values}});

afterEach(async () => {
  await Gateway.stopAll();
  home.remove(RESCUE);
});
afterAll(() => home.remove());

/** @returns how one start ended and what it says of it */
async function startWith(config: string | undefined) {
  if (config !== undefined) home.write(CONFIG, config);
  const {code, log} = await Gateway.launch(home, {args: ['--profile', 'rescue', 'gateway']}).end();
  const diagnosis = diagnose({exitCode: typeof code === 'number' ? code : undefined, lines: log.split('\n')});
  expect(JSON.stringify(diagnosis)).not.toContain(TOKEN);
  return {code, ...diagnosis};
}

test.each<[string, string | undefined, Cause]>([
  ['no config', undefined, {id: 'config-missing'}],
  ['no gateway.mode', withGateway({mode: undefined}), {id: 'mode-missing'}],
  ['a config that is not whole', '{"gateway": {"mode": "local",,}}', {id: 'mode-missing'}],
  ['a number that is none', withGateway({port: 'high'}), {id: 'config-invalid', key: 'gateway.port', message: 'Invalid input: expected number, received string', others: 0}],
  ['everybody let in', withGateway({bind: 'lan', auth: {mode: 'none'}}), {id: 'bind-without-auth', bind: 'lan'}],
])('%s', async (_, config, cause) => {
  expect(await startWith(config)).toMatchObject({code: EXIT_CONFIG, cause});
});

test('a port that somebody has', async () => {
  const server = createServer().listen(RESCUE_PORT, '127.0.0.1');
  try {
    const {code, cause, lines} = await startWith(withGateway({}));
    expect(code).toBe(1);
    expect(cause).toMatchObject({id: 'port-taken', port: RESCUE_PORT});
    // Whose it is OpenClaw tells where it has lsof.
    if ('holder' in cause) expect(cause.holder).toMatchObject({pid: process.pid});
    expect(lines.join('\n')).toContain(String(RESCUE_PORT));
  } finally {
    server.close();
  }
});

test('a state folder that another gateway has', async () => {
  home.write(CONFIG, withGateway({}));
  await Gateway.start(home, ['--profile', 'rescue'], RESCUE_PORT);
  expect((await startWith(undefined)).cause).toMatchObject({id: 'state-owned'});
});
