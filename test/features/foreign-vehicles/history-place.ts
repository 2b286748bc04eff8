import fc from 'fast-check';
import type { Channel } from '../../../src/features/foreign-vehicles';
import {
  createViolationFiles,
  createViolationLists,
  createViolationUpdates,
} from '../../../src/features/foreign-vehicles';
import type {
  CarParkSource,
  Violation,
  ViolationReceiver,
  ViolationResult,
} from '../../../src/features/foreign-vehicles/port';
import { UpstreamError } from '../../../src/platform/outbound';
import type { JobResult, JobRun } from '../../../src/scheduling/job';
import { makeContext, noticeNumbers, statementsOf, type TestContext } from '../../support/contexts';
import { insertForeignNotices } from '../../support/foreign';
import { jobRun } from '../../support/job-run';
import { type Answer, type Born, type Happening, histories, type History, type RunOf } from './histories';
import {
  type Attempt,
  dayAfter,
  dayOf,
  isRight,
  midnightOf,
  type NaiveNotice,
  naiveLists,
  same,
  type Told,
  toldAs,
} from './naive-lists';

const MINUTE = 60_000;
const DAYS = 14;
const FEE = 1_000;
const CAR_PARKS = new Map([
  ['A0001', 'BISHAN STREET 23'],
  ['B0002', 'ALIWAL STREET'],
]);

/** A channel's own run, on a context, with vHub and REPCCS as they are given. */
export interface ChannelRunner {
  channel: Channel;
  /** What may go wrong with vHub there. */
  troubles: readonly Answer[];
  /** @returns the job's run. */
  create(on: {
    context: TestContext;
    vhub: ViolationReceiver;
    carParks: CarParkSource;
  }): (run: JobRun) => Promise<JobResult>;
}

export const byApi: ChannelRunner = {
  channel: 'API',
  troubles: ['refuses some', 'leaves some out', 'leaves some out, but takes them', 'away', 'answer lost'],
  create({ context: { intranet, services, calendar }, vhub, carParks }) {
    const lists = createViolationLists({ intranet, parameters: services.parameters, carParks, calendar });
    const updates = createViolationUpdates({ intranet, lists, vhub, calendar });
    return (run) => updates.send(run);
  },
};

/** Where a run by file is, in the words of one by API. */
const LABELS: Readonly<Record<string, string>> = {
  'doubtful-delivered': 'doubtful-sent',
  'file-claimed': 'batches-claimed',
  'file-delivered': 'batches-answered',
  'file-settled': 'batches-settled',
};

export const byFile: ChannelRunner = {
  channel: 'SFTP',
  troubles: ['away', 'answer lost'],
  create({ context: { intranet, services, calendar }, vhub, carParks }) {
    const lists = createViolationLists({ intranet, parameters: services.parameters, carParks, calendar });
    const files = createViolationFiles({
      intranet,
      lists,
      receiver: {
        make: ({ name, violations }) =>
          Promise.resolve({
            leftOut: new Map(),
            deliver: async (signal) => void (await vhub.updateViolation({ reference: name, violations }, signal)),
          }),
      },
      calendar,
    });
    return (run) => files.send({ ...run, boundary: (label) => run.boundary(LABELS[label] ?? label) });
  },
};

const toldOf = (violation: Violation): Told => ({
  noticeNo: violation.noticeNo,
  status: violation.status,
  location: violation.location,
  vehicleType: violation.vehicleType,
  compositionAmount: violation.compositionAmount,
  adminFee: violation.adminFee,
  totalAmount: violation.totalAmount,
});

class Cut extends Error {}

export interface HistoryPlace {
  troubles: readonly Answer[];
  /** Lives through a history. @throws where it goes otherwise than F says. */
  live(history: History): Promise<void>;
  close(): Promise<void>;
}

/** Databases on which one history after another is lived through. */
export async function makeHistoryPlace(kind: 'sqlite' | 'mssql', runner: ChannelRunner): Promise<HistoryPlace> {
  let now = new Date();
  const context = await makeContext(kind, {}, { clock: { now: () => now } });
  await context.services.parameters.set({ id: 'FOR', code: 'NPA', value: String(DAYS), actor: 'officer1' });
  const { intranet } = context;
  const { dialect } = intranet;
  const numbers = noticeNumbers(100);

  const live = async ({ ranBefore, born, steps }: History): Promise<void> => {
    await intranet.transaction(async (trx) => {
      for (const table of [
        'ocms_offence_avss',
        'ocms_offence_avss_sftp',
        'ocms_vhub_notice',
        'ocms_effect_batch',
        'ocms_internet_mirror_mark',
        'ocms_valid_offence_notice',
      ])
        await trx(table).delete();
    });
    // 03:00 in Singapore.
    now = new Date('2026-06-14T19:00:00.000Z');
    const notices: NaiveNotice[] = [];
    const told = new Map<string, Attempt[]>();
    /** Known to vHub, and what it has may be out of date: no record could be made since. */
    const owing = new Set<string>();
    let last = ranBefore ? now : undefined;

    // vHub's memory.
    const held = new Map<string, Told>();
    const answers = new Map<string, ViolationResult[]>();
    /** Claimed by a run that was cut off. */
    let doubtful: Told[] = [];

    // What the run at hand does.
    let current: RunOf | undefined;
    let awaited: Told[] = [];
    let calls = 0;
    let unrecorded: Omit<Attempt, 'at'>[] = [];

    const vhub: ViolationReceiver = {
      breachOf: () => undefined,
      async updateViolation({ reference, violations }) {
        calls += 1;
        const { run, some, meanwhile } = current!;
        if (calls === 1 && meanwhile) {
          await pass(MINUTE);
          await happen(meanwhile);
        }
        const sent = violations.map(toldOf);
        expect(sent).toEqual(awaited);
        const chosen = ({ noticeNo }: Told): boolean => (some & (1 << (numbers.indexOf(noticeNo) % 8))) !== 0;
        const words = (word: (each: Told) => Attempt['word']): void => {
          unrecorded = sent.map((each) => ({ told: each, word: word(each) }));
        };
        if (run === 'away') {
          words(() => 'none');
          throw failure('rejected');
        }
        let results = answers.get(reference);
        if (!results) {
          const refused = (each: Told): boolean => run === 'refuses some' && chosen(each);
          const leftOut = (each: Told): boolean => run.startsWith('leaves some out') && chosen(each);
          for (const each of sent)
            if (!refused(each) && !(run === 'leaves some out' && leftOut(each))) held.set(each.noticeNo, each);
          results = sent
            .filter((each) => !leftOut(each))
            .map((each) =>
              refused(each)
                ? { noticeNo: each.noticeNo, taken: false, errorCode: 'E_REC_001' }
                : { noticeNo: each.noticeNo, taken: true },
            );
          answers.set(reference, results);
        }
        const answered = new Map(results.map(({ noticeNo, taken }) => [noticeNo, taken]));
        if (run === 'answer lost') {
          words(() => 'none');
          throw failure('unknown');
        }
        words(({ noticeNo }) => {
          const taken = answered.get(noticeNo);
          return taken === undefined ? 'none' : taken ? 'taken' : 'refused';
        });
        return results;
      },
    };
    const failure = (outcome: 'rejected' | 'unknown') =>
      new UpstreamError('a test', {
        system: 'VHUB',
        operation: 'updateViolation',
        outcome,
        retryable: true,
        attempts: 3,
        status: undefined,
      });
    const perform = runner.create({
      context,
      vhub,
      carParks: {
        carParks: () => (current!.carParks ? Promise.resolve(CAR_PARKS) : Promise.reject(failure('unknown'))),
      },
    });

    const pass = async (milliseconds: number): Promise<void> => {
      const before = dayOf(now);
      now = new Date(now.getTime() + milliseconds);
      if (dayOf(now) === before) return;
      // As mark_for_archival does every night.
      for (const notice of notices)
        if (notice.archiveDate && (notice.paidAt || notice.suspension.reason !== 'FOR'))
          await change(notice, { archiveDate: null });
    };
    const change = async (notice: NaiveNotice, fields: Partial<NaiveNotice>): Promise<void> => {
      Object.assign(notice, fields, { updatedAt: now });
      const instant = (at: Date | null) => at && dialect.bindInstant(at);
      const { paidAt, suspension, archiveDate, ppCode, composition, adminFee } = notice;
      await intranet.transaction((trx) =>
        trx('ocms_valid_offence_notice')
          .where('notice_no', notice.noticeNo)
          .update({
            upd_date: dialect.bindInstant(now),
            payment_date: instant(paidAt),
            amount_paid: paidAt ? (composition / 100).toFixed(2) : '0.00',
            suspension_type: suspension.type,
            epr_reason_of_suspension: suspension.reason,
            epr_date_of_suspension: instant(suspension.at),
            archive_date: archiveDate,
            pp_code: ppCode,
            composition_amount: (composition / 100).toFixed(2),
            admin_fee: (adminFee / 100).toFixed(2),
          }),
      );
    };
    const create = async ({ foreign, days, hours, category, ppCode: code, ppName }: Born): Promise<void> => {
      if (notices.length === numbers.length) return;
      const notice: NaiveNotice = {
        noticeNo: numbers[notices.length]!,
        foreign,
        dated: new Date(now.getTime() - (days * 24 + hours) * 60 * MINUTE),
        category,
        ppCode: code,
        ppName,
        composition: 7_000,
        adminFee: 0,
        paidAt: null,
        suspension: { type: 'PS', reason: 'FOR', at: now },
        archiveDate: null,
        updatedAt: now,
      };
      notices.push(notice);
      await insertForeignNotices(intranet, [
        {
          notice_no: notice.noticeNo,
          dated: notice.dated.toISOString(),
          vehicle_registration_type: foreign ? 'F' : 'S',
          vehicle_category: category,
          pp_code: code,
          pp_name: ppName,
          epr_date_of_suspension: dialect.bindInstant(now) as string,
          upd_date: dialect.bindInstant(now) as string,
        },
      ]);
    };
    const happen = async (what: Happening): Promise<void> => {
      if (what.happens === 'created') return create(what.as);
      const notice = notices[what.to % notices.length]!;
      const { paidAt, suspension, archiveDate, composition, adminFee } = notice;
      const unpaid = !paidAt && suspension.reason === 'FOR';
      switch (what.happens) {
        case 'paid':
          return paidAt ? undefined : change(notice, { paidAt: now });
        case 'suspended': {
          const at = what.byDay ? midnightOf(dayOf(now)) : now;
          return unpaid || paidAt ? change(notice, { suspension: { type: what.type, reason: 'APP', at } }) : undefined;
        }
        case 'lifted':
          return !paidAt && !unpaid
            ? change(notice, { suspension: { type: 'PS', reason: 'FOR', at: now } })
            : undefined;
        case 'moved':
          return change(notice, { ppCode: what.ppCode });
        case 'fee added':
          return unpaid && adminFee === 0
            ? change(notice, { composition: composition + FEE, adminFee: FEE })
            : undefined;
        case 'marked for archival':
          return unpaid && !archiveDate ? change(notice, { archiveDate: dayAfter(dayOf(now), 2) }) : undefined;
      }
    };

    const run = async (of: RunOf): Promise<void> => {
      current = of;
      calls = 0;
      unrecorded = [];
      const at = now;
      const naive = { at, last, days: DAYS, carParks: of.carParks ? CAR_PARKS : undefined, owed: owing };
      const owed = doubtful;
      awaited = owed;
      let lists = naiveLists([], told, naive, now);
      let [settled, cut] = [false, false];
      const boundary = async (label: string): Promise<void> => {
        if (label === 'doubtful-sent') {
          doubtful = [];
          lists = naiveLists(notices, told, naive, now);
          awaited = lists.tell;
        }
        if (label === 'batches-claimed') doubtful = lists.tell;
        if (label === 'batches-settled') {
          settled = true;
          doubtful = [];
          for (const each of unrecorded) {
            const before = told.get(each.told.noticeNo) ?? [];
            told.set(each.told.noticeNo, [...before, { ...each, at: now }]);
            if (each.word === 'taken') owing.delete(each.told.noticeNo);
          }
        }
        if (label !== of.cutAt) return;
        cut = true;
        throw new Cut();
      };
      let result: JobResult | undefined;
      const statements = await statementsOf(intranet, async () => {
        try {
          result = await perform(jobRun(context, { lastSucceededAt: () => Promise.resolve(last), boundary }));
        } catch (error) {
          if (!(error instanceof Cut)) throw error;
        }
      });
      // A page, and a batch or two, whatever the number of notices.
      expect(statements.length).toBeLessThan(30);
      const cutFirst = owed.length > 0 && cut && (of.cutAt === 'batches-answered' || of.cutAt === 'batches-settled');
      const tells = lists.tell.length > 0 && !cutFirst && !(cut && of.cutAt === 'batches-claimed');
      expect(calls).toBe((owed.length > 0 ? 1 : 0) + (tells ? 1 : 0));
      expect(settled || calls === 0 || of.cutAt === 'batches-answered').toBe(true);
      expectNothingTwice(told);
      for (const noticeNo of lists.skipped)
        if (told.get(noticeNo)?.some(({ word }) => word === 'taken')) owing.add(noticeNo);
      if (!result) return;
      last = at;
      expect(result.counts.skipped).toBe(lists.skipped.length);
      const well = [...told.values()].every((past) => past.at(-1)!.word === 'taken');
      if (!well || !of.carParks || of.meanwhile || !ranBefore) return;
      for (const notice of notices) {
        if (!toldAs(notice, 'S', CAR_PARKS)) continue;
        const right = isRight(notice, held.get(notice.noticeNo), naive);
        if (!right)
          throw new Error(`wrong at vHub: ${JSON.stringify({ notice, held: held.get(notice.noticeNo), at })}`);
      }
    };

    for (const each of born) await create(each);
    for (const step of steps) {
      if ('run' in step) await run(step);
      else if ('happens' in step) await happen(step);
      else
        switch (step.passes) {
          case 'a minute':
            await pass(MINUTE);
            break;
          case 'six hours':
            await pass(6 * 60 * MINUTE);
            break;
          case 'a day':
            await pass(24 * 60 * MINUTE);
            break;
          case 'three days':
            for (let day = 0; day < 3; day += 1) await pass(24 * 60 * MINUTE);
            break;
          case 'to midnight':
          case 'to just before midnight': {
            const midnight = midnightOf(dayAfter(dayOf(now), 1)).getTime();
            await pass(midnight - now.getTime() - (step.passes === 'to midnight' ? 0 : 1));
          }
        }
    }
    // However it went: one run that goes well makes it right.
    await pass(24 * 60 * MINUTE);
    await run({ run: 'takes all', some: 0, carParks: true });
  };

  return { troubles: runner.troubles, live, close: () => context.close() };
}

/** What vHub is known to have of a notice it is not told again on that day. */
function expectNothingTwice(told: ReadonlyMap<string, readonly Attempt[]>): void {
  for (const past of told.values()) {
    const words = past.filter(({ word }) => word !== 'refused');
    for (const [index, { word, told: now, at }] of words.entries()) {
      const before = words[index - 1];
      if (word !== 'taken' || before?.word !== 'taken' || dayOf(before.at) !== dayOf(at)) continue;
      if (same(before.told, now)) throw new Error(`told twice on one day: ${JSON.stringify(now)}`);
    }
  }
}

/** Lives through random histories; what fails is shrunk, and told with its seed. */
export async function checkHistories(place: HistoryPlace, runs: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(histories(place.troubles), (history) => place.live(history)),
    { numRuns: runs },
  );
}
