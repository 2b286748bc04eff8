import autocannon from 'autocannon';

export const CONNECTIONS = 16;
/** Between autocannon's looks at whether it is done. */
const TICK_MS = 50;

/** Each operation takes its key in one of them; the other is nothing to it. */
const keyHeaders = (key) => ({ 'Ocp-Apim-Subscription-Key': key, 'API-Key': key });

/**
 * Sends a workload's requests, the next body each time, for some seconds, or as many as the workload says.
 *
 * @param cursor where to begin in the bodies; afterwards where to go on
 * @returns requests answered per second.
 * @throws Error when an answer is not 200.
 */
export async function load(
  url,
  { path, bodies, bodyOf = (index) => bodies[index % bodies.length], amount },
  key,
  seconds,
  cursor = { next: 0 },
) {
  const run = autocannon({
    url: `${url}${path}`,
    connections: CONNECTIONS,
    sampleInt: TICK_MS,
    ...(amount === undefined ? { duration: seconds } : { amount }),
    requests: [
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...keyHeaders(key) },
        setupRequest: (request) => ({ ...request, body: bodyOf(cursor.next++) }),
      },
    ],
  });
  // autocannon's own duration is a whole number of its ticks.
  const startedAt = performance.now();
  let answered = 0;
  let lastAt = startedAt;
  run.on('response', () => {
    answered += 1;
    lastAt = performance.now();
  });
  const { non2xx, errors, timeouts } = await run;
  if (non2xx + errors + timeouts > 0)
    throw new Error(`${url}${path}: ${non2xx} answers other than 2xx, ${errors} errors, ${timeouts} time-outs`);
  return (answered * 1_000) / (lastAt - startedAt);
}

/** One request's answer, as a value. */
export async function ask(url, path, key, body) {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...keyHeaders(key) },
    body,
  });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${url}${path} answers ${response.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text);
}
