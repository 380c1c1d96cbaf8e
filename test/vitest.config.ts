import {availableParallelism} from 'node:os';
import {defineConfig} from 'vitest/config';
import {markdown} from './helpers/markdown.ts';

// React's development build takes three times as long.
process.env['NODE_ENV'] = 'production';

export default defineConfig({
  mode: 'production',
  root: new URL('..', import.meta.url).pathname,
  // Constants that the build puts in.
  define: {PACKAGE_VERSION: '"0.0.0-test"', IS_BRIEF: 'false'},
  plugins: [markdown],
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // The slow suites, and those that need a real OpenClaw, a systemd or a Windows, have scripts of their own.
    exclude: ['test/commands/**', 'test/faults/**', 'test/files/**', 'test/fuzz/**', 'test/gallery/**', 'test/limits/**', 'test/openclaw/**', 'test/races/**', 'test/screens/**', 'test/secrets/**', 'test/services/**', 'test/signals/**', 'test/systemd/**', 'test/windows/**'],
    env: {NODE_ENV: 'production'},
    testTimeout: 30_000,
    // Most of the time goes to children, not to the workers that wait for them.
    maxWorkers: availableParallelism(),
    setupFiles: ['test/helpers/setup.ts'],
  },
});
