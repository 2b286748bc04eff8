import fc from 'fast-check';
import { dataEncryption, exclusionHash } from '../../../src/app/ground';
import {
  advisoryCaseStore,
  type CaseStory,
  createAdvisoryPipeline,
  createSteps,
  createWritings,
  createExclusionList,
} from '../../../src/features/advisory-notices';
import { ownerStore } from '../../../src/features/personal-data';
import type { JobResult, JobRun } from '../../../src/scheduling/job';
import { makeContext, noticeNumbers } from '../../support/contexts';
import { jobRun } from '../../support/job-run';
import { insertNotices } from '../../support/notices';
import {
  ANSWERS,
  emailOf,
  historyPartners,
  type HistoryPartners,
  idOf,
  mobileOf,
  nameOf,
  vehicleOf,
} from './history-partners';
import { type Answer, type Asked, type Born, type Conditions, type NaiveWay, naiveWay, partnerOf } from './naive-way';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SINGAPORE = 8 * HOUR;
const TABLES = [
  ...['ocms_advisory_event', 'ocms_advisory_case', 'ocms_suspended_notice', 'ocms_ean_exclusion'],
  ...['ocms_advisory_gate', 'ocms_condition', 'ocms_internet_mirror_mark', 'ocms_valid_offence_notice'],
];
const MINDEF = 'MINDEF';
const RULE_CODE = 10300;
const FIRST_WAIT = 5 * 60_000;
const LONGEST_WAIT = 12 * HOUR;

interface Suspension {
  type: 'TS' | 'PS';
  reason: string;
}

/** What is believed of a notice. */
interface NaiveNotice {
  noticeNo: string;
  born: Born;
  excluded: boolean;
  spoiled: boolean;
  suspension: Suspension | undefined;
  /** What happened so far, as it must be in the case's history. */
  events: { text: string; at: Date }[];
  /** How things were when each step was done. */
  conditions: Map<string, Conditions>;
  state: 'under way' | 'SUSPENDED' | 'HALTED' | 'MANUAL_REVIEW';
  reason: string | undefined;
  /** How often in a row it could not be worked on, and until when it is left alone. */
  failures: number;
  retryAt: Date | undefined;
  /** Whether operations have yet to hear of its review. */
  untold: boolean;
}

/** Where a run is disturbed, at the n-th boundary it comes to, and how. */
type Disturbance = { cut: number } | { overtaken: number } | { suspends: number; to: number; suspension: Suspension };

class Cut extends Error {}

/** A 4.1.4.a */
const halts = ({ type, reason }: Suspension): boolean => !(type === 'TS' && reason === 'HST');

export interface HistoryPlace {
  /** @throws where a run of commands goes otherwise than A says. */
  check(histories: number): Promise<void>;
  close(): Promise<void>;
}

/** Databases on which one history after another is lived through, with the real pipeline. */
export async function makeHistoryPlace(kind: 'sqlite' | 'mssql'): Promise<HistoryPlace> {
  let now = new Date(0);
  const context = await makeContext(kind, {}, { clock: { now: () => now } });
  const { intranet, config, calendar } = context;
  const { dialect } = intranet;
  const store = advisoryCaseStore(intranet);
  const owners = ownerStore(intranet, dataEncryption(config));
  const writings = createWritings({ sender: config.advisoryNotices!.sender, calendar });
  const numbers = noticeNumbers(1_000);

  const rowsOf = async (table: string, noticeNo: string): Promise<Record<string, unknown>[]> =>
    intranet.read((executor) => executor(table).where('notice_no', noticeNo).select<Record<string, unknown>[]>('*'));
  const storyOf = async (noticeNo: string): Promise<CaseStory> =>
    (await intranet.read((executor) => store.story(executor, noticeNo)))!;

  /** A life of its own: no notices, partners that all work, 03:00 on 15 June 2026 in Singapore. */
  const begin = async () => {
    await intranet.transaction(async (trx) => {
      for (const table of TABLES) await trx(table).delete();
    });
    now = new Date('2026-06-14T19:00:00.000Z');
    const notices: NaiveNotice[] = [];
    const answers = Object.fromEntries(Object.keys(ANSWERS).map((asked) => [asked, 'works'])) as Record<Asked, Answer>;
    /** Of some notices others. */
    const exceptions = new Map<string, Partial<Record<Asked, Answer>>>();
    const noticeOf = (noticeNo: string): NaiveNotice => notices.find((notice) => notice.noticeNo === noticeNo)!;
    const answersOf = (noticeNo: string): Record<Asked, Answer> => ({ ...answers, ...exceptions.get(noticeNo) });
    const { partners, letters, taken, wrong, silentFor }: HistoryPartners = historyPartners(
      (asked, noticeNo) => answersOf(noticeNo)[asked],
      (noticeNo) => noticeOf(noticeNo).born,
    );
    const steps = createSteps({
      intranet,
      partners,
      owners,
      exclusions: createExclusionList(exclusionHash(context.config)),
      writings: { ...writings, letters },
      military: { name: MINDEF, address: { kind: 'foreign', lines: ['1 EXAMPLE CAMP'] } },
      calendar,
      logger: context.logger,
    });
    const pipeline = createAdvisoryPipeline({ intranet, steps, owners, calendar });

    const qualify = async (born: Born): Promise<void> => {
      const noticeNo = numbers[notices.length]!;
      notices.push({
        noticeNo,
        born,
        excluded: false,
        spoiled: false,
        suspension: undefined,
        events: [],
        conditions: new Map(),
        state: 'under way',
        reason: undefined,
        failures: 0,
        retryAt: undefined,
        untold: false,
      });
      await insertNotices(intranet, [
        {
          notice_no: noticeNo,
          vehicle_no: vehicleOf(noticeNo),
          vehicle_registration_type: born.type,
          an_flag: 'Y',
          computer_rule_code: RULE_CODE,
          pp_name: 'BISHAN STREET 23',
          notice_date_and_time: dialect.bindInstant(now) as string,
        },
      ]);
      await intranet.transaction((trx) => store.open(trx, noticeNo, now));
    };
    const suspend = async (notice: NaiveNotice, suspension: Suspension | undefined): Promise<void> => {
      notice.suspension = suspension;
      await intranet.transaction((trx) =>
        trx('ocms_valid_offence_notice')
          .where('notice_no', notice.noticeNo)
          .update({
            suspension_type: suspension?.type ?? null,
            epr_reason_of_suspension: suspension?.reason ?? null,
          }),
      );
    };
    const exclude = async (notice: NaiveNotice): Promise<void> => {
      if (notice.excluded) return;
      notice.excluded = true;
      await intranet.transaction((trx) =>
        trx('ocms_ean_exclusion').insert({
          id_hash: exclusionHash(context.config).of(idOf(notice.noticeNo)),
          ...{ id_masked: '****', cre_user_id: 'a test', cre_date: intranet.dialect.bindInstant(now) },
        }),
      );
    };

    const spoil = async (notice: NaiveNotice, spoiled: boolean): Promise<void> => {
      notice.spoiled = spoiled;
      await intranet.transaction((trx) =>
        trx('ocms_valid_offence_notice')
          .where('notice_no', notice.noticeNo)
          .update({ computer_rule_code: spoiled ? null : RULE_CODE }),
      );
    };

    const closedGates = async (): Promise<ReadonlySet<string>> => {
      const partnersAway = await intranet.read((executor) =>
        executor('ocms_advisory_gate').whereNotNull('closed_at').pluck<string[]>('partner'),
      );
      return new Set(partnersAway);
    };

    const run = async (disturbance?: Disturbance): Promise<void> => {
      const before = new Map(
        notices.map((notice): [string, Conditions] => [
          notice.noticeNo,
          {
            answers: answersOf(notice.noticeNo),
            excluded: notice.excluded,
            spoiled: notice.spoiled,
            taken: new Set(
              [...taken.keys()].filter((each) => each.startsWith(notice.noticeNo)).map((each) => each.split('-')[1]!),
            ),
          },
        ]),
      );
      const owed = notices.filter(({ state, retryAt }) => state === 'under way' && !(retryAt && retryAt > now));
      const suspendedBefore = new Map(notices.map(({ noticeNo, suspension }) => [noticeNo, suspension]));
      if ((await closedGates()).size === 0) expect(await pipeline.anyDue()).toBe(owed.length > 0);
      /** The notice that is suspended meanwhile, and how many events it had. */
      let meanwhile: { notice: NaiveNotice; events: number } | undefined;
      const overtaken = disturbance !== undefined && 'overtaken' in disturbance;
      let reached = 0;
      let cut = false;
      const boundary = async (): Promise<void> => {
        reached += 1;
        if (!disturbance) return;
        if ('cut' in disturbance && reached >= disturbance.cut) {
          cut = true;
          throw new Cut();
        }
        if ('overtaken' in disturbance && reached === disturbance.overtaken) await pipeline.process(jobRun(context));
        if ('suspends' in disturbance && reached === disturbance.suspends) {
          const notice = notices[disturbance.to % notices.length]!;
          const { events, state } = await storyOf(notice.noticeNo);
          if (notice.state !== 'under way' || state === 'SUSPENDED') return;
          meanwhile = { notice, events: events.length };
          await suspend(notice, disturbance.suspension);
        }
      };
      const aside: string[] = [];
      let result: JobResult | undefined;
      try {
        result = await pipeline.process(jobRun(context, { boundary } satisfies Partial<JobRun>));
      } catch (error) {
        if (!(error instanceof Cut)) throw error;
      }
      expect(result === undefined).toBe(cut);
      const away = await closedGates();
      // Three in a row, none answered between them or since.
      for (const partner of away) expect(silentFor.get(partner)?.size ?? 0).toBeGreaterThanOrEqual(3);
      for (const notice of owed) {
        const { noticeNo, events } = notice;
        const story = await storyOf(noticeNo);
        const seen = story.events.map(({ step, outcome }) => `${step} ${outcome}`);
        for (const { step } of story.events.slice(events.length)) notice.conditions.set(step, before.get(noticeNo)!);
        const whole = naiveWay(notice.born, (step) => notice.conditions.get(step) ?? before.get(noticeNo)!);
        let expected: Omit<NaiveWay, 'state'> & { state: NaiveNotice['state'] | NaiveWay['state'] } = whole;
        const halted = (after: number, { type, reason }: Suspension): typeof expected => {
          const next = whole.events[after]?.split(' ')[0] ?? whole.step;
          const advisory = type === 'PS' && reason === 'ANS';
          return {
            events: [
              ...whole.events.slice(0, after),
              `${next} ${advisory ? 'alreadySuspended' : 'suspendedOtherwise'}`,
            ],
            state: advisory ? 'SUSPENDED' : 'HALTED',
          };
        };
        const first = suspendedBefore.get(noticeNo);
        if (first && halts(first)) expected = halted(events.length, first);
        else if (meanwhile?.notice === notice && halts(notice.suspension!)) {
          // The step under way is committed, unless it is the suspension; none begins after it.
          const most = meanwhile.events + (whole.events[meanwhile.events] === 'SUSPEND suspended' ? 0 : 1);
          if (whole.events.length > most || (whole.events.length === most && whole.step))
            expected = halted(seen.length - 1 <= meanwhile.events ? meanwhile.events : most, notice.suspension!);
        }
        const complete = expected.events;
        const next = complete[seen.length]?.split(' ')[0] ?? whole.step;
        const waits = next !== undefined && away.has(partnerOf(next, notice.born) ?? '');
        expect(seen).toEqual(cut || waits ? complete.slice(0, Math.max(seen.length, events.length)) : complete);
        const through = seen.length === complete.length;
        if (seen.length > events.length) [notice.failures, notice.retryAt] = [0, undefined];
        if (through && expected.state === 'cannot be worked on') {
          const wait = Math.min(FIRST_WAIT * 2 ** notice.failures, LONGEST_WAIT);
          if (!(cut || waits) || story.retryAt?.getTime() === now.getTime() + wait) {
            notice.failures += 1;
            notice.retryAt = new Date(now.getTime() + wait);
            aside.push(`- ${noticeNo}: ${expected.step}`);
          }
        } else if (through) {
          notice.state = expected.state as NaiveNotice['state'];
          notice.reason = expected.reason;
          notice.untold = expected.reason !== undefined;
        }
        notice.events.push(...seen.slice(events.length).map((text) => ({ text, at: now })));
        if (notice.events.at(-1)?.text === 'SUSPEND suspended') notice.suspension = { type: 'PS', reason: 'ANS' };
      }
      if (result) {
        if (away.size === 0) expect(await pipeline.anyDue()).toBe(false);
        // As the runner does when the e-mail is on record.
        if (result.onRecord) await intranet.transaction(result.onRecord);
        const untold = notices.filter((notice) => notice.untold);
        const told = (result.alert?.problem ?? '').split('\n').filter((line) => /^- \d+A: /.test(line));
        const reviews = untold.map(({ noticeNo, reason }) => `- ${noticeNo}: ${reason}`);
        if (!overtaken) expect(told.sort()).toEqual([...reviews, ...aside].sort());
        for (const notice of untold) notice.untold = false;
        const count = (state: NaiveNotice['state']): number => owed.filter((notice) => notice.state === state).length;
        if (!overtaken)
          expect(result.counts).toEqual({
            suspended: count('SUSPENDED'),
            halted: count('HALTED'),
            manualReview: count('MANUAL_REVIEW'),
            ...(aside.length > 0 && { setAside: aside.length }),
          });
      }
      await checkAll();
    };

    const checkAll = async (): Promise<void> => {
      expect(wrong).toEqual([]);
      for (const notice of notices) {
        const { noticeNo, born, events } = notice;
        const story = await storyOf(noticeNo);
        expect(story.state === 'SUSPENDED' || story.state === 'HALTED' || story.state === 'MANUAL_REVIEW').toBe(
          notice.state !== 'under way',
        );
        if (notice.state !== 'under way') expect(story).toMatchObject({ state: notice.state, step: undefined });
        expect(story.reason).toBe(notice.reason);
        expect(story.retryAt).toEqual(notice.retryAt);
        expect(story.events.map(({ at }) => at)).toEqual(events.map(({ at }) => at));
        const whenDid = (text: string): Date | undefined => events.find((event) => event.text === text)?.at;
        const [row] = await rowsOf('ocms_valid_offence_notice', noticeNo);
        const instantOf = (column: string): Date | undefined =>
          row![column] === null ? undefined : dialect.readInstant(row![column]);

        // A 5.2.1, A 6.2.1
        const [sms, email, letter] = ['SEND_SMS sent', 'SEND_EMAIL sent', 'SEND_LETTER sent'].map(whenDid);
        expect([sms, email, letter].filter(Boolean).length).toBeLessThanOrEqual(1);
        expect(row).toMatchObject({
          ean_sent_flag: (sms ?? email) ? 'Y' : null,
          notification_method: sms ? 'SMS' : email ? 'EMAIL' : null,
          letter_sent_flag: letter ? 'Y' : null,
          slift_submission_id: letter ? taken.get(`${noticeNo}-LETTER`)!.id : null,
          suspension_type: notice.suspension?.type ?? null,
          epr_reason_of_suspension: notice.suspension?.reason ?? null,
        });
        expect(instantOf('ean_sent_timestamp')).toEqual(sms ?? email);
        expect(instantOf('letter_sent_timestamp')).toEqual(letter);

        // A 7.2.1
        const at = whenDid('SUSPEND suspended');
        const suspensions = await rowsOf('ocms_suspended_notice', noticeNo);
        expect(suspensions.map(({ sr_no, reason_of_suspension }) => [sr_no, reason_of_suspension])).toEqual(
          at ? [[1, 'ANS']] : [],
        );
        if (at) {
          expect(dialect.readInstant(suspensions[0]!.date_of_suspension)).toEqual(at);
          const midnight = Math.floor((at.getTime() + SINGAPORE) / DAY) * DAY - SINGAPORE;
          expect(dialect.readInstant(suspensions[0]!.due_date_of_revival)).toEqual(new Date(midnight + 30 * DAY));
        }

        // What partners took: what was sent, what failed with its answer lost, or what is in doubt and owed.
        for (const [what, step] of [
          ['SMS', 'SEND_SMS'],
          ['EMAIL', 'SEND_EMAIL'],
          ['LETTER', 'SEND_LETTER'],
        ] as const) {
          const sent = taken.get(`${noticeNo}-${what}`);
          const outcome = events.find(({ text }) => text.startsWith(`${step} `))?.text.split(' ')[1];
          if (outcome === 'sent') expect(sent).toBeDefined();
          if (!sent) continue;
          expect(outcome === undefined && notice.state !== 'under way').toBe(false);
          const to = what === 'SMS' ? mobileOf(noticeNo) : what === 'EMAIL' ? emailOf(noticeNo) : nameOf(noticeNo);
          expect(sent.to).toBe(what === 'LETTER' && born.type === 'I' ? MINDEF : to);
          expect(sent.content).toContain(noticeNo);
          // Of the day that it was owed from.
          if (what === 'LETTER')
            expect(JSON.parse(sent.content)).toMatchObject({
              date: new Date(whenDid('FIND_ADDRESS found')!.getTime() + SINGAPORE).toISOString().slice(0, 10),
            });
        }
      }
    };

    return {
      notices,
      qualify,
      suspend,
      exclude,
      spoil,
      run,
      /** All partners work again, and tries are due. */
      mend() {
        for (const asked of Object.keys(answers) as Asked[]) answers[asked] = 'works';
        exceptions.clear();
        now = new Date(now.getTime() + LONGEST_WAIT);
      },
      answer(asked: Asked, answer: Answer, to: number | undefined) {
        if (to === undefined || notices.length === 0) answers[asked] = answer;
        else {
          const { noticeNo } = notices[to % notices.length]!;
          exceptions.set(noticeNo, { ...exceptions.get(noticeNo), [asked]: answer });
        }
      },
    };
  };
  type Life = Awaited<ReturnType<typeof begin>>;

  type Command = fc.AsyncCommand<object, Life>;
  const command = (told: string, perform: (life: Life) => Promise<void> | void, check?: (life: Life) => boolean) =>
    ({
      check: () => true,
      run: async (_model, life) => (check && !check(life) ? undefined : perform(life)),
      toString: () => told,
    }) satisfies Command;
  const one = (told: string, to: number, perform: (life: Life, notice: NaiveNotice) => Promise<void>) =>
    command(
      `${told} ${to}`,
      (life) => perform(life, life.notices[to % life.notices.length]!),
      ({ notices }) => notices.length > 0,
    );

  const to = fc.nat(5);
  const suspension = fc.constantFrom<Suspension>(
    { type: 'TS', reason: 'HST' },
    { type: 'TS', reason: 'APP' },
    { type: 'TS', reason: 'ANS' },
    { type: 'PS', reason: 'FOR' },
    { type: 'PS', reason: 'ANS' },
    { type: 'PS', reason: 'HST' },
  );
  const born = fc.record<Born>({
    type: fc.constantFrom('S', 'S', 'S', 'S', 'S', 'V', 'D', 'I'),
    owner: fc.constantFrom('NRIC', 'FIN', 'UEN', 'UEN', 'PASSPORT'),
    mobile: fc.boolean(),
    email: fc.boolean(),
    address: fc.boolean(),
  });
  const qualified = born.map((as) => command(`qualified ${JSON.stringify(as)}`, (life) => life.qualify(as)));
  // What comes late in a notice's way is seldom reached where look-ups fail.
  const asked = fc.constantFrom<Asked>(
    ...(Object.keys(ANSWERS) as Asked[]),
    ...(['SMS', 'EMAIL', 'SLIFT', 'SLIFT', 'SLIFT'] as const),
  );
  const answered = asked.chain((which) =>
    fc
      .tuple(fc.constantFrom<Answer>('works', ...ANSWERS[which]), fc.option(to, { nil: undefined }))
      .map(([answer, only]) =>
        command(`${which} ${answer}${only === undefined ? '' : `, of ${only}`}`, (life) =>
          life.answer(which, answer, only),
        ),
      ),
  );
  const disturbance = fc.oneof(
    fc.integer({ min: 1, max: 20 }).map((cut): Disturbance => ({ cut })),
    fc.integer({ min: 1, max: 12 }).map((overtaken): Disturbance => ({ overtaken })),
    fc.record({ suspends: fc.integer({ min: 1, max: 12 }), to, suspension }),
  );
  const ran = fc
    .tuple(fc.option(disturbance, { nil: undefined }), fc.constantFrom(0, 0, HOUR, DAY))
    .map(([how, passes]) =>
      command(`run ${JSON.stringify(how ?? '')}, then ${passes / HOUR} hours pass`, async (life) => {
        await life.run(how);
        now = new Date(now.getTime() + passes);
      }),
    );
  const commands = [
    qualified,
    qualified,
    qualified,
    answered,
    answered,
    answered,
    ran,
    ran,
    ran,
    fc
      .tuple(to, suspension)
      .map(([which, as]) => one(`${as.type}-${as.reason} of`, which, (life, notice) => life.suspend(notice, as))),
    to.map((which) => one('revived', which, (life, notice) => life.suspend(notice, undefined))),
    fc
      .tuple(to, fc.boolean())
      .map(([which, spoiled]) =>
        one(spoiled ? 'spoiled' : 'made whole', which, (life, notice) => life.spoil(notice, spoiled)),
      ),
    to.map((which) => one('excluded', which, (life, notice) => life.exclude(notice))),
  ];

  return {
    check: (histories) =>
      fc.assert(
        fc.asyncProperty(
          fc.commands<object, Life, false>(commands as never, { maxCommands: 25, size: 'max' }),
          async (some) => {
            const life = await begin();
            await fc.asyncModelRun(() => ({ model: {}, real: life }), some as never);
            // However it went: when partners answer again, nobody waits but those who cannot be worked on.
            life.mend();
            await life.run();
            for (const { state, retryAt } of life.notices)
              expect(state !== 'under way' || retryAt !== undefined).toBe(true);
          },
        ),
        { numRuns: histories },
      ),
    close: () => context.close(),
  };
}
