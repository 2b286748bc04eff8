// What the programs of every language (Check.java, check.py, check.ts) must have sent, and must tell of the answers.
import { deref } from '../../generate/document.mjs';

/** What is told of operations that succeed, and of refusals by the rules of business. Amounts as the gateway writes them. */
const TOLD = `
updateCourtNotices: 3/2 COURT1=OCMS-2000 OK, SUSPENDED1=OCMS-2000 OK, PAID1=OCMS-2000 OK, UNPAID1=OCMS-4009 Not Court Notice
getPaymentStatus: COURT1 null null null 70.10000000000000000000 0.00000000000000000000 Y
getPaymentStatus: SUSPENDED1 TS null null 99999999.99000000000000000000 0.00000000000000000000 Y
getPaymentStatus: PAID1 PS null FP 0.10000000000000000000 70.00000000000000000000 N
sum: 70.20000000000000000000
kept as JSON: 1/0 COURT1=OCMS-2000 OK
the same twice: 400 OCMS-4000 Bad Request; no wait; /body/notices/1/noticeNo must appear once in a request
queryNoticeInfo: 1/2 UNPAID1=OCMS-2000 OK, PAID1=OCMS-4003 Notice Already Paid
repccs without number: 200 OCMS-2000 OK 700000001D
repccs with number: 200 OCMS-2000 OK null
repccs with one taken: 400 OCMS-4000 Invalid input format or failed validation; no wait; /body/noticeNo exists already
ces: 200 OCMS-2000 Resource created successfully
ces, number taken: 226 OCMS-2026 Notice no Already exists
ces, no such rule: 226 OCMS-2026 Invalid Offence Rule Code
`
  .trim()
  .split('\n');

/** By what the programs call them. */
const OPERATIONS = {
  getPaymentStatus: 'cas-getPaymentStatus',
  updateCourtNotices: 'cas-updateCourtNotices',
  queryNoticeInfo: 'plus-queryNoticeInfo',
  repccs: 'repccsWebhook',
  ces: 'cesWebhook-create-notice',
};

const UPDATE = '/v1/ocms/cas-updateCourtNotices';
const REPCCS = {
  ...{ subsystemLabel: 'REPCCS', vehicleNo: 'SKX2026A', computerRuleCode: 10300, compositionAmount: 70.1 },
  ...{ noticeDateAndTime: '2026-01-15T09:30:00', offenceNoticeType: 'O', vehicleCategory: 'C' },
  ...{ vehicleRegistrationType: 'S', ppCode: 'A0007', ppName: 'ALIWAL 停车场', creUserId: 'REPCCS' },
  creDate: '2026-01-15T09:31:00+08:00',
};
const CES = {
  ...{ transactionId: 'CES-1', subsystemLabel: '030', anFlag: 'N', vehicleNo: 'SKX2027B', computerRuleCode: 10300 },
  ...{ compositionAmount: 99999999.99, noticeDateAndTime: '2026-01-15T09:30:00', offenceNoticeType: 'O' },
  ...{ vehicleCategory: 'C', vehicleRegistrationType: 'S', ppCode: 'A0007', ppName: 'ALIWAL STREET' },
  ...{ creUserId: 'CERTIS', creDate: '2026-01-15T09:31:00+08:00' },
};
/** A field that is null here was set to null, one that is not here was left out. */
const SENT = [
  [
    UPDATE,
    {
      notices: [
        { noticeNo: 'COURT1', amountPayable: 70.1, suspensionType: null, nextProcessingDate: '2026-12-01' },
        { noticeNo: 'SUSPENDED1', amountPayable: 99999999.99, eprReasonOfSuspension: null, eprDateOfSuspension: null },
        { noticeNo: 'PAID1', amountPayable: 0.1 },
        { noticeNo: 'UNPAID1', atomsFlag: 'Y' },
        { noticeNo: 'NONE1', atomsFlag: null },
      ],
    },
  ],
  ['/v1/ocms/cas-getPaymentStatus', { noticeNumbers: ['COURT1', 'SUSPENDED1', 'PAID1', 'NONE1'] }],
  [UPDATE, { notices: [{ noticeNo: 'COURT1', eprReasonOfSuspension: null }] }],
  [UPDATE, { notices: ['N', 'N'].map((atomsFlag) => ({ noticeNo: 'COURT1', atomsFlag })) }],
  ['/v1/plus-queryNoticeInfo', { noticeNumbers: ['UNPAID1', 'PAID1', 'NONE1'], paymentDueDate: '2026-12-31' }],
  ...[null, 'SDK1', 'PAID1'].map((noticeNo, index) => [
    '/v1/repccsWebhook',
    { ...REPCCS, transactionId: `RC-${index + 1}`, noticeNo },
  ]),
  ...[{ noticeNo: 'SDK2' }, { noticeNo: 'PAID1' }, { noticeNo: 'SDK3', computerRuleCode: 99999 }].map((more) => [
    '/v1/cesWebhook-create-notice',
    { ...CES, ...more },
  ]),
];
/** The amounts among them as they were given to the clients. */
const AMOUNTS = ['70.10', '99999999.99', '0.10', ...Array(3).fill('70.10'), ...Array(3).fill('99999999.99')];

/**
 * @param {object[]} contracts of what partners call
 * @returns {string[]} the statuses of errors, which all their operations share
 * @throws where they do not, or the programs know nothing of an operation
 */
export function errorStatuses(contracts) {
  const all = contracts.map((contract) => Object.keys(responsesOf(contract)).filter((status) => status >= '300'));
  if (new Set(all.map(String)).size !== 1)
    throw new Error('operations with different errors: the programs ask for one list');
  const ids = contracts.map(({ info }) => info.title);
  if (ids.sort().join() !== Object.values(OPERATIONS).sort().join())
    throw new Error(`the programs call ${Object.values(OPERATIONS)}, the contracts have ${ids}`);
  return all[0];
}

const responsesOf = ({ paths }) => Object.values(Object.values(paths)[0])[0].responses;

/**
 * @param {string[]} told lines of a program
 * @param {{ path: string, body: string }[]} sent what it sent
 * @param {object[]} contracts
 * @param {{ digits: boolean }} language whether its amounts are digits; if not they are binary fractions, and end in no zeros
 * @returns {string[]} what is not as it should be
 */
export function problemsOf(told, sent, contracts, { digits }) {
  const short = (line) =>
    digits ? line : line.replaceAll(/(\d+)\.(\d*?)0+\b/g, (_, whole, rest) => whole + (rest && `.${rest}`));
  const refusals = contracts.flatMap((contract) => refusalsOf(contract));
  const expected = [...TOLD.map(short)];
  const problems = [];
  const left = new Set(told);
  for (const line of expected) if (!left.delete(line)) problems.push(`not told: ${line}`);
  for (const { what, answers } of refusals) {
    const line = told.find((each) => each.startsWith(`${what}: `));
    if (line === undefined) problems.push(`not told: ${what}`);
    else if (!answers.some((answer) => line.slice(what.length + 2).startsWith(answer)))
      problems.push(`${line}, where the contract has ${answers.join(' or ')}`);
    left.delete(line);
  }
  for (const line of left) problems.push(`told: ${line}`);
  return [...problems, ...wrongBodies(sent, digits)];
}

function refusalsOf(contract) {
  const name = Object.keys(OPERATIONS).find((each) => OPERATIONS[each] === contract.info.title);
  return Object.entries(responsesOf(contract))
    .filter(([status]) => status >= '300')
    .map(([status, response]) => {
      const { headers, content } = deref(contract, response);
      const wait = headers['Retry-After'] ? 'wait' : 'no wait';
      return {
        what: `${name} ${status}`,
        answers: Object.values(content['application/json'].examples).map(
          ({ value: { data } }) =>
            `${status} ${data.appCode} ${data.message}; ${wait}; ${status === '400' ? '/' : 'no errors'}`,
        ),
      };
    });
}

function wrongBodies(sent, digits) {
  const problems = [];
  if (sent.length !== SENT.length) problems.push(`${sent.length} calls in place of ${SENT.length}`);
  for (const [index, { path, body }] of sent.entries()) {
    const [expectedPath, expected] = SENT[index] ?? [];
    if (path !== expectedPath || canonical(JSON.parse(body)) !== canonical(expected))
      problems.push(`sent ${path} ${body} in place of ${expectedPath} ${JSON.stringify(expected)}`);
  }
  const amounts = sent.flatMap(({ body }) =>
    [...body.matchAll(/"\w*[aA]mount\w*":\s*([^,}\s]+)/g)].map(([, amount]) => amount),
  );
  const given = digits ? AMOUNTS : AMOUNTS.map((amount) => String(Number(amount)));
  if (amounts.join() !== given.join()) problems.push(`amounts sent as ${amounts} in place of ${given}`);
  return problems;
}

/** Without the order of properties. */
export const canonical = (value) =>
  JSON.stringify(value, (_, inner) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
