import {mergeConfig} from 'vitest/config';
import fast from '../vitest.config.ts';

/** Homes of a size that nobody has: the time and the memory of the built program on them. One after the other, since they are measured. */
export default mergeConfig({...fast, test: {...fast.test, exclude: [], include: []}}, {test: {include: ['test/limits/**/*.test.ts'], testTimeout: 600_000, fileParallelism: false}});
