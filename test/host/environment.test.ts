import {homedir} from 'node:os';
import {describe, expect, it} from 'vitest';
import {childEnvironment, homesOf, ignoredVariables} from '../../src/host/environment.ts';

describe('home', () => {
  it.each([
    [{HOME: '/h'}, '/h', false],
    [{HOME: '/h', OPENCLAW_HOME: '/o'}, '/o', true],
    [{HOME: '/h', OPENCLAW_HOME: '~/o'}, '/h/o', true],
    [{HOME: '/h', OPENCLAW_HOME: 'undefined'}, '/h', false],
    [{HOME: '/h', OPENCLAW_HOME: ' '}, '/h', false],
    [{HOME: 'null', USERPROFILE: '/u'}, '/u', false],
    [{}, homedir(), false],
    [{HOME: '/h', OPENCLAW_STATE_DIR: '/elsewhere'}, '/h', false],
  ])('%j → %s', (env, openclaw, isOverridden) => {
    expect(homesOf(env)).toMatchObject({openclaw, isOverridden});
  });
});

it('names what is ignored, and passes none of it on', () => {
  const env = {PATH: '/bin', OPENCLAW_PROFILE: 'main', CLAWDBOT_STATE_DIR: '/x', MOLTBOT_A: '1', OPENCLAW_HOME: '/o', TELEGRAM_BOT_TOKEN: 't', ANTHROPIC_API_KEY: 'k', NODE_OPTIONS: '-r x', npm_config_a: '1', XPATH: '1', LANG: 'C'};
  expect(ignoredVariables(env)).toEqual(['CLAWDBOT_STATE_DIR', 'MOLTBOT_A', 'OPENCLAW_PROFILE']);
  expect(childEnvironment(env, {EXTRA: '1'})).toEqual({PATH: '/bin', OPENCLAW_HOME: '/o', LANG: 'C', EXTRA: '1'});
});

it.each(['HOME', 'TERM', 'LC_ALL', 'XDG_RUNTIME_DIR', 'DBUS_SESSION_BUS_ADDRESS', 'DISPLAY', 'https_proxy', 'NO_PROXY', 'NODE_EXTRA_CA_CERTS', 'SSH_AUTH_SOCK', 'Path', 'SystemRoot', 'ProgramFiles(x86)', 'NO_COLOR', 'CI'])('%s belongs to the user, and is passed on', name => {
  expect(childEnvironment({[name]: 'x'})).toEqual({[name]: 'x'});
});
