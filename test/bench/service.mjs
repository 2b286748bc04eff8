// The service itself, as scripts/start.mjs starts it, but never built anew in the middle of a comparison.
import { createRequire } from 'node:module';

await createRequire(import.meta.url)('../../dist/src/main.js').main();
