/** Hosts, and what stands on them, for the states of the gallery. */
import type {Host} from '../../src/rules/answers.ts';
import type {Change} from '../../src/rules/change.ts';
import {serviceNameOf} from '../../src/rules/service/files.ts';
import type {ExistingFile, Target} from '../../src/rules/target.ts';
import {writtenBy} from '../../src/rules/written.ts';
import {answersOn, anInstance, hostOn, openclawOn, planFor, targetOn} from '../rules/helpers.ts';

const MAIN = {...anInstance({profile: 'default', port: 18_789}), isListening: true};

export const USUAL: Host = hostOn('linux', {instances: [MAIN], manager: {kind: 'ready', lingers: false}});

/** As many gateways as nobody has. */
export const CROWDED: Host = hostOn('linux', {
  instances: [MAIN, ...Array.from({length: 29}, (_, index) => ({...anInstance({profile: `team-${index + 1}`, port: 20_000 + 200 * index}), isListening: index % 3 === 0}))],
});

export const EMPTY: Host = hostOn('linux', {instances: [], busyPorts: []});

export const BROKEN: Host = hostOn('linux', {
  instances: [MAIN, {...anInstance({profile: 'work', port: 19_789}), config: {kind: 'unreadable', reason: 'line 1: a } is missing'}, bases: [{port: 41_984, source: 'hashed-default'}]}],
});

export const WITHOUT_OPENCLAW: Host = hostOn('linux', {instances: [MAIN], openclaw: undefined});

export const WITHOUT_MANAGER: Host = hostOn('linux', {instances: [MAIN], manager: {kind: 'unreachable', reason: 'no-session'}});

const PLAN = planFor({host: USUAL, answers: answersOn(USUAL)});
const written = (role: Change['role']) => PLAN.changes.find(change => change.role === role);

/** A profile that is there as we wrote it, but for what `edit` makes of its files. */
function there(edit: (text: string) => string): Target {
  const files = (['service', 'config'] as const).flatMap((role): [string, ExistingFile][] => {
    const {path, after, mode} = written(role) ?? {};
    return path === undefined || mode === undefined ? [] : [[path, {kind: 'text', text: edit(after ?? ''), mode}]];
  });
  return targetOn(USUAL, 'rescue', new Map(files), {serviceRuntime: openclawOn('linux'), written: writtenBy(PLAN, undefined)});
}

export const KNOWN: Target = there(text => text);

/** Somebody else was at its files since. */
export const CHANGED: Target = there(text => text.replace('KillMode=mixed', 'KillMode=process').replace('"loopback"', '"lan"'));

/** A service file under its name that starts something else. */
export const FOREIGN: Target = targetOn(USUAL, 'rescue', new Map([[written('service')?.path ?? '', {kind: 'text', text: `[Unit]\nDescription=${serviceNameOf('rescue', 'linux')}\n[Service]\nExecStart=/usr/bin/true\n`, mode: 0o644}]]));
