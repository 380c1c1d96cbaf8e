import {describe, expect, it} from 'vitest';
import type {Finding, RuleId} from '../../src/rules/audit/finding.ts';
import {type Check, exitOf, isUp, type Obstacle, obstacleOf, READING_CHECKS, sharedFate, type Stage, stopOrder, STOPPING_CHECKS, verdictOf} from '../../src/rules/drill.ts';
import type {Instance} from '../../src/rules/instance.ts';
import type {Platform} from '../../src/rules/profile.ts';
import {serviceDrafts} from '../../src/rules/service/files.ts';
import type {ExistingFile, ServiceState} from '../../src/rules/target.ts';
import {beginText, checkText, endingText, obstacleText, previewText, questionText, shareText, titleText, warningText} from '../../src/text/drill-text.ts';
import {expectSameFacts} from '../helpers/korean.ts';
import {anInstance, hostOn, PLATFORMS, specOn, targetOn} from './helpers.ts';

const RUNNING: ServiceState = {isEnabled: true, isActive: true, pid: 42};

/** Main with its service, and a rescue. */
function aStage(platform: Platform = 'linux', given: Partial<Stage> = {}, state: ServiceState | undefined = RUNNING): Stage {
  const spec = specOn(platform, {profile: 'default', port: 18_789});
  const files = new Map(serviceDrafts(spec, 'jane', () => undefined).map(({path, text, mode}): [string, ExistingFile] => [path, {kind: 'text', text, mode}]));
  const rescue = anInstance({profile: 'rescue', port: 19_789, platform});
  const host = hostOn(platform);
  const main = targetOn(host, 'default', files, {serviceState: state});
  const existing: Instance = {...(main.existing as Instance), label: 'main'};
  return {
    host: {...host, instances: [existing, rescue]},
    main: {...main, existing},
    rescue: {...targetOn(host, 'rescue'), existing: rescue},
    findings: [],
    isInside: false,
    mainHealth: {port: 18_789, health: 'healthy', isUp: true},
    ...given,
  };
}

function aFinding(id: RuleId, ...instances: string[]): Finding {
  return {id, severity: 'error', instances, values: [], fixes: [], detail: {path: '/x', count: 2, account: 'jane', keys: [], reasons: [], service: 'x', reason: 'x', bind: 'lan', provider: 'x', what: 'node', other: 'main', lead: 'state'}} as unknown as Finding;
}

const IN = {kind: 'in', version: '2026.9.6'} as const;
const UP = {port: 19_789, health: 'healthy', isUp: true} as const;
const DOWN = {port: 19_789, health: 'closed', isUp: false} as const;
const config = {kind: 'config', path: '/c', state: 'readable'} as const;

const VERDICTS: readonly [Check, ReturnType<typeof verdictOf>][] = [
  [{id: 'rescue-healthy', ...UP}, 'ok'],
  [{id: 'rescue-healthy', ...DOWN}, 'failed'],
  [{id: 'rescue-admits', admission: IN}, 'ok'],
  [{id: 'rescue-admits', admission: {kind: 'out', reason: 'unauthorized'}}, 'failed'],
  [{id: 'rescue-admits', admission: {kind: 'untold', reason: 'no-openclaw'}}, 'unknown'],
  [{id: 'main-readable', places: [config, {kind: 'workspace', path: '/w', state: 'absent'}]}, 'ok'],
  [{id: 'main-readable', places: [config, {kind: 'workspace', path: '/w', state: 'closed'}]}, 'failed'],
  [{id: 'main-readable', places: [{...config, state: 'absent'}]}, 'failed'],
  [{id: 'main-valid', judgement: {kind: 'valid'}}, 'ok'],
  [{id: 'main-valid', judgement: {kind: 'invalid', issue: 'x: y'}}, 'failed'],
  [{id: 'main-valid', judgement: {kind: 'untold', reason: 'no-answer'}}, 'unknown'],
  [{id: 'kit-current', files: []}, 'unknown'],
  [{id: 'kit-current', files: [{path: '/k', state: 'current'}]}, 'ok'],
  [{id: 'kit-current', files: [{path: '/k', state: 'current'}, {path: '/l', state: 'missing'}]}, 'failed'],
  [{id: 'kit-current', files: [{path: '/k', state: 'outdated'}]}, 'failed'],
  [{id: 'main-stopped', tookMs: 1200}, 'ok'],
  [{id: 'main-stopped', tookMs: 1200, failure: 'systemctl ended with 1'}, 'failed'],
  [{id: 'main-closed', ...DOWN}, 'ok'],
  [{id: 'main-closed', ...DOWN, health: 'silent'}, 'failed'],
  [{id: 'main-closed', ...UP}, 'failed'],
  [{id: 'rescue-stays', port: 19_789, looks: 5}, 'ok'],
  [{id: 'rescue-stays', port: 19_789, looks: 2, failed: 'silent'}, 'failed'],
  [{id: 'rescue-admits-alone', admission: IN}, 'ok'],
  [{id: 'main-valid-alone', judgement: {kind: 'valid'}}, 'ok'],
  [{id: 'proof-broken', reason: 'x'}, 'failed'],
  [{id: 'main-started', by: 'guard'}, 'ok'],
  [{id: 'main-started', by: 'drill', failure: 'x'}, 'failed'],
  [{id: 'main-back', ...UP}, 'ok'],
  [{id: 'main-back', ...DOWN}, 'failed'],
  [{id: 'main-unchanged', changed: []}, 'ok'],
  [{id: 'main-unchanged', changed: ['/c']}, 'failed'],
];

describe('verdicts', () => {
  it.each(VERDICTS)('%j is %s', (check, verdict) => {
    expect(verdictOf(check)).toBe(verdict);
  });

  it('every check is in the table, and has words for each verdict', () => {
    const stage = aStage();
    const about = {host: stage.host, main: stage.main.existing, rescue: stage.rescue.existing};
    expect(new Set(VERDICTS.map(([{id}]) => id))).toEqual(new Set([...READING_CHECKS, ...STOPPING_CHECKS, 'proof-broken']));
    for (const [check] of VERDICTS) expect(checkText(check, about)).toMatch(/^(ok|FAILED|unknown) +\S.*: \S+/);
    for (const [check] of VERDICTS) expectSameFacts(() => checkText(check, about));
    const titles = [...READING_CHECKS, ...STOPPING_CHECKS].map(id => titleText(id, about));
    expect(new Set(titles).size).toBe(titles.length);
  });

  it('what failed decides, what could not be told does not, and what was interrupted is no verdict', () => {
    const [ok, failed, unknown] = (['ok', 'failed', 'unknown'] as const).map(verdict => VERDICTS.find(([, one]) => one === verdict)?.[0] as Check) as [Check, Check, Check];
    expect(exitOf([ok, unknown])).toBe('done');
    expect(exitOf([ok, failed, unknown])).toBe('failed');
    expect(exitOf([ok, failed], true)).toBe('interrupted');
  });

  it.each([
    ['healthy', '2026.9.6', true],
    ['healthy', undefined, true],
    // Old builds answer with a page.
    ['page', '2026.2.26', true],
    ['page', '2026.5.28', false],
    ['page', undefined, false],
    ['unhealthy', '2026.9.6', false],
    ['silent', '2026.2.26', false],
    ['closed', '2026.2.26', false],
  ] as const)('%s of %s is up: %s', (health, version, expected) => {
    expect(isUp(health, version)).toBe(expected);
  });
});

describe('what takes both down', () => {
  const {host, main, rescue} = aStage();
  const shared = (...findings: Finding[]) => sharedFate(findings, main.existing, rescue.existing, host).map(fate => (fate.id === 'finding' ? fate.finding.id : fate.id));

  it.each([
    [['same-openclaw', 'main', 'rescue'], true],
    [['same-node', 'main', 'ops', 'rescue'], true],
    [['same-disk', 'main', 'ops'], false],
    [['same-credentials', 'ops', 'rescue'], false],
    [['login-shared', 'main', 'rescue'], true],
    // The rescue alone is enough.
    [['linger-off', 'rescue'], true],
    [['linger-off', 'main'], false],
    // That they are not isolated is what doctor is for.
    [['base-near', 'main', 'rescue'], false],
  ] as const)('%j: %s', ([id, ...instances], isShared) => {
    expect(shared(aFinding(id, ...instances))).toEqual(isShared ? [id] : []);
  });

  it('one account, where both have services of the user', () => {
    const both = {...rescue.existing, services: main.existing.services};
    expect(sharedFate([], main.existing, both, host)).toEqual([{id: 'same-account', account: 'jane'}]);
  });
});

describe('why main is left alone', () => {
  const unmanaged = (main: Stage['main']): Stage['main'] => ({...main, existing: {...main.existing, services: []}});
  const hazard = (finding: Finding): [string, Stage, Obstacle] => [`${finding.id} of ${finding.instances}`, aStage('linux', {findings: [finding]}), {kind: 'hazard', finding}];

  it.each([
    ['nothing', aStage(), undefined],
    ['it runs inside main', aStage('linux', {isInside: true}), {kind: 'inside'}],
    ['no service', aStage('linux', {main: unmanaged(aStage().main)}), {kind: 'no-service'}],
    ['no manager', aStage('linux', {host: {...aStage().host, manager: {kind: 'unreachable', reason: 'no-session'}}}), {kind: 'no-manager'}],
    ['stopped', aStage('linux', {}, {isEnabled: true, isActive: false}), {kind: 'not-running'}],
    ['a manager that does not know it', aStage('linux', {main: {...aStage().main, serviceState: undefined}}), {kind: 'not-running'}],
    ['sick', aStage('linux', {mainHealth: {port: 18_789, health: 'silent', isUp: false}}), {kind: 'not-healthy', port: 18_789, health: 'silent'}],
    hazard(aFinding('restore-armed', 'main')),
    hazard(aFinding('service-path-missing', 'main')),
    hazard(aFinding('service-twice', 'main')),
    // Whosever service names another instance: a stop might reach the wrong one.
    hazard(aFinding('service-crossed', 'rescue')),
    ['what is wrong with the rescue alone', aStage('linux', {findings: [aFinding('restore-armed', 'rescue')]}), undefined],
    ['what a start does not care about', aStage('linux', {findings: [aFinding('mode-wide', 'main')]}), undefined],
  ] as [string, Stage, Obstacle | undefined][])('%s', (_, stage, obstacle) => {
    expect(obstacleOf(stage)).toEqual(obstacle);
    if (!obstacle) return;
    expect(obstacleText(obstacle, stage, 'main has no service.')).toMatch(/^[^\n]+$/);
    expectSameFacts(() => obstacleText(obstacle, stage, 'main has no service.'));
  });
});

describe.each(PLATFORMS)('on %s', platform => {
  const words = ({argv}: {argv: readonly string[]}) => argv.join(' ');

  it('a stop is taken back by its start', () => {
    const {main, host} = aStage(platform);
    const {stop, start} = stopOrder(main, host);
    const definition = main.existing.services[0]?.path;
    expect([stop.map(words), start.map(words)]).toEqual({
      linux: [['systemctl --user stop openclaw-gateway.service'], ['systemctl --user start openclaw-gateway.service']],
      // Unloaded, it has to be loaded again, which starts it.
      darwin: [['launchctl bootout gui/501/ai.openclaw.gateway'], ['launchctl enable gui/501/ai.openclaw.gateway', `launchctl bootstrap gui/501 ${definition}`]],
      win32: [['schtasks /End /TN OpenClaw Gateway'], ['schtasks /Run /TN OpenClaw Gateway']],
    }[platform]);
  });

  it('nothing but main’s own service is told anything', () => {
    const {main, host} = aStage(platform);
    const {name, stop, start} = stopOrder(main, host);
    for (const command of [...stop, ...start]) expect(words(command)).not.toContain('rescue');
    expect(name).not.toContain('rescue');
  });
});

it('says the same in Korean', () => {
  const {host, main, rescue} = aStage();
  const about = {host, main: main.existing, rescue: rescue.existing};
  const order = stopOrder(main, host);
  for (const tookMs of [0, 1234]) expectSameFacts(() => beginText('main-stopped', tookMs, about));
  for (const stop of [order, undefined]) expectSameFacts(() => previewText(about, stop));
  expectSameFacts(() => warningText(about, order));
  expectSameFacts(() => questionText(about));
  expectSameFacts(() => shareText({id: 'same-account', account: 'jane'}));
  const ending = {isStopped: true, downMs: 1234, pid: 7, leftTo: undefined};
  for (const given of [{}, {isStopped: false}, {downMs: 0}, {downMs: undefined}, {pid: undefined}, {leftTo: 12}]) {
    for (const verdict of ['done', 'failed', 'interrupted'] as const) expectSameFacts(() => endingText({...ending, ...given, verdict}, about, 'openclaw-rescue --profile rescue'));
  }
});
