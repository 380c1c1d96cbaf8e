/** The looks of a drill that only read: at the rescue, at main's files, and at what rescue's OpenClaw says of them. */
import {accessSync, constants, readFileSync} from 'node:fs';
import type {Host} from '../rules/answers.ts';
import {type Check, type HealthLook, isUp, type Judgement, type PlaceLook, type Stage} from '../rules/drill.ts';
import {type Admission, admissionOf} from '../rules/admission.ts';
import {type Instance, livePort} from '../rules/instance.ts';
import {kitFactsOf} from '../rules/kit/facts.ts';
import {type KitFileState, kitStates, type KitTexts, presentKit} from '../rules/kit/kit.ts';
import {selectorFor} from '../rules/selector.ts';
import {presentRuntime} from '../rules/service-change.ts';
import {serviceOf} from '../rules/service/files.ts';
import type {Target} from '../rules/target.ts';
import {askOpenClaw, firstIssue} from './ask.ts';
import type {Environment} from './environment.ts';
import {readState} from './files.ts';
import {askHealth} from './health.ts';
import {versionOf} from './openclaw.ts';

/** A busy machine is no sick gateway. */
const HEALTH_LIMIT_MS = 5000;

export async function lookAtHealth(instance: Instance, {openclaw, machine}: Pick<Host, 'openclaw' | 'machine'>): Promise<HealthLook> {
  const port = livePort(instance);
  const health = await askHealth(port, HEALTH_LIMIT_MS);
  return {port, health, isUp: isUp(health, versionOf(instance, openclaw, machine.platform))};
}

/** Whether a gateway lets its own OpenClaw in with the token of its config. @throws the reason of the signal */
export async function lookAtAdmission({rescue, host}: Pick<Stage, 'rescue' | 'host'>, env: Environment, signal?: AbortSignal): Promise<Admission> {
  const runtime = presentRuntime(rescue, host);
  if (!runtime) return {kind: 'untold', reason: 'no-openclaw'};
  return admissionOf(await askOpenClaw(runtime, rescue.selector, ['gateway', 'status', '--json'], env, signal));
}

/** What rescue's own OpenClaw says of main's config; it writes nothing (OpenClaw 2026.9.6). @throws the reason of the signal */
export async function lookAtConfig({main, rescue, host}: Pick<Stage, 'main' | 'rescue' | 'host'>, env: Environment, signal?: AbortSignal): Promise<Judgement> {
  const runtime = presentRuntime(rescue, host);
  if (!runtime) return {kind: 'untold', reason: 'no-openclaw'};
  const answer = await askOpenClaw(runtime, selectorFor(main.existing), ['config', 'validate', '--json'], env, signal);
  if (answer?.['valid'] === true) return {kind: 'valid'};
  return answer?.['valid'] === false ? {kind: 'invalid', issue: firstIssue(answer)} : {kind: 'untold', reason: 'no-answer'};
}

export function lookAtPlaces({configPath, stateDir, workspace}: Instance): PlaceLook[] {
  return [
    {kind: 'config', path: configPath, state: stateOf(configPath, constants.R_OK)},
    {kind: 'state', path: stateDir, state: stateOf(stateDir, constants.R_OK | constants.X_OK)},
    {kind: 'workspace', path: workspace, state: stateOf(workspace, constants.R_OK | constants.X_OK)},
  ];
}

function stateOf(path: string, mode: number): PlaceLook['state'] {
  try {
    accessSync(path, mode);
    return 'readable';
  } catch (error) {
    return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '') ? 'absent' : 'closed';
  }
}

type Reader = (stage: Stage, env: Environment) => Promise<Check> | Check;

/** What a drill looks at while nothing is stopped, one after another, so that each is told when it is known. @param texts of the kit */
export const readersFor = (texts: KitTexts): readonly Reader[] => [
  async ({rescue, host}) => ({id: 'rescue-healthy', ...(await lookAtHealth(rescue.existing, host))}),
  async (stage, env) => ({id: 'rescue-admits', admission: await lookAtAdmission(stage, env)}),
  ({main}) => ({id: 'main-readable', places: lookAtPlaces(main.existing)}),
  async (stage, env) => ({id: 'main-valid', judgement: await lookAtConfig(stage, env)}),
  stage => ({id: 'kit-current', files: lookAtKit(stage, texts)}),
];

/** How the kit that the rescue has stands against what a new run would write; the user's own words are no difference. */
function lookAtKit({rescue, host}: Stage, texts: KitTexts): KitFileState[] {
  const facts = kitFactsOf(host, rescue, rescue.existing.workspace, presentRuntime(rescue, host));
  const textAt = (path: string) => bytesAt(path)?.toString('utf8');
  return facts ? kitStates({answer: presentKit(facts, rescue.settings, textAt), facts, texts}, textAt) : [];
}

/**
 * Whether this very process was started below a service, and would end with it: a gateway hands the name of its service on
 * to all that it starts (OpenClaw 2026.9.6), and systemd knows its processes by their group.
 */
export function runsBelow(target: Target, {machine}: Host, env: Environment): boolean {
  const service = serviceOf(target, machine);
  if (!service) return false;
  const variable = {linux: 'OPENCLAW_SYSTEMD_UNIT', darwin: 'OPENCLAW_LAUNCHD_LABEL', win32: 'OPENCLAW_WINDOWS_TASK_NAME'}[machine.platform];
  return env[variable] === service.name || ownGroups().some(part => part === service.name);
}

function ownGroups(): string[] {
  try {
    return readFileSync('/proc/self/cgroup', 'utf8').split(/[/\n]/);
  } catch {
    return [];
  }
}

/** The files of main that a drill must leave as they are, with their bytes: its config and what defines its service. */
export function keptFiles(main: Target & {readonly existing: Instance}, {machine}: Host): ReadonlyMap<string, Buffer | undefined> {
  const {services, configPath} = main.existing;
  const paths = new Set([configPath, ...(serviceOf(main, machine)?.files ?? []), ...services.flatMap(({path, dropIns = []}) => [path, ...dropIns])]);
  return new Map([...paths].map(path => [path, bytesAt(path)]));
}

/** Those of the files that are not as they were. */
export function changedFiles(files: ReadonlyMap<string, Buffer | undefined>): string[] {
  return [...files].filter(([path, before]) => {
    const now = bytesAt(path);
    return before === undefined || now === undefined ? before !== now : !before.equals(now);
  }).map(([path]) => path);
}

function bytesAt(path: string): Buffer | undefined {
  const file = readState(path);
  return file.kind === 'file' ? file.bytes : undefined;
}
