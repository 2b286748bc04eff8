import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_KEYS } from '../../../src/demo/keys';
import { freePort, type RunningProcess, start } from '../../support/process';
import { request } from '../../support/service';

export const STATUS = '/v1/ocms/cas-getPaymentStatus';
export const UPDATE = '/v1/ocms/cas-updateCourtNotices';
export const READY = /"event":"started"/;

/** The data folder of a test's services. */
export let folder: string;
/** Killed after the test. */
export const processes: RunningProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocms-e2e-'));
});
afterEach(async () => {
  for (const running of processes.splice(0)) await running.ended('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** The service as a process of its own. */
export async function started(
  extra: Record<string, string> = {},
): Promise<{ url: string; admin: string; running: RunningProcess; env: Record<string, string> }> {
  const port = await freePort();
  const env = { PORT: String(port), OCMS_DATA_DIR: folder, ...extra };
  const running = start(env);
  processes.push(running);
  await running.said(READY);
  return { url: `http://127.0.0.1:${port}`, admin: `http://127.0.0.1:${port + 1}`, running, env };
}

export const call = (url: string, body: unknown, key = DEMO_KEYS.CAS!) =>
  request(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Ocp-Apim-Subscription-Key': key },
    body: JSON.stringify(body),
  });
