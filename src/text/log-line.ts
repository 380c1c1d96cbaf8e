/** One line of OpenClaw's log file, which is JSON for machines, as people read it. */
import {recordOf} from '../rules/log-lines.ts';

/** `09:03:24 INFO gateway: gateway ready`; a line that is no such JSON stays as it is. */
export function logLine(line: string): string {
  const {time, message, _meta: meta, 0: first} = recordOf(line);
  if (typeof time !== 'string' || typeof message !== 'string') return line;
  const {logLevelName} = (meta ?? {}) as {logLevelName?: unknown};
  const {subsystem, module} = recordOf(typeof first === 'string' ? first : '');
  const source = [subsystem, module].find(name => typeof name === 'string');
  return [time.replace('T', ' ').replace(/\.\d+/, ''), logLevelName ?? '', `${source === undefined ? '' : `${source}: `}${message}`].filter(part => part !== '').join(' ');
}
