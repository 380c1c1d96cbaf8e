/** One line of OpenClaw's log file, which is JSON for machines, as people read it. */

/** `09:03:24 INFO gateway: gateway ready`; a line that is no such JSON stays as it is. */
export function logLine(line: string): string {
  const {time, message, _meta: meta, 0: first} = parsed(line);
  if (typeof time !== 'string' || typeof message !== 'string') return line;
  const {logLevelName} = (meta ?? {}) as {logLevelName?: unknown};
  const {subsystem, module} = parsed(typeof first === 'string' ? first : '');
  const source = [subsystem, module].find(name => typeof name === 'string');
  return [time.replace('T', ' ').replace(/\.\d+/, ''), logLevelName ?? '', `${source === undefined ? '' : `${source}: `}${message}`].filter(part => part !== '').join(' ');
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = text.startsWith('{') ? JSON.parse(text) : {};
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
