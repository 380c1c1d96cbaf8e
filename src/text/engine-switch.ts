/** What an upgrade or a give-up of an own OpenClaw comes to, in sentences. */
import type {Engine} from '../rules/engine.ts';
import {en} from './en/engine-switch.ts';
import {spoken} from './language.ts';

export const engineWords = spoken(en, korean => korean.engineSwitch);

/** How its gateway is after a switch: `already` where nothing was to be done, `later` where it is not started. */
export type SwitchState = 'already' | 'later' | 'healthy';

export function onOwnText(name: string, version: string, state: SwitchState): string {
  const {already, onOwn} = engineWords();
  return state === 'already' ? already(name, version) : onOwn[state](name, version);
}

/** @param version of the shared one, where there is one */
export function onSharedText(name: string, version: string | undefined, state: SwitchState): string {
  return engineWords().onShared[state](name, version);
}

/** One of its own by its version, else the one that all share. */
export function ownOrSharedText(engine: Engine | undefined): string {
  const {own, shared} = engineWords();
  return engine ? own(engine.version) : shared;
}
