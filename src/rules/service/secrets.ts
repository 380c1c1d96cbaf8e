/** Secrets in a service file: it is copied, shown by status commands and kept in backups, so none belongs there. */
import type {ServiceFile} from '../instance.ts';

const SECRET_NAME = /(TOKEN|PASSWORD|PASSPHRASE|SECRET|API_?KEY|PRIVATE_KEY|ACCESS_KEY|CREDENTIALS?)$/i;
/** A path to credentials is none. */
const NO_SECRET = new Set(['GOOGLE_APPLICATION_CREDENTIALS']);

/** Names of what stands in the file itself; never a value. */
export function secretsOf({argv, environment, inline}: Pick<ServiceFile, 'argv' | 'environment' | 'inline'>): string[] {
  const variables = (inline ?? Object.keys(environment)).filter(name => SECRET_NAME.test(name) && !NO_SECRET.has(name) && environment[name] !== '');
  const flags = argv.flatMap(word => /^(--(?:token|password|[\w-]*-(?:token|password|api-key)))(?:=|$)/.exec(word)?.[1] ?? []);
  return [...new Set([...variables, ...flags])];
}
