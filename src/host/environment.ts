/** The environment: what names the home, what is ignored, and what a child process may see. */
import {homedir} from 'node:os';
import {isAbsolute, join, resolve} from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

export type Homes = {
  /** Where OpenClaw looks for `.openclaw*`. */
  readonly openclaw: string;
  /** The user's home, where service files go. */
  readonly user: string;
  /** Set when OPENCLAW_HOME decided; OpenClaw then refuses to manage services. */
  readonly isOverridden: boolean;
};

/** The home order of OpenClaw 2026.9.6: OPENCLAW_HOME, HOME, USERPROFILE, the passwd entry; "undefined" and "null" do not count. */
export function homesOf(env: Environment): Homes {
  const value = (name: string) => {
    const text = env[name]?.trim();
    return text && text !== 'undefined' && text !== 'null' ? text : undefined;
  };
  const user = resolve(value('HOME') ?? value('USERPROFILE') ?? homedir());
  const override = value('OPENCLAW_HOME');
  if (override === undefined) return {openclaw: user, user, isOverridden: false};
  const expanded = override === '~' || /^~[/\\]/.test(override) ? join(user, override.slice(1)) : override;
  return {openclaw: isAbsolute(expanded) ? expanded : resolve(expanded), user, isOverridden: true};
}

const SELECTORS = /^(OPENCLAW|CLAWDBOT|MOLTBOT)_/;
/** Channel credentials that switch a channel on in any gateway that inherits them (seen with Telegram on OpenClaw 2026.9.6). */
const CHANNEL_TOKENS = /^(TELEGRAM|DISCORD|SLACK|WHATSAPP|SIGNAL|MATRIX|MATTERMOST|MSTEAMS|LINE|ZALO|FEISHU)_.*(TOKEN|SECRET|PASSWORD)$/;

/** Inherited variables that would pull OpenClaw to another instance. We never read them; the wizard names them. */
export function ignoredVariables(env: Environment): string[] {
  return Object.keys(env)
    .filter(name => SELECTORS.test(name) && name !== 'OPENCLAW_HOME' && env[name] !== '')
    .sort();
}

/** The environment for a child: as ours, without selectors of an instance and without channel credentials. */
export function childEnvironment(env: Environment, extra: Environment = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => {
    if (name === 'OPENCLAW_HOME') return true;
    return !SELECTORS.test(name) && !CHANNEL_TOKENS.test(name) && name !== 'NODE_OPTIONS' && !name.startsWith('npm_');
  });
  return {...Object.fromEntries(kept), ...extra};
}
