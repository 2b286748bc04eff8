import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Router } from 'express';
import { createApp } from '../../src/app/http/app';
import { createHttpMetrics } from '../../src/app/http/metrics';
import { createLogger } from '../../src/platform/logging';
import { createRegistry } from '../../src/platform/metrics';
import { until } from '../support/job-suite';

test('a response that fails once it has begun is cut off, so that nobody takes it for whole, and logged once', async () => {
  const log: Record<string, unknown>[] = [];
  const router = Router();
  router.get('/begun', async (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/plain' });
    await new Promise((resolve) => response.write('half of it', resolve));
    throw new Error('the rest was not to be had');
  });
  router.get('/whole', (_request, response) => void response.end('all of it'));
  const { app } = createApp({
    trustProxy: [],
    operations: () => undefined,
    routers: [router],
    report: () => undefined,
    logger: createLogger({
      level: 'info',
      destination: { write: (line: string) => void log.push(JSON.parse(line) as Record<string, unknown>) },
    }),
    metrics: createHttpMetrics(createRegistry()),
    stopping: () => false,
  });
  // Express writes to the console what is left to it, except in tests.
  app.set('env', 'production');
  const console_ = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const server = createServer(app).listen(0, '127.0.0.1');
  try {
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const response = await fetch(`${url}/begun`);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
    await until(() => log.some(({ event }) => event === 'request'));
    expect(log.map(({ event, level, status }) => [event, level, status])).toEqual([
      ['request-failed', 'error', undefined],
      ['request', 'info', 499],
    ]);
    expect(console_).not.toHaveBeenCalled();
    expect(await (await fetch(`${url}/whole`)).text()).toBe('all of it');
  } finally {
    console_.mockRestore();
    server.close();
  }
});
