import {defineConfig} from 'vitest/config';

export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['test/shells/*.spec.ts'],
    // A zsh loads its completion system anew for every line.
    testTimeout: 60_000,
    setupFiles: ['test/helpers/setup.ts'],
  },
});
