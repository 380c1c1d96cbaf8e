/** What is under way moves once a second at most, and not at all for those who want it still. */
import {render} from 'ink';
import {afterEach, expect, it, vi} from 'vitest';
import {layoutOf} from '../../src/tui/layout.ts';
import {ProgressList} from '../../src/tui/steps/apply-step.tsx';
import {BEAT_MS, setStill} from '../../src/tui/motion.ts';
import {reduce} from '../../src/wizard/reducer.ts';
import {FrameStream} from '../helpers/frame.tsx';
import {aWizard, press} from '../helpers/wizard.ts';

afterEach(() => {
  setStill(false);
  vi.useRealTimers();
});

/** The sign of the running step in each second of some. */
async function signs(isStill: boolean, seconds: number): Promise<{seen: string[]; writes: number}> {
  // React goes on by setImmediate.
  vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date']});
  setStill(isStill);
  const applying = press(aWizard(), ...Array.from({length: 7}, () => 'enter'));
  const [step] = applying.steps;
  const state = step ? reduce(applying, {type: 'apply-event', event: {step, state: 'running'}}) : applying;
  const stdout = new FrameStream(80, 24);
  const app = render(<ProgressList layout={layoutOf(80, 24)} state={state} />, {stdout: stdout as unknown as NodeJS.WriteStream, debug: true, patchConsole: false, interactive: true});
  const write = vi.spyOn(stdout, 'write');
  const seen: string[] = [];
  for (let second = 0; second < seconds; second++) {
    seen.push(/\S+/.exec(stdout.last)?.[0] ?? '');
    vi.advanceTimersByTime(BEAT_MS);
    const {length} = write.mock.calls;
    for (let turn = 0; turn < 50 && write.mock.calls.length === length; turn++) await new Promise(resolve => setImmediate(resolve));
  }
  const writes = write.mock.calls.length;
  app.unmount();
  return {seen, writes};
}

it('moves at each beat', async () => {
  const {seen, writes} = await signs(false, 5);
  expect([...new Set(seen)].sort()).toEqual(['.', '..', '...']);
  expect(writes).toBeGreaterThan(1);
  expect(writes).toBeLessThanOrEqual(5);
});

it('stands still', async () => expect(await signs(true, 5)).toEqual({seen: ['…', '…', '…', '…', '…'], writes: 0}));
