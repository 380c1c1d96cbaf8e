/** What the help shows as an example can be typed as it stands. */
import {describe, expect, it} from 'vitest';
import {COMMANDS} from '../../src/commands/table.ts';
import {makeHome} from '../helpers/home.ts';
import {runAsync} from '../helpers/run.ts';

describe('every example works', () => {
  it.each(COMMANDS.filter(({name}) => name !== 'logs').map(({name, example}) => [name, example]))('%s: %s', async (_, example) => {
    const home = makeHome();
    expect((await runAsync(['--profile', 'rescue', 'setup'], home.env)).code).toBe(0);
    const {code, err} = await runAsync(example.split(' '), home.env);
    // Those that speak to a service manager say that there is none here.
    const [isControl, isEngine] = [/gateway (start|stop|restart)$/, /engine upgrade/].map(pattern => pattern.test(example));
    expect([code, err]).toEqual(isControl ? [1, expect.stringContaining('has no service')] : isEngine ? [1, expect.stringContaining('onboard --own-engine')] : [0, expect.any(String)]);
  });
});
