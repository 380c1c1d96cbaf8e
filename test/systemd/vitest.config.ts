import {defineConfig} from 'vitest/config';

export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['test/systemd/*.test.ts'],
    // All of them tell the same service manager what to do.
    fileParallelism: false,
    // The checkout is not this user's.
    cache: false,
    // A gateway takes 10 s to come up where nothing else runs.
    testTimeout: 180_000,
    hookTimeout: 240_000,
    setupFiles: ['test/helpers/setup.ts'],
    // A line for each test as soon as it ends.
    reporters: ['verbose'],
  },
});
