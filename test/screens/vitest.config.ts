import {mergeConfig} from 'vitest/config';
import fast from '../vitest.config.ts';

/** Each step of the wizard on screens of four sizes, in both languages: a minute or two. */
export default mergeConfig({...fast, test: {...fast.test, exclude: [], include: []}}, {test: {include: ['test/screens/**/*.test.ts'], testTimeout: 120_000}});
