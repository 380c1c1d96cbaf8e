/** What others changed of ours since we wrote it: told without secrets, kept or restored line by line. */
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Answers} from '../../src/rules/answers.ts';
import {buildPlan} from '../../src/rules/plan.ts';
import type {PlanInput} from '../../src/rules/plan-input.ts';
import {divergencesOf, restoredAnswers, writtenBy} from '../../src/rules/written.ts';
import {afterApply, answersOn, hostOn, OLD_TOKEN, planInput, PLATFORMS, targetOn} from './helpers.ts';

const UNIT = '/home/jane/.config/systemd/user/openclaw-gateway-rescue.service';
const CONFIG = '/home/jane/.openclaw-rescue/openclaw.json';

/** The next run after a plan, when somebody has edited its files. */
function nextRun(edits: Readonly<Record<string, (text: string) => string>> = {}, given: Partial<Answers> = {}, platform: (typeof PLATFORMS)[number] = 'linux'): PlanInput {
  const host = hostOn(platform);
  const input = planInput({host, answers: answersOn(host, {telegram: {kind: 'off'}, ...given})});
  const plan = buildPlan(input);
  const applied = afterApply(input, plan);
  const files = new Map([...applied.target.files].map(([path, file]) => [path, file.kind === 'text' && edits[path] ? {...file, text: edits[path](file.text)} : file]));
  const {serviceRuntime, serviceState} = applied.target;
  const target = targetOn(applied.host, 'rescue', files, {serviceRuntime, serviceState, written: writtenBy(plan, undefined)});
  return {...applied, target, answers: {...applied.answers, auth: {kind: 'keep'}}};
}

const replace = (from: string, to: string) => (text: string) => {
  expect(text).toContain(from);
  return text.replace(from, to);
};
const told = ({target}: PlanInput) => divergencesOf(target).map(({id, ours, theirs, canChoose}) => [id, ours, theirs, canChoose]);

describe('a re-run', () => {
  it.each(PLATFORMS)('finds nothing where nobody was (%s)', platform => {
    const input = nextRun({}, {}, platform);
    expect(told(input)).toEqual([]);
    expect(buildPlan(input).changes.filter(({action}) => action !== 'unchanged')).toEqual([]);
  });

  it.each<[string, string, (text: string) => string, unknown[]]>([
    ['a directive', UNIT, replace('KillMode=mixed', 'KillMode=process'), ['KillMode', 'KillMode=mixed', 'KillMode=process', true]],
    ['a number', UNIT, replace('TimeoutStopSec=330', 'TimeoutStopSec=30'), ['TimeoutStopSec', 'TimeoutStopSec=330', 'TimeoutStopSec=30', true]],
    ['a line that went', UNIT, replace('OOMPolicy=continue\n', ''), ['OOMPolicy', 'OOMPolicy=continue', undefined, true]],
    ['a variable that came', UNIT, replace('KillMode=mixed\n', 'KillMode=mixed\nEnvironment=API_KEY=hunter2\n'), ['Environment=API_KEY', undefined, '••••••', true]],
    ['the port', UNIT, replace('OPENCLAW_GATEWAY_PORT=19789', 'OPENCLAW_GATEWAY_PORT=18789'), ['Environment=OPENCLAW_GATEWAY_PORT', 'Environment=OPENCLAW_GATEWAY_PORT=19789', 'Environment=OPENCLAW_GATEWAY_PORT=18789', false]],
    ['what it starts', UNIT, replace('/usr/bin/node', '/usr/local/bin/node'), ['ExecStart', expect.stringContaining('ExecStart=/usr/bin/node'), expect.any(String), false]],
    ['the bind', CONFIG, replace('"loopback"', '"lan"'), ['gateway.bind', 'loopback', 'lan', true]],
    ['the token', CONFIG, text => text.replace(/"token": "[0-9a-f]+"/, `"token": "${OLD_TOKEN}"`), ['gateway.auth.token', 'the token of then', 'another token', false]],
    ['Telegram', CONFIG, replace('"enabled": false', '"enabled": true'), ['channels.telegram.enabled', 'false', undefined, true]],
  ])('tells %s', (_, path, edit, expected) => {
    const [first, ...others] = told(nextRun({[path]: edit}));
    expect(first?.[0]).toBe(expected[0]);
    expect([first?.[1], first?.[3]]).toEqual([expected[1], expected[3]]);
    if (expected[0] === 'KillMode') expect(first?.[2]).toBe(expected[2]);
    expect(others).toEqual([]);
    expect(JSON.stringify(first)).not.toMatch(/hunter2|badcafe/);
  });

  it('keeps what it is not told to restore', () => {
    const input = nextRun({[UNIT]: text => replace('KillMode=mixed', 'KillMode=process')(replace('[Install]', 'Environment=MINE=1\n\n[Install]')(text))});
    expect(buildPlan(input).changes.find(({path}) => path === UNIT)?.action).toBe('unchanged');
  });

  it('restores just the lines that it is told to', () => {
    const input = nextRun({[UNIT]: text => replace('KillMode=mixed', 'KillMode=process')(replace('[Install]', 'Environment=MINE=1\n\n[Install]')(text))});
    const after = buildPlan({...input, answers: {...input.answers, restore: ['KillMode']}}).changes.find(({path}) => path === UNIT)?.after;
    expect(after).toContain('KillMode=mixed');
    expect(after).not.toContain('KillMode=process');
    expect(after).toContain('Environment=MINE=1');
  });

  it('puts right what decides which instance runs, whatever it is told', () => {
    const input = nextRun({[UNIT]: replace('OPENCLAW_STATE_DIR=/home/jane/.openclaw-rescue', 'OPENCLAW_STATE_DIR=/home/jane/.openclaw')});
    expect(buildPlan(input).changes.find(({path}) => path === UNIT)?.after).toContain('OPENCLAW_STATE_DIR=/home/jane/.openclaw-rescue');
  });

  it('gives the answers that put keys of the config back', () => {
    const {target} = nextRun({[CONFIG]: text => replace('"loopback"', '"lan"')(replace('19789', '20900')(text))});
    const divergences = divergencesOf(target);
    expect(restoredAnswers(divergences, ['gateway.bind', 'gateway.port'])).toEqual({bind: 'loopback', basePort: 19_789});
    expect(restoredAnswers(divergences, [])).toEqual({});
  });

  it('restoring everything gives the file that was written, whatever was done to it', () => {
    const line = fc.constantFrom('Restart=no', 'Environment=A=1', '# mine', 'MemoryMax=1G', 'KillMode=process', 'Environment="B=x y"', '');
    const edits = fc.array(fc.record({at: fc.nat(40), line: fc.option(line, {nil: undefined}), isInsert: fc.boolean()}), {maxLength: 6});
    fc.assert(
      fc.property(edits, steps => {
        let before = '';
        const input = nextRun({
          [UNIT]: text => {
            before = text;
            return steps.reduce((lines, {at, line: text, isInsert}) => lines.toSpliced(Math.min(at, lines.length - 1), isInsert ? 0 : 1, ...(text === undefined ? [] : [text])), text.split('\n')).join('\n');
          },
        });
        const ids = divergencesOf(input.target).map(({id}) => id);
        // Which Node and OpenClaw it starts is read from the file, so a file that starts none is another case.
        fc.pre(!ids.includes('ExecStart'));
        const after = buildPlan({...input, answers: {...input.answers, restore: ids}}).changes.find(({path}) => path === UNIT)?.after ?? '';
        const meant = (text: string) => text.split('\n').filter(one => one.trim() !== '').sort();
        expect(meant(after)).toEqual(meant(before));
      }),
      {numRuns: 200},
    );
  });

  it('says of each what the plan makes of it', () => {
    const input = nextRun({[UNIT]: text => replace('KillMode=mixed', 'KillMode=process')(replace('OPENCLAW_STATE_DIR=/home/jane/.openclaw-rescue', 'OPENCLAW_STATE_DIR=/x')(text)), [CONFIG]: replace('"loopback"', '"lan"')});
    const fates = (given: Partial<Answers>) => Object.fromEntries(buildPlan({...input, answers: {...input.answers, bind: 'lan', ...given}}).divergences.map(({id, isRestored}) => [id, isRestored]));
    expect(fates({})).toEqual({KillMode: false, 'Environment=OPENCLAW_STATE_DIR': true, 'gateway.bind': false});
    expect(fates({restore: ['KillMode'], bind: 'loopback'})).toEqual({KillMode: true, 'Environment=OPENCLAW_STATE_DIR': true, 'gateway.bind': true});
  });

  it('keeps and restores a directive with the lines that continue it as one', () => {
    const input = nextRun({[UNIT]: replace('RestartSec=5\n', 'RestartSec=5\nExecStartPre=/bin/a \\\n  b\n')});
    const after = buildPlan({...input, answers: {...input.answers, restore: ['ExecStartPre']}}).changes.find(({path}) => path === UNIT);
    expect(after?.after).not.toMatch(/ExecStartPre|^ {2}b$/m);
  });
});
