/**
 * What becomes of the service when its user logs out: a real login by PAM, so that logind starts and ends the service manager of this
 * user. There is no main here: it would come and go with the rescue, and not by our doing.
 */
import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {expect, test} from 'vitest';
import {KEYS, openTerminal, type Terminal} from '../helpers/terminal.ts';
import {isHealthy} from '../openclaw/gateway.ts';
import {RESCUE_PORT, until} from '../openclaw/home.ts';
import {closed, home, PATIENCE_MS, rescue} from './host.ts';

/** As furnish.sh has them. */
const USER = 'rescue-guest';
const PASSWORD = USER;

const run = promisify(execFile);

test('without linger it stops at the logout, as we said, and comes back with the next login', async () => {
  const first = await logIn();
  const installed = await first.type('openclaw-rescue --profile rescue onboard --non-interactive --no-linger');
  expect(installed).toContain(`up on ${RESCUE_PORT}`);
  expect(installed).toContain('The service stops when you log out, until this is run: loginctl enable-linger rescue-guest');
  await rescue.healthy(RESCUE_PORT);
  expect(await first.type('openclaw-rescue status')).toContain('off: The service stops when you log out');
  await first.logOut();
  await until(PATIENCE_MS, async () => (await userState()) === undefined || undefined, () => 'logind keeps the user');
  await closed(RESCUE_PORT);

  // Nobody is logged in: a shell of cron, say.
  const {XDG_RUNTIME_DIR: _runtime, DBUS_SESSION_BUS_ADDRESS: _bus, ...bare} = home.env;
  const program = [home.program, '--profile', 'rescue', 'gateway', 'start'];
  const refused = await run(process.execPath, program, {env: bare}).catch(error => error);
  expect(refused).toMatchObject({code: 1, stdout: ''});
  expect(refused.stderr).toMatch(/^openclaw-rescue: the service manager can’t be reached from here.*\n$/);

  const second = await logIn();
  await rescue.healthy(RESCUE_PORT);
  await second.logOut();
  await until(PATIENCE_MS, async () => (await userState()) === undefined || undefined, () => 'logind keeps the user');
  await closed(RESCUE_PORT);
});

test('with linger it stays', async () => {
  const session = await logIn();
  await rescue.healthy(RESCUE_PORT);
  // What a new profile does by itself.
  expect(await session.type('openclaw-rescue --profile rescue onboard --non-interactive --linger')).not.toContain('when you log out');
  const status = await session.type('openclaw-rescue status');
  expect(status).toMatch(/linger +on/);
  expect(status).not.toContain('log out');
  const pid = await rescue.pid();
  await session.logOut();
  // A user that lingers is never on the way out, so there is no delay to wait for.
  await until(PATIENCE_MS, async () => (await userState()) === 'lingering' || undefined, () => 'the session does not end');
  expect(await rescue.pid()).toBe(pid);
  expect(await isHealthy(RESCUE_PORT)).toBe(true);

  await run('loginctl', ['disable-linger', USER]);
  await until(PATIENCE_MS, async () => (await userState()) === undefined || undefined, () => 'logind keeps the user');
  await closed(RESCUE_PORT);
});

type Session = {
  /** Runs a command of the shell. @returns what is on the screen after it, as one line */
  readonly type: (command: string) => Promise<string>;
  readonly logOut: () => Promise<void>;
};

async function logIn(): Promise<Session> {
  const terminal = openTerminal({env: {PATH: '/usr/bin:/bin', TERM: 'xterm'}, command: ['su', '--login', USER], columns: 200, rows: 60, patienceMs: PATIENCE_MS});
  await terminal.see('Password:');
  terminal.press(PASSWORD, KEYS.enter);
  await terminal.see(`${USER}@`);
  let count = 0;
  return {
    async type(command) {
      count++;
      // The end is told by the shell, and not by the echo of what was typed.
      terminal.press(`clear; ${command}; echo "end $((${count} + 100)) code $?"`, KEYS.enter);
      await terminal.see(new RegExp(`end ${count + 100} code \\d`));
      const text = onOneLine(terminal);
      expect(text).toContain(`end ${count + 100} code 0`);
      return text;
    },
    async logOut() {
      terminal.press('exit', KEYS.enter);
      await terminal.exit;
    },
  };
}

function onOneLine(terminal: Terminal): string {
  return terminal.text().replace(/\s+/g, ' ');
}

/** `active`, `closing`, `lingering`; undefined when logind has forgotten the user. */
async function userState(): Promise<string | undefined> {
  return run('loginctl', ['show-user', '--property=State', '--value', USER]).then(({stdout}) => stdout.trim(), () => undefined);
}
