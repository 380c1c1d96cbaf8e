/** What a user is told of the service manager, before anything is done. */
import {expect, it} from 'vitest';
import {managerText} from '../../src/text/manager.ts';
import {hostOn} from '../rules/helpers.ts';

const {machine} = hostOn('linux');

it('names the user whose services are to outlive a logout: loginctl knows the one who calls it in a session only', () => {
  expect(managerText({machine, manager: {kind: 'ready', lingers: false}})).toMatch(/ {2}loginctl enable-linger jane$/);
  expect(managerText({machine: {...machine, account: 'jane doe'}, manager: {kind: 'ready', lingers: false}})).toMatch(/ {2}loginctl enable-linger 'jane doe'$/);
});

it('says nothing where there is nothing to say', () => {
  expect(managerText({machine, manager: {kind: 'ready', lingers: true}})).toBeUndefined();
  expect(managerText({machine, manager: {kind: 'ready'}})).toBeUndefined();
});
