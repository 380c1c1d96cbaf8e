/** Variables in the words of what reads them: shells, `.env` files, systemd units. */
import {environmentLine} from '../rules/service/systemd.ts';
import {shellString} from './quote.ts';

export const ENV_SYNTAXES = ['sh', 'fish', 'powershell', 'dotenv', 'systemd'] as const;
export type EnvSyntax = (typeof ENV_SYNTAXES)[number];

const LINES: Readonly<Record<EnvSyntax, (name: string, value: string) => string>> = {
  sh: (name, value) => `export ${name}=${shellString(value, 'bash')}`,
  fish: (name, value) => `set -gx ${name} ${shellString(value, 'fish')}`,
  powershell: (name, value) => `$env:${name} = ${shellString(value, 'powershell')}`,
  dotenv(name, value) {
    // No quote can be escaped there, so the value gets a kind that it does not hold.
    const mark = ["'", '"', '`'].find(candidate => !value.includes(candidate)) ?? '';
    return `${name}=${mark}${value}${mark}`;
  },
  systemd: (name, value) => environmentLine([name, value]),
};

const UNSET: Readonly<Record<EnvSyntax, (name: string) => string>> = {
  sh: name => `unset ${name}`,
  fish: name => `set -e ${name}`,
  powershell: name => `Remove-Item Env:${name} -ErrorAction Ignore`,
  // What is not there is not set; a comment tells that it must not be.
  dotenv: name => `# without ${name}`,
  systemd: name => `UnsetEnvironment=${name}`,
};

/** One line each. @param variables absolute paths and ports, never a secret; undefined for one that must not be set */
export function environmentText(variables: Readonly<Record<string, string | undefined>>, syntax: EnvSyntax): string {
  return Object.entries(variables).map(([name, value]) => `${value === undefined ? UNSET[syntax](name) : LINES[syntax](name, value)}\n`).join('');
}
