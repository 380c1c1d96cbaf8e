/** Runs one command of a plan, and learns from its answer what an exit code does not tell. */
import {setTimeout as sleep} from 'node:timers/promises';
import {admissionOf} from '../rules/admission.ts';
import type {ApplyEvent} from '../rules/apply-steps.ts';
import type {JsonObject} from '../rules/config/json5.ts';
import {readableLine} from '../rules/log-lines.ts';
import type {Command} from '../rules/service/commands.ts';
import {applyReasons, endedText} from '../text/apply-reasons.ts';
import type {ApplyContext} from './apply.ts';
import type {CommandResult} from './commands.ts';
import {provideEngine} from './engine.ts';

/** How a step ended, and what was learned. */
export type Learned = Pick<ApplyEvent, 'state' | 'detail'>;

const LAUNCHD_LIMIT_MS = 30_000;
const LAUNCHD_INTERVAL_MS = 500;

/** @throws with one clause when it fails and may not */
export function execute(command: Command, context: ApplyContext): Promise<Learned> {
  return (SPECIAL[command.id] ?? runPlainly)(command, context);
}

const MIB = 1 << 20;

async function install(command: Command, {run, signal, onEvent}: ApplyContext): Promise<Learned> {
  const step = {kind: 'command', command} as const;
  if (!command.engine) return {state: 'skipped'};
  const onProgress = (seconds: number, bytes: number) => onEvent({step, state: 'running', detail: applyReasons().progress(seconds, Math.round(bytes / MIB))});
  const isDone = await provideEngine(command, command.engine, run, {signal, onProgress});
  return isDone ? {state: 'done', detail: `OpenClaw ${command.engine.version}`} : {state: 'skipped', detail: applyReasons().engineThere};
}

async function runPlainly(command: Command, context: ApplyContext): Promise<Learned> {
  const {code, stderr} = await patiently(command, context);
  // A command that was cut short by the user has not failed by itself.
  context.signal?.throwIfAborted();
  if (code === 0) return {state: 'done'};
  if (command.mayFail) return {state: 'skipped'};
  throw new Error(endedText(command.argv[0], code, stderr));
}

/** launchd answers I/O error 5 while it still takes the old agent down (openclaw/openclaw#136453). */
async function patiently({argv, environment}: Command, {run, signal}: ApplyContext): Promise<CommandResult> {
  const end = Date.now() + LAUNCHD_LIMIT_MS;
  for (;;) {
    const result = await run(argv, {signal, environment});
    const isBusy = argv[1] === 'bootstrap' && result.code !== 0 && /: 5\b|Input\/output error/.test(result.stderr);
    if (!isBusy || Date.now() > end) return result;
    await sleep(LAUNCHD_INTERVAL_MS);
  }
}

/** Builds before `config validate` answer without JSON; then the gateway's own start is the test. */
async function validate({argv, environment}: Command, {run, signal}: ApplyContext): Promise<Learned> {
  const {stdout} = await run([...argv, '--json'], {signal, environment});
  signal?.throwIfAborted();
  const answer = parseAnswer(stdout);
  if (answer?.valid === true) return {state: 'done'};
  if (answer?.valid !== false) return {state: 'skipped', detail: applyReasons().cannotValidate};
  const [issue] = answer.issues ?? [];
  if (issue) throw new Error(readableLine(applyReasons().keyRefused(issue.path, issue.message)));
  // An older OpenClaw does not open the state that a newer one has migrated (2026.9.5 after 2026.9.6).
  const [what, why] = answer.error?.message?.split('\n') ?? [];
  throw new Error(what === undefined ? applyReasons().configRefused : readableLine(applyReasons().refused([what, why].filter(line => line !== undefined).join(' '))));
}

/** Whether the gateway takes the token that its config names: another one in its environment makes it refuse every call (openclaw/openclaw#17223). */
async function enter({argv, environment}: Command, {run, signal}: ApplyContext): Promise<Learned> {
  const {stdout} = await run(argv, {signal, environment});
  signal?.throwIfAborted();
  const admission = admissionOf(parseAnswer<JsonObject>(stdout));
  if (admission.kind === 'in') return {state: 'done'};
  if (admission.kind === 'untold') return {state: 'skipped', detail: applyReasons().cannotTell};
  throw new Error(applyReasons().notLetIn(admission.reason === undefined ? applyReasons().saysNoMore : readableLine(admission.reason)));
}

/** Commands whose answer is more than an exit code. */
const SPECIAL: Readonly<Partial<Record<Command['id'], typeof runPlainly>>> = {engine: install, validate, access: enter};

type Answer = {readonly valid?: boolean; readonly error?: {readonly message?: string}; readonly issues?: readonly {readonly path: string; readonly message: string}[]};

function parseAnswer<T = Answer>(stdout: string): T | undefined {
  try {
    return JSON.parse(stdout.slice(stdout.indexOf('{')));
  } catch {
    return undefined;
  }
}
