import {mergeConfig} from 'vitest/config';
import fast from '../vitest.config.ts';

// React's development build takes three times as long.
process.env['NODE_ENV'] = 'production';

/** Random words, keys and bytes from a seed that is printed; FUZZ_SEED=<number> takes another one. */
export default mergeConfig({...fast, mode: 'production', test: {...fast.test, exclude: [], include: []}}, {test: {include: ['test/fuzz/**/*.test.ts'], env: {NODE_ENV: 'production'}, testTimeout: 1_800_000, hookTimeout: 60_000}});
