/** What a plan does to the rescue kit: its files in the workspace, and the settings of the watch. */
import {type Change, fileChange, folderChange} from '../change.ts';
import {unusableProblem} from '../footing.ts';
import type {PlanInput} from '../plan-input.ts';
import type {Problem} from '../problems.ts';
import {runtimeFor} from '../service-change.ts';
import {fileAt, textAt} from '../target.ts';
import {kitFactsOf, kitPlaces} from './facts.ts';
import {kitFiles} from './kit.ts';

/** Every path of the kit in a workspace, for who reads them before a plan is made. */
export function kitPaths(workspace: string, platform: Parameters<typeof kitPlaces>[0]['platform']): string[] {
  const {folders, skill, main, watch, heartbeat} = kitPlaces({platform, rescue: {workspace}});
  return [...folders, skill, main, watch, heartbeat];
}

export function kitChanges(input: PlanInput): {readonly changes: Change[]; readonly problems: Problem[]} {
  const {answers, target, host, kitTexts} = input;
  const {platform} = host.machine;
  const facts = answers.kit === 'none' ? undefined : kitFactsOf(host, target, answers.workspace, runtimeFor(input));
  if (!facts) return {changes: [], problems: []};
  const {folders} = kitPlaces(facts);
  const kit = {answer: answers.kit, facts, texts: kitTexts};
  const fresh = new Map(kitFiles(kit, () => undefined).map(({path, text}) => [path, text]));
  const files = kitFiles(kit, path => textAt(target, path)).map(draft => fileChange(draft.path, fileAt(target, draft.path), {...draft, fresh: fresh.get(draft.path) ?? ''}, 'kit', platform));
  const changes = [...folders.map(path => folderChange(target, path, 0o700, platform, true)), ...files];
  const problems = changes.flatMap(({path, kind}): Problem[] => {
    const file = fileAt(target, path);
    if (file.kind === 'unusable') return [unusableProblem('kit-unusable', path, file)];
    if (kind === 'file') return file.kind === 'folder' ? [{id: 'kit-unusable', path, reason: {id: 'not-a-file'}}] : [];
    return file.kind === 'text' ? [{id: 'kit-unusable', path, reason: {id: 'not-a-folder'}}] : [];
  });
  // One reason is enough: what lies below an unusable folder is unusable, too.
  return {changes, problems: problems.slice(0, 1)};
}
