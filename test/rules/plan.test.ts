import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type Answers, BINDS, defaultAnswers, type Host, serviceChoices, suggestedBase} from '../../src/rules/answers.ts';
import type {ServiceFile} from '../../src/rules/instance.ts';
import {acceptedBaseOf, buildPlan, type Plan} from '../../src/rules/plan.ts';
import type {PlanInput} from '../../src/rules/plan-input.ts';
import {isUsageProblem, type Problem} from '../../src/rules/problems.ts';
import {pathsFor, type Platform, profilePaths} from '../../src/rules/profile.ts';
import {reportOf} from '../../src/rules/report.ts';
import {serviceNameOf} from '../../src/rules/service/files.ts';
import type {ExistingFile, Target} from '../../src/rules/target.ts';
import {isEmpty} from '../../src/rules/work.ts';
import {PORT_TEXTS} from '../../src/text/port-text.ts';
import {consequenceText} from '../../src/text/findings.ts';
import {problemText} from '../../src/text/problems.ts';
import {anyStyle, leaf, type Model, object, objectWith, print} from './config-texts.ts';
import {afterApply, anInstance, answersOn, HOMES, hostOn, machineOn, NEW_TOKEN, OLD_TOKEN, openclawOn, PLATFORMS, planFor, planInput, settings, targetOn} from './helpers.ts';

const text = (content: string, mode = 0o600): ExistingFile => ({kind: 'text', text: content, mode});
const stateDirOn = (platform: Platform, profile = 'rescue') => profilePaths(profile, HOMES[platform], platform).stateDir;
const configOn = (platform: Platform, profile = 'rescue') => profilePaths(profile, HOMES[platform], platform).configPath;

/** The host and target of a rescue profile with this config on Linux. */
function withConfig(host: Host, config: object | string, given: Partial<Target> = {}): Target {
  const content = typeof config === 'string' ? config : JSON.stringify(config);
  return targetOn(host, 'rescue', new Map([[configOn('linux'), text(content)], [stateDirOn('linux'), {kind: 'folder', mode: 0o700}]]), given);
}

const named = (profile: string) => ({profile, selector: {kind: 'profile', profile}}) as const;
const ids = (plan: Plan) => plan.problems.map(({id}) => id);

describe('a plan after it was applied', () => {
  const workspaceOn = (platform: Platform) => {
    const {join} = pathsFor(platform);
    const home = HOMES[platform];
    return fc.constantFrom(
      join(stateDirOn(platform), 'workspace-rescue'),
      join(home, 'clawd-rescue'),
      join(home, "it's a {place} ä 日"),
      ...(platform === 'win32' ? ['D:\\desk'] : [join(home, 'a"b\\c%d')]),
    );
  };
  const answersIn = (platform: Platform): fc.Arbitrary<Answers> =>
    fc.record({
      profile: fc.constant('rescue'),
      basePort: fc.oneof(fc.integer({min: 1024, max: 65_425}), fc.integer({min: 18_809, max: 19_000})),
      acceptOverlap: fc.constant(true),
      workspace: workspaceOn(platform),
      bind: fc.constantFrom(...BINDS),
      bindHost: fc.constant('192.168.1.5'),
      auth: fc.constantFrom<Answers['auth'][]>({kind: 'generate'}, {kind: 'keep'}, {kind: 'env', name: 'RESCUE_TOKEN'}),
      service: fc.constantFrom('start', 'write', 'none'),
      engine: fc.constant('shared'),
      replaceService: fc.boolean(),
      kit: fc.constant('none'),
      restore: fc.constant([]),
      linger: fc.boolean(),
      telegram: fc.constantFrom({kind: 'keep'}, {kind: 'off'}, {kind: 'bot', source: {kind: 'file', path: '/home/jane/bot'}, dmPolicy: 'allowlist', ownerId: '123456789'}),
    });
  const anyLeaf = fc.constantFrom('"local"', '"remote"', '19789', '"19789"', 'null', '"lan"', '"/home/jane/desk"', '"${RESCUE_TOKEN}"', '"$RESCUE_TOKEN"', `"${OLD_TOKEN}"`, '{source: "env", provider: "default", id: "RESCUE_TOKEN"}', '{source: "exec", id: "x"}', '"password"', '"none"').map(leaf);
  const anyConfig = objectWith({
    gateway: objectWith({mode: anyLeaf, port: anyLeaf, bind: anyLeaf, auth: objectWith({mode: anyLeaf, token: anyLeaf, password: anyLeaf})}),
    agents: objectWith({
      defaults: objectWith({workspace: anyLeaf}),
      entries: objectWith({main: objectWith({workspace: anyLeaf}), 'o.p s': objectWith({workspace: anyLeaf})}),
    }),
    meta: fc.constant<Model>(object(['lastTouchedVersion', leaf('"2026.9.6"')])),
  });
  const anyStart = fc.constantFrom(...PLATFORMS).chain(platform =>
    fc.record({
      platform: fc.constant(platform),
      answers: answersIn(platform),
      config: fc.option(fc.tuple(anyConfig, anyStyle).map(([config, style]) => print(config, style)), {nil: undefined}),
      mode: fc.constantFrom(0o600, 0o644, 0o400),
      isReady: fc.boolean(),
      hasOpenclaw: fc.boolean(),
      hasWorkspace: fc.boolean(),
    }),
  );
  const inputOf = ({platform, answers, config, mode, isReady, hasOpenclaw, hasWorkspace}: typeof anyStart extends fc.Arbitrary<infer T> ? T : never): PlanInput => {
    const host = hostOn(platform, {
      manager: isReady ? {kind: 'ready'} : {kind: 'unreachable', reason: 'no-session'},
      openclaw: hasOpenclaw ? openclawOn(platform) : undefined,
    });
    const files = new Map<string, ExistingFile>();
    if (config !== undefined) files.set(configOn(platform), text(config, mode)).set(stateDirOn(platform), {kind: 'folder', mode: 0o755});
    if (hasWorkspace) files.set(answers.workspace, {kind: 'folder', mode: 0o755});
    const target = targetOn(host, 'rescue', files, {envNames: ['RESCUE_TOKEN']});
    return planInput({host, answers, target});
  };

  it('is empty', () => {
    let applied = 0;
    fc.assert(
      fc.property(anyStart, start => {
        const input = inputOf(start);
        const plan = buildPlan(input);
        fc.pre(plan.problems.length === 0);
        applied++;
        const again = buildPlan(afterApply(input, plan));
        expect(again.problems).toEqual([]);
        expect(again.commands).toEqual([]);
        expect(again.changes.filter(({action}) => action !== 'unchanged')).toEqual([]);
        expect(isEmpty(again)).toBe(true);
      }),
      {numRuns: 500, maxSkipsPerRun: 20},
    );
    expect(applied).toBeGreaterThan(100);
  });

  it('says what was answered', () => {
    fc.assert(
      fc.property(anyStart, start => {
        const input = inputOf(start);
        const plan = buildPlan(input);
        fc.pre(plan.problems.length === 0);
        const {answers} = input;
        const {target, host} = afterApply(input, plan);
        expect(target.settings).toMatchObject({mode: 'local', port: answers.basePort, bind: answers.bind, workspace: answers.workspace});
        if (answers.auth.kind === 'generate') expect(target.settings).toMatchObject({authMode: 'token', token: {kind: 'plain', value: NEW_TOKEN}});
        if (answers.auth.kind === 'env') expect(target.settings).toMatchObject({authMode: 'token', token: {kind: 'env', name: 'RESCUE_TOKEN'}});
        const [service] = target.existing?.services ?? [];
        expect(service !== undefined).toBe(answers.service !== 'none');
        if (!service) return;
        expect(service.argv.slice(3)).toEqual(expect.arrayContaining(['gateway', '--port', String(answers.basePort)]));
        expect(service.environment).toMatchObject({
          OPENCLAW_PROFILE: 'rescue',
          OPENCLAW_STATE_DIR: target.stateDir,
          OPENCLAW_CONFIG_PATH: target.configPath,
          OPENCLAW_GATEWAY_PORT: String(answers.basePort),
        });
        // Enter on every step of the next run gives the same answers.
        const {auth, acceptOverlap, bindHost, ...rest} = defaultAnswers(target, host);
        const {auth: _, acceptOverlap: __, bindHost: ___, ...given} = answers;
        // A yes to a file in the way was for that one file.
        // Whether services go on after logout is the user's, not the profile's; the bot that came is kept.
        expect(rest).toEqual({...given, linger: false, telegram: {kind: answers.telegram.kind === 'off' ? 'off' : 'keep'}, replaceService: false, service: given.service === 'start' && host.manager.kind !== 'ready' ? 'write' : given.service});
        expect([auth, acceptOverlap, bindHost]).toEqual([{kind: target.settings.token.kind === 'none' && !target.settings.hasPassword && (target.settings.authMode ?? 'token') === 'token' ? 'generate' : 'keep'}, answers.acceptOverlap && acceptedBaseOf(plan) !== undefined, answers.bind === 'custom' ? '192.168.1.5' : undefined]);
      }),
      {numRuns: 300, maxSkipsPerRun: 20},
    );
  });

  it('with another port changes config, argument and environment together, and no line of the user', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PLATFORMS), fc.integer({min: 20_000, max: 65_425}), (platform, basePort) => {
        const input = planInput({host: hostOn(platform)});
        const next = afterApply(input, buildPlan(input));
        const files = new Map([...next.target.files].map(([path, file]) => [path, withNote(file, path)]));
        const target = targetOn(next.host, 'rescue', files, {serviceRuntime: next.target.serviceRuntime, serviceState: next.target.serviceState});
        const moved = {...next, target, answers: {...next.answers, basePort}};
        const plan = buildPlan(moved);
        expect(plan.problems).toEqual([]);
        const changed = plan.changes.filter(({action}) => action !== 'unchanged');
        expect(changed.every(({action}) => action === 'update')).toBe(true);
        for (const {before, after} of changed) expect(after).toBe(before?.replaceAll('19789', String(basePort)));
        const {existing} = afterApply(moved, plan).target;
        expect(existing?.bases).toEqual([{port: basePort, source: 'service-argument'}]);
        expect(existing?.settings.port).toBe(basePort);
        expect(existing?.services[0]?.environment['OPENCLAW_GATEWAY_PORT']).toBe(String(basePort));
      }),
      {numRuns: 30},
    );

    function withNote(file: ExistingFile, path: string): ExistingFile {
      if (file.kind !== 'text') return file;
      if (path.endsWith('.json')) return text(file.text.replace('{', '{ // my note'));
      if (path.endsWith('.service') || path.endsWith('.env')) return text(`${file.text}# my note\n`);
      return path.endsWith('.cmd') ? text(file.text.replace('set', 'rem my note\r\nset')) : file;
    }
  });
});

describe('what is written', () => {
  it('a new profile on Linux', () => {
    const plan = planFor({host: hostOn('linux')});
    expect(plan.problems).toEqual([]);
    expect(plan.isEdit).toBe(false);
    expect(plan.changes.map(({path, kind, action, mode}) => [path, kind, action, mode.toString(8)])).toEqual([
      ['/home/jane/.openclaw-rescue', 'folder', 'create', '700'],
      ['/home/jane/.openclaw-rescue/openclaw.json', 'file', 'create', '600'],
      ['/home/jane/.openclaw-rescue/workspace-rescue', 'folder', 'create', '700'],
      ['/home/jane/.config/systemd/user', 'folder', 'create', '755'],
      ['/home/jane/.config/systemd/user/openclaw-gateway-rescue.service', 'file', 'create', '600'],
    ]);
    expect(JSON.parse(plan.changes[1]?.after ?? '')).toEqual({
      gateway: {mode: 'local', port: 19_789, bind: 'loopback', auth: {mode: 'token', token: NEW_TOKEN}},
      agents: {defaults: {workspace: '/home/jane/.openclaw-rescue/workspace-rescue'}},
    });
  });

  it.each<[Platform, string, string[]]>([
    ['linux', 'start', ['node --profile rescue config validate', 'systemctl --user daemon-reload', 'systemctl --user enable openclaw-gateway-rescue.service', 'systemctl --user restart openclaw-gateway-rescue.service']],
    ['linux', 'write', ['node --profile rescue config validate', 'systemctl --user daemon-reload', 'systemctl --user enable openclaw-gateway-rescue.service']],
    ['linux', 'none', ['node --profile rescue config validate']],
    ['darwin', 'start', ['node --profile rescue config validate', 'launchctl enable gui/501/ai.openclaw.rescue', 'launchctl bootstrap gui/501 /Users/jane/Library/LaunchAgents/ai.openclaw.rescue.plist']],
    ['win32', 'start', ['node --profile rescue config validate', 'schtasks /Create /F /TN OpenClaw Gateway (rescue) /XML C:\\Users\\Jane Doe\\.openclaw-rescue\\gateway-task.xml', 'schtasks /Run /TN OpenClaw Gateway (rescue)']],
  ])('on %s, %s: the commands', (platform, service, expected) => {
    const host = hostOn(platform);
    const plan = planFor({host, answers: answersOn(host, {service: service as Answers['service']})});
    const {node, entry} = openclawOn(platform);
    expect(plan.commands.map(({argv}) => argv.join(' ').replace(`${node} ${entry}`, 'node'))).toEqual(expected);
    expect(plan.healthPort).toBe(service === 'start' ? 19_789 : undefined);
  });

  it('a service that is installed and stopped is only started', () => {
    const input = planInput({host: hostOn('linux')});
    const {answers, ...next} = afterApply(input, buildPlan(input));
    expect(buildPlan({...next, answers: {...answers, service: 'start'}}).commands.map(({id}) => id)).toEqual(['start']);
  });

  it('an agent that waits for the next login is left alone', () => {
    const input = planInput({host: hostOn('darwin')});
    const {target, ...next} = afterApply(input, buildPlan(input));
    const asRead = {...target, serviceState: {isEnabled: false, isActive: false}};
    expect(isEmpty(buildPlan({...next, target: asRead}))).toBe(true);
  });

  it('without a manager that answers the files alone', () => {
    const host = hostOn('linux', {manager: {kind: 'unreachable', reason: 'no-manager'}});
    const plan = planFor({host, answers: answersOn(host, {service: 'start'})});
    expect(plan.commands.map(({id}) => id)).toEqual(['validate']);
    expect(plan.healthPort).toBeUndefined();
  });

  it('modes are narrowed, never widened, and a workspace keeps its own', () => {
    const host = hostOn('linux');
    const {workspace} = answersOn(host);
    const files = new Map<string, ExistingFile>([
      [stateDirOn('linux'), {kind: 'folder', mode: 0o755}],
      [configOn('linux'), text('{}', 0o400)],
      [workspace, {kind: 'folder', mode: 0o775}],
    ]);
    const plan = planFor({host, target: targetOn(host, 'rescue', files)});
    expect(plan.changes.slice(0, 3).map(({action, mode}) => [action, mode.toString(8)])).toEqual([['update', '700'], ['update', '400'], ['unchanged', '775']]);
  });

  it('only keys of ours, and of them only those that say something else', () => {
    const host = hostOn('linux');
    const config = '{ // note\n  gateway: {mode: "local", port: 0x4D4D, bind: "loopback", auth: {mode: "token", token: "x"}},\n  meta: {v: 1},\n}';
    const target = withConfig(host, config);
    const plan = planFor({host, target, answers: answersOn(host, {auth: {kind: 'keep'}})});
    expect(plan.changes[1]?.after).toBe(config.replace('\n}', '\n  agents: {\n    "defaults": {\n      "workspace": "/home/jane/.openclaw-rescue/workspace-rescue"\n    }\n  },\n}'));
  });

  it('nothing that an included file says', () => {
    const host = hostOn('linux');
    const workspace = '/home/jane/.openclaw-rescue/workspace-rescue';
    const included = settings({gateway: {mode: 'local', port: 19_789, bind: 'loopback', auth: {mode: 'token', token: 'x'}}, agents: {defaults: {workspace}}});
    const target = withConfig(host, '{"$include": "base.json"}');
    const existing = {...target.existing!, settings: included, workspace};
    const plan = planFor({host, target: {...target, settings: included, existing}, answers: answersOn(host, {auth: {kind: 'keep'}})});
    expect(plan.changes[1]).toMatchObject({action: 'unchanged', after: '{"$include": "base.json"}'});
  });

  it('agents that followed the default workspace go on following it', () => {
    const host = hostOn('linux');
    const target = withConfig(host, {agents: {defaults: {workspace: '/old'}, entries: {a: {workspace: '/old'}, b: {workspace: '/b'}, c: {}}}});
    const after = JSON.parse(planFor({host, target}).changes[1]?.after ?? '') as {agents: object};
    const workspace = '/home/jane/.openclaw-rescue/workspace-rescue';
    expect(after.agents).toEqual({defaults: {workspace}, entries: {a: {workspace}, b: {workspace: '/b'}, c: {}}});
  });

  it('a workspace that says the same with a tilde stays as it is written', () => {
    const host = hostOn('linux');
    const target = withConfig(host, {agents: {defaults: {workspace: '~/.openclaw-rescue/workspace-rescue'}}});
    expect(planFor({host, target}).changes[1]?.after).toContain('"~/.openclaw-rescue/workspace-rescue"');
  });
});

describe('the isolation checks', () => {
  const host = hostOn('linux');
  const checks = (given: Partial<PlanInput> & {host: Host}) => Object.fromEntries(planFor(given).checks.map(check => [check.id, check]));
  const results = (given: Partial<PlanInput> & {host: Host}) => Object.entries(checks(given)).filter(([, {result}]) => result !== 'proved').map(([id, {result, problem}]) => [id, result, problem?.id]);
  const main = host.instances[0]!;

  it('are all proved for a clean profile, with both values', () => {
    expect(results({host})).toEqual([]);
    expect(Object.values(checks({host})).map(({id, ours, theirs}) => [id, ours, theirs.map(({owner, value}) => `${owner} ${value}`).join()])).toEqual([
      ['config', '/home/jane/.openclaw-rescue/openclaw.json', 'main /home/jane/.openclaw/openclaw.json'],
      ['state', '/home/jane/.openclaw-rescue', 'main /home/jane/.openclaw'],
      ['workspace', '/home/jane/.openclaw-rescue/workspace-rescue', 'main /home/jane/.openclaw/workspace'],
      ['base-port', '19789', 'main 18789'],
      ['derived-ports', '19789–19899', 'main 18789–18899'],
      ['service', 'openclaw-gateway-rescue.service', 'main –'],
      ['channels', '–', 'main –'],
    ]);
  });

  it('config: a link to the config of main', () => {
    const target = {...targetOn(host, 'rescue'), resolvedConfigPath: main.configPath};
    expect(results({host, target})).toEqual([['config', 'refused', 'not-isolated']]);
  });

  it('state: a link into the state folder of main, or around it', () => {
    for (const resolvedStateDir of [main.stateDir, `${main.stateDir}/rescue`, '/home/jane']) {
      expect(results({host, target: {...targetOn(host, 'rescue'), resolvedStateDir}})).toContainEqual(['state', 'refused', 'not-isolated']);
    }
  });

  it('workspace: a link to that of main', () => {
    const plan = planFor({host, workspace: {resolved: main.workspace}});
    expect(plan.checks.filter(({result}) => result === 'refused').map(({id}) => id)).toEqual(['workspace']);
    expect(ids(plan)).toEqual(['workspace-shared']);
  });

  it('base port: too near', () => {
    expect(results({host, answers: answersOn(host, {basePort: 18_808})})).toEqual([
      ['base-port', 'refused', 'port-too-near'],
      ['derived-ports', 'refused', 'port-too-near'],
    ]);
    // Said once.
    expect(ids(planFor({host, answers: answersOn(host, {basePort: 18_808, acceptOverlap: true})}))).toEqual(['port-too-near']);
  });

  it('derived ports: an overlap, until it is accepted', () => {
    const overlapping = answersOn(host, {basePort: 18_809});
    expect(results({host, answers: overlapping})).toEqual([['derived-ports', 'refused', 'port-overlap']]);
    expect(results({host, answers: {...overlapping, acceptOverlap: true}})).toEqual([['derived-ports', 'accepted', undefined]]);
    expect(ids(planFor({host, answers: {...overlapping, acceptOverlap: true}}))).toEqual([]);
  });

  it('derived ports: a CDP port of our own config in main’s block', () => {
    const target = withConfig(host, {browser: {profiles: {work: {cdpPort: 18_801}}}});
    expect(results({host, target})).toEqual([['derived-ports', 'refused', 'port-overlap']]);
  });

  it.each<[Platform, string]>([
    ['linux', 'openclaw-gateway-rescue.service'],
    ['darwin', 'ai.openclaw.rescue.plist'],
    ['linux', 'OpenClaw-Gateway-Rescue.service'],
  ])('service: the same name on %s, %s', (platform, name) => {
    const service: ServiceFile = {manager: 'systemd', scope: 'system', name, path: `/etc/x/${name}`, argv: ['node', 'x', 'gateway'], environment: {}};
    const other = hostOn(platform);
    const taken = {...other, instances: [...other.instances, anInstance({profile: 'ops', port: 30_000, platform, services: [service]})]};
    expect(results({host: taken})).toEqual([['service', 'refused', 'not-isolated']]);
  });

  it('count every other instance, and not the profile itself', () => {
    const crowd = {...host, instances: [main, anInstance({profile: 'ops', port: 19_800}), anInstance({profile: 'rescue', port: 19_789})]};
    expect(results({host: crowd})).toEqual([
      ['base-port', 'refused', 'port-too-near'],
      ['derived-ports', 'refused', 'port-too-near'],
    ]);
    expect(checks({host: crowd})['config']?.theirs.map(({owner}) => owner)).toEqual(['main', 'ops']);
  });
});

describe('what forbids a plan', () => {
  const host = hostOn('linux');
  const unit = '/home/jane/.config/systemd/user/openclaw-gateway-rescue.service';
  const answers = (given: Partial<Answers>) => ({answers: answersOn(host, given)});
  const config = (content: object | string, given: Partial<Answers> = {}) => ({target: withConfig(host, content), ...answers(given)});
  const fileAt = (path: string, file: ExistingFile) => ({target: targetOn(host, 'rescue', new Map([[path, file]]))});
  const installed = () => {
    const input = planInput({host});
    return afterApply(input, buildPlan(input));
  };
  const busy = (port: number, command = 'x') => ({occupancy: {base: 19_789, busy: [{port, code: 'EADDRINUSE', holder: {pid: 7, command}}]}});

  it.each<[string, Partial<PlanInput>, Problem['id'][]]>([
    ['nothing', {}, []],
    ['a new name with capitals', answers({profile: 'Rescue'}), ['profile-uppercase']],
    ['main’s own name', answers({profile: 'default'}), ['profile-default']],
    ['no number', answers({basePort: Number.NaN}), ['port-not-a-number']],
    ['a low port', answers({basePort: 80}), ['port-privileged']],
    ['a high port', answers({basePort: 65_426}), ['port-too-high']],
    ['a near port', answers({basePort: 18_790}), ['port-too-near']],
    ['an overlap', answers({basePort: 18_899}), ['port-overlap']],
    ['an overlap that is accepted', answers({basePort: 18_899, acceptOverlap: true}), []],
    ['a port in use', busy(19_789), ['port-in-use']],
    ['a derived port in use', busy(19_799), []],
    ['a port in use, asked for another base', {...busy(19_789), ...answers({basePort: 19_790})}, []],
    ['no workspace', {...answers({workspace: ''}), workspace: {resolved: ''}}, ['workspace-empty']],
    ['a relative workspace', {...answers({workspace: 'clawd'}), workspace: {resolved: '/x/clawd'}}, ['workspace-not-absolute']],
    ['a file for a workspace', {workspace: {resolved: '/home/jane/f', obstacle: {path: '/x', reason: 'it is not a folder'}}}, ['workspace-blocked']],
    ['our state for a workspace', {workspace: {resolved: '/home/jane/.openclaw-rescue'}}, ['workspace-holds-own-state']],
    ['main’s workspace', {workspace: {resolved: '/home/jane/.openclaw/workspace'}}, ['workspace-shared']],
    ['a custom bind without an address', answers({bind: 'custom'}), ['bind-host']],
    ['a custom bind with a name', answers({bind: 'custom', bindHost: 'localhost'}), ['bind-host']],
    ['a custom bind with half an address', answers({bind: 'custom', bindHost: '10.0.0'}), ['bind-host']],
    ['a custom bind with too much of one', answers({bind: 'custom', bindHost: '10.0.0.256'}), ['bind-host']],
    ['a custom bind with an octal', answers({bind: 'custom', bindHost: '10.0.0.01'}), ['bind-host']],
    ['a custom bind', answers({bind: 'custom', bindHost: '10.0.0.1'}), []],
    ['an open gateway on the network', config({gateway: {auth: {mode: 'none'}}}, {bind: 'lan', auth: {kind: 'keep'}}), ['bind-without-auth']],
    ['an open gateway on loopback', config({gateway: {auth: {mode: 'none'}}}, {auth: {kind: 'keep'}}), []],
    ['a network that gets a token', config({gateway: {auth: {mode: 'none'}}}, {bind: 'lan'}), []],
    ['a variable with a bad name', answers({auth: {kind: 'env', name: 'rescue token'}}), ['env-reference']],
    ['a variable that starts with a digit', answers({auth: {kind: 'env', name: '1X'}}), ['env-reference']],
    ['a variable that is nowhere set', answers({auth: {kind: 'env', name: 'X'}, service: 'start'}), ['env-missing']],
    ['a variable that is nowhere set, nothing started', answers({auth: {kind: 'env', name: 'X'}}), []],
    ['a variable of the .env', {...answers({auth: {kind: 'env', name: 'X'}, service: 'start'}), target: targetOn(host, 'rescue', new Map(), {envNames: ['X']})}, []],
    ['a folder for a config', fileAt(configOn('linux'), {kind: 'folder', mode: 0o755}), ['config-unusable']],
    ['a config that can’t be read', fileAt(configOn('linux'), {kind: 'unusable', reason: 'EACCES'}), ['config-unusable']],
    ['an empty config', fileAt(configOn('linux'), text(' \n')), []],
    ['a service that is somebody else’s', fileAt(unit, text('[Service]\nExecStart=/bin/true\n')), ['service-foreign']],
    ['a unit that starts OpenClaw by its own name', fileAt(unit, text('[Service]\nExecStart=/usr/local/bin/openclaw gateway --port 19789\n')), []],
    ['a service that can’t be read', fileAt(unit, {kind: 'unusable', reason: 'EACCES'}), ['service-unusable']],
    ['a service that can’t be read, not asked for', {...fileAt(unit, {kind: 'unusable', reason: 'EACCES'}), ...answers({service: 'none'})}, []],
  ])('%s', (_, given, expected) => {
    expect(ids(planFor({host, ...given}))).toEqual(expected);
  });

  it.each<[string, string, Problem['id']]>([
    ['half a config', '{gateway: {', 'config-unusable'],
    ['no JSON5', '{a: 1}}', 'config-unusable'],
    ['a config that is no object', '[]', 'config-shape'],
    ['a gateway that is none', '{gateway: []}', 'config-shape'],
  ])('%s, which is left alone', (_, content, id) => {
    const plan = planFor({host, target: withConfig(host, content)});
    expect(ids(plan)).toEqual([id]);
    expect(plan.changes.some(({role}) => role === 'config')).toBe(false);
  });

  it('no OpenClaw, unless the service knows one', () => {
    const bare = hostOn('linux', {openclaw: undefined});
    expect(ids(planFor({host: bare}))).toEqual(['no-openclaw']);
    expect(ids(planFor({host: bare, answers: answersOn(bare, {service: 'none'})}))).toEqual([]);
    const serviceRuntime = {node: '/usr/bin/node', entry: '/oc/dist/index.js'};
    expect(ids(planFor({host: bare, target: targetOn(bare, 'rescue', new Map(), {serviceRuntime})}))).toEqual([]);
  });

  it('a service under OPENCLAW_HOME', () => {
    const homes = {openclaw: HOMES.linux, user: HOMES.linux, isOverridden: true};
    const moved = hostOn('linux', {machine: machineOn('linux', {homes})});
    expect(ids(planFor({host: moved}))).toEqual(['no-service-here']);
    expect(ids(planFor({host: moved, answers: answersOn(moved, {service: 'none'})}))).toEqual([]);
  });

  it('a service that would stay on the old port', () => {
    const input = installed();
    const moved = {...input, answers: {...input.answers, basePort: 20_789, service: 'none' as const}};
    expect(buildPlan(moved).problems).toEqual([{id: 'service-left-behind', port: 19_789}]);
    expect(ids(buildPlan({...moved, answers: {...moved.answers, basePort: 19_789}}))).toEqual([]);
  });

  it('not its own gateway on its own port', () => {
    expect(ids(buildPlan({...installed(), ...busy(19_789, 'openclaw-gateway')}))).toEqual([]);
    expect(ids(buildPlan({...installed(), ...busy(19_789, 'python3')}))).toEqual(['port-in-use']);
  });

  it('wrong words are usage, unsafe wishes are not', () => {
    const usage = ['port-not-a-number', 'workspace-empty', 'workspace-not-absolute', 'bind-host', 'env-reference', 'profile-characters', 'profile-empty'];
    const unsafe = ['port-too-near', 'port-overlap', 'port-in-use', 'workspace-shared', 'not-isolated', 'service-foreign', 'bind-without-auth', 'config-unusable', 'profile-default', 'profile-clash'];
    for (const id of usage) expect(isUsageProblem({id} as Problem), id).toBe(true);
    for (const id of unsafe) expect(isUsageProblem({id} as Problem), id).toBe(false);
  });

  it.each<[string, ExistingFile]>([
    ['a file', text('x')],
    ['a dangling link', {kind: 'unusable', reason: 'dangling link'}],
  ])('%s in the place of the state folder', (_, file) => {
    expect(ids(planFor({host, ...fileAt(stateDirOn('linux'), file)}))).not.toEqual([]);
  });

  it('but not a command file that starts OpenClaw by itself on Windows', () => {
    const windows = hostOn('win32');
    const cmd = `${stateDirOn('win32')}\\gateway.cmd`;
    const target = targetOn(windows, 'rescue', new Map([[cmd, text('@echo off\r\nopenclaw gateway --port 19789\r\n')]]));
    const plan = planFor({host: windows, target});
    const after = plan.changes.find(({path}) => path === cmd)?.after ?? '';
    expect(ids(plan)).toEqual([]);
    expect(after).toMatch(/\r\nopenclaw gateway --port 19789\r\n/);
  });
});

describe('the answers by themselves', () => {
  it('for a new profile beside main', () => {
    const host = hostOn('linux');
    expect(defaultAnswers(targetOn(host, 'rescue'), host)).toEqual(answersOn(host, {kit: 'skill', linger: true, telegram: {kind: 'off'}, service: 'start'}));
  });

  it('main’s workspace outside of its state folder gets a sibling', () => {
    const host = hostOn('linux', {instances: [anInstance({profile: 'default', port: 18_789, workspace: '/home/jane/clawd'})]});
    expect(defaultAnswers(targetOn(host, 'rescue'), host).workspace).toBe('/home/jane/clawd-rescue');
    // Where that belongs to somebody else, ours goes into our own folder.
    const taken = {...host, instances: [...host.instances, anInstance({profile: 'ops', port: 30_000, workspace: '/home/jane/clawd-rescue'})]};
    expect(defaultAnswers(targetOn(taken, 'rescue'), taken).workspace).toBe('/home/jane/.openclaw-rescue/clawd-rescue');
  });

  it.each<[string, string, Parameters<typeof anInstance>[0][], number]>([
    ['rescue', 'main on 18789', [{profile: 'default', port: 18_789}], 19_789],
    ['rescue', 'main on 20000', [{profile: 'default', port: 20_000}], 21_000],
    ['rescue', 'a profile main', [{profile: 'main', port: 25_000}], 26_000],
    ['rescue', 'no main at all', [], 19_789],
    ['rescue', 'no main, and another on 19800', [{profile: 'ops', port: 19_800}], 19_911],
    // The guide's other form.
    ['main', 'no main at all', [], 18_789],
    ['main', 'another on 18800', [{profile: 'ops', port: 18_800}], 19_789],
    ['main', 'the default instance', [{profile: 'default', port: 18_789}], 19_789],
  ])('the base port of %s beside %s', (profile, _, instances, port) => {
    expect(suggestedBase(named(profile), hostOn('linux', {instances: instances.map(anInstance)}))).toBe(port);
  });

  it('the base port keeps off the place of a main that is not there yet', () => {
    // All that is left is 18701 to 18899, where main would be.
    const busyPorts = Array.from({length: 656}, (_, index) => index * 100).filter(port => port !== 18_800);
    expect(suggestedBase(named('rescue'), hostOn('linux', {instances: [], busyPorts}))).toBeUndefined();
    expect(suggestedBase(named('rescue'), hostOn('linux', {instances: [anInstance({profile: 'main', port: 40_000})], busyPorts}))).toBe(18_701);
  });

  it('the base port is always clean', () => {
    const port = fc.integer({min: 1024, max: 65_425});
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom('default', 'main', 'ops', 'rescue'), {maxLength: 4}), fc.array(port, {minLength: 4, maxLength: 4}), fc.array(port, {maxLength: 9}), (profiles, ports, busyPorts) => {
        const instances = profiles.map((profile, index) => anInstance({profile, port: ports[index] as number}));
        const host = hostOn('linux', {instances, busyPorts});
        const basePort = suggestedBase(named('rescue'), host);
        if (basePort === undefined) throw new Error('no room');
        const plan = planFor({host, answers: answersOn(host, {basePort})});
        expect(plan.checks.filter(({id}) => id.endsWith('ports') || id === 'base-port').map(({result}) => result)).toEqual(['proved', 'proved']);
      }),
    );
  });

  it('the service that may be had, best first', () => {
    const choices = (given: Partial<Host>) => serviceChoices(targetOn(hostOn('linux'), 'rescue'), hostOn('linux', given));
    expect(choices({})).toEqual(['start', 'write', 'none']);
    expect(choices({manager: {kind: 'unreachable', reason: 'no-session'}})).toEqual(['write', 'none']);
    expect(choices({openclaw: undefined})).toEqual(['none']);
    expect(choices({machine: machineOn('linux', {homes: {openclaw: '/x', user: '/y', isOverridden: true}})})).toEqual(['none']);
    const input = planInput({host: hostOn('linux')});
    const {target, host} = afterApply(input, buildPlan(input));
    expect(serviceChoices(target, host)).toEqual(['start', 'write']);
  });
});

describe('the report', () => {
  const texts = {problem: problemText, finding: consequenceText, ...PORT_TEXTS};
  const documentOf = (input: PlanInput) => JSON.stringify(reportOf(buildPlan(input), input.host, texts));

  it('never holds a token, old or new', () => {
    const place = fc.constantFrom(
      `{gateway: {port: 1, auth: {token: "${OLD_TOKEN}"}}}`,
      `{\n  // ${OLD_TOKEN}\n  gateway: {\n    auth: {mode: 'token', token: '${OLD_TOKEN}'}, // ${OLD_TOKEN}\n  },\n}`,
      `{channels: {telegram: {botToken: "${OLD_TOKEN}"}}, env: {vars: {X: "${OLD_TOKEN}"}}}`,
      `{gateway: {auth: {token: "${OLD_TOKEN}"}}, gateway: {auth: {token: "${OLD_TOKEN}"}}}`,
      `{gateway: "${OLD_TOKEN}"}`,
      `{token: ${OLD_TOKEN}`,
      `{"a" "${OLD_TOKEN}"}`,
      `${OLD_TOKEN}`,
      undefined,
    );
    const auth = fc.constantFrom<Answers['auth'][]>({kind: 'generate'}, {kind: 'keep'}, {kind: 'env', name: 'RESCUE_TOKEN'});
    fc.assert(
      fc.property(place, auth, fc.constantFrom(...PLATFORMS), fc.constantFrom(19_789, 18_790, 80), (content, kind, platform, basePort) => {
        const host = hostOn(platform);
        const fresh = targetOn(host, 'rescue');
        const files = new Map(content === undefined ? [] : [[configOn(platform), text(content)] as const]);
        const own = anInstance({profile: 'rescue', port: 19_789, platform, config: {gateway: {auth: {token: OLD_TOKEN}}}});
        const shown = documentOf(
          planInput({
            host: {...host, instances: [...host.instances, own]},
            target: {...fresh, files, settings: settings({gateway: {auth: {token: OLD_TOKEN}}}), existing: own},
            answers: answersOn(host, {auth: kind, basePort}),
          }),
        );
        expect(shown).not.toContain(OLD_TOKEN);
        expect(shown).not.toContain(NEW_TOKEN);
      }),
      {numRuns: 300},
    );
  });

  it('has the rows and names that the documentation promises', () => {
    const host = hostOn('linux');
    const input = planInput({host, answers: answersOn(host, {basePort: 18_809, auth: {kind: 'env', name: 'X'}}), occupancy: {base: 18_809, busy: [{port: 18_809, code: 'EADDRINUSE', holder: {pid: 7, command: 'x'}}]}});
    const report = reportOf(buildPlan(input), host, texts);
    expect(report).toMatchObject({
      profile: 'rescue',
      answers: {basePort: 18_809, auth: 'env', tokenRefEnv: 'X', service: 'write'},
      instances: [{profile: 'default', label: 'main', basePort: 18_789, basePortSource: 'config', listening: null}],
    });
    expect(report.ports.map(row => row.id)).toEqual(['gateway', 'canvas', 'browser-control', 'extension-relay', 'cdp']);
    expect(report.ports[0]).toEqual({
      id: 'gateway',
      label: 'Gateway (ws, http)',
      rule: 'base',
      port: 18_809,
      state: 'clash',
      holder: {pid: 7, command: 'x'},
      busy: [18_809],
      clashes: [{owner: 'main', from: 18_809, to: 18_809, use: 'cdp'}],
    });
    expect(report.ports[4]).toMatchObject({from: 18_820, to: 18_919});
    expect(report.problems.map(({id}) => id).sort()).toEqual(['port-in-use', 'port-overlap']);
    expect(report.changes.map(({action, mode}) => `${action} ${mode}`)).toEqual(['create 0700', 'create 0600', 'create 0700', 'create 0755', 'create 0600']);
    expect(report.changes[1]?.diff).toContain('+    "port": 18809,');
  });

  it('names the service as its manager does', () => {
    for (const platform of PLATFORMS) expect(planFor({host: hostOn(platform)}).serviceName).toBe(serviceNameOf('rescue', platform));
  });
});
