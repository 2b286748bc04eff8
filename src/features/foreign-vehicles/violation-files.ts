import type { Database } from '../../db/database';
import { type EffectBatch, effectStore } from '../../effects';
import type { Calendar } from '../../platform/calendar';
import { UpstreamError } from '../../platform/outbound';
import type { JobResult, JobRun } from '../../scheduling/job';
import { fileName } from './file-names';
import type { ViolationFileReceiver } from './port';
import { type Batch, type Frozen, thawed, type ViolationLists } from './violation-lists';
import { ViolationReport } from './violation-report';
import { EFFECTS, violationStore } from './violation-store';

export interface ViolationFiles {
  /**
   * Tells vHub by files what it is told by its API, with a history of their own (F 2.4, decisions §8). What a crash left
   * in doubt goes first, under the name it had.
   *
   * @throws JobError without a usable parameter FOR.
   */
  send(run: JobRun): Promise<JobResult>;
}

const EFFECT = EFFECTS.SFTP;
/** Of a file, so that one transaction can settle it. */
const RECORDS = 2_000;

const WORDS = {
  failed: 'did not reach vHub by file',
  table: 'ocms_offence_avss_sftp',
  advice:
    "Find out what is wrong with the Blob storage or vHub's SFTP server, or with the records named; they go again with the next run.",
};

export function createViolationFiles({
  intranet,
  lists,
  receiver,
  calendar,
}: {
  intranet: Database;
  lists: ViolationLists;
  receiver: ViolationFileReceiver;
  calendar: Calendar;
}): ViolationFiles {
  const store = violationStore(intranet);
  const effects = effectStore(intranet);

  /** Names after all that went before, a second apart. */
  const names = async (): Promise<() => string> => {
    const last = await intranet.read((executor) => effects.last(executor, EFFECT));
    let at = calendar.now().getTime();
    const nameAt = (): string => fileName('URA_VHUB_VIOLATION', new Date(at), 'xml', calendar);
    while (last !== undefined && nameAt() <= last) at += 1_000;
    return () => {
      const name = nameAt();
      at += 1_000;
      return name;
    };
  };

  /** Delivers a file that is claimed, and writes down what became of it. */
  const deliver = async (run: JobRun, { reference, records }: Batch, report: ViolationReport): Promise<void> => {
    const failure = await receiver
      .deliver(
        { name: reference, createdAt: calendar.now(), violations: records.map(({ violation }) => violation) },
        run.signal,
      )
      .then(
        () => undefined,
        (error: unknown) => {
          if (error instanceof UpstreamError) return error;
          throw error;
        },
      );
    await run.boundary('file-delivered');
    const at = calendar.now();
    const outcomes = records.map((record) => ({
      ...record,
      reference,
      result: {
        noticeNo: record.violation.noticeNo,
        taken: failure === undefined,
        ...(failure && { errorDescription: failure.message.slice(0, 200) }),
      },
    }));
    await run.chunk(
      async (trx) => {
        await store.record(trx, 'SFTP', { outcomes, at, calendar });
        await effects.settle(
          trx,
          [{ reference }],
          failure === undefined ? 'SENT' : failure.outcome === 'rejected' ? 'REJECTED' : 'UNKNOWN',
          at,
        );
      },
      { long: true },
    );
    if (failure) run.logger.warn({ event: 'violation-file-not-delivered', file: reference, error: failure });
    else run.logger.info({ event: 'violation-file-delivered', file: reference, records: records.length });
    for (const { violation, result } of outcomes) report.went(violation, result);
    run.progress(report.counts());
    await run.boundary('file-settled');
  };

  return {
    async send(run) {
      const dates = await lists.datesFor(run);
      const report = new ViolationReport(WORDS);
      let files = 0;
      const next = async (state: 'SENDING' | 'PLANNED'): Promise<EffectBatch | undefined> => {
        run.signal.throwIfAborted();
        return (await intranet.read((executor) => effects.inState(executor, EFFECT, state, 1)))[0];
      };
      await run.chunk((trx) => effects.drop(trx, EFFECT));
      for (let file = await next('SENDING'); file; file = await next('SENDING')) {
        await deliver(run, thawed(file), report);
        files += 1;
      }
      await run.boundary('doubtful-delivered');

      const nextName = await names();
      let ready: Frozen[] = [];
      const plan = async (least: number): Promise<void> => {
        while (ready.length >= least && ready.length > 0) {
          const next = ready.slice(0, RECORDS);
          ready = ready.slice(RECORDS);
          const { records } = thawed({ reference: '', content: next });
          const unfit = await receiver.unfit(
            records.map(({ violation }) => violation),
            run.signal,
          );
          for (const [noticeNo, reason] of unfit) report.skip(noticeNo, reason);
          const content = next.filter(({ noticeNo }) => !unfit.has(noticeNo));
          if (content.length === 0) continue;
          const file = { reference: nextName(), content };
          await run.chunk((trx) => effects.plan(trx, EFFECT, [file], calendar.now()), { long: true });
        }
      };
      for await (const page of lists.prepared(run, 'SFTP', dates, report)) {
        ready.push(...page);
        await plan(RECORDS);
      }
      await plan(1);
      await run.boundary('files-planned');

      for (let file = await next('PLANNED'); file; file = await next('PLANNED')) {
        const planned = file;
        await run.chunk((trx) => effects.claim(trx, [planned], calendar.now()), { long: true });
        await run.boundary('file-claimed');
        await deliver(run, thawed(planned), report);
        files += 1;
      }
      const alert = report.alert();
      return { counts: { files, ...report.counts() }, ...(alert && { alert }) };
    },
  };
}
