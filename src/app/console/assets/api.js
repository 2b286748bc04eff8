// The staff API (contracts/inbound/staff-portal.yaml).
import { session } from './session.js';

const BASE = 'v1/staff';

/** What the API answered when it did not do what was asked; its words are for people. */
export class ApiError extends Error {
  constructor(status, message, { details = [], requestId } = {}) {
    super(message);
    Object.assign(this, { status, details, requestId });
  }
}

const SAID = {
  401: 'You are no longer signed in.',
  403: 'Your role does not allow this.',
  404: 'There is no such thing, or no longer.',
  409: 'This cannot be done now: somebody was faster, or it is under way already. Look again.',
  412: 'Somebody else has changed it meanwhile. Nothing was overwritten; look again.',
  429: 'Too many requests. Try again in a minute.',
  503: 'OCMS cannot answer now. Try again shortly.',
};
const listeners = new Set();
/** Called when the API takes the token no more. */
export const onSignedOut = (listener) => listeners.add(listener);

async function request(method, path, { query = {}, body, headers = {}, as = 'json' } = {}) {
  const token = session()?.token;
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== undefined && value !== ''))
    .toString()
    // A space as the contract has it.
    .replaceAll('+', '%20');
  let response;
  try {
    response = await fetch(`${BASE}/${path}${search && `?${search}`}`, {
      method,
      headers: {
        Authorization: `Bearer ${token ?? ''}`,
        ...(body && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  } catch {
    throw new ApiError(0, 'OCMS cannot be reached.');
  }
  if (response.status === 401) for (const listener of listeners) listener();
  if (!response.ok) {
    const { data } = await response.json().catch(() => ({}));
    const said = response.status === 404 && data?.message !== 'Not Found' ? data?.message : SAID[response.status];
    throw new ApiError(response.status, said ?? data?.message ?? `OCMS answered ${response.status}.`, {
      details: data?.errors ?? [],
      requestId: response.headers.get('x-request-id'),
    });
  }
  if (response.status === 204) return undefined;
  if (as === 'response') return response;
  return response.json();
}

const get = (path, query) => request('GET', path, { query });
const post = (path, body) => request('POST', path, body ? { body } : {});
const at = (...parts) => parts.map(encodeURIComponent).join('/');

export const api = {
  jobs: () => get('jobs').then(({ jobs }) => jobs),
  startJob: (jobName) => post(at('jobs', jobName, 'start')),
  jobRuns: (query) => get('job-runs', { limit: 50, ...query }),
  stopJobRun: (runId) => post(at('job-runs', runId, 'stop')),
  alerts: (query) => get('alerts', { limit: 50, ...query }),
  retryAlert: (runId) => post(at('alerts', runId, 'retry')),
  reviews: (query) => get('reviews', { limit: 50, ...query }),
  takeReview: (noticeNo) => post(at('reviews', noticeNo, 'take')),
  resumeReview: ({ noticeNo, etag }) =>
    request('POST', at('reviews', noticeNo, 'resume'), { headers: { 'If-Match': etag } }),
  closeReview: ({ noticeNo, etag }, reason) =>
    request('POST', at('reviews', noticeNo, 'close'), { body: { reason }, headers: { 'If-Match': etag } }),
  suspendNotice: (noticeNo, remarks) => post(at('notices', noticeNo, 'suspend-ans'), { remarks }),
  mirror: () => get('mirror'),
  deadLetters: (query) => get('dead-letters', { limit: 50, ...query }),
  retryDeadLetter: (noticeNo) => post(at('dead-letters', noticeNo, 'retry')),
  contractDrift: (days) => get('contract-drift', { days }),
  partnerCalls: (hours) => get('partner-calls', { hours }).then(({ partners }) => partners),
  notices: (query) => get('notices', { limit: 50, ...query }),
  createNotice: (offence) => post('notices', offence),
  /** Those that are known today. */
  async ruleCodes() {
    const all = [];
    let cursor;
    do {
      const page = await get('rule-codes', { status: 'CURRENT', limit: 200, cursor });
      all.push(...page.ruleCodes);
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    return all;
  },
  notice: (noticeNo) => get(at('notices', noticeNo)),
  parameters: () => get('parameters').then(({ parameters }) => parameters),
  /** With the ETag by which it can be changed. */
  async parameter(id, code) {
    const response = await request('GET', at('parameters', id, code), { as: 'response' });
    return { ...(await response.json()), etag: response.headers.get('etag') };
  },
  setParameter: ({ id, code, etag }, value) =>
    request('PUT', at('parameters', id, code), { body: { value }, headers: { 'If-Match': etag } }),
  entries: (list, query) => get(list, { limit: 50, ...query }),
  /** With the ETag by which it can be changed. */
  async entry(list, key) {
    const response = await request('GET', at(list, key), { as: 'response' });
    return { ...(await response.json()), etag: response.headers.get('etag') };
  },
  addEntry: (list, body) => post(list, body),
  setEntry: (list, key, etag, body) => request('PUT', at(list, key), { body, headers: { 'If-Match': etag } }),
  endExclusion: ({ exclusionId, etag }) =>
    request('POST', at('exclusions', exclusionId, 'end'), { headers: { 'If-Match': etag } }),
  /** A file with the name it was given. */
  async report(name, query) {
    const response = await request('GET', at('reports', name), { query, as: 'response' });
    const [, fileName = name] = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '') ?? [];
    return { fileName, blob: await response.blob() };
  },
  audit: (query) => get('audit', { limit: 50, ...query }),
};
