import {mergeConfig} from 'vitest/config';
import fast from '../vitest.config.ts';

/** Forty wizards at once, twenty times: too slow for `npm test`. */
export default mergeConfig({...fast, test: {...fast.test, exclude: [], include: []}}, {test: {include: ['test/races/**/*.test.ts'], testTimeout: 600_000, maxWorkers: 1}});
