/** The built program, with its memory and time. */
import {spawn} from 'node:child_process';
import {CLI} from '../helpers/home.ts';

export type BoundedRun = {
  /** Null where it had to be killed. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly ms: number;
  /** Of processor time, which other work on the machine does not lengthen. */
  readonly cpuMs: number;
  /** The most memory that it had, in bytes. */
  readonly memory: number;
};

/** What it says on its own end, over a channel of its own. */
const REPORT = `data:text/javascript,${encodeURIComponent("import{writeSync}from'node:fs';process.on('exit',()=>{const{maxRSS,userCPUTime,systemCPUTime}=process.resourceUsage();writeSync(3,JSON.stringify({maxRSS,cpu:userCPUTime+systemCPUTime}))})")}`;
/** Nothing takes as long, however busy the machine is. */
const KILL_MS = 120_000;

export function runBounded(args: readonly string[], env: Readonly<Record<string, string>>, cwd: string): Promise<BoundedRun> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, ['--import', REPORT, CLI, ...args], {env: {...env}, cwd, stdio: ['ignore', 'pipe', 'pipe', 'pipe'], timeout: KILL_MS, killSignal: 'SIGKILL'});
    const texts = ['', '', ''];
    [child.stdout, child.stderr, child.stdio[3]].forEach((stream, index) => stream?.on('data', (chunk: Buffer) => (texts[index] += chunk.toString('utf8'))));
    child.on('error', reject);
    child.on('close', code => {
      const [out = '', err = '', usage = ''] = texts;
      const {maxRSS = 0, cpu = 0} = usage === '' ? {} : JSON.parse(usage);
      resolve({code, out, err, ms: performance.now() - start, cpuMs: cpu / 1000, memory: maxRSS * 1024});
    });
  });
}
