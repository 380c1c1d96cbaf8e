/** Hands the terminal to OpenClaw's own onboarding of this profile, for model and channels. */
import {spawn} from 'node:child_process';
import type {ExitName} from './exit-codes.ts';
import {childEnvironment, type Environment} from './host/environment.ts';
import type {WizardState} from './wizard/state.ts';

/** Runs `openclaw --profile <p> onboard` in a clean environment and waits for it. */
export function handOver({host, target}: WizardState, env: Environment): Promise<ExitName> {
  const {openclaw} = host;
  if (!openclaw) return Promise.resolve('done');
  return new Promise(resolve => {
    const child = spawn(openclaw.node, [openclaw.entry, '--profile', target.profile, 'onboard'], {
      stdio: 'inherit',
      env: childEnvironment(env),
    });
    child.on('error', () => resolve('failed'));
    child.on('exit', code => resolve(code === 0 ? 'done' : 'failed'));
  });
}
