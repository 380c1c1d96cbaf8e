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

/** One line each. @param variables absolute paths and ports, never a secret */
export function environmentText(variables: Readonly<Record<string, string>>, syntax: EnvSyntax): string {
  return Object.entries(variables).map(([name, value]) => `${LINES[syntax](name, value)}\n`).join('');
}
