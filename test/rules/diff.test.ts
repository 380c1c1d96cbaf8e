import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {editConfig, newConfig, type Setting} from '../../src/rules/config/edit.ts';
import {diffLines, diffOf, diffStat, MASK, maskConfig, maskService} from '../../src/rules/diff.ts';
import type {Change} from '../../src/rules/change.ts';
import {renderAgent, renderEnvFile, updateEnvFile} from '../../src/rules/service/launchd.ts';
import {renderCmd, updateCmd} from '../../src/rules/service/schtasks.ts';
import {renderUnit, updateUnit} from '../../src/rules/service/systemd.ts';
import {anyStyle, leaf, type Model, object, print, type Style} from './config-texts.ts';
import {NEW_TOKEN, OLD_TOKEN, specOn} from './helpers.ts';

/** In every secret that is put into a file, so that it can be looked for in what is shown. */
const CANARY = 'CANARY';

/** @param fresh the service file as it would be written anew */
function change(role: 'config' | 'service', before: string | undefined, after: string, fresh = ''): Change {
  const action = before === undefined ? 'create' : before === after ? 'unchanged' : 'update';
  return {path: '/home/jane/file', kind: 'file', action, mode: 0o600, before, after, fresh, encoding: 'utf8', role};
}

/** Every line of both versions, not only those around a change. */
const WHOLE = 100_000;

const SETTINGS: Setting[] = [
  {path: ['gateway', 'mode'], value: 'local'},
  {path: ['gateway', 'port'], value: 19_789},
  {path: ['gateway', 'bind'], value: 'loopback'},
  {path: ['gateway', 'auth', 'mode'], value: 'token'},
  {path: ['gateway', 'auth', 'token'], value: NEW_TOKEN},
  {path: ['agents', 'defaults', 'workspace'], value: '/home/jane/.openclaw-rescue/workspace-rescue'},
];

describe('a config', () => {
  const secret = fc.constantFrom(`"${CANARY}"`, `'a ${CANARY} b'`, `"x\\\n${CANARY}"`, `"\\u0041${CANARY}"`, '123454321', '-123454321', '0x75BBB31');
  const key = fc.constantFrom('a', 'botToken', 'token', 'password', 'k 1', 'env', 'channels', 'gateway2', '');
  const anySecrets = fc.letrec<{model: Model}>(tie => ({
    model: fc.oneof(
      {depthSize: 'small'},
      secret.map(leaf),
      fc.array(tie('model'), {maxLength: 3}).map(items => ({kind: 'array', items}) as const),
      fc.array(fc.tuple(key, tie('model')), {maxLength: 3}).map(entries => ({kind: 'object', entries}) as const),
    ),
  })).model;
  const comment = fc.constantFrom(`// ${CANARY}`, `/* ${CANARY} */`, `/* a\n * ${CANARY}\n */`, `//${CANARY} {"a": 1`, '');
  const style: fc.Arbitrary<Style> = fc.tuple(anyStyle, fc.array(comment, {minLength: 1, maxLength: 8})).map(([found, fillers]) => ({...found, fillers}));
  /** A config with a secret at every foreign key, also beside ours. */
  const anyText = fc
    .tuple(fc.array(fc.tuple(key, anySecrets), {maxLength: 4}), fc.dictionary(key, anySecrets, {maxKeys: 2}), fc.option(anySecrets, {nil: undefined}), style)
    .map(([entries, beside, token, found]) => {
      const auth = object(...Object.entries(beside), ...(token?.kind === 'leaf' ? [['token', token] as [string, Model]] : []));
      const gateway = object(['port', leaf('18789')], ...Object.entries(beside).filter(([name]) => name !== 'gateway'), ['auth', auth]);
      return print(object(...(entries as [string, Model][]), ['gateway', gateway]), found);
    });

  it('shows no secret and no comment, before and after', () => {
    fc.assert(
      fc.property(anyText, text => {
        for (const shown of [diffOf(change('config', text, editConfig(text, SETTINGS)), WHOLE), maskConfig(text)]) {
          expect(shown).not.toMatch(/CANARY|123454321|75BBB31/i);
          expect(shown).not.toContain(NEW_TOKEN);
        }
      }),
      {numRuns: 500},
    );
  });

  it('shows what is ours', () => {
    fc.assert(
      fc.property(anyText, text => {
        const shown = diffOf(change('config', text, editConfig(text, SETTINGS)), WHOLE);
        for (const value of ['"local"', '18789', '19789', '"loopback"', '"/home/jane/.openclaw-rescue/workspace-rescue"']) expect(shown).toContain(value);
      }),
    );
  });

  it('a new one: everything but the token', () => {
    const shown = diffLines(change('config', undefined, newConfig(SETTINGS)));
    expect(shown).toContain('+    "port": 19789,');
    expect(shown).toContain(`+      "token": "${MASK}"`);
  });

  it('a reference to a variable is no secret', () => {
    const settings: Setting[] = [{path: ['gateway', 'auth', 'token'], value: {source: 'env', provider: 'default', id: 'RESCUE_TOKEN'}}];
    expect(diffOf(change('config', undefined, newConfig(settings)))).toContain('"id": "RESCUE_TOKEN"');
  });

  it('one that can’t be read is hidden as a whole', () => {
    for (const text of [`{token: "${CANARY}"`, `{a: \`${CANARY}\`}`, `${'['.repeat(5000)}"${CANARY}"`, CANARY, `# ${CANARY}`]) {
      expect(maskConfig(text)).not.toContain(CANARY);
    }
    expect(maskConfig(' \n')).toBe(' \n');
  });

  it('an agent’s own workspace is ours', () => {
    expect(maskConfig('{agents: {entries: {main: {workspace: "/w", name: "n"}}}}')).toBe(`{agents: {entries: {main: {workspace: "/w", name: "${MASK}"}}}}`);
  });

  it.each(['{"gateway.auth.mode": "CANARY"}', '{gateway: {"auth.mode": "CANARY"}}', '{"agents.entries.x.workspace": "CANARY"}'])('a key with dots: %s', text => {
    expect(maskConfig(text)).not.toContain(CANARY);
  });

  it('a new token in the place of an old one is a change', () => {
    const before = newConfig([{path: ['gateway', 'auth', 'token'], value: OLD_TOKEN}]);
    expect(diffStat(change('config', before, newConfig([{path: ['gateway', 'auth', 'token'], value: NEW_TOKEN}])))).toEqual({added: 1, removed: 1});
  });
});

describe('a unit', () => {
  const SECRETS = [
    `Environment=MY_TOKEN=${CANARY}`,
    `Environment="MY_TOKEN=${CANARY} b" OTHER=${CANARY} 'THIRD=a ${CANARY}'`,
    `Environment=TZ=UTC "MY_TOKEN=a \\"${CANARY}\\" b"`,
    `Environment=MY_TOKEN="${CANARY} b"`,
    `Environment="MY_TOKEN=${CANARY}`,
    `Environment=MY_TOKEN=a\\"${CANARY}`,
    `Environment=TZ=UTC \\\n  MY_TOKEN=${CANARY} \\\n  "LAST=${CANARY} b"`,
    `Environment=TZ=UTC \\\n  OPENCLAW_PROFILE=${CANARY}`,
    `Environment="MY_TOKEN=a \\\n/${CANARY} b"`,
    `Environment = MY_TOKEN=${CANARY}`,
    `environment=MY_TOKEN=${CANARY}`,
    `PassEnvironment=${CANARY}`,
    `SetCredential=token:${CANARY}`,
    `X-Token=${CANARY}`,
    `_TOKEN=${CANARY}`,
    `Unknown=/${CANARY}`,
    `ExecStartPre=/bin/login --token ${CANARY}`,
    `ExecStart=/usr/bin/node /a.js gateway --token ${CANARY} --password=${CANARY} "two words ${CANARY}"`,
    `# ${CANARY}`,
    `#${CANARY}=1`,
    `  ; ${CANARY}`,
    `# a note \\\n${CANARY}`,
    CANARY,
    `"${CANARY}`,
  ];
  const unit = renderUnit(specOn('linux', {port: 18_789})).split('\n');
  const edited = fc.array(fc.tuple(fc.constantFrom(...SECRETS), fc.nat({max: unit.length})), {maxLength: 6}).map(additions => {
    const lines: string[] = unit.slice();
    for (const [line, place] of additions) lines.splice(place, 0, line);
    return lines.join('\n');
  });
  const fresh = renderUnit(specOn('linux'));
  const updated = (text: string) => updateUnit(text, specOn('linux'));

  it('shows no value of a foreign line', () => {
    fc.assert(
      fc.property(edited, text => {
        expect(diffOf(change('service', text, updated(text), fresh), WHOLE)).not.toContain(CANARY);
        expect(diffOf(change('service', undefined, text, fresh), WHOLE)).not.toContain(CANARY);
      }),
      {numRuns: 500},
    );
  });

  it.each(SECRETS)('%j alone', line => {
    expect(maskService(`[Service]\n${line}\nRestart=always\n`, fresh)).not.toContain(CANARY);
  });

  it('shows every line that the CLI itself writes', () => {
    const text = renderUnit(specOn('linux'));
    expect(maskService(text, fresh)).toBe(text);
  });

  it('shows the port that changes', () => {
    expect(diffLines(change('service', unit.join('\n'), updated(unit.join('\n')), fresh), 0).filter(line => /^[+-]/.test(line))).toEqual([
      '-ExecStart=/usr/bin/node --max-old-space-size=8192 /usr/lib/node_modules/openclaw/dist/index.js gateway --port 18789',
      '+ExecStart=/usr/bin/node --max-old-space-size=8192 /usr/lib/node_modules/openclaw/dist/index.js gateway --port 19789',
      '-Environment=OPENCLAW_GATEWAY_PORT=18789',
      '+Environment=OPENCLAW_GATEWAY_PORT=19789',
    ]);
  });

  it('shows our words in a line of the user’s, and one mask for any number of others', () => {
    expect(maskService('ExecStart=/usr/bin/node --inspect --token x gateway --port 1 --verbose', fresh)).toBe(`ExecStart=/usr/bin/node ${MASK} gateway --port 1 ${MASK}`);
    expect(maskService('Environment=MY_PIN=1234\n1234', fresh)).toBe(`${MASK}\n${MASK}`);
  });

  it('tells a hidden value that changes from one that stays', () => {
    expect(diffLines(change('service', 'A=1 B=1\n', 'A=1 B=2\n', fresh), 0)).toEqual(expect.arrayContaining([`-${MASK}`, `+${MASK} ${MASK} (new)`]));
  });

  it.each([
    `ExecStart=/bin/sh -c "/usr/bin/env TOKEN=${CANARY} node index.js gateway"`,
    `      <string>/usr/bin/env TOKEN=${CANARY} node</string>`,
  ])('a command in one word: %s', line => {
    expect(maskService(line, fresh)).not.toContain(CANARY);
  });

  it.each([`# ${CANARY}\r`, `; ${CANARY}\r`, `rem ${CANARY}\r`, `:: ${CANARY}\r`, `# a\u2028${CANARY}`])('a comment that ends in another line end: %j', line => {
    expect(maskService(`${line}\n`, fresh)).not.toContain(CANARY);
  });

  it.each([`# Generated by OpenClaw, token ${CANARY}`, `rem OpenClaw Gateway token ${CANARY}`])('a comment that starts like ours: %s', line => {
    expect(maskService(line, fresh)).not.toContain(CANARY);
  });
});

describe('the files of an agent', () => {
  const places = {label: 'ai.openclaw.rescue', wrapper: '/w.sh', environmentFile: '/e.env', log: '/l.log'};
  const plist = renderAgent(specOn('darwin'), places);
  const environment = renderEnvFile(specOn('darwin', {port: 18_789}));
  const fresh = plist + renderEnvFile(specOn('darwin'));

  it('show every line that the CLI itself writes', () => {
    expect(maskService(plist, fresh)).toBe(plist);
    expect(maskService(environment, fresh)).toBe(environment);
  });

  it.each([
    `    <key>EnvironmentVariables</key>\n    <dict>\n      <key>MY_TOKEN</key>\n      <string>${CANARY}</string>\n    </dict>`,
    `      <string>--token=${CANARY}</string>`,
    `      <string>\n${CANARY}\n</string>`,
    `    <data>${CANARY}</data>`,
    `    <key>a</key><string>${CANARY}</string>`,
  ])('no foreign value: %j', lines => {
    const edited = plist.replace('    <key>RunAtLoad', `${lines}\n    <key>RunAtLoad`);
    expect(diffOf(change('service', plist, edited, fresh), WHOLE)).not.toContain(CANARY);
  });

  it.each([
    `export MY_TOKEN='${CANARY}'`,
    `export MY_TOKEN='it'\\''s ${CANARY}'`,
    `export MY_TOKEN="${CANARY} b"`,
    `MY_TOKEN=${CANARY}`,
    `  MY_TOKEN='${CANARY}'; export MY_TOKEN`,
    `export A='1' MY_TOKEN='${CANARY}'`,
    `export MY_KEY='-----BEGIN\n${CANARY}\n-----END'`,
    `# ${CANARY}`,
    `. /secrets/${'x'}; echo ${CANARY}`,
  ])('no foreign variable: %j', line => {
    const before = `${environment}${line}\n`;
    const shown = diffOf(change('service', before, updateEnvFile(before, specOn('darwin')), fresh), WHOLE);
    expect(shown).not.toContain(CANARY);
    expect(shown).toContain("+export OPENCLAW_GATEWAY_PORT='19789'");
  });

  it.each([`<!-- ${CANARY} -->`, `    <!-- the old token: ${CANARY} -->`])('a comment: %s', line => {
    expect(maskService(line, fresh)).not.toContain(CANARY);
  });

  it('a line of Base64 that starts with a slash', () => {
    expect(maskService(`export MY_KEY='-----BEGIN\n/9j${CANARY}\n-----END'`, fresh)).not.toContain(CANARY);
  });
});

describe('a command file', () => {
  const cmd = renderCmd(specOn('win32', {port: 18_789}));
  const fresh = renderCmd(specOn('win32'));

  it.each([
    `set "MY_TOKEN=${CANARY}"`,
    `set "MY_TOKEN=a ^"${CANARY}^" b"`,
    `set MY_TOKEN=${CANARY}`,
    `@set "MY_TOKEN=${CANARY}"`,
    `SET /P MY_TOKEN=<${CANARY}`,
    `setx MY_TOKEN ${CANARY}`,
    `@rem ${CANARY}`,
    `curl -H "Authorization: ${CANARY}" https://x`,
    CANARY,
  ])('no foreign value: %s', line => {
    const before = cmd.replace('set "NODE_OPTIONS', `${line}\r\nset "NODE_OPTIONS`);
    expect(diffOf(change('service', before, updateCmd(before, specOn('win32')), fresh), WHOLE)).not.toContain(CANARY);
  });

  it('shows the port that changes', () => {
    const shown = diffOf(change('service', cmd, updateCmd(cmd, specOn('win32')), fresh));
    expect(shown).toContain('+set "OPENCLAW_GATEWAY_PORT=19789"');
  });
});

describe('the form of a diff', () => {
  it('has no line for what does not change, and none for a folder', () => {
    expect(diffOf(change('service', 'a\n', 'a\n'))).toBe('');
    expect(diffOf({path: '/x', kind: 'folder', action: 'create', mode: 0o700, encoding: 'utf8', role: 'folder'})).toBe('');
  });

  it('has no \\r and no byte order mark', () => {
    const shown = diffOf(change('config', '\ufeff{\r\n  a: 1\r\n}\r\n', '\ufeff{\r\n  a: 1,\r\n  "gateway": {\r\n    "port": 1\r\n  }\r\n}\r\n'));
    expect(shown).not.toMatch(/[\r\ufeff]/);
    expect(shown).toContain('+    "port": 1');
  });

  it('counts lines', () => {
    expect(diffStat(change('service', 'Restart=always\n', 'Restart=no\nRestartSec=5\n', 'Restart=always\nRestartSec=1'))).toEqual({added: 2, removed: 1});
  });
});
