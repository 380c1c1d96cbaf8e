import {mergeConfig} from 'vitest/config';
import fast from '../vitest.config.ts';

/** Every fault of every call: too slow for `npm test`. */
export default mergeConfig({...fast, test: {...fast.test, exclude: [], include: []}}, {test: {include: ['test/faults/**/*.test.ts'], testTimeout: 1_800_000, maxWorkers: 1}});
