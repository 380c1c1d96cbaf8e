import {mergeConfig} from 'vitest/config';
import fast from '../vitest.config.ts';

/** Every signal at every step, twice started each: too slow for `npm test`. */
export default mergeConfig({...fast, test: {...fast.test, exclude: [], include: []}}, {test: {include: ['test/signals/**/*.test.ts'], testTimeout: 60_000}});
