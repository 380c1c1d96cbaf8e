/** Asks a gateway of this host how it is. */
import {request} from 'node:http';
import type {Health} from '../rules/status.ts';

/** On loopback a gateway listens under every bind mode (OpenClaw 2026.9.6). @param limitMs how long to wait for an answer */
export function askHealth(port: number, limitMs = 2000): Promise<Health> {
  return new Promise(resolve => {
    const get = request({host: '127.0.0.1', port, path: '/healthz', signal: AbortSignal.timeout(limitMs)}, response => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', chunk => {
        body += chunk;
        // Whatever it is, an answer about health is short.
        if (body.length > LONGEST_ANSWER) response.destroy();
      });
      response.on('close', () => resolve(response.complete || body.length > LONGEST_ANSWER ? judge(body) : 'silent'));
      response.on('error', () => undefined);
    });
    get.on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED' ? 'closed' : 'silent'));
    get.end();
  });
}

/** In characters; the page of an old build is longer than any JSON, and known by its head. */
const LONGEST_ANSWER = 65_536;

/** Builds before 2026.5 answer with the page of the Control UI, so only JSON with `ok: true` is health. */
function judge(body: string): Health {
  try {
    return JSON.parse(body).ok === true ? 'healthy' : 'unhealthy';
  } catch {
    return /<title>[^<]*openclaw/i.test(body) ? 'page' : 'unhealthy';
  }
}
