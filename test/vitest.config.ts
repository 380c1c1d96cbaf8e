import {availableParallelism} from 'node:os';
import {defineConfig} from 'vitest/config';
import {markdown} from './helpers/markdown.ts';

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  // Constants that the build puts in.
  define: {PACKAGE_VERSION: '"0.0.0-test"'},
  plugins: [markdown],
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // The slow suites, and those that need a real OpenClaw, a systemd or a Windows, have scripts of their own.
    exclude: ['test/faults/**', 'test/files/**', 'test/fuzz/**', 'test/limits/**', 'test/openclaw/**', 'test/races/**', 'test/secrets/**', 'test/services/**', 'test/signals/**', 'test/systemd/**', 'test/windows/**'],
    testTimeout: 30_000,
    // Most of the time goes to children, not to the workers that wait for them.
    maxWorkers: availableParallelism(),
    setupFiles: ['test/helpers/setup.ts'],
  },
});
