/** The names of keys, from what terminals really send. */
import {PassThrough} from 'node:stream';
import {Box, render, useInput} from 'ink';
import {expect, it} from 'vitest';
import {keyNames} from '../../src/tui/keys.ts';
import {FrameStream} from '../helpers/frame.tsx';

function Listener({onKeys}: {readonly onKeys: (names: readonly string[]) => void}) {
  useInput((input, key) => onKeys(keyNames(input, key)));
  return <Box />;
}

/** The names that bytes on stdin come to. */
async function namesOf(bytes: string): Promise<readonly string[]> {
  const stdin = Object.assign(new PassThrough(), {isTTY: true, setRawMode: () => undefined, ref: () => undefined, unref: () => undefined});
  const stdout = new FrameStream(80, 24);
  let heard: (names: readonly string[]) => void = () => undefined;
  const names = new Promise<readonly string[]>(resolve => (heard = resolve));
  const app = render(<Listener onKeys={found => heard(found)} />, {stdin: stdin as never, stdout: stdout as never, patchConsole: false, exitOnCtrlC: false, interactive: true, debug: true});
  stdin.write(bytes);
  const found = await names;
  app.unmount();
  return found;
}

it.each([
  ['\u001b[D', 'left'],
  ['\u001b[1;5D', 'ctrl+left'],
  ['\u001b[1;5C', 'ctrl+right'],
  ['\u001b[1;3D', 'alt+left'],
  ['\u001b[1;3C', 'alt+right'],
  // Old iTerm2.
  ['\u001b[1;9D', 'alt+left'],
  // PuTTY and rxvt.
  ['\u001b\u001b[D', 'alt+left'],
  ['\u001bOd', 'ctrl+left'],
  ['\u001bb', 'alt+b'],
  ['\u001bf', 'alt+f'],
  ['\u001bD', 'alt+d'],
  ['\u001b\u007f', 'alt+backspace'],
  ['\u001b\b', 'alt+backspace'],
  ['\u001b[3~', 'delete'],
  ['\u001b[3;5~', 'ctrl+delete'],
  ['\u001b[3;3~', 'alt+delete'],
  ['\u007f', 'backspace'],
  ['\b', 'backspace'],
  ['\u001b[H', 'home'],
  ['\u001bOF', 'end'],
  ['\u001b[1~', 'home'],
  ['\u001b[Z', 'shift+tab'],
  ['\t', 'tab'],
  ['\u0017', 'ctrl+w'],
  ['\u0019', 'ctrl+y'],
  ['\u001a', 'ctrl+z'],
  ['\u001f', 'ctrl+_'],
  ['\r', 'enter'],
  ['한', '한'],
  ['👩‍👩‍👧', '👩‍👩‍👧'],
])('%j is %s', async (bytes, name) => {
  expect(await namesOf(bytes)).toEqual([name]);
});

it.each([
  ['ab\u001fc', ['a', 'b', 'ctrl+_', 'c']],
  ['a\rb', ['a', 'enter', 'b']],
  // What only looks like the name of a key.
  ['home', ['h', 'o', 'm', 'e']],
  ['esc', ['e', 's', 'c']],
  ['ctrl+z', ['c', 't', 'r', 'l', '+', 'z']],
  ['rescue', ['rescue']],
])('%j in one piece is %j', async (bytes, names) => {
  expect(await namesOf(bytes)).toEqual(names);
});

it('letters of a Korean keyboard are the keys that they stand on, where letters are keys', () => {
  const noKey = {} as Parameters<typeof keyNames>[1];
  expect(keyNames('ㅜ', noKey, true)).toEqual(['n']);
  expect(keyNames('ㅁㄷ', noKey, true)).toEqual(['a', 'e']);
  expect(keyNames('ㅜ', noKey)).toEqual(['ㅜ']);
});
