/** The words of the rescue kit: its templates, and the sentences in them that depend on what was found, which are English; and what a person is told of it. */
import heartbeat from '../../assets/kit/HEARTBEAT.md';
import main from '../../assets/kit/main.md';
import skill from '../../assets/kit/SKILL.md';
import watch from '../../assets/kit/watch.md';
import type {Engine, KitFacts, MainService} from '../rules/kit/facts.ts';
import type {Plan} from '../rules/plan.ts';
import type {KitTexts} from '../rules/kit/kit.ts';
import {block, code} from '../rules/kit/words.ts';
import {pathsFor} from '../rules/profile.ts';
import {selectorName} from '../rules/selector.ts';
import {en} from './en/kit.ts';
import {spoken} from './language.ts';

export const KIT_TEXTS: KitTexts = {
  skill,
  main,
  watch,
  heartbeat,
  values(facts, commands) {
    const {main: found, rescue, platform} = facts;
    const commandsIn = (lines: readonly string[]) => block(lines, platform);
    return {
      rescueProfile: rescue.selector.kind === 'profile' ? `profile ${code(rescue.selector.profile)}` : code(selectorName(rescue.selector, platform)),
      presence: found.isThere ? 'As found when this was written. If something has moved since, say so.' : 'There was no main on this machine when this was written. These are the places that OpenClaw would give it.',
      configPath: code(found.configPath),
      stateDir: code(found.stateDir),
      workspace: code(found.workspace),
      port: String(found.port),
      healthUrl: code(`http://127.0.0.1:${found.port}/healthz`),
      service: serviceText(found.service),
      engine: engineText(found.engine),
      logs: logsText(facts),
      rescueConfigPath: code(rescue.configPath),
      rescueStateDir: code(rescue.stateDir),
      rescueWorkspace: code(rescue.workspace),
      healthCommand: commandsIn([commands.health]),
      lookCommands: commandsIn(commands.look),
      validateCommands: commandsIn(commands.validate),
      restartNote: restartNote(facts),
      restartCommands: commandsIn(commands.restart),
      restoreCommands: commandsIn(commands.restore),
      backup: code(`${found.configPath}.bak`),
      ownEngine:
        commands.ownEngine.length > 0
          ? ['If that program itself crashes, main’s OpenClaw is broken. Yours may still judge the config:', '', ...commandsIn(commands.ownEngine)]
          : 'You run on the same OpenClaw: if that program itself crashes, say so at once.',
    };
  },
};

function serviceText(service: MainService | undefined): string {
  if (!service) return 'none, it is started by hand';
  const manager = {systemd: 'systemd', launchd: 'launchd', schtasks: 'Task Scheduler'}[service.manager];
  return `${code(service.name)} of ${manager}${service.scope === 'system' ? ', for the whole system' : ''}, from ${code(service.path)}`;
}

function engineText(engine: Engine | undefined): string {
  if (!engine) return 'no install was found; the commands take the one on the PATH';
  return `${engine.version === undefined ? '' : `${code(engine.version)}, `}${code(engine.entry)} on ${code(engine.node)}`;
}

function logsText({main: {logs}, platform}: KitFacts): string {
  const {join} = pathsFor(platform);
  return [...logs.files, ...logs.dated.map(({folder, prefix}) => join(folder, `${prefix}YYYY-MM-DD.log`))].map(code).join(', ');
}

function restartNote({main: {service}}: KitFacts): string {
  if (!service) return 'Main has no service. It runs in a terminal that the user keeps open, so ask the user to start it there:';
  if (service.scope === 'system') return 'This needs the rights of an administrator. If you do not have them, give the user these lines:';
  return 'Only after a yes of the user, and only with a valid config:';
}

const words = spoken(en, korean => korean.kit);

/** Why the watch of a plan would not be kept, or not be heard. */
export function watchText({watchObstacles}: Pick<Plan, 'watchObstacles'>): string[] {
  return watchObstacles.map(obstacle => words().watch(words().obstacles[obstacle]));
}
