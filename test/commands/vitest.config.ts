import {mergeConfig} from 'vitest/config';
import fast from '../vitest.config.ts';

/** Every command on a profile in each state: some four hundred runs, too slow for `npm test`. */
export default mergeConfig({...fast, test: {...fast.test, exclude: [], include: []}}, {test: {include: ['test/commands/**/*.test.ts']}});
