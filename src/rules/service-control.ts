/** Starting, stopping and restarting the service that a profile has, as work for its manager. */
import type {AuthAnswer, Host} from './answers.ts';
import {openclawCall, type Selector} from './selector.ts';
import {type Command, type ControlAction, MANAGER_COMMANDS, type ServiceOrder} from './service/commands.ts';
import {MANAGER_OF, serviceOf} from './service/files.ts';
import type {Runtime} from './service/spec.ts';
import {presentRuntime} from './service-change.ts';
import type {Target} from './target.ts';
import type {Work} from './work.ts';

/** The service of a target as its manager knows it now; undefined where there can be none. */
export function serviceOrder(target: Target, {machine}: Host): ServiceOrder | undefined {
  const service = serviceOf(target, machine);
  const {isEnabled = false, isActive = false} = target.serviceState ?? {};
  return service && {name: service.name, definition: service.definition, userId: machine.userId, isEnabled, isActive};
}

/** Whether OpenClaw finds the token where we ask from: one that only the service's environment has is known to nobody else. */
export function isTokenKnown(auth: AuthAnswer, {settings: {token}, envNames}: Pick<Target, 'settings' | 'envNames'>): boolean {
  if (auth.kind === 'generate') return true;
  const name = auth.kind === 'env' ? auth.name : token.kind === 'env' ? token.name : undefined;
  return name === undefined ? token.kind !== 'reference' : envNames.includes(name);
}

/** Asks a gateway with the token of its config, which OpenClaw reads by itself: no secret is on the command line. */
export function accessCommand(selector: Selector, {node, entry}: Runtime): Command {
  const {args, environment} = openclawCall(selector);
  return {id: 'access', argv: [node, entry, ...args, 'gateway', 'status', '--json'], environment, mayFail: false};
}

/** The work of one action. A stopped service has nothing to be stopped for, a running one nothing to be started for. */
export function controlWork(action: ControlAction, target: Target, host: Host): Work {
  const order = serviceOrder(target, host);
  const runtime = presentRuntime(target, host);
  const isThere = order !== undefined && (action === 'restart' || order.isActive !== (action === 'start'));
  const commands = isThere ? MANAGER_COMMANDS[MANAGER_OF[host.machine.platform]][action](order) : [];
  return {
    selector: target.selector,
    profile: target.profile,
    preparation: [],
    changes: [],
    commands,
    undo: {before: [], after: []},
    freePort: action === 'start' && isThere ? target.existing?.bases[0].port : undefined,
    healthPort: action === 'stop' || !isThere ? undefined : target.existing?.bases[0].port,
    access: action === 'stop' || !isThere || !runtime || !isTokenKnown({kind: 'keep'}, target) ? undefined : accessCommand(target.selector, runtime),
    serviceName: order?.name,
  };
}
