/** Two wizards at once: on one profile the second can only look; on two of them nobody gets the other's ports. */
import {describe, expect, it} from 'vitest';
import {makeHome} from '../helpers/home.ts';
import {run} from '../helpers/run.ts';
import {enterTo, KEYS, openTerminal} from '../helpers/terminal.ts';

const portOf = (config: string) => JSON.parse(config).gateway.port;

describe('two wizards', () => {
  it('on one profile: the second says who is at work, looks on, and goes on from what he wrote', async () => {
    const home = makeHome();
    const first = openTerminal({env: home.env});
    await first.see('1 of 7');
    const second = openTerminal({env: home.env});
    await second.see('has been at work on rescue since');
    await enterTo(second, 7);
    await second.see('till it ends, rescue can be looked at, not changed');
    second.press(KEYS.enter);
    await enterTo(first, 7);
    first.press(KEYS.enter);
    await first.see('The profile rescue is written');
    await second.see('Nothing to do: everything is as you answered.');
    first.press(KEYS.enter);
    second.press(KEYS.enter);
    expect([await first.exit, await second.exit]).toMatchObject([{code: 0}, {code: 0}]);
  });

  it('on one profile: a run without questions is refused, with who is at work', async () => {
    const home = makeHome();
    const wizard = openTerminal({env: home.env});
    await wizard.see('1 of 7');
    const before = home.snapshot('.openclaw');
    for (const args of [['--non-interactive'], ['setup'], ['undo'], ['remove', '--yes'], ['gateway', 'uninstall']]) {
      const {code, err} = run(['--profile', 'rescue', ...args], home.env);
      expect([args, code, err]).toEqual([args, 1, expect.stringMatching(/^openclaw-rescue: Another openclaw-rescue, pid \d+, has been at work on rescue since .*\n$/)]);
    }
    expect(run(['--profile', 'rescue', '--dry-run'], home.env).code).toBe(0);
    expect(home.snapshot('.openclaw')).toEqual(before);
  });

  it('on two profiles with one suggestion: the later one is shown another plan before anything is written', async () => {
    const home = makeHome();
    const [first, second] = [openTerminal({env: home.env}), openTerminal({env: home.env, args: ['--profile', 'ops', 'onboard']})];
    await Promise.all([enterTo(first, 7), enterTo(second, 7)]);
    await second.see('19789–19899');
    first.press(KEYS.enter);
    await first.see('The profile rescue is written');
    second.press(KEYS.enter);
    await second.see('Something changed on this host while you answered.');
    await second.see('19900–20010');
    second.press(KEYS.enter);
    await second.see('The profile ops is written');
    expect([portOf(home.read('.openclaw-rescue/openclaw.json')), portOf(home.read('.openclaw-ops/openclaw.json'))]).toEqual([19789, 19900]);
  });
});
