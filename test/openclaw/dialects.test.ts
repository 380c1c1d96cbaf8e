/** Our reader of configs against OpenClaw's: what one takes or refuses the other must take or refuse, edits included. */
import {afterAll, afterEach, beforeAll, expect, test} from 'vitest';
import {CONFIG, Home, OTHER_PORT, RESCUE} from './home.ts';

const home = new Home();

beforeAll(() => home.write('.openclaw/openclaw.json', '{"gateway": {"mode": "local", "port": 18789, "bind": "loopback"}}'));
afterEach(() => home.remove(RESCUE));
afterAll(() => home.remove());

const AUTH = '"auth": {"mode": "token", "token": "0123456789abcdef0123456789abcdef0123456789abcdef"}';
const workspace = home.file('rescue-workspace');
const AGENTS = `"agents": {"defaults": {"workspace": "${workspace}"}}`;
const GATEWAY = `"gateway": {"mode": "local", "port": 20000, "bind": "loopback", ${AUTH}}`;
const WHOLE = `{${GATEWAY}, ${AGENTS}}`;

type Odd = {
  readonly name: string;
  readonly text: string;
  /** Files that it needs in the state dir. */
  readonly beside?: Readonly<Record<string, string>>;
  /** The text after the edit; by default only the port itself is another one. */
  readonly after?: string;
};

const TAKEN: readonly Odd[] = [
  {name: 'a byte order mark', text: `\ufeff${WHOLE}`},
  {name: 'CRLF', text: JSON.stringify(JSON.parse(WHOLE), null, 2).replaceAll('\n', '\r\n')},
  {
    name: 'comments, odd quotes, trailing commas',
    text: `// first, with a 20001\n{\n\t/* port: 20002 */ g\\u0061teway: {mode: 'local', port: /* here */ 20000 /* and there */, 'bind': 'loopback', ${AUTH},},\n\t${AGENTS}, // last\n} // end`,
  },
  {name: 'a hexadecimal port and a continued string', text: WHOLE.replace('20000', '+0x4E20').replace('loopback', 'loop\\\nback'), after: WHOLE.replace('20000', '20900').replace('loopback', 'loop\\\nback')},
  {name: 'a duplicate key', text: WHOLE.replace('"mode": "local",', '"mode": "local", "port": 20001, "bind": "lan",')},
  {name: 'a duplicate object', text: `{"gateway": {"mode": "remote", "port": 20001, "bind": "lan"}, ${GATEWAY}, ${AGENTS}}`},
  {
    name: '${VAR}',
    text: WHOLE.replace(/"[0-9a-f]{48}"/, '"${RESCUE_TOKEN}"').replace(workspace, '${RESCUE_PLACE}'),
    beside: {'.env': `RESCUE_TOKEN=${'a'.repeat(48)}\nexport RESCUE_PLACE="${workspace}"\n`},
  },
  {
    name: '$include of the whole config',
    text: '{"$include": "./base.json5"}',
    beside: {'base.json5': `// shared\n${WHOLE}`},
    after: '{"$include": "./base.json5", "gateway": { "port": 20900 }}',
  },
  {
    name: '$include of a part, from a list of files',
    text: `{\n  "gateway": {"$include": ["parts/one.json5", "parts/two.json5"]},\n  ${AGENTS}\n}\n`,
    beside: {'parts/one.json5': `{mode: 'local', port: 20001, bind: 'lan'}`, 'parts/two.json5': `{port: 20000, bind: 'loopback', ${AUTH}}`},
    after: `{\n  "gateway": {"$include": ["parts/one.json5", "parts/two.json5"], "port": 20900},\n  ${AGENTS}\n}\n`,
  },
  {name: '$include of the port alone', text: WHOLE.replace('20000', '{"$include": "port.json"}'), beside: {'port.json': '20000'}, after: WHOLE.replace('20000', '20900')},
  {name: 'two __proto__ keys', text: WHOLE.replace('{', '{"__proto__": {"gateway": {"port": 20001}}, __proto__: {}, ')},
];

test.each(TAKEN)('$name: the edit is taken too, and OpenClaw reads our port', async ({text, beside = {}, after}) => {
  for (const [name, content] of Object.entries(beside)) home.write(`${RESCUE}/${name}`, content);
  home.write(CONFIG, text);
  const others = home.snapshot(...Object.keys(beside).map(name => `${RESCUE}/${name}`));
  expect(await home.validate()).toMatchObject({valid: true});
  expect((await portOf()).trim()).toBe('20000');

  const {code, stderr, report} = await home.apply(['--gateway-port', String(OTHER_PORT), '--no-install-daemon']);
  expect(code, stderr).toBe(0);
  expect(report).toMatchObject({answers: {workspace}, result: {kind: 'applied'}});
  expect(home.read(CONFIG)).toBe(after ?? text.replace('20000', String(OTHER_PORT)));
  expect(home.snapshot(...Object.keys(others))).toEqual(others);

  expect(await home.validate()).toMatchObject({valid: true});
  expect((await portOf()).trim()).toBe(String(OTHER_PORT));
});

const REFUSED: readonly Odd[] = [
  {name: 'a # comment', text: `# shell style\n${WHOLE}`},
  {name: 'two commas', text: WHOLE.replace(', "port"', ',, "port"')},
  {name: 'an octal port', text: WHOLE.replace('20000', '047040')},
  {name: 'a digit separator', text: WHOLE.replace('20000', '20_000')},
  {name: 'a sign apart from its number', text: WHOLE.replace('20000', '+ 20000')},
  {name: 'a template string', text: WHOLE.replace('"loopback"', '`loopback`')},
  {name: 'a sum', text: WHOLE.replace('20000', '19000 + 1000')},
  {name: 'something after the value', text: `${WHOLE} {}`},
  {name: 'parentheses', text: WHOLE.replace('"loopback"', '("loopback")')},
  {name: 'a line for a shell', text: `#!/usr/bin/env openclaw\n${WHOLE}`},
  {name: 'a file that ends too early', text: WHOLE.slice(0, -1)},
];

test.each(REFUSED)('$name: refused by both, and not a byte is changed', async ({text}) => {
  home.write(CONFIG, text);
  const before = home.snapshot(CONFIG);
  expect(await home.validate()).toMatchObject({valid: false});
  const {code, report} = await home.apply(['--gateway-port', String(OTHER_PORT), '--no-install-daemon']);
  expect(code).toBe(3);
  expect(report.problems).toContainEqual(expect.objectContaining({id: 'config-unusable'}));
  expect(home.snapshot(CONFIG)).toEqual(before);
});

async function portOf(): Promise<string> {
  return (await home.openclaw('--profile', 'rescue', 'config', 'get', 'gateway.port')).stdout;
}
