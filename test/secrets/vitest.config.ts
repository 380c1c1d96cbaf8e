import {mergeConfig} from 'vitest/config';
import fast from '../vitest.config.ts';

/** Hosts full of secrets and of hostile text, and every way out of the program: too slow for `npm test`. */
export default mergeConfig({...fast, test: {...fast.test, exclude: [], include: []}}, {test: {include: ['test/secrets/**/*.test.ts'], testTimeout: 180_000}});
