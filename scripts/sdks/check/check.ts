// Calls every operation by the TypeScript clients and tells what came of it, a line each. What is right is in scenario.mjs.
import * as cas from 'ocms-cas';
import * as ces from 'ocms-ces';
import * as plus from 'ocms-plus';
import * as repccs from 'ocms-repccs';

const environment = process.env as Record<string, string>;
const basePath = environment['OCMS_URL'];
const STATUSES = environment['OCMS_STATUSES'].split(',');

type Failure = cas.ResponseError | plus.ResponseError | repccs.ResponseError | ces.ResponseError;
const isFailure = (error: unknown): error is Failure =>
  [cas, plus, repccs, ces].some(({ ResponseError }) => error instanceof ResponseError);

async function tell(what: string, call: () => Promise<unknown>): Promise<void> {
  let answer: unknown;
  try {
    answer = await call();
  } catch (error) {
    if (!isFailure(error)) throw error;
    const { data } = cas.ErrorResponseFromJSON(await error.response.json());
    const errors = (data.errors ?? []).map(({ path, message }) => `${path} ${message}`).join(', ');
    const wait = error.response.headers.get('Retry-After') ? 'wait' : 'no wait';
    answer = `${error.response.status} ${data.appCode} ${data.message}; ${wait}; ${errors || 'no errors'}`;
  }
  console.log(`${what}: ${answer}`);
}

async function provoke(what: string, call: (init: cas.InitOverrideFunction) => Promise<unknown>): Promise<void> {
  for (const status of STATUSES)
    await tell(`${what} ${status}`, () =>
      call(async ({ init }) => ({ headers: { ...init.headers, 'X-Provoke': status } })),
    );
}

const outcome = (answer: cas.UpdateCourtNoticesResponse | plus.QueryNoticeInfoResponse): string =>
  `${answer.updatedCount}/${answer.failedCount} ${answer.notices
    .map(({ noticeNo, appCode, status }) => `${noticeNo}=${appCode} ${status}`)
    .join(', ')}`;

{
  const api = new cas.CasApi(new cas.Configuration({ basePath, apiKey: environment['OCMS_KEY_CAS'] }));
  const update = async (...notices: cas.CourtNoticeUpdate[]) => outcome(await api.updateCourtNotices({ notices }));
  await tell('updateCourtNotices', () =>
    update(
      { noticeNo: 'COURT1', amountPayable: 70.1, suspensionType: null, nextProcessingDate: '2026-12-01' },
      {
        noticeNo: 'SUSPENDED1',
        amountPayable: 99999999.99,
        eprReasonOfSuspension: null,
        eprDateOfSuspension: null,
        suspensionType: undefined,
      },
      { noticeNo: 'PAID1', amountPayable: 0.1 },
      { noticeNo: 'UNPAID1', atomsFlag: 'Y' },
      { noticeNo: 'NONE1', atomsFlag: null },
    ),
  );
  const { notices } = await api.getPaymentStatus({ noticeNumbers: ['COURT1', 'SUSPENDED1', 'PAID1', 'NONE1'] });
  for (const notice of notices)
    await tell('getPaymentStatus', async () =>
      [
        ...[notice.noticeNo, notice.suspensionType, notice.eprReasonOfSuspension, notice.paymentStatus],
        ...[notice.amountPayable, notice.amountPaid, notice.paymentAcceptanceAllowed],
      ]
        .map(String)
        .join(' '),
    );
  const cents = (amount: number) => Math.round(amount * 100);
  await tell('sum', async () => (cents(notices[0].amountPayable) + cents(notices[2].amountPayable)) / 100);
  await tell('kept as JSON', () => {
    const update: cas.CourtNoticeUpdate = { noticeNo: 'COURT1', eprReasonOfSuspension: null };
    const kept = JSON.stringify(cas.CourtNoticeUpdateToJSON(update));
    return api.updateCourtNotices({ notices: [cas.CourtNoticeUpdateFromJSON(JSON.parse(kept))] }).then(outcome);
  });
  await tell('the same twice', () =>
    update({ noticeNo: 'COURT1', atomsFlag: 'N' }, { noticeNo: 'COURT1', atomsFlag: 'N' }),
  );
  await provoke('getPaymentStatus', (init) => api.getPaymentStatus({ noticeNumbers: ['COURT1'] }, init));
  await provoke('updateCourtNotices', (init) =>
    api.updateCourtNotices({ notices: [{ noticeNo: 'COURT1', atomsFlag: null }] }, init),
  );
}
{
  const api = new plus.PlusApi(new plus.Configuration({ basePath, apiKey: environment['OCMS_KEY_PLUS'] }));
  const paymentDueDate = '2026-12-31';
  await tell('queryNoticeInfo', async () =>
    outcome(await api.queryNoticeInfo({ noticeNumbers: ['UNPAID1', 'PAID1', 'NONE1'], paymentDueDate })),
  );
  await provoke('queryNoticeInfo', (init) => api.queryNoticeInfo({ noticeNumbers: ['COURT1'], paymentDueDate }, init));
}
{
  const api = new repccs.RepccsApi(new repccs.Configuration({ basePath, apiKey: environment['OCMS_KEY_REPCCS'] }));
  const offence = (transactionId: string, noticeNo: string | null): repccs.CreateNoticeRequest => ({
    ...{ transactionId, noticeNo, subsystemLabel: 'REPCCS', vehicleNo: 'SKX2026A', computerRuleCode: 10300 },
    ...{ compositionAmount: 70.1, noticeDateAndTime: '2026-01-15T09:30:00', offenceNoticeType: 'O' },
    ...{ vehicleCategory: 'C', vehicleRegistrationType: 'S', ppCode: 'A0007', ppName: 'ALIWAL \u505c\u8f66\u573a' },
    ...{ creUserId: 'REPCCS', creDate: '2026-01-15T09:31:00+08:00' },
  });
  const created = async (request: repccs.CreateNoticeRequest) => {
    const answer = await api.createNoticeRaw({ createNoticeRequest: request });
    const { data } = await answer.value();
    return `${answer.raw.status} ${data.appCode} ${data.message} ${data.noticeNo ?? null}`;
  };
  await tell('repccs without number', () => created(offence('RC-1', null)));
  await tell('repccs with number', () => created(offence('RC-2', 'SDK1')));
  await tell('repccs with one taken', () => created(offence('RC-3', 'PAID1')));
  await provoke('repccs', (init) => api.createNotice(offence('RC-4', 'COURT1'), init));
}
{
  const api = new ces.CesApi(new ces.Configuration({ basePath, apiKey: environment['OCMS_KEY_CES'] }));
  const offence = (noticeNo: string, computerRuleCode = 10300): ces.CreateNoticeRequest => ({
    ...{ transactionId: 'CES-1', subsystemLabel: '030', noticeNo, anFlag: 'N', vehicleNo: 'SKX2027B' },
    ...{ computerRuleCode, compositionAmount: 99999999.99, noticeDateAndTime: '2026-01-15T09:30:00' },
    ...{ offenceNoticeType: 'O', vehicleCategory: 'C', vehicleRegistrationType: 'S', ppCode: 'A0007' },
    ...{ ppName: 'ALIWAL STREET', creUserId: 'CERTIS', creDate: '2026-01-15T09:31:00+08:00' },
  });
  const created = async (request: ces.CreateNoticeRequest) => {
    const answer = await api.createNoticeRaw({ createNoticeRequest: request });
    const { data } = await answer.value();
    return `${answer.raw.status} ${data.appCode} ${data.message}`;
  };
  await tell('ces', () => created(offence('SDK2')));
  await tell('ces, number taken', () => created(offence('PAID1')));
  await tell('ces, no such rule', () => created(offence('SDK3', 99999)));
  await provoke('ces', (init) => api.createNotice(offence('COURT1'), init));
}
