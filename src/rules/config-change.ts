/** The config of a profile: which keys we own, and the file with them in it. */
import type {Answers} from './answers.ts';
import {type Change, fileChange} from './change.ts';
import {ConfigShapeError, editConfig, newConfig, type Setting} from './config/edit.ts';
import {Json5Error} from './config/json5.ts';
import type {Settings} from './config/settings.ts';
import {unusableProblem} from './footing.ts';
import {watchSettings} from './kit/watch.ts';
import type {PlanInput} from './plan-input.ts';
import type {Problem} from './problems.ts';
import {rescueVersion} from './service-change.ts';
import {telegramSettings} from './telegram.ts';
import {fileAt, type Target} from './target.ts';

/** Settings that we own. What a config already says, be it through an included file, is not written again. */
export function ownedSettings(input: Pick<PlanInput, 'answers' | 'target' | 'host' | 'token' | 'botToken' | 'engineVersion'>): Setting[] {
  const {answers, target, token, botToken} = input;
  const {settings} = target;
  const owned: Setting[] = [];
  const own = (path: string, value: Setting['value'], present: unknown) => {
    if (value !== present) owned.push({path: path.split('.'), value});
  };
  own('gateway.mode', 'local', settings.mode);
  own('gateway.port', answers.basePort, settings.port);
  own('gateway.bind', answers.bind, settings.bind);
  if (answers.bind === 'custom') own('gateway.customBindHost', answers.bindHost ?? '', settings.customBindHost);
  if (answers.auth.kind === 'generate') {
    owned.push({path: ['gateway', 'auth', 'mode'], value: 'token'}, {path: ['gateway', 'auth', 'token'], value: token});
  }
  if (answers.auth.kind === 'env') {
    own('gateway.auth.mode', 'token', settings.authMode);
    const isPresent = settings.token.kind === 'env' && settings.token.name === answers.auth.name;
    if (!isPresent) {
      owned.push({path: ['gateway', 'auth', 'token'], value: {source: 'env', provider: 'default', id: answers.auth.name}});
    }
  }
  if (isWorkspaceMoved(answers, target)) {
    owned.push({path: ['agents', 'defaults', 'workspace'], value: answers.workspace});
    for (const {id} of movedAgents(answers, target)) owned.push({path: ['agents', 'entries', id, 'workspace'], value: answers.workspace});
  }
  owned.push(...watchSettings(answers.kit, settings, rescueVersion(input)));
  owned.push(...telegramSettings(answers.telegram, botToken, settings));
  return owned;
}

function isWorkspaceMoved({workspace}: Answers, {settings, existing}: Target): boolean {
  return settings.workspace === undefined || existing?.workspace !== workspace;
}

/** Agents whose own workspace, which wins over the default (openclaw/openclaw#114487), followed the default and moves with it. */
export function movedAgents(answers: Answers, target: Target): Settings['agentEntries'] {
  const {agentEntries, workspace: present} = target.settings;
  return isWorkspaceMoved(answers, target) ? agentEntries.filter(({workspace}) => workspace === present) : [];
}

/** The config with our keys in it, or why it can't be edited without loss. */
export function configChange(input: PlanInput): {change?: Change; problems: Problem[]} {
  const {target, host} = input;
  const path = target.configPath;
  const file = fileAt(target, path);
  if (file.kind === 'unusable') return {problems: [unusableProblem('config-unusable', path, file)]};
  if (file.kind === 'folder') return {problems: [{id: 'config-unusable', path, reason: {id: 'not-a-file'}}]};
  const before = file.kind === 'text' ? file.text : undefined;
  const settings = [...ownedSettings(input), ...(input.repairs ?? [])];
  try {
    const after = before === undefined || before.trim() === '' ? newConfig(settings) : editConfig(before, settings);
    return {change: fileChange(path, file, {text: after, mode: 0o600, encoding: 'utf8'}, 'config', host.machine.platform), problems: []};
  } catch (error) {
    if (error instanceof ConfigShapeError) return {problems: [{id: 'config-shape', path, key: error.path.join('.')}]};
    if (error instanceof Json5Error) {
      const {fault, line, column} = error;
      return {problems: [{id: 'config-unusable', path, reason: {id: 'no-json5', fault, line, column}}]};
    }
    throw error;
  }
}
