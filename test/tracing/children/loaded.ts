// Makes all the service is made of, and says which packages of OpenTelemetry that loaded.
import { createContext } from '../../../src/app/context';
import '../../../src/app/server';
import { createWorker } from '../../../src/app/worker';
import { readConfig } from '../../../src/config/config';

const context = createContext(readConfig(process.env));
const worker = createWorker(context);
const loaded = Object.keys(require.cache).flatMap((file) => /@opentelemetry\/([\w-]+)/.exec(file)?.[1] ?? []);
console.log(JSON.stringify([...new Set(loaded)].sort()));
void worker.close().then(() => context.close());
