import {describe, expect, it} from 'vitest';
import {instanceVariables, openclawCall, selectedPaths, type Selector, selectorKey, selectorName, selectorOf, selectorText} from '../../src/rules/selector.ts';

const HOME = '/home/jane';
const named = (profile: string): Selector => ({kind: 'profile', profile});
const manual: Selector = {kind: 'paths', stateDir: '/home/jane/.openclaw-rescue', configPath: '/home/jane/.openclaw/rescue.json'};

describe('two paths', () => {
  it.each([
    ['the canonical ones of a profile', '/home/jane/.openclaw-rescue', '/home/jane/.openclaw-rescue/openclaw.json', named('rescue')],
    ['those of the default instance', '/home/jane/.openclaw', '/home/jane/.openclaw/openclaw.json', named('default')],
    ['the guide’s manual example', manual.stateDir, manual.configPath, manual],
    ['a profile’s folder in another home', '/srv/.openclaw-rescue', '/srv/.openclaw-rescue/openclaw.json', {kind: 'paths', stateDir: '/srv/.openclaw-rescue', configPath: '/srv/.openclaw-rescue/openclaw.json'}],
    ['a folder whose end is no profile name', '/home/jane/.openclaw-a b', '/home/jane/.openclaw-a b/openclaw.json', {kind: 'paths', stateDir: '/home/jane/.openclaw-a b', configPath: '/home/jane/.openclaw-a b/openclaw.json'}],
  ])('%s', (_, stateDir, configPath, selector) => {
    expect(selectorOf({stateDir, configPath}, HOME, 'linux')).toEqual(selector);
    expect(selectedPaths(selectorOf({stateDir, configPath}, HOME, 'linux'), HOME, 'linux')).toEqual({stateDir, configPath});
  });
});

it.each([
  [named('ops'), 'ops'],
  [manual, 'rescue'],
  [{kind: 'paths', stateDir: '/srv/.openclaw-blue', configPath: '/srv/.openclaw-blue/openclaw.json'} as const, 'blue'],
  [{kind: 'paths', stateDir: '/srv/…', configPath: '/srv/…/openclaw.json'} as const, '-'],
])('%j is called %s', (selector, name) => {
  expect(selectorName(selector, 'linux')).toBe(name);
});

it('keeps instances apart that share one of their paths', () => {
  const other = {...manual, configPath: '/home/jane/.openclaw/other.json'};
  expect(new Set([manual, other, named('rescue')].map(selectorKey)).size).toBe(3);
});

describe('how OpenClaw is told', () => {
  it.each([
    ['nothing for the default instance', named('default'), [], {}],
    ['--profile first for a profile', named('rescue'), ['--profile', 'rescue'], {}],
    ['the variables of the guide for two paths', manual, [], {OPENCLAW_CONFIG_PATH: manual.configPath, OPENCLAW_STATE_DIR: manual.stateDir}],
  ])('%s', (_, selector, args, environment) => {
    expect(openclawCall(selector)).toEqual({args, environment});
  });

  it.each([
    [named('default'), undefined],
    [named('rescue'), 'rescue'],
    [manual, undefined],
  ])('%j names a profile only where there is one', (selector, profile) => {
    const paths = selectedPaths(selector, HOME, 'linux');
    const variables = instanceVariables(selector, paths, 19_001);
    expect(Object.keys(variables).slice(0, 2)).toEqual(['OPENCLAW_CONFIG_PATH', 'OPENCLAW_STATE_DIR']);
    expect(variables['OPENCLAW_PROFILE']).toBe(profile);
    expect(variables['OPENCLAW_GATEWAY_PORT']).toBe('19001');
  });
});

it('is typed in the words of the shell', () => {
  expect(selectorText({kind: 'paths', stateDir: "/srv/it's", configPath: '/srv/c.json'}, 'linux')).toBe("--state-dir '/srv/it'\\''s' --config-path /srv/c.json");
});
