/**
 * What rules name that is no key, path or value, in the words of the reader. Documents for machines keep the names as
 * the rules give them.
 */
import {en} from './en/phrases.ts';
import {spoken} from './language.ts';

const words = spoken(en, korean => korean.phrases);

/** Phrases as rules give them. */
const NAMED: Readonly<Record<string, keyof typeof en.named>> = {
  'this shell': 'thisShell',
  'not set': 'notSet',
  'the same': 'theSame',
  'not a URL': 'noUrl',
  config: 'config',
  state: 'state',
  file: 'file',
  service: 'service',
  environment: 'environment',
  name: 'name',
  port: 'port',
  backup: 'backup',
  gateway: 'gateway',
  'browser control': 'browserControl',
  'extension relay': 'extensionRelay',
  'browser profile openclaw': 'managedBrowser',
  'block of its base port': 'baseBlock',
  'fall-back CDP range': 'fallbackCdp',
  'workspace of an agent': 'agentWorkspace',
  '--port of its service': 'servicePort',
  'OPENCLAW_GATEWAY_PORT of its service': 'serviceVariable',
  'its running gateway': 'runningGateway',
  'no gateway.port: from its name': 'portOfName',
  'no gateway.port: the default': 'portDefault',
  'service of the user': 'userService',
  'service of the system': 'systemService',
  'PATH with /usr/local/bin, /usr/bin and /bin': 'wholePath',
  'PATH without a version manager': 'plainPath',
  'no proxy in the unit': 'noProxy',
  'pnpm store': 'pnpmStore',
  'node_modules of a project': 'projectModules',
  'npx cache': 'npxCache',
  'temporary folder': 'temporaryFolder',
  'the token of then': 'earlierToken',
  'another token': 'anotherToken',
};

/** Phrases with a name of somebody else in them. */
const WITH_A_NAME = [
  ['inDotenv', /^(\w+) in \.env$/],
  ['refusedBy', /^refused by (OpenClaw.*)$/],
  ['login', /^login (.+)$/],
  ['fromVariable', /^from (\w+)$/],
] as const;

/** A key, a path or a value stays as it is. */
export function phrase(text: string): string {
  const {named, ...withName} = words();
  const id = Object.hasOwn(NAMED, text) ? NAMED[text] : undefined;
  if (id !== undefined) return named[id];
  for (const [id, pattern] of WITH_A_NAME) {
    const name = pattern.exec(text)?.[1];
    if (name !== undefined) return withName[id](name);
  }
  return text;
}
