import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTypeScript } from '../support/children';
import { patience } from '../support/patience';

jest.setTimeout(patience(60_000));

const folder = mkdtempSync(join(tmpdir(), 'ocms-tracing-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const loadedWith = async (variables: Record<string, string>): Promise<string[]> => {
  const { done } = runTypeScript(join(__dirname, 'children/loaded.ts'), [], {
    PATH: process.env.PATH,
    OCMS_DATA_DIR: folder,
    ...variables,
  });
  const { stdout, stderr } = await done;
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout) as string[];
};

test('off, OpenTelemetry is not loaded, but for the constants that the metrics’ library brings itself', async () => {
  expect(await loadedWith({})).toEqual(['api']);
});

test('on, it is', async () => {
  const loaded = await loadedWith({ OCMS_OTEL_ENDPOINT: 'http://127.0.0.1:9' });
  expect(loaded).toEqual(expect.arrayContaining(['api', 'exporter-trace-otlp-http', 'sdk-trace-base']));
});
