/** What the rescue kit tells about main and about the rescue itself. Nothing secret is in it. */
import {type Host, mainOf} from '../answers.ts';
import {engineVersionIn} from '../engine.ts';
import {findMain, type ServiceManager} from '../instance.ts';
import {pathsFor, type Platform, type ProfilePaths} from '../profile.ts';
import {type Selector, selectorFor, selectorKey} from '../selector.ts';
import {managedName} from '../service/files.ts';
import {type Runtime, runtimeOf} from '../service/spec.ts';
import {type LogSources, logSources, mainService} from '../status.ts';
import type {Target} from '../target.ts';

export type MainService = {
  readonly manager: ServiceManager;
  readonly scope: 'user' | 'system';
  /** As its manager calls it. */
  readonly name: string;
  /** The file that says what it starts. */
  readonly path: string;
};

/** OpenClaw as one gateway runs it. */
export type Engine = Runtime & {/** Undefined where it was not asked. */ readonly version: string | undefined};

export type MainFacts = ProfilePaths & {
  readonly selector: Selector;
  /** Its config is on this host. */
  readonly isThere: boolean;
  readonly workspace: string;
  readonly port: number;
  readonly logs: LogSources;
  readonly service: MainService | undefined;
  /** Undefined where no OpenClaw was found. */
  readonly engine: Engine | undefined;
};

export type KitFacts = {
  readonly platform: Platform;
  /** The user's home, and the one that OpenClaw was told by OPENCLAW_HOME, if it was. */
  readonly home: string;
  readonly openclawHome: string | undefined;
  readonly userId: number;
  readonly rescue: ProfilePaths & {readonly selector: Selector; readonly workspace: string; readonly engine: Engine | undefined};
  readonly main: MainFacts;
};

/**
 * The facts for the kit of a target; undefined where the target is main itself, which nobody is rescued from.
 * @param workspace of the rescue, absolute
 * @param runtime that the rescue will run on, be it its own engine; without it the one that it has
 */
export function kitFactsOf(host: Host, target: Target, workspace: string, runtime: Runtime | undefined = target.serviceRuntime): KitFacts | undefined {
  const {machine, openclaw} = host;
  const {platform, homes, userId, temporaryFolder} = machine;
  const main = mainOf(host);
  const selector = selectorFor(main);
  if (selectorKey(selector) === selectorKey(target.selector)) return undefined;
  const service = mainService(main);
  const engine = (used: Runtime | undefined): Engine | undefined => used && {node: used.node, entry: used.entry, version: used.entry === openclaw?.entry ? openclaw.version : engineVersionIn(used.entry, target.stateDir, platform)};
  const mainEngine = engine((service && runtimeOf(service.argv)) ?? openclaw);
  return {
    platform,
    home: homes.user,
    openclawHome: homes.isOverridden ? homes.openclaw : undefined,
    userId,
    rescue: {
      selector: target.selector,
      stateDir: target.stateDir,
      configPath: target.configPath,
      workspace,
      engine: engine(runtime ?? openclaw),
    },
    main: {
      selector,
      isThere: findMain(host.instances) !== undefined && main.config.kind !== 'missing',
      stateDir: main.stateDir,
      configPath: main.configPath,
      workspace: main.workspace,
      // What it is set up for: where one runs by hand today would be wrong tomorrow.
      port: main.bases[0].port,
      logs: logSources(main, machine, temporaryFolder, mainEngine?.version),
      service: service && {manager: service.manager, scope: service.scope, name: managedName(service), path: service.path},
      engine: mainEngine,
    },
  };
}

/** Where the files of the kit stand. */
export function kitPlaces({platform, rescue}: {readonly platform: Platform; readonly rescue: Pick<KitFacts['rescue'], 'workspace'>}): {readonly skill: string; readonly main: string; readonly watch: string; readonly heartbeat: string; readonly folders: readonly string[]} {
  const {join} = pathsFor(platform);
  const skills = join(rescue.workspace, 'skills');
  const folder = join(skills, 'rescue-main');
  return {
    skill: join(folder, 'SKILL.md'),
    main: join(folder, 'main.md'),
    watch: join(folder, 'watch.md'),
    heartbeat: join(rescue.workspace, 'HEARTBEAT.md'),
    folders: [skills, folder],
  };
}
