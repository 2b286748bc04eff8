import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** @throws Error with code EADDRINUSE when the port is taken. */
export function listen(server: Server, host: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(server);
    });
  });
}

/** How long a gateway has to see that we are not ready, and callers to learn that they must leave. */
export const LAME_DUCK_MS = 1_000;

/**
 * Stops: for a moment answers go on, asking for new connections (which a gateway, seeing us not ready, makes
 * elsewhere); that is over once all callers have left. Then nothing new is accepted, and what is in flight has its time
 * to finish.
 */
export async function close(server: Server, patienceMs: number, lameDuckMs = 0): Promise<void> {
  const connections = (): Promise<number> =>
    new Promise((resolve) => server.getConnections((_error, count) => resolve(count)));
  const leaveBy = performance.now() + Math.min(lameDuckMs, patienceMs);
  for (let callers = 0; performance.now() < leaveBy; await sleep(20)) {
    const before = callers;
    callers = await connections();
    if (before > 0 && callers === 0) break;
  }
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const cut = setTimeout(() => server.closeAllConnections(), patienceMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}

/** Where it listens. */
export function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
