import {defineConfig} from 'vitest/config';

export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['test/openclaw/*.test.ts'],
    // Gateways of two files would want the same ports.
    fileParallelism: false,
    // A gateway takes 10 s to come up where nothing else runs.
    testTimeout: 180_000,
    hookTimeout: 240_000,
  },
});
