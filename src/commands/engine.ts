/** `engine`: whose OpenClaw a profile runs on; upgrades its own one, with a way back, or gives it up. */
import {rm} from 'node:fs/promises';
import {waitForHealth} from '../apply/waiting.ts';
import {lastBackup} from '../apply/backup.ts';
import {removeStaleStaging} from '../apply/engine.ts';
import {takeBack} from '../apply/take-back.ts';
import {Stop} from '../exit-codes.ts';
import {askVersion, findNpm, openclawOf, ownRuntime, readEngines, sizeOnDisk} from '../host/engine.ts';
import {readState} from '../host/files.ts';
import {versionOf} from '../host/openclaw.ts';
import type {HostFiles} from '../host/survey.ts';
import type {Host} from '../rules/answers.ts';
import {type Engine, engineAt, enginesFolder, engineVersionIn, judgeVersion, presentEngine} from '../rules/engine.ts';
import {findMain, type Instance} from '../rules/instance.ts';
import type {Plan} from '../rules/plan.ts';
import {tildePath} from '../rules/profile.ts';
import {profileOf} from '../rules/selector.ts';
import {serviceOrder} from '../rules/service-control.ts';
import {MANAGER_COMMANDS} from '../rules/service/commands.ts';
import {MANAGER_OF, serviceOf} from '../rules/service/files.ts';
import {runtimeOf} from '../rules/service/spec.ts';
import type {Target} from '../rules/target.ts';
import {ownCommand, shownPath, sizeText} from '../text/terms.ts';
import {type EngineFacts, engineText, migratedText} from '../text/engine-text.ts';
import {engineWords, onOwnText, onSharedText, ownOrSharedText} from '../text/engine-switch.ts';
import {problemText} from '../text/problems.ts';
import type {Call, Exit} from './call.ts';
import {runScript, type ScriptOptions} from './script.ts';
import {assertOurs, existingInstance, openFiles, openHost, targetOf} from './host.ts';
import {applyContext, madeOf} from './session.ts';

export async function showEngine(call: Call): Promise<Exit> {
  const {flags, output, selector} = call;
  const host = await openFiles(call);
  const facts = await factsOf(call, existingInstance(call, host), host);
  if (flags.json) {
    const {own, shared, pinned, kept, main, latest} = facts;
    const used = own ?? shared;
    output.document({
      profile: profileOf(selector),
      engine: pinned === undefined ? 'shared' : 'own',
      version: used?.version ?? pinned ?? null,
      node: used?.node ?? null,
      entry: used?.entry ?? null,
      bytes: own?.bytes ?? null,
      kept,
      main: main ?? null,
      ...(flags.check ? {latest: latest ?? null} : {}),
    });
  } else output.print(engineText(facts, host.machine, ownCommand(host, selector)));
  return 'done';
}

async function factsOf(call: Call, instance: Instance, host: HostFiles): Promise<EngineFacts> {
  const {platform} = host.machine;
  const {stateDir, label} = instance;
  const {installed} = readEngines(stateDir, platform);
  const sized = await Promise.all(installed.map(async version => ({version, bytes: await sizeOnDisk(engineAt(stateDir, version, platform).folder)})));
  const runtime = ownRuntime(instance, host.openclaw?.node ?? process.execPath, platform);
  const bytes = sized.find(({version}) => version === runtime?.version)?.bytes;
  const main = findMain(host.instances);
  const openclaw = openclawOf(instance, host);
  const served = main?.services.flatMap(({argv}) => runtimeOf(argv) ?? [])[0];
  const mainVersion = main && versionOf(main, host.openclaw, platform);
  const mainEntry = served?.entry ?? (main && openclawOf(main, host)?.entry);
  return {
    label,
    pinned: runtime?.version,
    own: runtime && bytes !== undefined ? {...runtime, bytes} : undefined,
    shared: runtime ? undefined : openclaw,
    kept: sized.filter(({version}) => version !== runtime?.version),
    main: mainVersion !== undefined && mainEntry !== undefined ? {label: main?.label ?? 'main', version: mainVersion, entry: mainEntry} : undefined,
    latest: call.flags.check ? await latestOf(call, host) : undefined,
  };
}

/** @throws {Stop} where npm is not here or can't tell */
async function latestOf({env}: Call, {machine, openclaw}: HostFiles, tag = 'latest'): Promise<string> {
  const npm = findNpm(openclaw?.node, env, machine.platform);
  if (!npm) throw new Stop('failed', engineWords().noNpm(tag));
  return askVersion(tag, npm, openclaw?.node ?? process.execPath, env, machine.platform).catch(error => {
    throw new Stop('failed', (error as Error).message);
  });
}

/** @throws {Stop} for a version that is none, and for a profile that has no engine of its own */
export async function upgradeEngine(call: Call): Promise<Exit> {
  const {words, selector} = call;
  const text = words[0] ?? 'latest';
  const wish = judgeVersion(text);
  if (wish.kind === 'refused') throw new Stop('usage', problemText({id: 'engine-version', text}));
  const {host, target, present} = await openEngine(call);
  if (!present) throw new Stop('failed', engineWords().shares(target.profile, ownCommand(host, selector)));
  const version = wish.kind === 'version' ? wish.version : await latestOf(call, host);
  return switchEngine(call, {engine: 'own'}, {
    engineVersion: version,
    closing: async ({healthPort}, result) => {
      if (result.kind === 'nothing') return onOwnText(target.profile, version, 'already');
      await deleteEngines(call, target, host, target.engines.installed.filter(other => other !== version && other !== present.version));
      return `${onOwnText(target.profile, version, healthPort === undefined ? 'later' : 'healthy')} ${await stays(host, present)}`;
    },
  });
}

/** @throws {Stop} for main, and when root works in somebody else's home */
export async function unpinEngine(call: Call): Promise<Exit> {
  const {flags, selector} = call;
  const {host, target, present} = await openEngine(call);
  const {installed} = target.engines;
  // A service of another name goes on with it, whatever we write.
  const elsewhere = target.existing?.services.find(({path, argv}) => !serviceOf(target, host.machine)?.files.includes(path) && startsEngine(argv, target, host));
  if (elsewhere) throw new Stop('unsafe', problemText({id: 'service-elsewhere', path: elsewhere.path}));
  return switchEngine(call, {engine: 'shared'}, {
    closing: async ({healthPort}, result) => {
      const state = result.kind === 'nothing' ? 'already' : healthPort === undefined ? 'later' : 'healthy';
      const said = onSharedText(target.profile, host.openclaw?.version, state);
      if (flags.delete) {
        const gone = await deleteEngines(call, target, host, installed);
        return gone.length === 0 ? said : `${said} ${engineWords().deleted(gone.join(', '))}`;
      }
      const [left] = present && installed.includes(present.version) ? [present] : installed.map(version => engineAt(target.stateDir, version, host.machine.platform));
      return left ? `${said} ${await stays(host, left)} ${engineWords().deletes(ownCommand(host, selector))}` : said;
    },
  });
}

function startsEngine(argv: readonly string[], {stateDir}: Target, {machine}: Host): boolean {
  const entry = runtimeOf(argv)?.entry;
  return entry !== undefined && engineVersionIn(entry, stateDir, machine.platform) !== undefined;
}

type Opened = {readonly host: Host; readonly target: Target; readonly present: Engine | undefined};

async function openEngine(call: Call): Promise<Opened> {
  const host = await openHost(call);
  existingInstance(call, host);
  assertOurs(call, host);
  const target = await targetOf(call, call.selector, host);
  if (!call.flags.dryRun) await removeStaleStaging(enginesFolder(target.stateDir, host.machine.platform));
  return {host, target, present: presentEngine(target, host.machine.platform)};
}

/** The ordinary plan, as far as it is about the engine; where the gateway does not come up with it, the way back. */
function switchEngine(call: Call, answers: {readonly engine: 'own' | 'shared'}, options: Pick<ScriptOptions, 'engineVersion' | 'closing'>): Promise<Exit> {
  let opened: Pick<Opened, 'host' | 'target'> | undefined;
  const given = (target: Target, host: Host) => {
    opened = {target, host};
    return answers;
  };
  return runScript(call, given, {...options, half: 'engine', goBack: plan => goBack(call, plan, opened as Opened)});
}

/**
 * Back to the files and the engine of before, from the backup; what the upgrade brought is deleted again.
 * @returns one line: what runs now
 */
async function goBack(call: Call, {engine, healthPort}: Plan, {host, target}: Pick<Opened, 'host' | 'target'>): Promise<string> {
  const {selector, store} = call;
  const {platform} = host.machine;
  const undo = `${ownCommand(host, selector)} undo`;
  const say = engineWords();
  const context = applyContext(call, host, selector);
  const wanted = engine ? say.engine(engine.version) : say.shared;
  const present = ownOrSharedText(presentEngine(target, platform));
  const last = lastBackup(store.backups(selector));
  const order = serviceOrder(target, host);
  if (!last || !order) return say.noBackup(target.profile, present);
  const {commands} = last.backup;
  const after = [...commands.after.filter(({id}) => id === 'engine'), ...MANAGER_COMMANDS[MANAGER_OF[platform]].recover(order)];
  // What is being migrated shows only when its gateway has ended.
  const before = commands.migrated?.before ?? commands.before;
  const startedAt = new Date();
  const taken = await takeBack({...last, backup: {...last.backup, commands: {before, after}}}, {selector, store, run: context.run});
  if (taken.kind === 'held') return say.held(wanted, target.profile, present, taken.reason, undo);
  const trouble = taken.kind === 'refused' ? taken.argv : taken.failed[0];
  if (trouble) return say.stuck(wanted, target.profile, present, trouble.join(' '), undo);
  const tilde = (path: string) => tildePath(path, host.machine.homes.openclaw, platform);
  const data = taken.kind === 'done' && taken.databases.length > 0 ? migratedText(taken.databases, tilde) : undefined;
  const back = data === undefined ? say.back(wanted, target.profile, present) : say.backWithData(wanted, data, target.profile, present);
  try {
    const step = {kind: 'health', port: healthPort ?? Number.NaN} as const;
    if (healthPort !== undefined) await waitForHealth(step, {serviceName: order.name}, {...context, remembered: {}, onEvent: () => undefined}, startedAt);
    return say.andHealthy(back);
  } catch (error) {
    return say.but(back, (error as Error).message);
  }
}

/** Deletes versions that we installed; what somebody else put there stays. @returns those that are gone */
async function deleteEngines(call: Call, target: Target, host: Host, versions: readonly string[]): Promise<string[]> {
  const made = madeOf(call, call.selector);
  const gone: string[] = [];
  for (const version of versions) {
    const {folder} = engineAt(target.stateDir, version, host.machine.platform);
    if (!made.has(folder)) continue;
    await rm(folder, {recursive: true, force: true, maxRetries: 5, retryDelay: 200}).catch(() => undefined);
    if (readState(folder).kind === 'absent') gone.push(version);
  }
  call.store.rememberMade(call.selector);
  return gone;
}

async function stays({machine}: Host, {version, folder}: Engine): Promise<string> {
  return engineWords().stays(version, sizeText(await sizeOnDisk(folder)), shownPath(folder, machine));
}
