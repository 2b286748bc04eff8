// Express 5 with a JSON body parser and a handler: no key, no validation, no log, no metrics, no headers.
import express from 'express';
import { COURT_NOTICES, PAYMENT_STATUS, REPCCS_WEBHOOK } from '../workloads.mjs';
import { openQueries } from './queries.mjs';

const settings = JSON.parse(process.env.BENCH_SETTINGS);
const queries = openQueries(settings);
const app = express();
app.use(express.json({ limit: '1mb' }));
app.post(PAYMENT_STATUS, async (request, response) => {
  if (settings.jsonFromDatabase) response.type('json').send(await queries.paymentStatusText(request.body));
  else response.json(await queries.paymentStatus(request.body));
});
app.post(COURT_NOTICES, async (request, response) => {
  response.json(await queries.updateCourtNotices(request.body));
});
app.post(REPCCS_WEBHOOK, async (request, response) => {
  response.json(await queries.createNotice(request.body, settings));
});
app.listen(settings.port, '127.0.0.1');
