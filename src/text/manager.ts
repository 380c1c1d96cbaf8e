/** What the service manager of this host will do, in words. */
import type {Host} from '../rules/answers.ts';
import {quote} from '../rules/shell.ts';
import {en} from './en/manager.ts';
import {spoken} from './language.ts';

const words = spoken(en, korean => korean.manager);

/** What a service will not do: be started from here, or outlive the last logout. Without a name loginctl finds its user in a session only (systemd 252). */
export function managerText({manager, machine}: Pick<Host, 'manager' | 'machine'>): string | undefined {
  if (manager.kind === 'ready') {
    return manager.lingers === false ? words().stopsAtLogout(`loginctl enable-linger ${quote(machine.account, machine.platform)}`) : undefined;
  }
  switch (manager.reason) {
    case 'openclaw-home':
      return words().openclawHome;
    case 'other-home':
      return words().otherHome;
    case 'no-manager':
      return words().noManager;
    case 'no-session':
      return words().noSession[machine.platform];
  }
}
