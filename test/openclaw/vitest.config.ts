import {defineConfig} from 'vitest/config';
import {markdown} from '../helpers/markdown.ts';

export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  plugins: [markdown],
  test: {
    include: ['test/openclaw/*.test.ts'],
    // Gateways of two files would want the same ports.
    fileParallelism: false,
    // A gateway takes 10 s to come up where nothing else runs.
    testTimeout: 180_000,
    hookTimeout: 240_000,
  },
});
