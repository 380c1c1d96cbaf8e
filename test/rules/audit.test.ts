/** The audit against the rules that judge one answer at a time: both must say the same of every pair. */
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {audit, RULES} from '../../src/rules/audit/audit.ts';
import type {Finding, Remedy, RuleId, Severity} from '../../src/rules/audit/finding.ts';
import {mendingsOf} from '../../src/rules/audit/mending.ts';
import type {Answers, Host} from '../../src/rules/answers.ts';
import {footprintOf, type Instance, portOwnerOf, type ServiceFile} from '../../src/rules/instance.ts';
import {cleanBases, CLEAN_DISTANCE, HIGHEST_BASE, judgeBase, LOWEST_BASE} from '../../src/rules/ports.ts';
import {sharedPlace} from '../../src/rules/workspace.ts';
import type {Selector} from '../../src/rules/selector.ts';
import type {Target} from '../../src/rules/target.ts';
import {anInstance, answersOn, HOMES, hostOn, planFor, targetOn} from './helpers.ts';

const auditOf = (instances: readonly Instance[], given: Partial<Host> = {}) => audit({...hostOn('linux', {instances, busyPorts: []}), ...given});
const about = (findings: readonly Finding[], ...ids: readonly RuleId[]) => findings.filter(({id}) => ids.includes(id));
const named = (port: number, index: number) => anInstance({profile: `p${String.fromCharCode(97 + index)}`, port});

describe('base ports', () => {
  const bases = fc.array(fc.oneof(fc.integer({min: 1024, max: 65_425}), fc.integer({min: 19_000, max: 19_300})), {minLength: 2, maxLength: 8});

  it('every pair is judged as the wizard judges it', () => {
    fc.assert(
      fc.property(bases, ports => {
        const instances = ports.map(named);
        const findings = auditOf(instances);
        for (const [index, instance] of instances.entries()) {
          for (const other of instances.slice(index + 1)) {
            const verdict = judgeBase(String(instance.bases[0].port), [portOwnerOf(other)]);
            const [lower, upper] = [instance, other].sort((a, b) => a.bases[0].port - b.bases[0].port).map(({label}) => label);
            const both = (id: 'base-near' | 'block-overlap') => (about(findings, id) as Finding<typeof id>[]).some(({instances: labels, detail}) => detail.lower === lower && labels.includes(upper as string));
            // Of several on one port the first speaks for them all.
            if (about(findings, 'base-equal').length > 0) continue;
            expect([verdict.kind, both('base-near'), both('block-overlap')]).toEqual([verdict.kind, verdict.kind === 'refused', verdict.kind === 'overlap']);
          }
        }
      }),
    );
  });

  it('main stays where it is, and everybody who moves gets a place of his own', () => {
    const instances = [anInstance({profile: 'default', port: 18_789}), ...Array.from({length: 30}, (_, index) => named(18_789, index % 26)).map((instance, index) => ({...instance, label: `p${index}`, profile: `p${index}`}))];
    const [finding] = about(auditOf(instances), 'base-equal');
    const moves = finding!.fixes.map(({remedy}) => (remedy.kind === 'answers' ? (remedy.answers.basePort ?? 0) : 0)).sort((a, b) => a - b);
    expect(finding!.fixes.map(({instance}) => instance)).not.toContain('main');
    expect(moves).toHaveLength(30);
    expect(moves.every((port, index) => index === 0 || port - (moves[index - 1] as number) >= CLEAN_DISTANCE)).toBe(true);
  });

  it('a fix leaves nothing to be fixed', () => {
    fc.assert(
      fc.property(bases, ports => {
        const instances = [anInstance({profile: 'default', port: 18_789}), ...ports.map(named)];
        const moves = new Map(auditOf(instances).flatMap(({fixes}) => fixes).flatMap(({instance, remedy}) => (remedy.kind === 'answers' && remedy.answers.basePort !== undefined ? [[instance, remedy.answers.basePort] as const] : [])));
        const moved = instances.map(instance => ({...instance, bases: [{port: moves.get(instance.label) ?? instance.bases[0].port, source: 'config'}]}) as const);
        expect(about(auditOf(moved as never), 'base-equal', 'base-near', 'block-overlap')).toEqual([]);
      }),
    );
  });

  it('an overlap that was accepted is a note', () => {
    const pair = [anInstance({profile: 'default', port: 18_789}), {...named(18_809, 0), acceptedBase: 18_809}];
    expect(about(auditOf(pair), 'block-overlap').map(({severity, fixes}) => [severity, fixes])).toEqual([['note', []]]);
  });

  it('gateways of other users count, and are never told to move', () => {
    const [finding] = about(auditOf([named(20_005, 0)], {strangers: [{user: 'bob', port: 20_000}]}), 'base-near');
    expect(finding).toMatchObject({instances: ['pa', 'user bob'], fixes: [{instance: 'pa'}]});
  });

  it('a range that Windows keeps for itself is closed, also within the block', () => {
    const host = hostOn('linux');
    const machine = {...host.machine, closedPorts: [{from: 20_050, to: 20_149}]};
    expect(about(auditOf([named(20_000, 0)], {machine}), 'port-closed').map(({severity, detail}) => [severity, detail])).toEqual([['warning', {port: 20_050, isBase: false}]]);
    expect(about(auditOf([named(20_060, 0)], {machine}), 'port-closed')[0]).toMatchObject({severity: 'error', detail: {port: 20_060, isBase: true}});
  });
});

describe('clean bases', () => {
  it('touch nothing and not each other, to the last one', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({min: 1024, max: 65_000}), {maxLength: 20}), fc.integer({min: 1, max: 70_000}), (taken, from) => {
        const found = [...cleanBases({from, taken: taken.map(port => ({from: port, to: port + 110})), busy: [], ephemeral: {from: 32_768, to: 60_999}})].sort((a, b) => a - b);
        expect(found.every(base => base >= LOWEST_BASE && base <= HIGHEST_BASE && taken.every(port => Math.abs(port - base) >= CLEAN_DISTANCE))).toBe(true);
        expect(found.every((base, index) => index === 0 || base - (found[index - 1] as number) >= CLEAN_DISTANCE)).toBe(true);
        expect(found.length).toBeGreaterThan(100);
      }),
      {numRuns: 30},
    );
  });
});

describe('places', () => {
  const path = fc.array(fc.constantFrom('a', 'b', 'c'), {minLength: 1, maxLength: 4}).map(parts => `/srv/${parts.join('/')}`);

  it('a shared place is found exactly where the wizard would refuse it', () => {
    fc.assert(
      fc.property(fc.array(path, {minLength: 2, maxLength: 6}), paths => {
        const instances = paths.map((workspace, index) => anInstance({profile: `p${index}`, port: 20_000 + index * 200, workspace}));
        const found = new Set(about(auditOf(instances), 'workspace-shared').flatMap(({instances: labels}) => labels));
        for (const instance of instances) {
          const others = instances.filter(other => other !== instance).map(footprintOf);
          const isShared = sharedPlace({path: instance.workspace}, others, 'linux') !== undefined;
          expect([instance.label, found.has(instance.label)]).toEqual([instance.label, isShared]);
        }
      }),
    );
  });

  it('the disk knows better than the paths: a bind mount, a file system without case', () => {
    const at = (profile: string, port: number, place: string, trail: readonly string[]) => {
      const instance = anInstance({profile, port, workspace: place});
      return {...instance, places: instance.places.map(one => (one.kind === 'workspace' ? {...one, trail} : one))};
    };
    const inside = auditOf([at('a', 20_000, '/mnt/ws', ['1-7', '1-2']), at('b', 21_000, '/srv/ws/deep', ['1-9', '1-7', '1-3'])]);
    expect(about(inside, 'workspace-shared').map(({detail}) => detail)).toMatchObject([{relation: 'inside', inner: {instance: 'b'}, outer: {instance: 'a'}}]);
    const equal = auditOf([at('a', 20_000, '/home/WS', ['1-7', '1-2']), at('b', 21_000, '/home/ws', ['1-7', '1-2'])]);
    expect(about(equal, 'workspace-shared').map(({detail}) => detail)).toMatchObject([{relation: 'equal'}]);
    expect(about(auditOf([at('a', 20_000, '/home/WS', ['1-7', '1-2']), at('b', 21_000, '/home/ws', ['1-8', '1-2'])]), 'workspace-shared')).toEqual([]);
  });

  it('what is shared as a whole is said once', () => {
    const [a, b] = [anInstance({profile: 'a', port: 20_000}), anInstance({profile: 'b', port: 21_000})];
    const findings = auditOf([a, {...b, places: a.places}]);
    expect(findings.filter(({id}) => id.endsWith('-shared')).map(({id}) => id)).toEqual(['state-shared']);
  });
});

describe('what fixes come to', () => {
  const selector = {kind: 'profile', profile: 'a'} as const;
  const finding = (severity: Severity, remedy: Remedy, ours: Selector | undefined = selector): Finding => ({id: 'base-equal', severity, instances: ['a'], values: [], detail: {port: 1}, fixes: [{instance: 'a', ours, configPath: '/c', remedy}]});

  it('the worse of two answers counts, and every other one with it', () => {
    const findings = [finding('error', {kind: 'answers', answers: {basePort: 1}}), finding('warning', {kind: 'answers', answers: {basePort: 2, workspace: '/w'}}), finding('warning', {kind: 'setting', key: ['x.y', 'z']})];
    expect(mendingsOf(findings).get('a')).toEqual({answers: {basePort: 1, workspace: '/w'}, repairs: [{path: ['x.y', 'z'], value: undefined}]});
  });

  it.each<[string, Finding]>([
    ['a note', finding('note', {kind: 'answers', answers: {basePort: 1}})],
    ['an instance that is not ours', {...finding('error', {kind: 'answers', answers: {basePort: 1}}), fixes: [{instance: 'a', ours: undefined, configPath: '/c', remedy: {kind: 'answers', answers: {basePort: 1}}}]}],
    ['what is done by hand', finding('error', {kind: 'hand'})],
    ['a command of the system', finding('error', {kind: 'command', argv: ['true']})],
  ])('%s gives nothing to a plan', (_, one) => {
    expect([...mendingsOf([one]).keys()]).toEqual([]);
  });

  it('writing again is something to do without an answer', () => {
    expect(mendingsOf([finding('error', {kind: 'rewrite'})]).get('a')).toEqual({answers: {}, repairs: []});
  });
});

describe('a plan beside what others do', () => {
  const host = hostOn('linux');
  const main = anInstance({profile: 'default', port: 18_789, workspace: HOMES.linux});
  const isThere = (instance: Instance) => targetOn(host, 'rescue', new Map([['/home/jane/.openclaw-rescue/openclaw.json', {kind: 'text', text: '{}', mode: 0o600}]]), {existing: instance});

  it('is refused for a clash that it makes', () => {
    const plan = planFor({host: {...host, instances: [main]}, answers: answersOn(host, {workspace: '/srv/rescue'})});
    expect(plan.problems.map(({id}) => id)).toEqual(['not-isolated']);
  });

  it('is not refused for what stood there before and is another’s to change, but tells it', () => {
    const rescue = anInstance({profile: 'rescue', port: 19_789, workspace: '/srv/rescue'});
    const plan = planFor({host: {...host, instances: [main, rescue]}, target: isThere(rescue), answers: answersOn(host, {workspace: '/srv/rescue'})});
    expect([plan.problems, plan.findings.map(({id}) => id)]).toEqual([[], ['workspace-shared']]);
  });

  it('leaves a workspace where an old build put it, as long as it is in use', () => {
    const workspace = '/home/jane/.openclaw/workspace-rescue';
    const rescue = anInstance({profile: 'rescue', port: 19_789, workspace});
    const old = {...host, instances: [anInstance({profile: 'default', port: 18_789}), rescue]};
    const target = {...isThere(rescue), settings: rescue.settings};
    const problems = (given: Partial<Target>) => planFor({host: old, target: {...target, ...given}, answers: answersOn(host, {workspace})}).problems.map(({id}) => id);
    expect([problems({isWorkspaceUsed: true}), problems({isWorkspaceUsed: false})]).toEqual([[], ['workspace-shared']]);
  });

  it('takes its own service back from whoever it starts now', () => {
    const unit = '/home/jane/.config/systemd/user/openclaw-gateway-rescue.service';
    const service: ServiceFile = {manager: 'systemd', scope: 'user', name: 'openclaw-gateway-rescue.service', path: unit, argv: ['node', 'x', 'gateway', '--port', '19789'], environment: {}};
    const crossed = {...anInstance({profile: 'default', port: 18_789, services: [service]}), bases: [{port: 19_789, source: 'service-argument'}, {port: 18_789, source: 'config'}]} satisfies Instance;
    const rescue = anInstance({profile: 'rescue', port: 19_789});
    const plan = (given: Partial<Answers>) => planFor({host: {...host, instances: [crossed, rescue]}, target: isThere(rescue), answers: answersOn(host, given)}).problems.map(({id}) => id);
    expect(plan({service: 'write', replaceService: true})).toEqual([]);
  });
});

it('every rule is there once', () => {
  expect(new Set(RULES.map(({id}) => id)).size).toBe(RULES.length);
});
