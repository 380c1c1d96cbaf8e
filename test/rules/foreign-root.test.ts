/** When root is at home, and when it is somebody else’s place; and the command that is right there. */
import {describe, expect, it} from 'vitest';
import type {Owner, Spot} from '../../src/rules/footing.ts';
import {type ForeignRoot, foreignRoot, type Invoker} from '../../src/rules/foreign-root.ts';
import type {Machine} from '../../src/rules/machine.ts';
import {foreignRootText} from '../../src/text/barriers.ts';
import {machineOn} from './helpers.ts';

const ROOT: Owner = {uid: 0, name: 'root'};
const JANE: Owner = {uid: 501, name: 'jane'};
const NOBODY: Owner = {uid: 1000};
const sudo = (given: Partial<Invoker> = {}): Invoker => ({tool: 'sudo', user: 'jane', isShell: false, hasOpenClaw: true, ...given});
const home = (owner: Owner): Spot => ({path: '/home/x', isFolder: true, owner});
const machine = (owner: Owner | undefined, given: Partial<Machine> = {}): Machine => {
  const spot = owner && home(owner);
  return machineOn('linux', {userId: 0, places: {user: spot, openclaw: spot}, ...given});
};
const INSTANCES = [{stateDir: '/root/.openclaw'}];

describe('foreignRoot', () => {
  it.each<[name: string, machine: Machine, instances: typeof INSTANCES, found: ForeignRoot['kind'] | undefined]>([
    ['jane herself', machine(JANE, {userId: 501}), [], undefined],
    ['root on a server', machine(ROOT), [], undefined],
    ['root with jane’s HOME', machine(JANE), [], 'home'],
    ['the same by her sudo', machine(JANE, {invoker: sudo()}), INSTANCES, 'home'],
    ['the same in a container, where she is a user', machine(JANE, {isContainer: true}), [], 'home'],
    ['a mounted HOME in a container', machine(NOBODY, {isContainer: true}), [], undefined],
    ['a HOME of nobody’s elsewhere', machine(NOBODY), [], 'home'],
    ['a HOME that is not there', machine(undefined), [], undefined],
    ['jane’s OPENCLAW_HOME', machine(ROOT, {places: {user: home(ROOT), openclaw: home(JANE)}}), [], 'home'],
    ['jane’s HOME under an OPENCLAW_HOME of root’s', machine(ROOT, {places: {user: home(JANE), openclaw: home(ROOT)}}), [], 'home'],
    ['root’s home by sudo for one command, with nothing in it', machine(ROOT, {invoker: sudo()}), [], 'slip'],
    ['the same where root has a gateway', machine(ROOT, {invoker: sudo()}), INSTANCES, undefined],
    ['the same in a shell', machine(ROOT, {invoker: sudo({isShell: true})}), [], undefined],
    ['the same where jane has no OpenClaw', machine(ROOT, {invoker: sudo({hasOpenClaw: false})}), [], undefined],
    ['nobody looked', machineOn('linux', {userId: 0}), [], undefined],
  ])('%s', (_, given, instances, found) => {
    expect(foreignRoot(given, instances)?.kind).toBe(found);
  });

  const CALL = 'openclaw-rescue --profile rescue setup';
  it.each<[name: string, machine: Machine, text: string]>([
    ['jane’s sudo', machine(JANE, {invoker: sudo()}), `HOME is ${machineOn('linux').homes.openclaw}, which belongs to jane, and this is root, whose files jane could not change; without sudo:  ${CALL}`],
    ['jane’s doas', machine(JANE, {invoker: sudo({tool: 'doas'})}), `HOME is ${machineOn('linux').homes.openclaw}, which belongs to jane, and this is root, whose files jane could not change; without doas:  ${CALL}`],
    ['bob’s sudo', machine(JANE, {invoker: sudo({user: 'bob'})}), `HOME is ${machineOn('linux').homes.openclaw}, which belongs to jane, and this is root, whose files jane could not change; as jane:  su - jane -c '${CALL}'`],
    ['a number', machine(NOBODY), `HOME is ${machineOn('linux').homes.openclaw}, which belongs to user 1000, and this is root, whose files user 1000 could not change; as that user:  ${CALL}`],
    ['a slip', machine(ROOT, {invoker: sudo()}), `this is root, by sudo, and the OpenClaw is jane’s; without sudo:  ${CALL}  (for a gateway of root’s own:  sudo env -u SUDO_USER ${CALL})`],
  ])('tells what to run instead: %s', (_, given, text) => {
    expect(foreignRootText(foreignRoot(given, []) as ForeignRoot, CALL)).toBe(text);
  });
});
