// Fastify 5 with fastify-openapi-glue from the same contract: it validates requests, checks the key by its hash
// and writes responses by their schema. No log, no metrics, no security headers.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fastify from 'fastify';
import glue from 'fastify-openapi-glue';
import { openQueries } from './queries.mjs';

const settings = JSON.parse(process.env.BENCH_SETTINGS);
const queries = openQueries(settings);
const partners = new Map([[settings.keyHash, 'CAS']]);

const requireKeyOf = (partner) => async (request) => {
  const key = request.headers['ocp-apim-subscription-key'];
  const hash = typeof key === 'string' ? createHash('sha256').update(key).digest('hex') : '';
  if (partners.get(hash) !== partner) throw new Error('no valid key');
};

const app = fastify({
  ajv: {
    // The contract's keywords for people (examples, x-…) and its own format; like the service, it changes no input.
    customOptions: {
      strict: false,
      coerceTypes: false,
      removeAdditional: false,
      formats: { money: { type: 'number', validate: (value) => Math.round(value * 100) / 100 === value } },
    },
  },
});
app.register(glue, {
  specification: JSON.parse(readFileSync(settings.contract, 'utf8')),
  serviceHandlers: {
    'cas-getPaymentStatus': (request) => queries.paymentStatus(request.body),
    'cas-updateCourtNotices': (request) => queries.updateCourtNotices(request.body),
  },
  securityHandlers: { CasSubscriptionKey: requireKeyOf('CAS'), PlusSubscriptionKey: requireKeyOf('PLUS') },
});
await app.listen({ port: settings.port, host: '127.0.0.1' });
