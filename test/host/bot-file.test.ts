/** The file that is to hold the token of a bot, as OpenClaw would take it. */
import {chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {readBotToken} from '../../src/host/bot-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'openclaw-rescue-test-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

function write(name: string, text: string, mode = 0o600): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

describe('a file for a bot’s token', () => {
  it('is read without the blanks around it', () => {
    expect(readBotToken(write('good', '  123:abc\n'))).toEqual({kind: 'token', token: '123:abc'});
  });

  it.each<[string, () => string, RegExp]>([
    ['that is not there', () => join(folder, 'none'), /not there/],
    ['without a full path', () => 'bot', /full path/],
    ['that is a link', () => {
      symlinkSync(write('target', '123:abc'), join(folder, 'link'));
      return join(folder, 'link');
    }, /a link/],
    ['that others can read', () => write('open', '123:abc', 0o644), /others on this machine can read it/],
    ['that is too large', () => write('large', 'x'.repeat(5000)), /too large/],
    ['that is a folder', () => {
      mkdirSync(join(folder, 'sub'));
      return join(folder, 'sub');
    }, /no file/],
  ])('%s is refused', (_, path, reason) => {
    expect(readBotToken(path())).toEqual({kind: 'unreadable', reason: expect.stringMatching(reason)});
  });
});
