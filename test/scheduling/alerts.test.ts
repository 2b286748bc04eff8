import { alertStore } from '../../src/scheduling/alert-store';
import type { Outcome } from '../../src/scheduling/run-store';
import { JobError } from '../../src/scheduling/job';
import { MAIL } from '../../src/partner-sandbox/faults/catalogue';
import { databaseKinds } from '../support/databases';
import { JOB, type JobInstance, type JobSuite, jobOf, makeJobSuite } from '../support/job-suite';

const ADVICE = 'Mend it, then run the job again.';
const idOf = (digit: string): string => digit.repeat(32);

describe.each(databaseKinds)('alerts to operations (C 3, by SMTP) on %s', (kind) => {
  let suite: JobSuite;
  beforeEach(async () => {
    suite = await makeJobSuite(kind);
  });
  afterEach(() => suite.close());

  const record = async (
    instance: JobInstance,
    digit: string,
    outcome: Outcome = 'FAILED',
    failuresInARow = 1,
  ): Promise<void> => {
    await instance.database.transaction((trx) =>
      instance.alerts.record(trx, {
        runId: idOf(digit),
        jobName: JOB,
        instance: 'one',
        outcome,
        failuresInARow,
        alert: { problem: `Problem ${digit}.`, advice: ADVICE },
      }),
    );
  };
  /** Sets when they were recorded, a second apart, the first first. */
  const recordedInTurn = (digits: readonly string[]) =>
    suite.database.transaction(async (trx) => {
      for (const [index, digit] of digits.entries()) {
        const at = suite.database.dialect.bindInstant(new Date(Date.UTC(2026, 0, 15, 1, 0, index)));
        await trx('ocms_job_alert').where('run_id', idOf(digit)).update({ recorded_at: at });
      }
    });
  const subjects = (): string[] => suite.mail.list().map(({ subject }) => subject);
  const unsent = async (): Promise<unknown[]> =>
    (await suite.alerts()).filter(({ sent_at }) => sent_at === null).map(({ run_id }) => run_id);

  const refusals = (): Promise<unknown[]> =>
    suite.database.read(async (executor) => (await executor('ocms_job_alert_refusal').select()) as unknown[]);
  /** The time of every refused one has come. */
  const due = () =>
    suite.database.transaction((trx) =>
      trx('ocms_job_alert_refusal').update({ next_attempt_at: trx.raw(suite.database.dialect.now) }),
    );

  it('are sent once by two instances at once', async () => {
    const instances = ['one', 'two'].map((name) => suite.instance(name));
    for (const digit of ['1', '2', '3', '4', '5']) await record(instances[0]!, digit);
    await Promise.all(instances.map(({ alerts }) => alerts.sendPending()));
    const ids = suite.mail.list().map(({ messageId }) => messageId);
    expect(ids.sort()).toEqual(['1', '2', '3', '4', '5'].map((digit) => `<${idOf(digit)}@ocms-jobs>`));
    expect(await unsent()).toEqual([]);
    for (const { alerts } of instances) await alerts.sendPending();
    expect(suite.mail.list()).toHaveLength(5);
  });

  it('are sent in the order they were recorded in, more than a batch of them in the next round', async () => {
    const one = suite.instance('one');
    const digits = [...'23456789abcdefghijklmnopq'];
    for (const digit of [...digits].reverse()) await record(one, digit);
    await recordedInTurn(digits);
    await one.alerts.sendPending();
    expect(suite.mail.list().map(({ messageId }) => messageId[1])).toEqual(digits.slice(0, 20));
    await one.alerts.sendPending();
    expect(suite.mail.list().map(({ messageId }) => messageId[1])).toEqual(digits);
  });

  it('are sent again under the same Message-ID when the note of sending is lost, once the claim is over', async () => {
    const crashing = suite.instance('one', async (label) => {
      if (label === 'alert-sent') throw new Error('the process ends here');
    });
    const other = suite.instance('two');
    await record(crashing, '1');
    await expect(crashing.alerts.sendPending()).rejects.toThrow('the process ends here');
    expect(suite.mail.list()).toHaveLength(1);
    await other.alerts.sendPending();
    expect(suite.mail.list()).toHaveLength(1);

    const past = suite.database.dialect.nowPlus(-1);
    await suite.database.transaction((trx) =>
      trx('ocms_job_alert').update({ claimed_until: trx.raw(past.sql, [...past.bindings] as string[]) }),
    );
    await other.alerts.sendPending();
    const [first, second, ...more] = suite.mail.list();
    expect(more).toEqual([]);
    expect([second!.messageId, second!.subject, second!.text]).toEqual([first!.messageId, first!.subject, first!.text]);
    expect(await unsent()).toEqual([]);
  });

  it.each(['reject', 'tempfail'] as const)(
    'wait while the server refuses (%s), and nothing fails by it; then they go, in order',
    async (fault) => {
      const one = suite.instance('one');
      suite.faults.set({ operation: MAIL, times: 2, fault: { fault } });
      const fail = (problem: string) =>
        one.runner.run(
          jobOf(() => Promise.reject(new JobError({ problem, advice: ADVICE }))),
          { trigger: 'MANUAL' },
        );
      expect(await fail('First.')).toMatchObject({ outcome: 'FAILED' });
      expect(await fail('Second.')).toMatchObject({ outcome: 'FAILED' });
      expect(suite.mail.list()).toEqual([]);
      expect(await unsent()).toHaveLength(2);
      // Another instance need not wait for the claim to end.
      await due();
      await suite.instance('two').alerts.sendPending();
      expect(suite.mail.list().map(({ text }) => /What is wrong: +(\w+)\./.exec(text)![1])).toEqual([
        'First',
        'Second',
      ]);
      expect(await unsent()).toEqual([]);
      expect(await refusals()).toEqual([]);
    },
  );

  describe('that the server refuses', () => {
    const round = async (): Promise<void> => {
      await due();
      await suite.instance('one').alerts.sendPending();
    };
    const logged = (event: string): unknown[] =>
      suite.context.log
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter((line) => line.event === event)
        .map(({ level, smtpCode }) => [level, smtpCode]);

    it.each([
      ['reject', 550, 5],
      ['tempfail', 451, 30],
    ] as const)(
      'again and again (%s): are given up, told in the log with the SMTP code',
      async (fault, code, times) => {
        await record(suite.instance('one'), '1');
        suite.faults.set({ operation: MAIL, times: 100, fault: { fault } });
        for (let tried = 1; tried < times; tried += 1) await round();
        expect(logged('alert-not-sent')).toEqual(Array.from({ length: times - 1 }, () => ['warn', code]));
        expect(logged('alert-given-up')).toEqual([]);
        await round();
        expect(logged('alert-given-up')).toEqual([['error', code]]);
        await round();
        expect(logged('alert-given-up')).toHaveLength(1);
        const store = alertStore(suite.database);
        expect(await suite.database.read((executor) => store.backlog(executor))).toEqual({ waiting: 0, givenUp: 1 });
        expect(await suite.database.read((executor) => store.unsent(executor, 10))).toMatchObject([
          { runId: idOf('1'), refused: times, smtpCode: code, givenUp: true },
        ]);

        suite.faults.clear();
        await round();
        expect(suite.mail.list()).toEqual([]);
        expect(await suite.database.transaction((trx) => store.retryGivenUp(trx))).toBe(1);
        await round();
        expect(suite.mail.list()).toHaveLength(1);
        expect(await suite.database.read((executor) => store.backlog(executor))).toEqual({ waiting: 0, givenUp: 0 });
      },
    );

    it('wait a minute, then two, and so on up to an hour', async () => {
      await record(suite.instance('one'), '1');
      suite.faults.set({ operation: MAIL, times: 100, fault: { fault: 'tempfail' } });
      const waits: number[] = [];
      for (let tried = 1; tried <= 8; tried += 1) {
        await round();
        const [{ next_attempt_at }] = (await refusals()) as [{ next_attempt_at: unknown }];
        const at = await suite.database.read(async (executor) => {
          const [row] = (await executor('ocms_job_alert').select(
            executor.raw(`${suite.database.dialect.now} AS at`),
          )) as [{ at: unknown }];
          return row.at;
        });
        const { dialect } = suite.database;
        waits.push((dialect.readInstant(next_attempt_at).getTime() - dialect.readInstant(at).getTime()) / 60_000);
      }
      // As many minutes, less what it took to look.
      expect(waits.map(Math.ceil)).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    });

    it('hold up no other, however many they are', async () => {
      const one = suite.instance('one');
      const digits = [...'23456789abcdefghijklmnopq'];
      for (const digit of digits) await record(one, digit);
      await recordedInTurn(digits);
      suite.faults.set({ operation: MAIL, times: 20, fault: { fault: 'reject' } });
      await one.alerts.sendPending();
      expect(suite.mail.list()).toEqual([]);
      await one.alerts.sendPending();
      expect(suite.mail.list().map(({ messageId }) => messageId[1])).toEqual(digits.slice(20));
    });

    it('or that another instance sends, hold up no other either', async () => {
      const one = suite.instance('one');
      const digits = [...'23456789abcdefghijklmnopq'];
      for (const digit of digits) await record(one, digit);
      await recordedInTurn(digits);
      const later = suite.database.dialect.nowPlus(60_000);
      await suite.database.transaction((trx) =>
        trx('ocms_job_alert')
          .whereIn('run_id', digits.slice(0, 20).map(idOf))
          .update({ claimed_until: trx.raw(later.sql, [...later.bindings] as string[]) }),
      );
      await one.alerts.sendPending();
      expect(suite.mail.list().map(({ messageId }) => messageId[1])).toEqual(digits.slice(20));
    });
  });

  it('do not wait for one the server refuses', async () => {
    const one = suite.instance('one');
    await record(one, '1');
    await record(one, '2');
    suite.faults.set({ operation: MAIL, times: 1, fault: { fault: 'reject' } });
    await one.alerts.sendPending();
    expect(suite.mail.list().map(({ messageId }) => messageId)).toEqual([`<${idOf('2')}@ocms-jobs>`]);
    expect(await unsent()).toHaveLength(1);
  });

  it('wait while nobody listens, and nothing fails by it', async () => {
    const one = suite.instance('one');
    await suite.mail.close();
    const job = jobOf(() => Promise.reject(new JobError({ problem: 'It is broken.', advice: ADVICE })));
    expect(await one.runner.run(job, { trigger: 'MANUAL' })).toMatchObject({ outcome: 'FAILED' });
    expect(await unsent()).toHaveLength(1);
    expect(suite.context.log.join('')).toContain('alert-not-sent');
  });

  it('go from and to the configured addresses, as plain text', async () => {
    const one = suite.instance('one');
    await record(one, '1');
    await one.alerts.sendPending();
    const [mail] = suite.mail.list();
    expect(mail).toMatchObject({ from: 'ocms@ocms.invalid', to: ['operations@ocms.invalid'], attachments: [] });
    expect(mail).not.toHaveProperty('html');
  });

  it.each<[Outcome, number, string]>([
    ['SUCCEEDED', 0, 'succeeded, but needs a look'],
    ['FAILED', 1, 'failed'],
    ['FAILED', 3, 'failed (3 times in a row)'],
    ['LOST', 1, 'lost its lock and wrote nothing more'],
    ['CRASHED', 2, 'was cut off when its process ended (2 times in a row)'],
  ])(
    'of a run that %s, failed %i times, say which job, what, how often and what to do',
    async (outcome, times, words) => {
      const one = suite.instance('one');
      await record(one, '1', outcome, times);
      await one.alerts.sendPending();
      expect(subjects()).toEqual([`[OCMS] ${JOB} ${words}`]);
      const { text } = suite.mail.list()[0]!;
      expect(text).toContain(`The job ${JOB} ${words.replace(/ \(.*/, '')}.`);
      expect(text).toContain('What is wrong:  Problem 1.');
      expect(text).toContain(`What to do:     ${ADVICE}`);
      expect(text).toContain(`Failed in a row: ${times}`);
      expect(text).toContain(`Run:             ${idOf('1')} on one`);
      expect(text).toContain(`npm run ocms -- jobs history ${JOB}`);
      expect(text).toContain(`npm run ocms -- jobs run ${JOB}`);
    },
  );

  it('come with a run that succeeded but needs a look, which stays a success', async () => {
    const one = suite.instance('one');
    const alert = { problem: 'The count is wrong.', advice: ADVICE };
    const report = await one.runner.run(
      jobOf(async () => ({ counts: {}, alert })),
      { trigger: 'MANUAL' },
    );
    expect(report).toMatchObject({ outcome: 'SUCCEEDED' });
    expect(report).not.toHaveProperty('error');
    expect(subjects()).toEqual([`[OCMS] ${JOB} succeeded, but needs a look`]);
  });

  it('hold nothing of what an unforeseen error quotes: names, numbers, addresses', async () => {
    const one = suite.instance('one');
    const secrets = ['S1234567D', 'TAN AH KOW', '91234567', 'owner@example.com'];
    const error = Object.assign(new Error(`duplicate key (${secrets.join(', ')})`), {
      code: 'EREQUEST',
      number: 2627,
      detail: secrets,
    });
    await one.runner.run(
      jobOf(() => Promise.reject(error)),
      { trigger: 'MANUAL' },
    );
    expect(subjects()).toEqual([`[OCMS] ${JOB} failed`]);
    for (const secret of secrets) expect(JSON.stringify(suite.mail.list())).not.toContain(secret);
  });

  it('too long for their columns are cut, not refused', async () => {
    const one = suite.instance('one');
    const problem = 'x'.repeat(5_000);
    await one.runner.run(
      jobOf(() => Promise.reject(new JobError({ problem, advice: ADVICE }))),
      { trigger: 'MANUAL' },
    );
    expect((await suite.history())[0]).toMatchObject({ outcome: 'FAILED' });
    expect(suite.mail.list()).toHaveLength(1);
  });
});
