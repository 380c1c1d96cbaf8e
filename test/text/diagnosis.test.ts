import {describe, expect, it} from 'vitest';
import type {Cause} from '../../src/rules/diagnosis.ts';
import type {Selector} from '../../src/rules/selector.ts';
import {diagnosisText} from '../../src/text/diagnosis.ts';
import {expectSameFacts} from '../helpers/korean.ts';
import {hostOn, PLATFORMS} from '../rules/helpers.ts';

/** One of each id and of each word that changes its sentence. */
const CAUSES: readonly Cause[] = [
  {id: 'config-missing'},
  {id: 'config-invalid', key: 'gateway.port', message: 'Invalid input: expected number, received string', others: 2},
  {id: 'config-invalid', message: 'Unrecognized key: "gatway"', others: 0},
  {id: 'config-invalid', message: '', others: 0},
  {id: 'config-newer', wroteIt: '2027.1.1', runs: '2026.9.6'},
  {id: 'config-newer', wroteIt: '2027.1.1'},
  {id: 'mode-missing'},
  {id: 'bind-without-auth', bind: 'lan'},
  {id: 'reference-missing', name: 'OPENCLAW_RESCUE_TOKEN', key: 'gateway.auth.token', isFatal: false},
  {id: 'reference-missing', isFatal: true},
  {id: 'port-taken', port: 19789, holder: {pid: 12, command: 'python3'}},
  {id: 'port-taken'},
  {id: 'state-owned', pid: 77},
  {id: 'state-owned'},
  {id: 'node-too-old', version: '20.20.2', wanted: '24.16+/26.1+'},
  {id: 'node-too-old'},
  {id: 'entry-missing', path: '/usr/lib/openclaw/dist/index.js'},
  {id: 'entry-missing'},
  {id: 'exec-failed', step: 'EXEC', path: '/nowhere/node', reason: 'No such file or directory'},
  {id: 'exec-failed', step: 'CHDIR'},
  {id: 'exec-failed', step: 'SECCOMP'},
  {id: 'out-of-memory', limit: 'heap'},
  {id: 'out-of-memory', limit: 'system'},
  {id: 'start-limit'},
  {id: 'config-restored', reasons: ['missing-meta-vs-last-good']},
  {id: 'config-restored', reasons: []},
  {id: 'channel-failed', channel: 'telegram', reason: 'rejected'},
  {id: 'channel-failed', channel: 'telegram', reason: 'conflict'},
  {id: 'channel-failed', channel: 'telegram', reason: 'network'},
  {id: 'plugin-failed', plugin: 'nosuch', message: 'is not there.'},
  {id: 'plugin-failed', message: 'Configured plugin load path is unavailable: /nowhere'},
  {id: 'starting'},
  {id: 'unknown', exitCode: 3},
  {id: 'unknown'},
];
const RESCUE: Selector = {kind: 'profile', profile: 'rescue'};

describe.each(PLATFORMS)('on %s', platform => {
  const host = hostOn(platform);

  it.each(CAUSES)('$id is one sentence with a command that names the instance', cause => {
    const text = diagnosisText(cause, host, RESCUE);
    expect(text).toMatch(/^[A-Z/].*\.$/);
    expect(text).not.toMatch(/undefined|\n|\.\.$|[;,] *\./);
    expect(text).toMatch(/--profile rescue (setup|onboard|status|logs|undo|doctor|gateway (install|start|restart|stop))\b/);
    for (const [command] of text.matchAll(/openclaw(?:-rescue)?[^ ]* (?!--profile rescue)(?:setup|onboard|status|logs|undo|doctor|gateway) /g)) expect(command).toBeUndefined();
  });

  it.each(CAUSES)('$id keeps its facts and commands in Korean', cause => expectSameFacts(() => diagnosisText(cause, host, RESCUE)));
});

it('says what it knows', () => {
  const host = hostOn('linux');
  const text = (cause: Cause) => diagnosisText(cause, host, RESCUE);
  expect(text({id: 'port-taken', port: 19789, holder: {pid: 12, command: 'python3'}})).toContain('Port 19789 is taken by python3 (pid 12)');
  expect(text({id: 'config-invalid', key: 'gateway.port', message: 'expected number.', others: 2})).toContain('gateway.port: expected number (and 2 more);');
  expect(text({id: 'state-owned', pid: 77})).toContain('(pid 77)');
  expect(text({id: 'unknown', exitCode: 3})).toContain('ended with 3');
});

it('no word from outside moves the cursor', () => {
  expect(diagnosisText({id: 'config-invalid', key: 'a\u001b[2J', message: 'b\u0007', others: 0}, hostOn('linux'), RESCUE)).not.toMatch(/[\u0000-\u001f]/);
});
