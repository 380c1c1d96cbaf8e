import {mergeConfig} from 'vitest/config';
import fast from '../vitest.config.ts';

/** Random words, keys and bytes from a seed that is printed; FUZZ_SEED=<number> takes another one. */
export default mergeConfig({...fast, test: {...fast.test, exclude: [], include: []}}, {test: {include: ['test/fuzz/**/*.test.ts'], testTimeout: 1_800_000, hookTimeout: 60_000}});
