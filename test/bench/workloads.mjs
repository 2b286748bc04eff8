// What is asked of every candidate: the same requests in the same order, spread over all notices.

export const PAYMENT_STATUS = '/v1/ocms/cas-getPaymentStatus';
export const COURT_NOTICES = '/v1/ocms/cas-updateCourtNotices';
export const REPCCS_WEBHOOK = '/v1/repccsWebhook';
export const CES_WEBHOOK = '/v1/cesWebhook-create-notice';
export const NOTICE_INFO = '/v1/plus-queryNoticeInfo';

/** A round's. Every write adds rows, and a larger table is slower: everybody writes as much as the others, however fast. */
const SMALL_WRITES = 400;
const LARGE_WRITES = 128;

const SMALL_BODIES = 2_000;
const LARGE_BODIES = 40;

/**
 * @param {readonly string[]} noticeNumbers
 * @returns the workloads, each with the least share of the bare Express handler and of Fastify that the service
 *   shall reach (no number: no limit is set).
 */
export function workloads(noticeNumbers) {
  const random = generator(1);
  const batches = (size, count) => Array.from({ length: count }, () => sample(noticeNumbers, size, random));
  const asked = (numbers) => JSON.stringify({ noticeNumbers: numbers });
  const updated = (numbers) => JSON.stringify({ notices: numbers.map((noticeNo) => courtNotice(noticeNo, random)) });
  const small = { count: SMALL_BODIES, limits: { express: 1, expressJson: 1 } };
  const large = { count: LARGE_BODIES, limits: { express: 1.5, fastify: 1 } };
  const workload = (name, path, size, { count, limits }, write, amount) => ({
    name,
    path,
    size,
    limits,
    amount,
    bodies: batches(size, count).map(write),
  });
  return [
    workload('getPaymentStatus', PAYMENT_STATUS, 1, small, asked),
    workload('getPaymentStatus', PAYMENT_STATUS, 500, large, asked),
    workload('updateCourtNotices', COURT_NOTICES, 1, small, updated, SMALL_WRITES),
    workload('updateCourtNotices', COURT_NOTICES, 500, large, updated, LARGE_WRITES),
  ];
}

/** An update with every field of the contract, that leaves its notice a court notice. */
function courtNotice(noticeNo, random) {
  const pick = (...values) => values[Math.floor(random() * values.length)];
  const date = () => `2026-0${1 + Math.floor(random() * 9)}-${10 + Math.floor(random() * 18)}`;
  return {
    noticeNo,
    suspensionType: pick('TS', 'PS', null),
    lastProcessingStage: pick('CPC', 'CSD', 'CSR'),
    prevProcessingStage: pick('CPC', 'RR3', null),
    nextProcessingStage: pick('CSR', 'CWT', null),
    lastProcessingDate: date(),
    prevProcessingDate: date(),
    nextProcessingDate: date(),
    atomsFlag: pick('Y', 'N'),
    amountPayable: Math.floor(random() * 50_000) / 100,
    paymentAcceptanceAllowed: pick('Y', 'N'),
    eprReasonOfSuspension: pick('APP', 'HST', null),
    eprDateOfSuspension: pick(date(), null),
  };
}

function sample(values, size, random) {
  const left = [...values];
  return Array.from({ length: size }, () => left.splice(Math.floor(random() * left.length), 1)[0]);
}

/** A small seeded generator of numbers from 0 to 1 (mulberry32). */
export function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
