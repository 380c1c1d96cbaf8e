/**
 * `npm run test:audit`: fails on any advisory about a package of the lock file. Not every registry answers audits (mirrors
 * often don't); where it doesn't, this says so, and nothing is known.
 */
import {spawnSync} from 'node:child_process';

/** What HTTP servers say of a path or a method that they don't have. */
const NOT_OFFERED: ReadonlySet<unknown> = new Set([404, 405, 501]);

type Answer = {
  readonly metadata?: {readonly vulnerabilities: {readonly total: number}};
  readonly vulnerabilities?: Readonly<Record<string, {readonly severity: string; readonly range: string}>>;
  readonly statusCode?: number;
  readonly message?: string;
};

const {stdout, stderr} = spawnSync('npm', ['audit', '--json', '--include=dev', '--no-update-notifier', ...process.argv.slice(2)], {encoding: 'utf8'});
const answer = parse(stdout);
if (answer?.metadata) {
  for (const [name, {severity, range}] of Object.entries(answer.vulnerabilities ?? {})) console.error(`${severity}: ${name} ${range}`);
  const {total} = answer.metadata.vulnerabilities;
  console.log(total === 0 ? 'npm audit: no advisories' : `npm audit: ${total} advisories`);
  process.exitCode = total === 0 ? 0 : 1;
} else if (NOT_OFFERED.has(answer?.statusCode)) {
  console.log(`npm audit: NOT CHECKED, this registry offers no audits (HTTP ${answer?.statusCode})`);
} else {
  console.error(`npm audit failed: ${answer?.message ?? stderr}`);
  process.exitCode = 1;
}

function parse(text: string): Answer | undefined {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return undefined;
  }
}
