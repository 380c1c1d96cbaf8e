/** What runs in the process of the guard, see guard.ts: the task on the first line of stdin, then perhaps a word, then the end. */
import {createInterface} from 'node:readline';
import {speak} from '../text/language.ts';
import {commandRunner} from './commands.ts';
import {type GuardLine, type GuardOrder, type GuardTask, STOP_WORD} from './guard.ts';
import {startAgain} from './start-again.ts';

const {env} = process;
// It is there to do one thing, and ends by itself.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
// Nobody may be there to listen any more.
process.stdout.on('error', () => undefined);
const say = (line: GuardLine) => void process.stdout.write(`${JSON.stringify(line)}\n`);

let task: GuardTask | undefined;
let hasStopped = false;
let hold: NodeJS.Timeout | undefined;
const lines = createInterface({input: process.stdin});
for await (const line of lines) {
  if (task === undefined) {
    const order = JSON.parse(line) as GuardOrder;
    await speak(order.language);
    task = order;
    say({kind: 'armed'});
  } else if (line === STOP_WORD) {
    hasStopped = true;
    say({kind: 'stopped', ...(await stop(task))});
    hold = setTimeout(() => lines.close(), task.holdMs);
  }
}
clearTimeout(hold);
process.stdin.destroy();
if (task) {
  // A service that was never stopped needs no start.
  const failure = hasStopped ? await startAgain(task, env) : undefined;
  say({kind: 'started', ...(failure === undefined ? {} : {failure})});
  process.exitCode = failure === undefined ? 0 : 1;
}

/** The first command that fails, else the last one. */
async function stop({stop: commands}: GuardTask): Promise<{code: number; stderr: string}> {
  const run = commandRunner(env);
  for (const {argv, mayFail} of commands) {
    const {code, stderr} = await run(argv);
    if (code !== 0 && !mayFail) return {code, stderr};
  }
  return {code: 0, stderr: ''};
}
