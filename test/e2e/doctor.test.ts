/** `doctor` and `doctor --fix` as they are typed. */
import {describe, expect, it} from 'vitest';
import {MAIN_CONFIG, makeHome, type TestHome} from '../helpers/home.ts';
import {run} from '../helpers/run.ts';
import {KEYS, openTerminal} from '../helpers/terminal.ts';

const CONFIG = '.openclaw-rescue/openclaw.json';
const TOKEN = MAIN_CONFIG.gateway.auth.token;

/** Main, and a rescue that stands in its way in every manner that a plan can mend. */
function brokenHome(): TestHome {
  const home = makeHome();
  home.write(
    CONFIG,
    `{
  // mine
  gateway: {mode: "local", port: 18799, bind: "loopback", auth: {mode: "token", token: "${TOKEN}"}},
  agents: {defaults: {workspace: "~/.openclaw/workspace"}},
  browser: {cdpUrl: "http://127.0.0.1:18789"}, // pinned
  canvasHost: {enabled: false},
  keep: [1, 2],
}
`,
    0o644,
  );
  home.openclaw('process.exit(0)');
  return home;
}

const idsIn = (out: string) => (JSON.parse(out).findings as {id: string; severity: string}[]).filter(({severity}) => severity !== 'note').map(({id}) => id);

it('says in one line that two gateways are apart, and exits 0', () => {
  const home = makeHome();
  run(['setup'], home.env);
  const {code, out, err} = run(['doctor'], home.env);
  expect([code, out.split('\n')[0], err]).toEqual([0, 'main and rescue are isolated from each other.', '']);
});

it('tells each finding with its numbers and its fix, and exits 3', () => {
  const home = brokenHome();
  const before = home.snapshot();
  const {code, out, err} = run(['doctor'], home.env);
  expect(code).toBe(3);
  expect(out).toMatch(/^main and rescue: \d errors, \d warnings\.\n/);
  expect(out).toContain('main and rescue stand only 10 ports apart: main’s extension relay is 18799, where rescue listens');
  expect(out).toContain('  fix    rescue: set gateway.port to 19789\n');
  expect(out).toContain('--profile rescue doctor --fix\n');
  expect(err).toMatch(/^openclaw-rescue: \d errors; each is told with its fix\.\n$/);
  expect(`${out}${err}`).not.toContain(TOKEN);
  expect(home.snapshot()).toEqual(before);
});

it('--verbose adds notes, rules and the values that were compared', () => {
  const home = brokenHome();
  const {out} = run(['doctor', '--verbose'], home.env);
  expect(out).toMatch(/rule\s+base-near\n\s+main\s+gateway\.port\s+18789\n\s+rescue\s+gateway\.port\s+18799/);
  expect(out).toContain('note     Both main and rescue run');
  expect(out).not.toContain(TOKEN);
});

it('--json has the same, with the command that mends', () => {
  const home = brokenHome();
  const {code, out} = run(['doctor', '--json'], home.env);
  const {isolated, counts, findings, result} = JSON.parse(out);
  expect([code, isolated, result]).toEqual([3, false, {kind: 'found', exitCode: 3}]);
  expect(counts.error).toBe(findings.filter(({severity}: {severity: string}) => severity === 'error').length);
  expect(findings.find(({id}: {id: string}) => id === 'base-near')).toMatchObject({
    severity: 'error',
    instances: ['main', 'rescue'],
    values: [{instance: 'main', key: 'gateway.port', value: '18789'}, {instance: 'rescue', key: 'gateway.port', value: '18799'}],
    fixes: [{instance: 'rescue', kind: 'answers', answers: {basePort: 19_789}, command: expect.stringMatching(/--profile rescue doctor --fix --yes$/)}],
  });
  expect(out).not.toContain(TOKEN);
});

it('a profile that is asked for is told about itself alone', () => {
  const home = brokenHome();
  home.write('.openclaw-ops/openclaw.json', '{gateway: {port: 30000}}');
  expect(idsIn(run(['--profile', 'ops', 'doctor', '--json'], home.env).out)).toEqual(['mode-missing']);
  expect(idsIn(run(['--profile', 'rescue', 'doctor', '--json'], home.env).out)).not.toContain('mode-missing');
});

describe('doctor --fix', () => {
  const mended = (home: TestHome) => {
    expect(idsIn(run(['doctor', '--json'], home.env).out)).toEqual([]);
    const text = home.read(CONFIG);
    expect(text).toMatch(/^\{\n {2}\/\/ mine\n {2}gateway: \{mode: "local", port: 19789, bind: "loopback", auth: \{mode: "token", token: "[0-9a-f]{48}"\}\},\n/);
    expect(text).toContain('  browser: {}, // pinned\n  keep: [1, 2],\n}\n');
    expect(home.mode(CONFIG)).toBe(0o600);
  };

  it('mends all of it by one plan, and undo takes it back', () => {
    const home = brokenHome();
    const before = home.snapshot('.openclaw-rescue');
    const main = home.snapshot('.openclaw');
    const {code, out, err} = run(['--profile', 'rescue', 'doctor', '--fix', '--yes'], home.env);
    expect([code, out], err).toEqual([0, expect.stringMatching(/\d findings mended\.\n\nrescue is isolated from the others\.\n/)]);
    mended(home);
    expect(run(['--profile', 'rescue', 'undo'], home.env).code).toBe(0);
    expect(home.snapshot('.openclaw-rescue')).toEqual(before);
    expect(home.snapshot('.openclaw')).toEqual(main);
  });

  it('--json tells plan, result and what is left', () => {
    const home = brokenHome();
    const {code, out} = run(['--profile', 'rescue', 'doctor', '--fix', '--yes', '--json'], home.env);
    const {left, result, changes} = JSON.parse(out);
    expect([code, result.kind, left.filter(({severity}: {severity: string}) => severity !== 'note')]).toEqual([0, 'applied', []]);
    expect(changes).toContainEqual(expect.objectContaining({path: `${home.path}/${CONFIG}`, action: 'update'}));
    expect(out).not.toContain(TOKEN);
  });

  it('does what it can, and says what is left by exit code 3', () => {
    const home = brokenHome();
    home.write('.openclaw-rescue/.env', 'OPENCLAW_GATEWAY_PORT=18789\n');
    const {code, out} = run(['--profile', 'rescue', 'doctor', '--fix', '--yes'], home.env);
    expect([code, out]).toEqual([3, expect.stringContaining('take that port out of its .env')]);
  });

  it('--dry-run shows the plan and writes nothing', () => {
    const home = brokenHome();
    const before = home.snapshot();
    const {code, out} = run(['--profile', 'rescue', 'doctor', '--fix', '--dry-run'], home.env);
    expect([code, out]).toEqual([0, expect.stringMatching(/port: 19789/)]);
    expect(out).toMatch(/--profile rescue doctor --fix --yes\n$/);
    expect(out).not.toContain(TOKEN);
    expect(home.snapshot()).toEqual(before);
  });

  it('is looked at on Review before anything is written', async () => {
    const home = brokenHome();
    const before = home.snapshot('.openclaw-rescue');
    const terminal = openTerminal({env: home.env, args: ['--profile', 'rescue', 'doctor', '--fix']});
    await terminal.see('7 of 7');
    await terminal.see('Isolated: every line below is proved');
    expect(home.snapshot('.openclaw-rescue')).toEqual(before);
    terminal.press(KEYS.enter);
    await terminal.see('enter finish');
    terminal.press(KEYS.enter);
    expect((await terminal.exit).code).toBe(0);
    mended(home);
  });

  it('another profile on the Profile step gets none of the repairs', async () => {
    const home = brokenHome();
    const terminal = openTerminal({env: home.env, args: ['--profile', 'rescue', 'doctor', '--fix']});
    await terminal.see('7 of 7');
    terminal.press('1');
    await terminal.see('1 of 7');
    terminal.press(KEYS.ctrlU, 'ops', KEYS.enter);
    // The workspace was an answer, and lies in the folder of the other one.
    await terminal.see('Asked again');
    terminal.press(KEYS.ctrlU, '~/desk', KEYS.enter);
    await terminal.see('7 of 7');
    terminal.press(KEYS.pageDown, KEYS.pageDown, KEYS.pageDown);
    await terminal.see('--profile ops onboard');
    terminal.press(KEYS.ctrlC);
    await terminal.see('Ctrl-C');
    terminal.press(KEYS.ctrlC);
    expect((await terminal.exit).code).toBe(130);
  });

  it.each([
    [['doctor', '--fix', '--yes'], 2, 'name it, as in --profile rescue doctor --fix'],
    [['--profile', 'rescue', 'doctor', '--fix'], 2, '--yes does it'],
    [['--profile', 'rescue', 'doctor', '--fix', '--json'], 2, '--yes does it'],
    [['--profile', 'default', 'doctor', '--fix', '--yes'], 3, 'we never write the files of main'],
    [['--profile', 'nobody', 'doctor', '--fix', '--yes'], 1, 'there is no profile nobody'],
    [['doctor', '--yes'], 2, '--yes goes with --fix'],
  ])('%j ends with %i', (args, expected, reason) => {
    const home = brokenHome();
    const before = home.snapshot();
    const {code, err} = run(args, home.env);
    expect([code, err]).toEqual([expected, expect.stringContaining(reason)]);
    expect(home.snapshot()).toEqual(before);
  });

  it('has nothing to do where nothing is wrong', () => {
    const home = makeHome();
    run(['setup'], home.env);
    const before = home.snapshot();
    const {code, err} = run(['--profile', 'rescue', 'doctor', '--fix', '--yes'], home.env);
    expect([code, err]).toEqual([0, 'Nothing that doctor --fix could mend in rescue.\n']);
    expect(home.snapshot()).toEqual(before);
  });
});

describe('the same rules elsewhere', () => {
  it('status counts them', () => {
    const home = brokenHome();
    expect(run(['status'], home.env).out).toMatch(/isolation {2}\d errors, \d warnings; .*doctor tells them/);
    const ids = JSON.parse(run(['status', '--json'], home.env).out).instances[0].findings.map(({id}: {id: string}) => id);
    expect(ids).toEqual(expect.arrayContaining(['base-near', 'key-refused']));
  });

  it('one bot in two instances forbids a plan, another one does not', () => {
    const home = makeHome();
    const telegram = (token: string) => ({channels: {telegram: {botToken: token}}});
    home.write('.openclaw/openclaw.json', JSON.stringify({...MAIN_CONFIG, ...telegram('1:a')}));
    home.write(CONFIG, JSON.stringify({gateway: {mode: 'local', port: 19_789}, ...telegram('1:a')}));
    const refused = run(['--profile', 'rescue', 'onboard', '--non-interactive'], home.env);
    expect([refused.code, refused.err]).toEqual([3, expect.stringContaining('are the same telegram bot')]);
    home.write(CONFIG, JSON.stringify({gateway: {mode: 'local', port: 19_789}, ...telegram('2:b')}));
    expect(run(['--profile', 'rescue', 'onboard', '--non-interactive'], home.env).code).toBe(0);
  });
});
