import {defineConfig} from 'vitest/config';

export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['test/files/*.test.ts'],
    testTimeout: 120_000,
    setupFiles: ['test/helpers/setup.ts'],
  },
});
