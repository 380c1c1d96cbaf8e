import {mergeConfig} from 'vitest/config';
import fast from '../vitest.config.ts';

/** Whole lives of instances, with a service manager and an npm of our own making: too slow for `npm test`. */
export default mergeConfig({...fast, test: {...fast.test, exclude: [], include: []}}, {test: {include: ['test/services/**/*.test.ts']}});
