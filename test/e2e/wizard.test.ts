/** The whole program as a person meets it: keys in, screen out, files on the disk. */
import {existsSync} from 'node:fs';
import {type AddressInfo, createServer} from 'node:net';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import {makeHome, type TestHome} from '../helpers/home.ts';
import {run} from '../helpers/run.ts';
import {enterTo, KEYS, leave, openTerminal} from '../helpers/terminal.ts';

const UNIT = '.config/systemd/user/openclaw-gateway-rescue.service';
const CONFIG = '.openclaw-rescue/openclaw.json';

async function createRescue(home: TestHome): Promise<void> {
  const terminal = openTerminal({env: home.env});
  await enterTo(terminal, 7);
  terminal.press(KEYS.enter);
  await terminal.see('is written, base port');
  terminal.press(KEYS.enter);
  expect(await terminal.exit).toMatchObject({code: 0});
}

describe('first set-up', () => {
  it('takes Enter to the end', async () => {
    const home = makeHome();
    const main = home.snapshot('.openclaw');
    await createRescue(home);

    expect(home.mode('.openclaw-rescue')).toBe(0o700);
    expect(home.mode(CONFIG)).toBe(0o600);
    const config = JSON.parse(home.read(CONFIG));
    expect(config).toMatchObject({
      gateway: {mode: 'local', port: 19789, bind: 'loopback', auth: {mode: 'token'}},
      agents: {defaults: {workspace: `${home.path}/.openclaw-rescue/workspace-rescue`}},
    });
    expect(config.gateway.auth.token).toMatch(/^[0-9a-f]{48}$/);
    expect(home.mode(UNIT)).toBe(0o600);
    expect(home.read(UNIT)).toContain('gateway --port 19789\n');
    expect(home.read(UNIT)).not.toContain(config.gateway.auth.token);
    expect(home.snapshot('.openclaw')).toEqual(main);
  });

  it('shows the port table, and no token', async () => {
    const home = makeHome();
    const terminal = openTerminal({env: home.env});
    await terminal.see('1 of 7');
    terminal.press(KEYS.enter);
    await terminal.see('all 100 free');
    expect(terminal.rows().slice(3, 11).map(row => row.trimEnd())).toEqual([
      ' Base port   19789                                      1000 above main · clean',
      '',
      '   What                Port          Rule           On this host',
      '   Gateway (ws, http)  19789         base           free',
      '   Canvas              19789         base           served by the gateway',
      '   Browser control     19791         base + 2       free, loopback only',
      '   Extension relay     19799         base + 10      free',
      '   Browser CDP         19800–19899   base + 11…110  all 100 free',
    ]);
    terminal.press(KEYS.enter);
    await terminal.see('3 of 7');
    terminal.press(KEYS.enter);
    await terminal.see('s shows it');
    expect(terminal.raw()).not.toMatch(/[0-9a-f]{48}/);
    terminal.press('s');
    await terminal.see(/[0-9a-f]{48}/);
  });

  it('refuses what the rules refuse, with the reason, and goes on from there', async () => {
    const home = makeHome();
    const terminal = openTerminal({env: home.env});
    await terminal.see('1 of 7');
    terminal.press(KEYS.enter);
    await terminal.see('2 of 7');
    terminal.press(KEYS.ctrlU, '18790');
    await terminal.see('1 above main · too near');
    terminal.press(KEYS.enter);
    await terminal.see('18790 is 1 above main (18789); at least 20 are needed');
    expect(terminal.text()).toContain('2 of 7');
    terminal.press(KEYS.ctrlU, '65500');
    await terminal.see('falls back to 18800–18899');
    terminal.press(KEYS.ctrlU, '443');
    await terminal.see('needs root');
    terminal.press(KEYS.ctrlU, '18809');
    await terminal.see('main’s 10th browser profile would take this gateway’s own port 18809');
    terminal.press(KEYS.enter, 'n');
    await terminal.see('1000 above main · clean');
    terminal.press(KEYS.ctrlU, '18809');
    await terminal.see('overlaps');
    terminal.press('a');
    await terminal.see('Accepted');
    terminal.press(KEYS.enter);
    await terminal.see('3 of 7');
  });

  it('names the process behind a port in use, and refuses it', async () => {
    const server = createServer();
    const port = await new Promise<number>(resolve => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
    onTestFinished(() => void server.close());
    const home = makeHome();
    const terminal = openTerminal({env: home.env});
    await terminal.see('1 of 7');
    terminal.press(KEYS.enter);
    await terminal.see('2 of 7');
    terminal.press(KEYS.ctrlU, String(port));
    await terminal.see(new RegExp(`in use: .*\\(pid ${process.pid}\\)`));
    terminal.press(KEYS.enter);
    await terminal.see('stop that, or choose another base port');
    expect(terminal.text()).toContain('2 of 7');
  });
});

describe('a second run', () => {
  it('finds nothing to do and changes no byte', async () => {
    const home = makeHome();
    await createRescue(home);
    const before = {state: home.snapshot('.openclaw-rescue'), units: home.snapshot('.config/systemd')};
    const terminal = openTerminal({env: home.env});
    await terminal.see('there already: edit it');
    await enterTo(terminal, 7);
    await terminal.see('Nothing to do');
    terminal.press(KEYS.enter);
    expect(await terminal.exit).toMatchObject({code: 0});
    await terminal.see('Nothing to do');
    expect({state: home.snapshot('.openclaw-rescue'), units: home.snapshot('.config/systemd')}).toEqual(before);
  });

  it('moves config, argument and environment to another port together, and keeps what the user added', async () => {
    const home = makeHome();
    await createRescue(home);
    const token = JSON.parse(home.read(CONFIG)).gateway.auth.token;
    home.write(CONFIG, home.read(CONFIG).replace('"port": 19789,', '"port": 19789, // the rescue bot\n    /* keep */ "reload": {"mode": "off"},'));
    home.write(UNIT, home.read(UNIT).replace('KillMode=mixed\n', 'KillMode=mixed\n# mine\nEnvironment=MY_PROXY=http://proxy\n'));
    const terminal = openTerminal({env: home.env});
    await enterTo(terminal, 2, 1, 8);
    terminal.press(KEYS.ctrlU, '20900');
    await terminal.see('2111 above main');
    await enterTo(terminal, 7, 2, 8);
    // Not ours, so what it says is nobody's to read.
    await terminal.see(/Environment=MY_PROXY +‹ kept ›/);
    expect(terminal.text()).not.toContain('http://proxy');
    await enterTo(terminal, 8, 7, 8);
    terminal.press(KEYS.enter);
    await terminal.see('is written, base port 20900');

    expect(home.read(CONFIG)).toContain('"port": 20900, // the rescue bot\n    /* keep */ "reload": {"mode": "off"},');
    expect(home.read(CONFIG)).toContain(token);
    const unit = home.read(UNIT);
    expect(unit).toContain('gateway --port 20900\n');
    expect(unit).toContain('Environment=OPENCLAW_GATEWAY_PORT=20900\n');
    expect(unit).toContain('KillMode=mixed\n# mine\nEnvironment=MY_PROXY=http://proxy\n');
    expect(unit).not.toContain('19789');
  });

  it('keeps the answers of an interrupted run', async () => {
    const home = makeHome();
    const first = openTerminal({env: home.env});
    await first.see('1 of 7');
    first.press(KEYS.enter);
    await first.see('2 of 7');
    first.press(KEYS.ctrlU, '21000');
    await first.see('2211 above main');
    first.press(KEYS.enter);
    await first.see('3 of 7');
    first.kill('SIGTERM');
    await first.exit;
    const second = openTerminal({env: home.env});
    await second.see(/3 of 7[^]*You left at Workspace on/);
    second.press(KEYS.escape);
    await second.see('2211 above main');
  });
});

describe('odd input', () => {
  it('takes a port with zeros in front', async () => {
    const terminal = openTerminal({env: makeHome().env});
    await terminal.see('1 of 7');
    terminal.press(KEYS.enter);
    await terminal.see('2 of 7');
    terminal.press(KEYS.home, '0');
    await terminal.see('019789');
    terminal.press(KEYS.enter);
    await terminal.see('3 of 7');
  });

  it('keeps what was typed last before Ctrl-C', async () => {
    const home = makeHome();
    const first = openTerminal({env: home.env});
    await first.see('1 of 7');
    first.press(KEYS.enter);
    await first.see('2 of 7');
    first.press(KEYS.ctrlU, '20500');
    await first.see('1711 above main');
    await leave(first);
    await first.exit;
    const second = openTerminal({env: home.env});
    await second.see(/2 of 7[^]*You left at Ports on/);
    await second.see('1711 above main');
  });
});

describe('leaving while it is applied', () => {
  it('ends what is under way, and puts back what was written', async () => {
    const home = makeHome();
    // An OpenClaw that never answers.
    home.openclaw("setInterval(() => undefined, 1000);");
    const terminal = openTerminal({env: home.env});
    await enterTo(terminal, 7);
    terminal.press(KEYS.enter);
    await terminal.see(/\.{1,3} +ask OpenClaw whether it is valid/);
    terminal.press(KEYS.ctrlC);
    await terminal.see('Leave while the plan is being applied?');
    terminal.press(KEYS.ctrlC);
    expect(await terminal.exit).toMatchObject({code: 130});
    await terminal.see('Left while applying; what was written has been put back.');
    expect(run(['undo'], home.env).code).toBe(1);
    expect(existsSync(`${home.path}/.openclaw-rescue`)).toBe(false);
  });
});

describe('finding the way', () => {
  it('goes back from every step, keeps later answers, and opens any step from Review', async () => {
    const home = makeHome();
    const terminal = openTerminal({env: home.env});
    await enterTo(terminal, 3);
    terminal.press('-2');
    await terminal.see('workspace-rescue-2');
    terminal.press(KEYS.enter);
    await terminal.see('4 of 7');
    terminal.press(KEYS.escape);
    await terminal.see('3 of 7');
    terminal.press(KEYS.escape);
    await terminal.see('2 of 7');
    terminal.press(KEYS.up, KEYS.up);
    await terminal.see('1002 above main');
    await enterTo(terminal, 7, 2);
    await terminal.see('workspace-rescue-2');
    terminal.press('4');
    await terminal.see('4 of 7');
    terminal.press(KEYS.right);
    await terminal.see('‹ lan ›');
    terminal.press(KEYS.enter);
    await terminal.see('7 of 7');
    terminal.press('d', KEYS.pageDown);
    await terminal.see('"bind": "lan"');
  });

  it('asks once on Ctrl-C and leaves on the second, with nothing written', async () => {
    const home = makeHome();
    const before = home.snapshot();
    const terminal = openTerminal({env: home.env});
    await terminal.see('1 of 7');
    terminal.press(KEYS.ctrlC);
    await terminal.see('Leave the wizard?');
    terminal.press('x');
    await terminal.see('Found on this host');
    await leave(terminal);
    expect(await terminal.exit).toMatchObject({code: 130});
    await terminal.see('Nothing was written.');
    expect(home.snapshot()).toEqual(before);
    // The normal screen is back, the cursor is shown, paste mode is off.
    expect(terminal.raw()).toContain('\u001b[?1049l');
    expect(terminal.raw().lastIndexOf('\u001b[?25h')).toBeGreaterThan(terminal.raw().lastIndexOf('\u001b[?25l'));
  });

  it.each([
    ['comes in one piece with the one that opened Review', '\r\n\r'],
    ['is pasted there, right after Esc', `${KEYS.enter}\u001b\u001b[200~lines\nof text\n\u001b[201~`],
  ])('writes nothing for an Enter that %s', async (_, keys) => {
    const home = makeHome();
    const terminal = openTerminal({env: home.env});
    await enterTo(terminal, 6);
    terminal.press(keys);
    await terminal.see('7 of 7');
    await leave(terminal);
    expect(await terminal.exit).toMatchObject({code: 130});
    expect(existsSync(`${home.path}/.openclaw-rescue`)).toBe(false);
  });

  it('explains every key on ?', async () => {
    const terminal = openTerminal({env: makeHome().env});
    await terminal.see('1 of 7');
    terminal.press(KEYS.enter);
    await terminal.see('2 of 7');
    terminal.press('?');
    await terminal.see('Keys on this step');
    expect(terminal.text()).toMatch(/n +next clean/);
    terminal.press('x');
    await terminal.see('Base port');
  });

  it.each([
    [40, 15],
    [40, 20],
    [80, 24],
    [120, 40],
  ])('fits a window of %i×%i on every step', async (columns, rows) => {
    const terminal = openTerminal({env: makeHome().env, columns, rows});
    for (const title of ['Profile', 'Ports', 'Workspace', 'Gateway', 'Service', 'Channel', 'Review']) {
      // The header is the first row and the footer among the last: nothing was pushed out.
      await terminal.see(new RegExp(`^[^\\n]*\\d( of |/)7 +${title}[^]*\\? all keys\\s*$`));
      terminal.press(KEYS.enter);
    }
  });

  it.each([['narrower', 48, 40], ['lower', 120, 18], ['both', 60, 20], ['larger', 160, 50]])('a window that gets %s shows the new frame and nothing of the old one', async (_, columns, rows) => {
    const terminal = openTerminal({env: makeHome().env, args: ['onboard'], columns: 120, rows: 40});
    await enterTo(terminal, 2);
    await terminal.see('Base port');
    terminal.resize(columns, rows);
    await terminal.see(new RegExp(`^─{${columns}}$`, 'm'));
    const right = () => {
      const [header = '', rule, ...body] = terminal.rows();
      return header.includes('rescue') && rule === '─'.repeat(columns) && body.at(-1) === '' && body.filter(row => row.startsWith('─')).length === 1 && body.filter(row => row.includes('Base port ')).length === 1;
    };
    await vi.waitFor(() => expect(right(), terminal.text()).toBe(true), {timeout: 15_000});
  });

  it('follows a resize and says when there is too little room', async () => {
    const terminal = openTerminal({env: makeHome().env, columns: 100, rows: 30});
    await terminal.see('1 of 7');
    terminal.resize(39, 14);
    await terminal.see('The window is 39×14');
    terminal.press(KEYS.enter);
    // The key is read by the time that this is drawn.
    terminal.resize(38, 14);
    await terminal.see('The window is 38×14');
    terminal.resize(40, 20);
    await terminal.see('1/7 Profile');
    terminal.resize(80, 24);
    await terminal.see('1 of 7');
  });
});

describe('hosts of all kinds', () => {
  it('names inherited variables and does not listen to them', async () => {
    const home = makeHome();
    const main = home.snapshot('.openclaw');
    const hostile = {
      OPENCLAW_STATE_DIR: `${home.path}/.openclaw`,
      OPENCLAW_CONFIG_PATH: `${home.path}/.openclaw/openclaw.json`,
      OPENCLAW_GATEWAY_PORT: '18789',
      OPENCLAW_PROFILE: 'main',
    };
    const terminal = openTerminal({env: {...home.env, ...hostile}});
    await terminal.see('Set in this shell and ignored:');
    await enterTo(terminal, 7);
    terminal.press(KEYS.enter);
    await terminal.see('is written, base port 19789');
    expect(existsSync(`${home.path}/${CONFIG}`)).toBe(true);
    expect(home.snapshot('.openclaw')).toEqual(main);
  });

  it('shows OPENCLAW_HOME, works in it, and writes no service', async () => {
    const home = makeHome({hasMain: false});
    const terminal = openTerminal({env: {...home.env, OPENCLAW_HOME: `${home.path}/elsewhere`}});
    await terminal.see('OPENCLAW_HOME is set');
    await enterTo(terminal, 5);
    await terminal.see('OpenClaw refuses to manage services');
    await enterTo(terminal, 7, 5);
    terminal.press(KEYS.enter);
    await terminal.see('is written, base port');
    expect(existsSync(`${home.path}/elsewhere/.openclaw-rescue/openclaw.json`)).toBe(true);
    expect(existsSync(`${home.path}/.config/systemd`)).toBe(false);
  });

  it('goes on without OpenClaw, and says how to get it', async () => {
    const home = makeHome({hasOpenClaw: false});
    const terminal = openTerminal({env: home.env});
    await enterTo(terminal, 5);
    await terminal.see('npm install -g openclaw');
    await enterTo(terminal, 7, 5);
    terminal.press(KEYS.enter);
    await terminal.see('OpenClaw is not on this machine yet');
    expect(home.mode(CONFIG)).toBe(0o600);
    expect(existsSync(`${home.path}/${UNIT}`)).toBe(false);
  });

  it('puts everything back when OpenClaw refuses the config', async () => {
    const home = makeHome();
    home.write(CONFIG, '{"refuseMe": true, "gateway": {"port": 19789}}\n');
    const before = home.snapshot('.openclaw-rescue');
    const terminal = openTerminal({env: home.env});
    await enterTo(terminal, 7);
    terminal.press(KEYS.enter);
    await terminal.see('Failed: OpenClaw refuses refuseMe: Unrecognized key');
    terminal.press(KEYS.enter);
    expect(await terminal.exit).toMatchObject({code: 1});
    expect(home.snapshot('.openclaw-rescue')).toEqual(before);
    expect(existsSync(`${home.path}/${UNIT}`)).toBe(false);
  });

  it('shows a config that can’t be read and counts it with its defaults', async () => {
    const home = makeHome();
    home.write('.openclaw-work/openclaw.json', '{ gateway: { port: 19789, ');
    const terminal = openTerminal({env: home.env});
    await terminal.see('config can’t be read: line 1');
    // FNV of "work", the default of a named profile without a readable port.
    expect(terminal.text()).toContain('41984');
  });

  it('has no colour with NO_COLOR', async () => {
    const terminal = openTerminal({env: {...makeHome().env, NO_COLOR: '1'}});
    await terminal.see('1 of 7');
    expect(terminal.raw()).not.toMatch(/\u001b\[3\dm/);
  });
});
