/** What an unfinished run leaves behind, and what the next start makes of it. */
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Host} from '../../src/rules/answers.ts';
import type {Target} from '../../src/rules/target.ts';
import {resumeNotices} from '../../src/text/resume.ts';
import {draftOf, type Unfinished} from '../../src/wizard/draft.ts';
import {reduce} from '../../src/wizard/reducer.ts';
import {begin} from '../../src/wizard/resume.ts';
import {answersOf} from '../../src/wizard/selectors.ts';
import type {WizardState} from '../../src/wizard/state.ts';
import {anInstance, hostOn, NEW_TOKEN, targetOn} from '../rules/helpers.ts';
import {answered, aWizard, botFile, press, pressed, type, workspaceFacts} from '../helpers/wizard.ts';

const AT = '2026-11-28T23:41:00.000Z';
const BOT_TOKEN = `123456789:AA${'x1Y'.repeat(11)}`;
const enters = (count: number) => Array.from({length: count}, () => 'enter');

type Next = {readonly host?: Host; readonly target?: Target; readonly given?: Parameters<typeof begin>[0]['given']};

/** The next start, as far as the host has not answered yet. */
function started(draft: unknown, {host = hostOn('linux'), target = targetOn(host, 'rescue'), given = {}}: Next = {}): WizardState {
  return begin({host, target, token: () => NEW_TOKEN, workspace: workspaceFacts, botFile, given, draft});
}

/** A draft as it comes back from the disk. */
function kept(state: WizardState): unknown {
  const draft: Unfinished | undefined = draftOf(state);
  return draft && JSON.parse(JSON.stringify({...draft, at: AT}));
}

const resumed = (state: WizardState, next?: Next) => answered(started(kept(state), next));

const KEYS = fc.array(fc.constantFrom('enter', 'enter', 'enter', 'esc', 'up', 'down', 'left', 'right', 'n', 'a', '7', ' ', 'tab', 'backspace', 'ctrl+u', '2', 'x', '/', '4', '6'), {maxLength: 50});

describe('a draft', () => {
  it('is none while nothing was answered', () => {
    expect(draftOf(aWizard())).toBeUndefined();
    expect(draftOf(press(aWizard(), 'enter'))).toMatchObject({step: 'ports', fields: {}, choices: {}});
  });

  it('opens the same step with the same answers, after any keys', () => {
    fc.assert(
      fc.property(KEYS, keys => {
        const state = press(aWizard(), ...keys);
        const draft = draftOf(state);
        if (!draft || state.target.profile !== 'rescue' || state.fields.profile.text !== 'rescue') return;
        const next = resumed(state);
        expect(answersOf(next)).toEqual(answersOf(state));
        expect(draftOf(next)).toEqual(next.step === draft.step ? draft : {...draft, step: next.step});
        // Another step is opened only where an answer does not hold, as the token that is typed anew.
        if (next.step !== draft.step) expect(next).toMatchObject({isAskedAgain: true, isRefused: true});
      }),
      {numRuns: 300},
    );
  });

  it('holds no secret, whichever field it was typed into', () => {
    const fields = fc.constantFrom('botToken', 'botFile', 'ownerId', 'envName', 'workspace', 'bindHost', 'port', 'profile' as const);
    fc.assert(
      fc.property(KEYS, fields, fc.constantFrom(BOT_TOKEN, NEW_TOKEN), (keys, field, secret) => {
        const state = press(aWizard(), ...keys);
        const typed = {...state, fields: {...state.fields, [field]: {text: secret, cursor: 0}}, touched: new Set([...state.touched, field])} as WizardState;
        expect(JSON.stringify(draftOf(typed) ?? null)).not.toContain(secret);
      }),
      {numRuns: 200},
    );
  });

  it('opens the step of an answer that may not be kept', () => {
    const review = press(type(press(aWizard(), 'enter', 'enter', 'ctrl+u'), '~/a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6'), ...Array.from({length: 4}, () => 'enter'));
    expect(review.step).toBe('review');
    expect(resumed(review).step).toBe('workspace');
  });

  it('does not hold the token of a bot, so that its step asks for it again', () => {
    const review = press(type(press(aWizard(), ...enters(5), 'right', 'down'), BOT_TOKEN), 'enter');
    expect(review.step).toBe('review');
    const next = resumed(review);
    expect(next).toMatchObject({step: 'channel', isRefused: true, row: 'telegram'});
    expect(press(type(press(next, 'enter'), BOT_TOKEN), 'enter').step).toBe('review');
  });
});

describe('the next start', () => {
  const atGateway = () => press(type(press(aWizard(), 'enter', 'ctrl+u'), '23000'), ...enters(2), 'right');

  it('says where it goes on, until a key on another step', () => {
    const next = resumed(atGateway());
    expect(next).toMatchObject({step: 'gateway', isResumed: true});
    expect(resumeNotices(next)).toEqual([expect.stringMatching(/^You left at Gateway on 2026-11-28 \d\d:\d\d; going on there\. Ctrl-X starts anew\.$/)]);
    expect(resumeNotices(press(next, 'right'))).toHaveLength(1);
    const on = press(next, 'enter');
    expect([on.isResumed, resumeNotices(on)]).toEqual([true, []]);
    expect(press(on, 'right').isResumed).toBe(false);
  });

  it('keeps what flags gave, whatever is started anew', () => {
    const host = hostOn('linux');
    const given = {workspace: '/home/jane/mine', auth: {kind: 'env', name: 'MY_TOKEN'}} as const;
    const begun = (draft?: unknown) => answered(begin({host, target: targetOn(host, 'rescue'), token: () => NEW_TOKEN, workspace: workspaceFacts, botFile, given, draft}));
    const left = draftOf(press(begun(), 'enter', 'up', 'enter'));
    const next = begun({...left, at: '2026-11-28T10:00:00.000Z'});
    expect(next).toMatchObject({step: 'workspace', fields: {port: {text: '19790'}}});
    const anew = press(next, 'ctrl+x');
    expect(anew).toMatchObject({step: 'profile', isReviewing: false, fields: {port: {text: '19789'}, workspace: {text: '~/mine'}, envName: {text: 'MY_TOKEN'}}});
  });

  it('starts anew on Ctrl-X', () => {
    const anew = press(resumed(atGateway()), 'ctrl+x');
    expect(anew).toMatchObject({step: 'profile', isResumed: false});
    expect(draftOf(anew)).toBeUndefined();
    expect(answersOf(anew)).toMatchObject({basePort: 19_789, bind: 'loopback'});
  });

  it('keeps the answers for the profile that they were given for', () => {
    const profile = resumed(press(atGateway(), ...Array.from({length: 3}, () => 'esc')));
    expect(profile.step).toBe('profile');
    expect(answersOf(type(press(profile, 'ctrl+u'), 'ops'))).toMatchObject({basePort: 19_789, bind: 'loopback'});
  });

  it('lets flags win over what was answered before them', () => {
    const next = resumed(atGateway(), {given: {basePort: 24_000}});
    expect(answersOf(next)).toMatchObject({basePort: 24_000, bind: 'lan'});
  });

  it('opens the port again where it was taken since, and goes back to the plan from there', () => {
    const opening = started(kept(press(atGateway(), ...enters(3))));
    expect(opening.step).toBe('review');
    const probed = {type: 'ports-probed', occupancy: {base: 23_000, busy: [{port: 23_000, code: 'EADDRINUSE'}]}} as const;
    const asked = reduce(opening, probed);
    expect(asked).toMatchObject({step: 'ports', isAskedAgain: true, isRefused: true});
    expect(resumeNotices(asked)).toEqual([expect.stringMatching(/^You left at Review on .*; going on at Ports, which no longer holds\./)]);
    expect(press(type(asked, '24000'), 'enter').step).toBe('review');
    // Who is at work by then is not led away.
    expect(reduce(pressed(opening, 'down'), probed).step).toBe('review');
  });

  it.each([
    ['another version', {answers: {basePort: 23_000}}, 'form', 'Another version'],
    ['a newer version', {form: 99, step: 'gateway', at: AT, fields: {}, choices: {}}, 'form', 'Another version'],
    ['a broken file', null, 'damaged', 'can’t be read'],
    ['a step that is none', {form: 1, step: 'toString', at: AT, fields: {}, choices: {}}, 'damaged', 'can’t be read'],
    ['a field that is no text', {form: 1, step: 'ports', at: AT, fields: {port: 5}, choices: {}}, 'damaged', 'can’t be read'],
    ['no time', {form: 1, step: 'ports', at: 'then', fields: {}, choices: {}}, 'damaged', 'can’t be read'],
  ])('asks everything again after %s, and says why', (_, draft, trouble, words) => {
    const next = started(draft);
    expect(next).toMatchObject({step: 'profile', isResumed: false, draftTrouble: trouble});
    expect(resumeNotices(next)[0]).toContain(words);
    expect(resumeNotices(press(next, 'enter'))).toEqual([]);
  });

  it('is not led astray by names that nothing has', () => {
    const draft = {form: 1, step: 'gateway', at: AT, fields: {constructor: 'x', profile: 'other', workspace: '/srv/\u001b[31mred\n'}, choices: {toString: 'x', __proto__: 'y'}};
    const next = started(JSON.parse(JSON.stringify(draft)));
    expect(next.fields.profile.text).toBe('rescue');
    expect(next.fields.workspace.text).not.toMatch(/[\u0000-\u001f]/);
    expect(next.lost).toEqual([]);
  });

  it('asks a choice again that is gone', () => {
    const host = hostOn('linux', {manager: {kind: 'unreachable', reason: 'no-session'}});
    const state = press(aWizard(), ...enters(4), 'right', 'left', ...enters(2));
    expect(draftOf(state)).toMatchObject({step: 'review', choices: {service: 'start'}});
    const next = resumed(state, {host});
    expect(next).toMatchObject({step: 'service', isReviewing: true});
    expect(resumeNotices(next).join(' ')).toMatch(/going on at Service, which no longer holds.*Service was “.+”, which is no longer possible/);
    expect(press(next, 'enter').step).toBe('review');
  });
});

describe('a changed answer', () => {
  const work = anInstance({profile: 'work', port: 21_000});
  const host = hostOn('linux', {instances: [anInstance({profile: 'default', port: 18_789}), work]});
  const review = (...keys: string[]) => press(aWizard(host), ...keys);

  it.each([
    ['a port of Review that overlaps the other profile', [...enters(6), '2', ...'21000', 'enter'], {step: 'ports', isRefused: true}],
    ['a bind that is complete', [...enters(6), '4', 'right', 'enter'], {step: 'review'}],
    ['a bind without its address', [...enters(6), '4', 'left', 'enter'], {step: 'gateway', isRefused: true}],
  ] as const)('%s', (_, keys, expected) => {
    expect(review(...keys)).toMatchObject(expected);
  });

  it('that makes another one wrong stops there, says why, and comes back to Review', () => {
    const full = review(...enters(6));
    // What another profile has, the workspace of the answer can't be.
    const moved = {...full, fields: {...full.fields, workspace: {text: `${work.workspace}`, cursor: 0}}} as WizardState;
    const opened = press(answered(moved), '4');
    const due = press(opened, 'enter');
    expect(due).toMatchObject({step: 'workspace', isAskedAgain: true, isReviewing: true});
    expect(resumeNotices(due)).toEqual(['Asked again: something that it depends on has changed.']);
    const mended = press(type(press(due, 'ctrl+u'), '~/elsewhere'), 'enter');
    expect(mended).toMatchObject({step: 'review', isAskedAgain: false});
    expect(resumeNotices(mended)).toEqual([]);
  });
});
