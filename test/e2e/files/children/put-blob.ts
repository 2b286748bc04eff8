// A process of its own that copies files into Blob as its environment says: each line it is given is `<name> <path>`,
// each line it answers what became of it, as JSON. Its log goes to standard error.
import { createInterface } from 'node:readline';
import { Registry } from 'prom-client';
import { readConfig } from '../../../../src/config/config';
import { createAttempts } from '../../../../src/files/attempts';
import { createBlobStore, localFile } from '../../../../src/files/blob';
import { createLogger } from '../../../../src/platform/logging';
import type { UpstreamError } from '../../../../src/platform/outbound';

async function main(): Promise<void> {
  const given = Object.entries(process.env).filter(([name]) => name.startsWith('OCMS_'));
  const { blob } = readConfig(Object.fromEntries(given));
  const settings = { ...blob!, backoffMs: 1 };
  const logger = createLogger({ level: 'debug', destination: { write: (line) => void process.stderr.write(line) } });
  const attempts = createAttempts({ system: 'BLOB', repeats: settings, logger, registry: new Registry() });
  const store = createBlobStore(settings, attempts);
  const { signal } = new AbortController();
  console.log('ready');
  for await (const line of createInterface({ input: process.stdin })) {
    const [name, path] = line.split(' ');
    const became = await store.put(name!, await localFile(path!), signal).then(
      () => ({ outcome: 'ok' }),
      ({ outcome, attempts: tried, message }: UpstreamError) => ({ outcome, attempts: tried, message }),
    );
    console.log(JSON.stringify(became));
  }
}

void main();
