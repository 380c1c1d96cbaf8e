/** The audit on whole trees: each rule on a host that breaks it and on one that nearly does. */
import {mkdirSync, readdirSync, readFileSync, realpathSync} from 'node:fs';
import {dirname} from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {audit, RULES} from '../../src/rules/audit/audit.ts';
import {mendingsOf} from '../../src/rules/audit/mending.ts';
import type {Finding, RuleId} from '../../src/rules/audit/finding.ts';
import {doctorText} from '../../src/text/doctor-text.ts';
import {CASES} from '../fixtures/hosts/cases.ts';
import {config, INSTALL, layOut, pair, RESCUE, RESCUE_UNIT, type Tree, unit} from '../fixtures/hosts/tree.ts';
import {carryOut, type Given, hostAt, planFor} from '../helpers/audit.ts';
import {makeHome, ROOT} from '../helpers/home.ts';

/** True of every host here. */
const COMMON: ReadonlySet<RuleId> = new Set(['same-openclaw', 'same-node', 'same-disk']);

async function look(tree: Tree, given?: Given) {
  const home = makeHome({hasMain: false, hasOpenClaw: false});
  layOut(home.path, tree);
  const before = home.snapshot();
  const host = await hostAt(home.path, given);
  // Every temporary HOME lies where things don't stay.
  const findings = audit(host).filter(({id, values}) => id !== 'service-path-moving' || values.some(({value}) => value.includes('/.nvm/')));
  expect(home.snapshot()).toEqual(before);
  return {home, host, findings};
}

const ids = (findings: readonly Finding[], rule: RuleId) => [...new Set(findings.map(({id}) => id))].filter(id => id === rule || !COMMON.has(id)).sort();

describe.each(CASES.map((one, index) => ({...one, name: `${one.rule} (${index + 1})`})))('$name', ({rule, broken, clean, also = [], instead = [], given, givenClean}) => {
  it('is found where it is broken, and nothing else', async () => {
    const {findings, host} = await look(broken, given);
    expect(ids(findings, rule)).toEqual([rule, ...also].sort());
    // Real numbers and names, never a hole in the sentence.
    expect(doctorText({findings, host, only: undefined, mendable: new Set(), isVerbose: true})).not.toMatch(/undefined|NaN|\[object|s3cr3t/);
  });

  it('is mended by a plan where doctor says so, and nothing else comes of it', async () => {
    const {home, host, findings} = await look(broken, given);
    const refused = new Set<string>();
    for (const [label, mending] of mendingsOf(findings)) {
      const main = home.snapshot('.openclaw');
      const plan = await planFor(host, host.instances.find(instance => instance.label === label)!, mending);
      // What has to be done by hand first is no reason to offer it.
      if (findings.some(({fixes}) => fixes.some(({instance, remedy}) => instance === label && remedy.kind === 'hand')) && plan.problems.length > 0) {
        refused.add(label);
        continue;
      }
      expect([label, plan.problems]).toEqual([label, []]);
      carryOut(plan);
      expect(home.snapshot('.openclaw')).toEqual(main);
    }
    const after = audit(await hostAt(home.path, given));
    // What a plan could mend is gone; a note may come of it, such as that of a port.
    const left = mendingsOf(after.filter(({id}) => id !== 'service-path-moving'));
    expect([...left.keys()].filter(label => !refused.has(label))).toEqual([]);
    const before = new Set(findings.map(({id}) => id));
    expect(after.filter(({id, severity}) => severity !== 'note' && !before.has(id) && id !== 'service-path-moving')).toEqual([]);
  });

  it('is not found where it only looks like it', async () => {
    const {findings} = await look(clean, givenClean);
    expect(ids(findings, rule)).toEqual([...instead].sort());
  });
});

/** A tree as a real OpenClaw left it, by `setup`, by `onboard --non-interactive`, for two profiles, or after both gateways ran. */
type Made = {readonly version: string; readonly entries: readonly {readonly path: string; readonly mode: string; readonly type: 'file' | 'folder' | 'link'; readonly text?: string; readonly to?: string}[]};

const FOLDER = new URL('../fixtures/hosts/made/', import.meta.url);

describe.each(readdirSync(FOLDER).sort())('the host of %s', name => {
  const {version, entries}: Made = JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));
  const tree: Tree = Object.fromEntries(
    entries.map(({path, mode, type, text = '', to = ''}) => [path, type === 'folder' ? {folder: Number.parseInt(mode, 8)} : type === 'link' ? {link: to} : {text, mode: Number.parseInt(mode, 8)}]),
  );

  it('gives no alarm', async () => {
    const {findings, host} = await look(tree, {version});
    expect(host.instances.map(({bases}) => bases[0].port).sort()).toEqual([18_789, 19_789]);
    // Its `setup` leaves gateway.mode out, and its gateway then refuses to start: that alarm is a true one.
    const expected = name === '2026.2.26-setup.json' ? ['mode-missing'] : [];
    expect(ids(findings.filter(({severity}) => severity !== 'note'), 'mode-missing')).toEqual(expected);
  });

  it('has after an upgrade to 2026.9.6 the keys that its `config validate` refuses', async () => {
    const {findings} = await look(tree, {version: '2026.9.6'});
    const keys = findings.flatMap(({id, values}) => (id === 'key-refused' ? values.map(({key}) => key) : []));
    const maker = name.replace(/-.*/, '');
    const expected = maker === '2026.9.6' ? [] : [...(maker === '2026.2.26' ? ['commands.ownerDisplay'] : []), ...(name.includes('setup') ? [] : ['gateway.tailscale.resetOnExit']), 'meta.lastTouchedAt'];
    expect([...new Set(keys)].sort()).toEqual(expected);
  });
});

describe('secrets', () => {
  const place = fc.constantFrom<(secret: string) => Tree>(
    secret => pair({gateway: {auth: {token: secret}}}, {gateway: {auth: {token: secret}}}),
    secret => pair({gateway: {auth: {mode: 'password', password: secret}}}),
    secret => pair({channels: {telegram: {botToken: secret}}}, {channels: {telegram: {botToken: secret}}}),
    secret => pair({channels: {slack: {accounts: {a: {appToken: secret}}}}}, {channels: {slack: {appToken: secret}}}),
    secret => pair({channels: {telegram: {tokenFile: '{HOME}/t'}}}, {channels: {telegram: {botToken: secret}}}, {t: secret}),
    secret => pair({browser: {cdpUrl: `https://u:${secret}@b.example:9/${secret}?token=${secret}#${secret}`}}, {browser: {cdpUrl: `https://u:${secret}@b.example:9/${secret}?token=${secret}#${secret}`}}),
    secret => pair({browser: {profiles: {far: {cdpUrl: `wss://b.example/?token=${secret}`}}}}, {browser: {profiles: {far: {cdpUrl: `wss://b.example/?token=${secret}`}}}}),
    secret => pair({browser: {profiles: {near: {cdpUrl: `http://127.0.0.1:18800/?token=${secret}`}}}}, {browser: {profiles: {near: {cdpUrl: `http://127.0.0.1:18800/?token=${secret}`}}}}),
    secret => pair({models: {providers: {x: {apiKey: secret}}}}, {env: {vars: {X_API_KEY: secret}}}),
    secret => pair({}, {}, {'.openclaw/.env': `TELEGRAM_BOT_TOKEN=${secret}\nX_API_KEY=${secret}\n`, '.openclaw-rescue/.env': `TELEGRAM_BOT_TOKEN=${secret}\nX_API_KEY=${secret}\n`}),
    secret => pair({}, {}, {...INSTALL, [RESCUE_UNIT]: unit({environment: {OPENCLAW_GATEWAY_TOKEN: secret, DISCORD_BOT_TOKEN: secret}}).replace('gateway --port', `gateway --token ${secret} --port`)}),
    secret => pair({}, {}, {...INSTALL, [RESCUE_UNIT]: unit(), [`${RESCUE_UNIT}.d/x.conf`]: `[Service]\nEnvironment=\nEnvironment=OPENCLAW_GATEWAY_PASSWORD=${secret}\n`}),
    secret => pair({}, {}, {[RESCUE_UNIT]: `[Service]\nExecStart=/usr/bin/watchdog --token ${secret} openclaw\nEnvironment=A_TOKEN=${secret}\n`}),
    secret => ({...pair(), [RESCUE]: `{gateway: {auth: {token: "${secret}` }),
    secret => ({...pair(), [RESCUE]: `{gateway: {auth: {token: /${secret}/`, '.openclaw-rescue/openclaw.json.bak': config(19_789, {meta: {x: secret}})}),
    secret => pair({canvasHost: {token: secret}}, {gateway: {mode: undefined, auth: {token: secret}}}),
    secret => pair({}, {}, Object.fromEntries(['.openclaw', '.openclaw-rescue'].map(folder => [`${folder}/agents/main/agent/auth-profiles.json`, JSON.stringify({profiles: {a: {type: 'oauth', provider: 'x', access: secret, refresh: secret}, b: {type: 'api_key', provider: 'y', key: secret}}})]))),
    secret => pair({}, {}, {'.openclaw/credentials/whatsapp/a/creds.json': secret, '.openclaw-rescue/credentials/whatsapp/b/creds.json': secret}),
  );

  it('are printed nowhere, wherever they stand', async () => {
    await fc.assert(
      fc.asyncProperty(place, fc.stringMatching(/^[A-Za-z0-9_-]{20,40}$/), async (treeOf, secret) => {
        const {findings, host} = await look(treeOf(secret), {env: {TELEGRAM_BOT_TOKEN: secret, OPENCLAW_GATEWAY_TOKEN: secret}});
        expect(doctorText({findings, host, only: undefined, mendable: new Set(), isVerbose: true})).not.toContain(secret);
        expect(JSON.stringify(findings)).not.toContain(secret);
      }),
      {numRuns: 60},
    );
  });
});

describe('logins in the databases of OpenClaw', () => {
  const store = (refresh: string) => JSON.stringify({version: 1, profiles: {'anthropic:x': {type: 'oauth', provider: 'anthropic', refresh}}});
  const make = (path: string, table: string, key: string, column: string, json: string) => {
    mkdirSync(dirname(path), {recursive: true, mode: 0o700});
    const database = new DatabaseSync(path);
    database.exec(`CREATE TABLE ${table} (${key} TEXT, ${column} TEXT)`);
    database.prepare(`INSERT INTO ${table} VALUES (?, ?)`).run(table === 'config_machine_state' ? 'authProfiles.store' : 'primary', json);
    database.close();
  };

  it.each([
    ['one login', 'a', 'a', ['login-shared']],
    ['two logins', 'a', 'b', []],
  ])('%s, kept by 2026.9 and by 2026.7', async (_, one, other, expected) => {
    const home = makeHome({hasMain: false, hasOpenClaw: false});
    layOut(home.path, pair());
    make(`${home.path}/.openclaw/state/openclaw.sqlite`, 'config_machine_state', 'state_key', 'value_json', store(one));
    make(`${home.path}/.openclaw-rescue/agents/main/agent/openclaw-agent.sqlite`, 'auth_profile_store', 'store_key', 'store_json', store(other));
    const before = home.snapshot();
    expect(ids(audit(await hostAt(home.path)), 'login-shared')).toEqual(expected);
    expect(home.snapshot()).toEqual(before);
  });

  it('a file that is no database is none', async () => {
    const {findings} = await look(pair({}, {}, {'.openclaw/state/openclaw.sqlite': 'garbage', '.openclaw-rescue/state/openclaw.sqlite': ''}));
    expect(ids(findings, 'login-shared')).toEqual([]);
  });
});

it('says the same in whatever order instances are found', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...CASES), fc.integer(), async ({broken, given}, seed) => {
      const {host, findings} = await look({...broken, '.openclaw-ops/openclaw.json': config(18_789), '.openclaw-work/openclaw.json': config(19_800)}, given);
      const shuffled = [...host.instances].sort((a, b) => ((a.label.charCodeAt(0) * seed) % 7) - ((b.label.charCodeAt(0) * seed) % 7)).reverse();
      const again = audit({...host, instances: shuffled}).filter(({id}) => id !== 'service-path-moving');
      expect(again).toEqual(findings.filter(({id}) => id !== 'service-path-moving'));
    }),
    {numRuns: 60},
  );
});

it('says of every case what it leads to, and what is to be done', async () => {
  const said: string[] = [];
  for (const {rule, broken, given} of CASES) {
    const {home, host, findings} = await look(broken, given);
    // Main is never ours to write.
    expect(findings.flatMap(({fixes}) => fixes).filter(({instance, ours}) => instance === 'main' && ours)).toEqual([]);
    const told = findings.filter(({id}) => id === rule || !COMMON.has(id));
    const text = doctorText({findings: told, host, only: undefined, mendable: new Set(), isVerbose: true}).replaceAll(home.path, '{HOME}').replaceAll(realpathSync(process.execPath), '{NODE}').replaceAll(process.execPath, '{NODE}').replaceAll(ROOT, '{ROOT}/');
    said.push(`# ${rule}\n${text}`);
  }
  await expect(said.join('\n')).toMatchFileSnapshot('../fixtures/hosts/said.txt');
});

it('has a case for every rule', () => {
  expect([...new Set(CASES.map(({rule}) => rule))].sort()).toEqual(RULES.map(({id}) => id).sort());
});
