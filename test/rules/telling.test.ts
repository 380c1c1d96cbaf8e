import {expect, it} from 'vitest';
import type {ApplyEvent} from '../../src/rules/apply-steps.ts';
import {telling} from '../../src/rules/telling.ts';

const HEALTH = {kind: 'health', port: 19_789} as const;

it('tells that a long step begins, every 30 s that it goes on, and every end', () => {
  let seconds = 0;
  const toldOf = telling(() => seconds * 1000);
  const events: readonly (readonly [at: number, event: ApplyEvent])[] = [
    [0, {step: {kind: 'check'}, state: 'running'}],
    [0, {step: {kind: 'check'}, state: 'done'}],
    [1, {step: HEALTH, state: 'running'}],
    ...Array.from({length: 70}, (_, second) => [second + 2, {step: HEALTH, state: 'running', detail: `${second} s`}] as const),
    [72, {step: HEALTH, state: 'failed', detail: 'it did not answer'}],
  ];
  const told = events.flatMap(([at, event]) => {
    seconds = at;
    const what = toldOf(event);
    return what === undefined ? [] : [[at, what]];
  });
  expect(told).toEqual([
    [0, 'ended'],
    [1, 'begun'],
    [31, 'still'],
    [61, 'still'],
    [72, 'ended'],
  ]);
});
