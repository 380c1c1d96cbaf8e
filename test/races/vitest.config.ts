import {mergeConfig} from 'vitest/config';
import fast from '../vitest.config.ts';

/** Many programs at once, round after round: too slow for `npm test`. */
export default mergeConfig({...fast, test: {...fast.test, exclude: [], include: []}}, {test: {include: ['test/races/**/*.test.ts'], testTimeout: 300_000}});
