/** Hosts to measure on: a HOME with instances that are apart from each other, and nothing else of this machine's. */
import {chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

export type BenchHome = {readonly path: string; readonly env: Readonly<Record<string, string>>; readonly remove: () => void};

/** Main has its own port; the others stand 120 ports from each other, which is more than a block, and make way for main. */
const portOf = (index: number) => (index === 0 ? 18_789 : index < 146 ? 1100 + index * 120 : 1400 + index * 120);

export const labelOf = (index: number) => (index === 0 ? 'main' : `p${index}`);

/** @param count of instances, main among them */
export function homeOf(count: number): BenchHome {
  const root = mkdtempSync(join(tmpdir(), 'openclaw-rescue-bench-'));
  const path = join(root, 'home');
  const bin = join(root, 'bin');
  mkdirSync(path);
  mkdirSync(bin);
  symlinkSync(process.execPath, join(bin, 'node'));
  for (let index = 0; index < count; index++) {
    const folder = join(path, index === 0 ? '.openclaw' : `.openclaw-p${index}`);
    mkdirSync(folder, {mode: 0o700});
    const config = {gateway: {mode: 'local', port: portOf(index), bind: 'loopback', auth: {mode: 'token', token: `bench-token-${index}-of-nobody`}}};
    writeFileSync(join(folder, 'openclaw.json'), `${JSON.stringify(config, null, 2)}\n`);
    chmodSync(join(folder, 'openclaw.json'), 0o600);
  }
  // No service manager is on the PATH, as in most containers.
  return {path, env: {HOME: path, PATH: bin, TERM: 'xterm-256color', LANG: 'C.UTF-8', COLORFGBG: '15;0'}, remove: () => rmSync(root, {recursive: true, force: true})};
}
