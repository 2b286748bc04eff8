import { createAlerts } from '../../../src/scheduling/alerts';
import type { BoundJob, JobRun } from '../../../src/scheduling/job';
import { createRequestTaker } from '../../../src/scheduling/requests';
import { createJobRunner } from '../../../src/scheduling/runner';
import { request, startTestService, type TestResponse, type TestService } from '../../support/service';
import { OFFICER, type StaffIssuer, startStaffIssuer, SUPERVISOR } from '../../support/staff';

/*
 * What members of staff do over the API, and what comes of it (decisions §9: jobs by authorised staff; issue 11).
 */

const JOB = 'add_admin_fee';
const AT = '2026-01-15T01:30:00.000Z';

let issuer: StaffIssuer;
let service: TestService;
let officer: string;
let supervisors: readonly [string, string];
beforeAll(async () => {
  issuer = await startStaffIssuer();
  service = await startTestService({ config: { staff: issuer.settings } });
  officer = await issuer.token(OFFICER);
  supervisors = [await issuer.token(SUPERVISOR), await issuer.token({ ...SUPERVISOR, sub: 'supervisor2' })];
});
afterAll(async () => {
  await service.close();
  await issuer.close();
});
afterEach(() =>
  service.context.intranet.transaction(async (trx) => {
    for (const table of ['ocms_audit', 'ocms_job_request', 'ocms_job_alert', 'ocms_job_run', 'ocms_parameter'])
      await trx(table).delete();
  }),
);

const call = (
  method: string,
  path: string,
  { token = supervisors[0], body, ...headers }: { token?: string; body?: unknown; 'If-Match'?: string } = {},
): Promise<TestResponse> =>
  request(`${service.url}/v1/staff${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

const audit = async (): Promise<Record<string, unknown>[]> =>
  ((await call('GET', '/audit')).body.entries as Record<string, unknown>[]).map(({ at, auditId, ...entry }) => {
    expect([at, auditId]).toEqual([expect.any(String), expect.any(String)]);
    return entry;
  });

/** A process that runs jobs, as far as it hears of requests. */
function worker(run: (run: JobRun) => Promise<void>, instance = 'ocms-7') {
  const { intranet, logger } = service.context;
  const mailer = { send: () => Promise.resolve(), close: () => undefined };
  const alerts = createAlerts({ database: intranet, mailer, to: 'operations@test.invalid', logger });
  const runner = createJobRunner({ database: intranet, alerts, logger, instance });
  const job: BoundJob = {
    name: JOB,
    source: 'a test',
    schedule: '0 0 1 * * *',
    lock: { atMostMs: 60_000, atLeastMs: 30_000 },
    catchUp: true,
    untouched: 'Everything is as it was.',
    run: async (its) => {
      await run(its);
      return { counts: { notices: 2 } };
    },
  };
  const taker = createRequestTaker({ database: intranet, jobs: [job], runner, instance, logger });
  const under: Promise<unknown>[] = [];
  return {
    take: () => taker.take((its) => void under.push(its), new AbortController().signal),
    purge: (before: Date) => taker.purge(before),
    settled: () => Promise.all(under),
  };
}

describe('a job is had run', () => {
  test('by whichever process hears of it first, once, under the id of the request', async () => {
    const asked = await call('POST', `/jobs/${JOB}/start`);
    expect(asked.status).toBe(202);
    const { requestId } = asked.body as { requestId: string };
    expect(asked.headers.get('location')).toBe(`/v1/staff/job-requests/${requestId}`);
    expect(asked.body).toMatchObject({ action: 'START', state: 'PENDING', requestedBy: 'supervisor1' });
    expect((await call('POST', `/jobs/${JOB}/start`, { token: supervisors[1] })).status).toBe(409);

    let runs = 0;
    const workers = ['ocms-1', 'ocms-2'].map((instance) => worker(() => Promise.resolve(void runs++), instance));
    await Promise.all(workers.map((each) => each.take()));
    await Promise.all(workers.map((each) => each.settled()));
    expect(runs).toBe(1);

    const became = await call('GET', `/job-requests/${requestId}`, { token: officer });
    expect(became.body).toMatchObject({ state: 'DONE', outcome: 'SUCCEEDED', runId: requestId });
    expect(became.body.takenBy).toMatch(/^ocms-[12]$/);
    const run = await call('GET', `/job-runs/${requestId}`, { token: officer });
    expect(run.body).toMatchObject({ jobName: JOB, trigger: 'MANUAL', outcome: 'SUCCEEDED', counts: { notices: 2 } });
    expect(await audit()).toEqual([
      { officerId: 'supervisor1', action: 'start-job', subject: JOB, before: null, after: { requestId } },
    ]);
  });

  test('and stopped, by the process that has its run', async () => {
    const begun = deferred();
    const { requestId: runId } = (await call('POST', `/jobs/${JOB}/start`)).body as { requestId: string };
    const other = worker(() => Promise.resolve(), 'ocms-2');
    const its = worker(({ signal }) => {
      begun.resolve();
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
    });
    await its.take();
    await begun.promise;

    const asked = await call('POST', `/job-runs/${runId}/stop`, { token: supervisors[1] });
    expect([asked.status, asked.body.action]).toEqual([202, 'STOP']);
    const became = async () => (await call('GET', `/job-requests/${asked.body.requestId}`)).body as object;
    await other.take();
    expect(await became()).toMatchObject({ state: 'PENDING' });
    await its.take();
    await its.settled();
    expect(await became()).toMatchObject({ state: 'DONE', outcome: 'STOPPING', takenBy: 'ocms-7' });
    expect((await call('GET', `/job-runs/${runId}`)).body).toMatchObject({ outcome: 'STOPPED' });
    expect((await call('POST', `/job-runs/${runId}/stop`)).status).toBe(409);
    expect(await audit()).toMatchObject([
      { officerId: 'supervisor2', action: 'stop-job-run', subject: JOB, after: { runId } },
      { officerId: 'supervisor1', action: 'start-job' },
    ]);
  });

  test('not out of the blue: what nobody took in time expires', async () => {
    const { requestId } = (await call('POST', `/jobs/${JOB}/start`)).body as { requestId: string };
    const { intranet } = service.context;
    await intranet.transaction(async (trx) => {
      const { sql, bindings } = trx.dialect.nowPlus(-16 * 60_000);
      await trx('ocms_job_request').update({ requested_at: trx.raw(sql, [...bindings] as string[]) });
    });
    const late = worker(() => Promise.reject(new Error('too late')));
    await late.take();
    await late.purge(new Date(0));
    expect((await call('GET', `/job-requests/${requestId}`)).body).toMatchObject({ state: 'EXPIRED', takenBy: null });
    expect((await call('POST', `/jobs/${JOB}/start`)).status).toBe(202);
  });

  test('by officers not, who see every job with its next and last run', async () => {
    expect((await call('POST', `/jobs/${JOB}/start`, { token: officer })).status).toBe(403);
    const { body } = await call('GET', '/jobs', { token: officer });
    const jobs = body.jobs as { jobName: string; nextRunAt: string | null }[];
    expect(jobs.map(({ jobName }) => jobName)).toEqual(expect.arrayContaining([JOB, 'sync_internet_zone']));
    for (const { nextRunAt } of jobs) expect(Date.parse(nextRunAt!)).toBeGreaterThan(Date.now());
  });
});

function deferred() {
  let resolve!: () => void;
  const promise = new Promise<void>((resolved) => (resolve = resolved));
  return { promise, resolve };
}

test('a list goes on where its page ended, whatever comes meanwhile', async () => {
  const { intranet } = service.context;
  const add = (runs: readonly [id: string, at: string][]) =>
    intranet.transaction(async (trx) => {
      for (const [id, at] of runs)
        await trx('ocms_job_run').insert({
          run_id: id.repeat(32),
          job_name: JOB,
          instance: 'ocms-1',
          triggered_by: 'SCHEDULE',
          started_at: trx.dialect.bindInstant(new Date(at)),
          outcome: 'SUCCEEDED',
        });
    });
  // Two of one moment, too.
  await add([...'12345'].map((id) => [id, id < '3' ? '2026-01-15T01:00:00Z' : `2026-01-15T0${id}:00:00Z`]));
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const { body } = await call('GET', `/job-runs?limit=2${cursor ? `&cursor=${cursor}` : ''}`, { token: officer });
    seen.push(...(body.runs as { runId: string }[]).map(({ runId }) => runId[0]!));
    cursor = body.nextCursor as string | null;
    if (seen.length === 2) await add([['6', '2026-01-15T09:00:00Z']]);
  } while (cursor);
  expect(seen).toEqual(['5', '4', '3', '1', '2']);
});

describe('a parameter', () => {
  test('gets its first value, and another, by who has read the one before', async () => {
    const missing = await call('GET', '/parameters/FOR/NPA', { token: officer });
    expect(missing.body).toMatchObject({ id: 'FOR', code: 'NPA', value: null });
    const first = await call('PUT', '/parameters/FOR/NPA', {
      body: { value: '10' },
      'If-Match': missing.headers.get('etag')!,
    });
    expect([first.status, first.body.value, first.body.changedBy]).toEqual([200, '10', 'supervisor1']);
    const second = await call('PUT', '/parameters/FOR/NPA', {
      token: supervisors[1],
      body: { value: '14' },
      'If-Match': first.headers.get('etag')!,
    });
    expect(second.body).toMatchObject({ value: '14', changedBy: 'supervisor2' });
    expect((await call('GET', '/parameters/FOR/NPA')).headers.get('etag')).toBe(second.headers.get('etag'));
    expect(await audit()).toEqual([
      { officerId: 'supervisor2', action: 'set-parameter', subject: 'FOR NPA', before: '10', after: '14' },
      { officerId: 'supervisor1', action: 'set-parameter', subject: 'FOR NPA', before: null, after: '10' },
    ]);
  });

  test('that is set on the command line is in the audit as well', async () => {
    const { parameters } = service.context.services;
    await parameters.set({ id: 'AFO', code: 'NPA', value: '100', actor: 'operator1' });
    await parameters.set({ id: 'AFO', code: 'NPA', value: '10', actor: 'operator2' });
    expect(await audit()).toEqual([
      { officerId: 'operator2', action: 'set-parameter', subject: 'AFO NPA', before: '100', after: '10' },
      { officerId: 'operator1', action: 'set-parameter', subject: 'AFO NPA', before: null, after: '100' },
    ]);
  });

  test.each(['missing', 'set'])('that is %s, changed by many at once: one wins, the others are told', async (state) => {
    const path = '/parameters/FOD/NPA';
    const etag = async () => (await call('GET', path)).headers.get('etag')!;
    if (state === 'set') await call('PUT', path, { body: { value: '5' }, 'If-Match': await etag() });
    const seen = await etag();
    const answers = await Promise.all(
      [...'123467'].map((value, index) =>
        call('PUT', path, { token: supervisors[index % 2]!, body: { value }, 'If-Match': seen }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412, 412]);
    const won = answers.find(({ status }) => status === 200)!.body.value as string;
    expect((await call('GET', path)).body.value).toBe(won);
    expect((await audit()).filter(({ after }) => after !== '5')).toMatchObject([{ after: won }]);
  });

  test('takes no value that jobs could not go by, and then nothing is written down', async () => {
    const read = await call('GET', '/parameters/AFO/NPA');
    const answered = await call('PUT', '/parameters/AFO/NPA', {
      body: { value: '0.00' },
      'If-Match': read.headers.get('etag')!,
    });
    expect([answered.status, answered.body.data.errors[0].path]).toEqual([400, '/body/value']);
    expect(await audit()).toEqual([]);
  });
});

describe('a list', () => {
  test.each(['FOR+NPA', 'FOR%20NPA', 'a:b', "it's", '(a,b);/?@'])(
    'is asked for by a query as HTTP libraries write it: %s',
    async (subject) => {
      const { status, body } = await call('GET', `/audit?subject=${subject}`);
      expect([status, body.entries]).toEqual([200, []]);
    },
  );
});

describe('a report', () => {
  test.each(['ans', 'letter-reconciliation'])('%s of a period that is none is 400, and says where', async (report) => {
    for (const [period, path] of [
      ['from=2026-06-30&to=2026-06-29', '/query/to'],
      ['from=2026-01-01&to=2027-12-31', '/query/to'],
      ['from=2026-02-30&to=2026-03-01', '/query/from'],
    ]) {
      const { status, body } = await call('GET', `/reports/${report}?${period}`);
      expect([status, body.data.appCode, body.data.errors[0].path]).toEqual([400, 'OCMS-4000', path]);
    }
  });
});

test.each([
  ['POST', '/jobs/no_such_job/start', undefined],
  ['GET', '/parameters/FOR/ZZZ', undefined],
  ['PUT', '/parameters/FOR/ZZZ', { value: '1' }],
  ['PUT', '/rule-codes/99999', { description: 'Unknown', effectiveTo: null }],
  ['GET', '/exemptions/99999', undefined],
  ['PUT', '/exemptions/99999', { effectiveFrom: '2026-01-01', effectiveTo: null }],
])('%s %s: what is not there is 404', async (method, path, body) => {
  const { status, body: answer } = await call(method, path, {
    ...(body && { body, 'If-Match': '"0123456789abcdef"' }),
  });
  expect([status, answer.data.appCode]).toEqual([404, 'OCMS-4004']);
});

test('an alert that was given up is due again, once; one that waits is 409', async () => {
  const { intranet } = service.context;
  const runId = '018f0000000070008000000000000001';
  const at = intranet.dialect.bindInstant(new Date(AT));
  await intranet.transaction(async (trx) => {
    await trx('ocms_job_run').insert({
      ...{ run_id: runId, job_name: JOB, triggered_by: 'SCHEDULE', instance: 'ocms-7', scheduled_for: at },
      ...{ started_at: at, ended_at: at, outcome: 'FAILED', counts: '{}' },
    });
    await trx('ocms_job_alert').insert({
      ...{ run_id: runId, message_id: `<${runId}@ocms-jobs>`, subject: 'It failed', body: 'What to do.' },
      recorded_at: at,
    });
    await trx('ocms_job_alert_refusal').insert({
      ...{ run_id: runId, attempts: 5, smtp_code: 550, next_attempt_at: at, given_up_at: at },
    });
  });
  expect((await call('POST', `/alerts/${runId}/retry`)).status).toBe(204);
  expect((await call('POST', `/alerts/${runId}/retry`)).status).toBe(409);
});

test('an advisory notice is suspended PS-ANS by hand (A 7.1.2), and not again', async () => {
  await service.notices({ notice_no: 'STAFF4', an_flag: 'Y' });
  expect((await call('POST', '/notices/STAFF4/suspend-ans', { body: { remarks: 'By telephone.' } })).status).toBe(200);
  expect((await call('POST', '/notices/STAFF4/suspend-ans', { body: { remarks: 'Again.' } })).status).toBe(409);
});

test('a remark with a control character that no pattern has is 400, and says where', async () => {
  await service.notices({ notice_no: 'STAFF5', an_flag: 'Y' });
  const { status, body } = await call('POST', '/notices/STAFF5/suspend-ans', {
    body: { remarks: 'By\u0085telephone.' },
  });
  expect([status, body.data.errors]).toEqual([400, [expect.objectContaining({ path: '/body/remarks' })]]);
});

describe('a notice', () => {
  test('is told with its suspensions, its mirror and its way as an advisory notice, and nothing of its owner', async () => {
    const offence = {
      transactionId: 'T-1',
      subsystemLabel: 'REPCCS',
      noticeNo: 'STAFF1',
      vehicleNo: 'SBA77A',
      computerRuleCode: 10300,
      compositionAmount: 70,
      noticeDateAndTime: '2026-01-15T09:30:00',
      offenceNoticeType: 'O',
      vehicleCategory: 'C',
      vehicleRegistrationType: 'S',
      ppCode: 'A0007',
      ppName: 'ALIWAL STREET',
      creUserId: 'REPCCS',
      creDate: '2026-01-15T09:31:12+08:00',
    };
    expect((await service.post('/v1/repccsWebhook', offence)).status).toBe(200);
    const { status, body } = await call('GET', '/notices/STAFF1', { token: officer });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      notice: { noticeNo: 'STAFF1', noticeSource: 'REPCCS', anFlag: 'Y', compositionAmount: 70, noticeDateAndTime: AT },
      suspensions: [],
      mirror: { state: 'WAITING', version: null },
      advisory: { state: 'QUALIFIED', step: 'FIND_OWNER', events: [] },
      vhub: null,
    });
    expect(JSON.stringify(body)).not.toMatch(/owner_|nric|mobile|email/i);
  });

  test('of a foreign vehicle with its suspension and what vHub is owed', async () => {
    await call('PUT', '/parameters/FOR/NPA', {
      body: { value: '10' },
      'If-Match': (await call('GET', '/parameters/FOR/NPA')).headers.get('etag')!,
    });
    await service.notices({ notice_no: 'STAFF2', vehicle_registration_type: 'F', vehicle_no: 'JKL1' });
    const { body } = await call('GET', '/notices/STAFF2', { token: officer });
    expect(body.vhub.told).toEqual([]);
    expect((body.vhub.owed as { channel: string }[]).map(({ channel }) => channel).sort()).toEqual(['API', 'SFTP']);
  });

  test('left for manual verification is copied again, once somebody says so', async () => {
    const { intranet } = service.context;
    await intranet.transaction(async (trx) => {
      const at = trx.dialect.bindInstant(new Date(AT));
      const failure = { failures: 5, last_failed_at: at, retry_at: at, manual_verification: 'Y', error: 'Error' };
      await trx('ocms_internet_mirror_failure').insert({ notice_no: 'STAFF3', ...failure });
    });
    const left = async () =>
      ((await call('GET', '/dead-letters', { token: officer })).body.deadLetters as { noticeNo: string }[]).map(
        ({ noticeNo }) => noticeNo,
      );
    expect(await left()).toEqual(['STAFF3']);
    expect((await call('POST', '/dead-letters/STAFF3/retry')).status).toBe(204);
    expect(await left()).toEqual([]);
    expect((await call('POST', '/dead-letters/STAFF3/retry')).status).toBe(404);
    expect(await audit()).toMatchObject([{ officerId: 'supervisor1', action: 'retry-mirror', subject: 'STAFF3' }]);
  });
});
