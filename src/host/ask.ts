/** Asks OpenClaw itself about an instance, in an environment that leads to no other one. */
import {execFile} from 'node:child_process';
import {asObject, isObject, type JsonObject, type JsonValue} from '../rules/config/json5.ts';
import {readableLine} from '../rules/log-lines.ts';
import {openclawCall, type Selector} from '../rules/selector.ts';
import type {Runtime} from '../rules/service/spec.ts';
import {childEnvironment, type Environment} from './environment.ts';

const ANSWER_LIMIT_MS = 30_000;

/**
 * @param args of a command that answers with one JSON object, whatever its exit code
 * @returns undefined where it gave none: it can't be started, is too old, or took longer than 30 s
 * @throws the reason of the signal
 */
export async function askOpenClaw({node, entry}: Runtime, selector: Selector, args: readonly string[], env: Environment, signal?: AbortSignal): Promise<JsonObject | undefined> {
  const call = openclawCall(selector);
  const output = await new Promise<string>(resolve => {
    const options = {env: childEnvironment(env, call.environment), timeout: ANSWER_LIMIT_MS, maxBuffer: 16 << 20, windowsHide: true, signal};
    execFile(node, [entry, ...call.args, ...args], options, (_, stdout) => resolve(stdout)).stdin?.end();
  });
  signal?.throwIfAborted();
  try {
    // Warnings may stand above it.
    const answer: JsonValue = JSON.parse(output.slice(output.indexOf('{')));
    return isObject(answer) ? answer : undefined;
  } catch {
    return undefined;
  }
}

/** What `config validate --json` complains of first: `gateway.port: expected …`. */
export function firstIssue({issues}: JsonObject): string | undefined {
  const [issue] = Array.isArray(issues) ? issues : [];
  return issue === undefined ? undefined : readableLine(`${asObject(issue)['path']}: ${asObject(issue)['message']}`);
}
