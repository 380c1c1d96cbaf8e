import {expect, it} from 'vitest';
import {logLine} from '../../src/text/log-line.ts';

it.each([
  [
    '{"0":"{\\"subsystem\\":\\"gateway\\"}","1":"gateway ready","_meta":{"logLevelName":"INFO"},"time":"2026-11-24T09:03:24.603+00:00","message":"gateway ready"}',
    '2026-11-24 09:03:24+00:00 INFO gateway: gateway ready',
  ],
  ['{"0":"Sessions OK","_meta":{"logLevelName":"WARN"},"time":"2026-11-24T09:03:49.717+00:00","message":"Sessions OK"}', '2026-11-24 09:03:49+00:00 WARN Sessions OK'],
  ['plain words', 'plain words'],
  ['{"half": ', '{"half": '],
  ['{"no":"message"}', '{"no":"message"}'],
  ['[1]', '[1]'],
  ['', ''],
])('%s', (line, text) => {
  expect(logLine(line)).toBe(text);
});
