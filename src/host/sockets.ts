/** The TCP sockets that listen on this Linux, by the tables of its kernel. */
import {closeSync, openSync, read} from 'node:fs';
import {promisify} from 'node:util';

export type Socket = {readonly port: number; /** In hexadecimal, as the kernel has it in memory. */ readonly address: string; readonly inode: string; /** The number of the user that opened it. */ readonly uid: number};

/** @throws where they can't be read, but for those of IPv6, which a kernel may not have. Other threads wait for the kernel, which takes milliseconds. */
export async function readSockets(): Promise<Socket[]> {
  const tables = await Promise.all([readTable('tcp'), readTable('tcp6').catch(() => '')]);
  return tables.flatMap(parseProcNet);
}

/** A page of the smallest size, without the longest line: what is shorter was not cut by its end. */
const FULL = 4096 - 256;

/**
 * Each `read` lets the kernel go over every connection that it could have (2 ms with 32 GB), also the one that finds nothing
 * more. It hands out pages, so that a short one is the last.
 */
async function readTable(name: string): Promise<string> {
  // Opened at once, so that the first piece is read while this thread goes on to something else.
  const file = openSync(`/proc/self/net/${name}`, 'r');
  try {
    const buffer = Buffer.allocUnsafe(1 << 14);
    let text = '';
    for (;;) {
      const {bytesRead} = await promisify(read)(file, buffer, 0, buffer.length, null);
      text += buffer.toString('latin1', 0, bytesRead);
      if (bytesRead === 0 || (bytesRead < FULL && text.endsWith('\n'))) return text;
    }
  } finally {
    closeSync(file);
  }
}

/** Those in state LISTEN (0A). */
export function parseProcNet(table: string): Socket[] {
  return table
    .split('\n')
    .slice(1)
    .flatMap(line => {
      const fields = line.trim().split(/\s+/);
      const [, local, , state] = fields;
      const uid = Number(fields[7]);
      const inode = fields[9];
      if (state !== '0A' || !local || !inode) return [];
      const [address = '', port = ''] = local.split(':');
      return [{port: Number.parseInt(port, 16), address, inode, uid}];
    });
}
