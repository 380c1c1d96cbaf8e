import {mergeConfig} from 'vitest/config';
import fast from '../vitest.config.ts';

/** What a real terminal shows: each step at four sizes and in both languages, fields, colours, other programs; and the gallery. A few minutes. */
export default mergeConfig({...fast, test: {...fast.test, exclude: [], include: []}}, {test: {include: ['test/screens/**/*.test.ts', 'test/gallery/**/*.test.ts'], testTimeout: 120_000}});
