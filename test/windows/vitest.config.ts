import {defineConfig} from 'vitest/config';

export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['test/windows/*.test.ts'],
    // One Windows for all.
    fileParallelism: false,
    // A Node in wine takes 2 s to start where nothing else runs.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
