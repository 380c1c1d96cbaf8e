/** The rescue kit: what it says of main, that it can't be led astray by odd paths, and that nothing of the user's is lost. */
import {execFileSync} from 'node:child_process';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Host} from '../../src/rules/answers.ts';
import {editConfig, newConfig} from '../../src/rules/config/edit.ts';
import {type KitFacts, kitFactsOf, kitPlaces} from '../../src/rules/kit/facts.ts';
import {type KitFile, kitFiles, type KitInput, kitStates, presentKit} from '../../src/rules/kit/kit.ts';
import {KEPT_HEADING, withSection} from '../../src/rules/kit/section.ts';
import {watchObstacles, watchSettings, WATCH_PROMPT} from '../../src/rules/kit/watch.ts';
import {code, word} from '../../src/rules/kit/words.ts';
import {pathsFor, type Platform} from '../../src/rules/profile.ts';
import {KIT_TEXTS} from '../../src/text/kit.ts';
import {anInstance, HOMES, hostOn, OLD_TOKEN, PLATFORMS, settings, specOn, targetOn} from './helpers.ts';
import {serviceArgv, serviceEnvironment} from '../../src/rules/service/spec.ts';
import {MANAGER_OF, serviceNameOf, servicePlaces} from '../../src/rules/service/files.ts';

const nothing = () => undefined;

/** Main with its service, and a rescue to be. */
function mainOn(platform: Platform): Host {
  const spec = specOn(platform, {profile: 'default', port: 18_789});
  const {definition, files: [first = '']} = servicePlaces(spec);
  const path = platform === 'win32' ? first : definition;
  const name = platform === 'linux' ? serviceNameOf('default', platform) : pathsFor(platform).basename(path);
  const service = {manager: MANAGER_OF[platform], scope: 'user', name, path, argv: serviceArgv(spec), environment: Object.fromEntries(serviceEnvironment(spec))} as const;
  return hostOn(platform, {instances: [anInstance({profile: 'default', port: 18_789, platform, services: [service], config: {gateway: {auth: {token: OLD_TOKEN}}}})]});
}

function factsOf(host: Host, workspace = `${HOMES[host.machine.platform]}/rescue`): KitFacts {
  return kitFactsOf(host, targetOn(host, 'rescue'), workspace) as KitFacts;
}

function inputFor(host: Host, answer: KitInput['answer'] = 'watch'): KitInput {
  return {answer, facts: factsOf(host), texts: KIT_TEXTS};
}

const linux = inputFor(mainOn('linux'));
const places = kitPlaces(linux.facts);

function textOf(files: readonly KitFile[], path: string): string {
  return files.find(file => file.path === path)?.text ?? '';
}

describe('what the kit says', () => {
  test.each(PLATFORMS)('on %s', platform => {
    const input = inputFor(mainOn(platform));
    const files = kitFiles(input, nothing);
    expect(files.map(({path, text}) => `=== ${path}\n${text}`).join('\n')).toMatchSnapshot();
    expect(files.map(({mode}) => mode)).toEqual(files.map(() => 0o600));
    expect(files.flatMap(({text}) => text.split('\n')).length).toBeLessThan(125);
  });

  test('a main that is run by hand, or is not there, or belongs to the whole system', () => {
    const byHand = hostOn('linux');
    expect(textOf(kitFiles(inputFor(byHand), nothing), places.main)).toMatch(/ask the user to start it there:\n\n```sh\nenv -i .* gateway\n```/);
    expect(textOf(kitFiles(inputFor(hostOn('linux', {instances: []})), nothing), places.main)).toContain('There was no main');
    const host = mainOn('linux');
    const [main] = host.instances;
    const system = {...host, instances: [{...main, services: main?.services.map(service => ({...service, scope: 'system'}))}]} as Host;
    expect(textOf(kitFiles(inputFor(system), nothing), places.main)).toContain('sudo systemctl restart openclaw-gateway.service');
  });

  test('main has no kit for itself', () => {
    const host = mainOn('linux');
    expect(kitFactsOf(host, targetOn(host, 'default'), '/w')).toBeUndefined();
  });

  test.each(PLATFORMS)('no secret of main is in it on %s', platform => {
    const files = kitFiles(inputFor(mainOn(platform)), nothing);
    expect(files.map(({text}) => text).join()).not.toContain(OLD_TOKEN);
  });

  test('an OpenClaw from before 2026.8 reads HEARTBEAT.md, a later one does not', () => {
    const host = mainOn('linux');
    const old = {...host, openclaw: host.openclaw && {...host.openclaw, version: '2026.7.35'}};
    const paths = (on: Host, answer: KitInput['answer']) => kitFiles(inputFor(on, answer), nothing).map(({path}) => path);
    expect(paths(old, 'watch')).toEqual([places.skill, places.main, places.watch, places.heartbeat]);
    expect(paths(host, 'watch')).toEqual([places.skill, places.main, places.watch]);
    expect(paths(old, 'skill')).toEqual([places.skill, places.main]);
    expect(paths(host, 'none')).toEqual([]);
  });
});

describe('text from outside', () => {
  const odd = fc.string({unit: fc.constantFrom('`', '```', '\n', '\r', '\u2028', '\u202e', '\u0000', '{{port}}', '<!-- openclaw-rescue:end -->', "'", '"', '$(x)', '${X}', '\\', ' ', '# ', 'é', 'a', '/'), maxLength: 12});

  test('a code span is one line, and nothing in it ends it', () => {
    fc.assert(fc.property(odd, text => {
      const span = code(text);
      const fence = /^`+/.exec(span)?.[0] ?? '';
      expect(span).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      const inner = span.slice(fence.length, -fence.length);
      expect([...inner.matchAll(/`+/g)].some(([run]) => run.length === fence.length)).toBe(false);
    }));
  });

  test('a word reaches a command as it is, and stays on its line', () => {
    fc.assert(fc.property(odd.map(text => text.replaceAll('\0', '')), text => {
      const said = word(text, 'linux');
      expect(said).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      expect(execFileSync('bash', ['--norc', '-c', `printf %s ${said}`], {encoding: 'utf8', env: {LC_ALL: 'C.UTF-8'}})).toBe(text);
    }), {numRuns: 60});
  });

  test('odd paths of main and rescue keep the shape of every file', () => {
    const shape = (text: string) => text.split('\n').map(line => /^(#+ |`{3,}|<!-- openclaw-rescue:(begin|end)|---$)/.exec(line)?.[1]?.replace(/`+/, '```')).filter(Boolean);
    const wanted = kitFiles(linux, nothing).map(({text}) => shape(text));
    fc.assert(fc.property(odd, odd, (inState, inWorkspace) => {
      const {main, rescue} = linux.facts;
      const stateDir = `/home/${inState}`;
      const facts: KitFacts = {
        ...linux.facts,
        home: stateDir,
        main: {...main, stateDir, configPath: `${stateDir}/openclaw.json`, workspace: `${stateDir}/w`, engine: main.engine && {...main.engine, entry: `${stateDir}/index.js`}},
        rescue: {...rescue, configPath: `/${inWorkspace}/c.json`, engine: undefined},
      };
      const files = kitFiles({...linux, facts}, nothing);
      expect(files.map(({text}) => shape(text))).toEqual(wanted);
      const byPath = new Map(files.map(({path, text}) => [path, text]));
      expect(kitStates({...linux, facts}, path => byPath.get(path)).every(({state}) => state === 'current')).toBe(true);
    }));
  });
});

describe('what the user wrote', () => {
  const HEAD = ['name: rescue-main', 'description: What it does.'];
  const BODY = ['# Ours', '', 'text'];
  const section = {head: HEAD, body: BODY};
  const later = {head: HEAD, body: ['# Ours', 'other text', 'more']};
  const fresh = withSection(undefined, section);

  test('a new file', () => {
    expect(fresh).toBe('---\nname: rescue-main\ndescription: What it does.\n---\n\n<!-- openclaw-rescue:begin 50aa8304d82c -->\n# Ours\n\ntext\n<!-- openclaw-rescue:end -->\n');
  });

  test('what stands inside and was not written by us is kept below', () => {
    const edited = fresh.replace('text', 'text of mine');
    const merged = withSection(edited, later);
    expect(merged).toContain(`other text\nmore\n<!-- openclaw-rescue:end -->\n\n${KEPT_HEADING}\n\n# Ours\n\ntext of mine\n`);
    expect(withSection(merged, later)).toBe(merged);
  });

  test('marks that are gone: our part is added once, at the end', () => {
    const theirs = fresh.replaceAll(/<!-- .* -->\n/g, '');
    const merged = withSection(theirs, section);
    expect(merged.startsWith(theirs)).toBe(true);
    expect(withSection(merged, section)).toBe(merged);
  });

  test.each([
    {name: 'a description of his own', head: '---\nname: rescue-main\ndescription: mine\nextra: 1\n---\n', stays: true},
    {name: 'a description on lines of its own', head: '---\nname: x\ndescription: >-\n  mine\n---\n', stays: true},
    {name: 'an empty description', head: '---\nname: x\ndescription:\nextra: 1\n---\n', stays: false},
    {name: 'no name', head: '---\ndescription: mine\n---\n', stays: false},
    {name: 'no front matter', head: '', stays: false},
    {name: 'a front matter without an end', head: '---\nname: x\n', stays: false},
  ])('front matter: $name', ({head, stays}) => {
    const text = head + fresh.slice(fresh.indexOf('<!--'));
    const merged = withSection(text, section);
    expect(merged === text).toBe(stays);
    expect(merged).toMatch(/^---\n(?:.*\n)*?name: .+\n/);
    expect(merged).toMatch(/\ndescription: .+\n/);
    for (const line of ['extra: 1', 'name: x', 'mine'].filter(part => head.includes(part))) expect(merged).toContain(line);
    expect(withSection(merged, section)).toBe(merged);
  });

  test('CRLF stays', () => {
    const merged = withSection(fresh.replaceAll('\n', '\r\n'), later);
    expect(merged.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(merged).toBe(withSection(fresh, later).replaceAll('\n', '\r\n'));
  });

  const lines = fc.array(fc.constantFrom('', 'a', ' b ', '---', 'name:', 'description: x', '<!-- openclaw-rescue:begin -->', '<!-- openclaw-rescue:begin 0123456789ab -->', '<!-- openclaw-rescue:end -->', KEPT_HEADING, ...BODY), {maxLength: 8});
  const user = fc.record({before: lines, inside: lines, after: lines, eol: fc.constantFrom('\n', '\r\n'), hasEnd: fc.boolean(), isOurs: fc.boolean(), hasHead: fc.boolean()});

  test('no line of the user’s is lost, in whatever place, and a second time changes nothing', () => {
    fc.assert(fc.property(user, ({before, inside, after, eol, hasEnd, isOurs, hasHead}) => {
      const whole = linesOf(fresh);
      const ours = isOurs ? whole.slice(whole.findIndex(line => line.startsWith('<!--'))) : ['<!-- openclaw-rescue:begin 50aa8304d82c -->', ...inside, '<!-- openclaw-rescue:end -->'];
      const text = [...(hasHead ? ['---', ...HEAD, '---'] : []), ...before, ...ours, ...after].join(eol) + (hasEnd ? eol : '');
      const merged = withSection(text, later);
      expect(withSection(merged, later)).toBe(merged);
      const counts = countsOf(linesOf(merged));
      for (const [line, count] of countsOf(linesOf(text))) {
        // Our own marks and part are written anew, and an empty key is filled.
        if (line.includes('openclaw-rescue:') || (BODY.includes(line) && line !== '') || line === '' || line === 'name:') continue;
        expect(counts.get(line) ?? 0, line).toBeGreaterThanOrEqual(count);
      }
    }), {numRuns: 1000});
  });

  test('whatever stands outside survives byte for byte', () => {
    const free = fc.string({unit: fc.constantFrom('x', '\n', '\r\n', '\r', ' ', '`', '-', '<!-- ', 'é')});
    fc.assert(fc.property(free, free, (before, after) => {
      const own = withSection(undefined, {body: BODY});
      const merged = withSection(`${before}\n${own}${after}`, {body: later.body});
      expect(merged.startsWith(`${before}\n<!-- openclaw-rescue:begin`)).toBe(true);
      expect(merged.endsWith(`<!-- openclaw-rescue:end -->${/\r?\n/.exec(`${before}\n`)?.[0]}${after}`)).toBe(true);
    }));
  });

  const linesOf = (text: string) => text.split(/\r?\n/);
  function countsOf(all: readonly string[]): Map<string, number> {
    const counts = new Map<string, number>();
    for (const line of all) counts.set(line, (counts.get(line) ?? 0) + 1);
    return counts;
  }
});

describe('a kit that is there', () => {
  test('missing, current, outdated', () => {
    const files = new Map(kitFiles(linux, nothing).map(({path, text}) => [path, text]));
    const states = (input: KitInput) => kitStates(input, path => files.get(path)).map(({state}) => state);
    expect(states(linux)).toEqual(['current', 'current', 'current']);
    const moved = {...linux, facts: {...linux.facts, main: {...linux.facts.main, port: 18_999}}};
    expect(states(moved)).toEqual(['current', 'outdated', 'outdated']);
    files.delete(places.main);
    expect(states(linux)).toEqual(['current', 'missing', 'current']);
    files.set(places.skill, `${files.get(places.skill)}\nMy own notes.\n`);
    expect(states(linux)).toEqual(['current', 'missing', 'current']);
  });

  test('which one it is', () => {
    const files = new Map(kitFiles(linux, nothing).map(({path, text}) => [path, text]));
    const present = (config: object) => presentKit(linux.facts, settings(config), path => files.get(path));
    expect(present({})).toBe('skill');
    expect(present({agents: {defaults: {heartbeat: {prompt: WATCH_PROMPT}}}})).toBe('watch');
    files.clear();
    expect(present({})).toBe('none');
  });
});

describe('the heartbeat', () => {
  const settled = (config: object, answer: KitInput['answer'] = 'watch', version = '2026.9.6') => {
    const text = editConfig(JSON.stringify(config), watchSettings(answer, settings(config), version));
    return JSON.parse(text).agents?.defaults?.heartbeat;
  };

  test('is switched on, and what the user has stays', () => {
    expect(settled({})).toEqual({every: '30m', prompt: WATCH_PROMPT});
    expect(settled({}, 'watch', '2026.7.35')).toEqual({every: '30m', prompt: WATCH_PROMPT, target: 'last'});
    const own = {every: '2h', prompt: 'mine', target: 'none', model: 'x'};
    expect(settled({agents: {defaults: {heartbeat: own}}})).toEqual(own);
    expect(JSON.parse(newConfig(watchSettings('watch', settings({}), undefined)))).toEqual({agents: {defaults: {heartbeat: {every: '30m', prompt: WATCH_PROMPT}}}});
  });

  test('doing it again changes nothing, and without the watch only our prompt goes', () => {
    const config = {agents: {defaults: {heartbeat: settled({})}}};
    expect(watchSettings('watch', settings(config), '2026.9.6')).toEqual([]);
    expect(settled(config, 'skill')).toEqual({every: '30m'});
    expect(settled(config, 'none')).toEqual({every: '30m'});
    expect(watchSettings('none', settings({agents: {defaults: {heartbeat: {prompt: 'mine'}}}}), '2026.9.6')).toEqual([]);
  });

  const owner = {commands: {ownerAllowFrom: ['telegram:1']}};
  const beat = (heartbeat: object) => ({...owner, agents: {defaults: {heartbeat}}});
  test.each([
    {name: 'an owner', config: owner, obstacles: []},
    {name: 'an owner by a channel', config: {channels: {telegram: {accounts: {a: {allowFrom: [5]}}}}}, obstacles: []},
    {name: 'nobody', config: {channels: {telegram: {allowFrom: ['*']}}}, obstacles: ['nobody']},
    {name: 'nobody, on an old one', config: {}, version: '2026.7.35', obstacles: []},
    {name: 'a target that is nobody', config: beat({target: 'none'}), obstacles: ['nobody']},
    {name: 'every 0m', config: beat({every: '0m'}), obstacles: ['off']},
    {name: 'another prompt', config: beat({prompt: 'x'}), obstacles: ['prompt']},
    {name: 'our prompt', config: beat({prompt: WATCH_PROMPT}), obstacles: []},
    {name: 'no cron', config: {...owner, cron: {enabled: false}}, obstacles: ['cron']},
    {name: 'no cron, on an old one', config: {...owner, cron: {enabled: false}}, version: '2026.7.35', obstacles: []},
    {name: 'an agent with its own', config: {...owner, agents: {entries: {ops: {heartbeat: {}}}}}, obstacles: ['agents']},
    {name: 'a listed agent with its own', config: {...owner, agents: {list: [{id: 'ops', heartbeat: {}}]}}, obstacles: ['agents']},
  ])('what is in its way: $name', ({config, version = '2026.9.6', obstacles}) => {
    expect(watchObstacles(settings(config), version)).toEqual(obstacles);
  });
});
