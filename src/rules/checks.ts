/** The isolation checklist of the guide, each line proved for one plan against all other instances. */
import {footprintOf, type Instance} from './instance.ts';
import type {PlanInput} from './plan-input.ts';
import {baseProblem, judgeBaseFor} from './answers.ts';
import {blockOf, portText} from './ports.ts';
import type {Problem} from './problems.ts';
import {pathsFor} from './profile.ts';
import {serviceOf} from './service/files.ts';
import {type Footprint, sharedPlace, type SharedPlace} from './workspace.ts';

export type CheckId = 'config' | 'state' | 'workspace' | 'base-port' | 'derived-ports' | 'service';

export type Check = {
  readonly id: CheckId;
  /**
   * `accepted`: an overlap that the user took with open eyes. `assumed`: another instance's config can't be read, so its
   * defaults stand for it.
   */
  readonly result: 'proved' | 'assumed' | 'accepted' | 'refused';
  readonly ours: string;
  /** The same thing of every other instance. */
  readonly theirs: readonly {readonly owner: string; readonly value: string}[];
  readonly problem?: Problem | undefined;
};

/** What another instance's config would tell. */
const FROM_CONFIG: ReadonlySet<CheckId> = new Set(['workspace', 'base-port', 'derived-ports']);

export function isolationChecks(input: PlanInput, others: readonly Instance[]): Check[] {
  const {answers, target, host, workspace} = input;
  const {platform} = host.machine;
  const footprints = others.map(footprintOf);
  const theirs = (value: (instance: Instance) => string) => others.map(other => ({owner: other.label, value: value(other)}));
  const isBlind = [...others, ...(target.existing ? [target.existing] : [])].some(({config}) => config.kind === 'unreadable');
  const check = (id: CheckId, ours: string, value: (instance: Instance) => string, problem?: Problem, isAccepted = false): Check => ({
    id,
    ours,
    theirs: theirs(value),
    result: problem ? 'refused' : isAccepted ? 'accepted' : isBlind && FROM_CONFIG.has(id) ? 'assumed' : 'proved',
    ...(problem ? {problem} : {}),
  });
  const verdict = judgeBaseFor(portText(answers.basePort), target, host);
  const config = sharedConfig(input, footprints);
  const state = sharedPlace(target.resolvedStateDir, others.map(withoutPlacedConfig), platform);
  const isPlace = pathsFor(platform).isAbsolute(answers.workspace);
  const place = isPlace ? sharedPlace(workspace.resolved, footprints, platform) : undefined;
  const block = blockOf(answers.basePort);
  const forbidden = baseProblem(answers.basePort, answers.acceptOverlap ? answers.basePort : undefined, target, host);
  const tooNear = forbidden?.id === 'port-too-near' ? forbidden : undefined;
  const overlap = forbidden?.id === 'port-overlap' ? forbidden : tooNear;
  const name = serviceOf(target, host.machine)?.name ?? '–';
  const namesake = answers.service === 'none' ? undefined : others.find(({services}) => services.some(service => sameName(service.name, name)));
  return [
    check('config', target.configPath, ({configPath}) => configPath, config && {id: 'place-shared', what: 'config', ...config}),
    check('state', target.stateDir, ({stateDir}) => stateDir, state && {id: 'place-shared', what: 'state', ...state}),
    check('workspace', answers.workspace, other => other.workspace, place && {id: 'workspace-shared', ...place}),
    check(
      'base-port',
      String(answers.basePort),
      ({bases}) => bases.map(({port}) => port).join(', '),
      tooNear,
    ),
    check('derived-ports', rangeText(block), ({bases}) => bases.map(({port}) => rangeText(blockOf(port))).join(', '), overlap, verdict.kind === 'overlap'),
    check(
      'service',
      name,
      other => other.services.map(service => service.name).join(', ') || '–',
      namesake && {id: 'service-name-shared', name, owner: namesake.label},
    ),
  ];
}

/** The other side of {@link sharedConfig}: a config that somebody placed into our state folder is his, and no clash. */
function withoutPlacedConfig(other: Instance): Footprint {
  const {label, places} = footprintOf(other);
  return {label, places: other.profile === undefined ? places.filter(({kind}) => kind !== 'config') : places};
}

/** A config file that the user placed himself may lie in another's state folder, as in the guide's manual example. */
function sharedConfig({target, host}: PlanInput, footprints: readonly Footprint[]): SharedPlace | undefined {
  const shared = sharedPlace(target.resolvedConfigPath, footprints, host.machine.platform);
  const isGuide = target.selector.kind === 'paths' && shared?.relation === 'inside' && shared.place.kind === 'state';
  return isGuide ? undefined : shared;
}

function rangeText({from, to}: {from: number; to: number}): string {
  return `${from}–${to}`;
}

/** A system unit may bear the same name as a user unit; both would start the same gateway (openclaw/openclaw#72693). */
function sameName(a: string, b: string): boolean {
  const plain = (name: string) => name.replace(/\.plist$/, '').toLowerCase();
  return plain(a) === plain(b);
}
