import { type Database, rollback, type Transaction } from '../../db/database';
import type { Calendar } from '../../platform/calendar';
import { AppError } from '../../platform/errors';
import { createTurns } from '../../platform/turns';
import type { Logger } from '../../platform/logging';
import { loggable } from '../../platform/scrub';
import { advisoryCaseStore } from '../advisory-notices';
import { checkQualification, type Qualification } from '../qualification';
import { createSuspender, type SuspensionReason } from '../suspension';
import { fateBeforeQualification, registrationType } from './rules';
import { SOURCES } from './sources';
import { type Delivery, noticeCreationStore, type Receipt, type StoredNotice } from './store';
import type { CreationOutcome, Fate, NoticeSource, Offence } from './types';

export interface NoticeCreationService {
  /**
   * Creates a notice from an offence, with all that follows from it, in one transaction (A 3, F 2.2, decisions §5).
   *
   * @param logger of the request it came with
   * @throws AppError `unavailable` when the source needs known rule codes and there are none.
   */
  create(offence: Offence, logger?: Logger): Promise<CreationOutcome>;
  /** Whether there are offence rule codes to check against. */
  ruleCodesLoaded(): Promise<boolean>;
  /** Purges what deliveries of more than a day ago were answered. */
  purgeDeliveries(): Promise<void>;
  /** Purges the locks of vehicles that had no notice for more than a day. */
  purgeVehicles(): Promise<void>;
}

export interface NoticeCreationOptions {
  intranet: Database;
  calendar: Calendar;
  logger: Logger;
  /** How long a creation waits for the vehicle's others, and for a place, in this process. */
  patienceMs: number;
  /** Told of every notice once it is stored, and why it is no advisory notice where that was asked (A 2.2). */
  onCreated: (source: NoticeSource, fate: Fate, reason?: NotQualified) => void;
  /** Where tests crash the process. */
  boundary?: (label: string) => Promise<void>;
}

/** How long a repeated delivery without a number gets its first answer again (decisions §5). */
const REPEATED_WITHIN_MS = 24 * 3_600_000;
/** Others may be first with the number, the vehicle or the delivery; each time the next attempt sees it. */
const ATTEMPTS = 5;
const PURGE_AT_ONCE = 1_000;
const VEHICLES_AT_ONCE = 500;
/** Of the connections for writing. */
const SHARE_OF_CREATIONS = 0.6;

const SUSPENSIONS: Readonly<Partial<Record<Fate, SuspensionReason>>> = {
  'double-booked': 'DBB',
  foreign: 'FOR',
  'advisory-by-source': 'ANS',
};

/** What one attempt came to; `fate` is missing where nothing was created by it. */
interface Attempt {
  outcome: CreationOutcome;
  fate?: Fate;
  reason?: NotQualified | undefined;
}

/** Why a notice is no advisory notice: the step of A 2.2 that it did not pass, or that the check failed (A 2.2.3). */
type NotQualified = Exclude<Qualification, { qualified: true }>['reason'] | 'check-failed';

/** Qualification failed for good: the notice is created without it. */
class QualificationFailed extends Error {}

export function createNoticeCreationService({
  intranet,
  calendar,
  logger,
  patienceMs,
  onCreated,
  boundary = () => Promise.resolve(),
}: NoticeCreationOptions): NoticeCreationService {
  const { dialect } = intranet;
  const store = noticeCreationStore(intranet);
  const cases = advisoryCaseStore(intranet);
  // Creations that wait for a held row leave connections to everybody else, and to other vehicles.
  const vehicles = createTurns({
    atOnce: Math.max(1, Math.ceil(intranet.transactionsAtOnce * SHARE_OF_CREATIONS)),
    patienceMs,
  });
  const numbers = createTurns({ atOnce: 1, patienceMs });
  const suspender = createSuspender({ calendar });
  const dayBefore = (at: Date): Date => new Date(at.getTime() - REPEATED_WITHIN_MS);

  /** @throws QualificationFailed for what would fail again; what may pass is left to the transaction's repetition. */
  const qualification = async (
    trx: Transaction,
    offence: Offence & { noticeNo: string },
    at: Date,
  ): Promise<{ fate: Fate; reason?: NotQualified }> => {
    try {
      const notice = { ...offence, offenceDate: calendar.dateOf(offence.noticeDateAndTime) };
      const checked = await checkQualification(trx, notice, at, calendar);
      return checked.qualified ? { fate: 'advisory' } : { fate: 'ordinary', reason: checked.reason };
    } catch (error) {
      if (error instanceof AppError || dialect.faultOf(error) !== 'other') throw error;
      throw new QualificationFailed('qualification failed', { cause: error });
    }
  };

  /** One attempt, under this number. */
  const createOnce = (sent: Offence, noticeNo: string, qualifying: boolean, log: Logger): Promise<Attempt> =>
    vehicles.take(sent.vehicleNo ?? `notice ${noticeNo}`, () => inOneTransaction(sent, noticeNo, qualifying, log));

  const inOneTransaction = (sent: Offence, noticeNo: string, qualifying: boolean, log: Logger): Promise<Attempt> =>
    // Where nothing is created nothing is kept, not even the vehicle's lock.
    intranet.transaction<Attempt>(async (trx) => {
      if (sent.vehicleNo !== null) await store.lockVehicle(trx, sent.vehicleNo);
      await boundary('vehicle-locked');
      const at = calendar.now();
      const generated = sent.noticeNo === null;
      const first = generated ? await store.receiptOf(trx, sent, dayBefore(at)) : undefined;
      if (first) return rollback({ outcome: { outcome: 'created', generated, ...first } });

      const offenceDate = calendar.dateOf(sent.noticeDateAndTime);
      const facts = await store.facts(trx, noticeNo, { ...sent, offenceDate });
      if (facts.duplicate) return rollback({ outcome: { outcome: 'duplicate' } });
      if (SOURCES[sent.source].needsKnownRuleCode && !facts.ruleCodeKnown) {
        if (facts.ruleCodesLoaded) return rollback({ outcome: { outcome: 'unknown-rule-code' } });
        throw new AppError(
          'unavailable',
          'there are no offence rule codes; run: npm run ocms -- reference import rule-codes FILE',
        );
      }

      const vehicleRegistrationType = registrationType(sent, facts.vip);
      const offence = { ...sent, noticeNo, vehicleRegistrationType };
      const settled = fateBeforeQualification({
        ...sent,
        registrationType: vehicleRegistrationType,
        doubleBooked: facts.doubleBooked,
      });
      const { fate, reason }: { fate: Fate; reason?: NotQualified } = settled
        ? { fate: settled }
        : qualifying
          ? await qualification(trx, offence, at)
          : { fate: 'ordinary', reason: 'check-failed' };
      await boundary('fate-decided');
      const advisory = fate === 'advisory' || fate === 'advisory-by-source';
      const notice: StoredNotice = {
        ...offence,
        anFlag: advisory ? 'Y' : 'N',
        paymentAcceptanceAllowed: advisory ? 'N' : 'Y',
      };
      await store.insertNotice(trx, notice, at);
      await boundary('notice-inserted');
      await store.insertDetail(trx, notice, at);
      await boundary('detail-inserted');
      const suspension = SUSPENSIONS[fate];
      if (suspension) await suspender.suspend(trx, [noticeNo], suspension, at, log);
      if (fate === 'advisory') await cases.open(trx, noticeNo, at);
      await boundary('suspended');
      if (generated) await store.writeReceipt(trx, sent, { noticeNo, fate }, at, dayBefore(at));
      await sent.by?.record(trx, { noticeNo, source: sent.source, fate });
      await boundary('before-commit');
      return { outcome: { outcome: 'created', noticeNo, generated, fate }, fate, reason };
    });

  /** What a repeated delivery was answered: asked first, so that it takes no new number. */
  const answeredBefore = (delivery: Delivery): Promise<Receipt | undefined> =>
    intranet.read((executor) => store.receiptOf(executor, delivery, dayBefore(calendar.now())));

  const freeNumber = async (): Promise<string> => {
    for (;;) {
      const noticeNo = await numbers.take('number', () => intranet.transaction((trx) => store.takeNumber(trx)));
      if (!(await intranet.read((executor) => store.isTaken(executor, noticeNo)))) return noticeNo;
    }
  };

  return {
    async create(offence, requestLogger = logger) {
      const { source, transactionId } = offence;
      const log = requestLogger.child({ source, transactionId: loggable(transactionId) });
      const rules = SOURCES[source];
      const fault = rules.labelFault(offence.subsystemLabel);
      if (fault) {
        log.info({ event: 'notice-not-created', noticeNo: offence.noticeNo, outcome: fault });
        return { outcome: fault };
      }
      if (offence.noticeNo === null) {
        if (!rules.numberOptional) throw new AppError('internal', `${source} must bring the notice number`);
        const first = await answeredBefore(offence);
        if (first) {
          log.info({ event: 'delivery-repeated', noticeNo: first.noticeNo });
          return { outcome: 'created', generated: true, ...first };
        }
      }

      let qualifying = true;
      for (let tried = 1; ; tried += 1) {
        const noticeNo = offence.noticeNo ?? (await freeNumber());
        await boundary('number-taken');
        try {
          const { outcome, fate, reason } = await createOnce(offence, noticeNo, qualifying, log);
          await boundary('committed');
          // Somebody's own notice got the number that OCMS made.
          if (outcome.outcome === 'duplicate' && offence.noticeNo === null) {
            if (tried < ATTEMPTS) continue;
            throw new AppError('internal', 'every number OCMS made was taken meanwhile');
          }
          if (fate) {
            log.info({ event: 'notice-created', noticeNo, fate, reason });
            onCreated(source, fate, reason);
          } else {
            log.info({
              event: outcome.outcome === 'created' ? 'delivery-repeated' : 'notice-not-created',
              noticeNo,
              ...outcome,
            });
          }
          return outcome;
        } catch (error) {
          if (error instanceof QualificationFailed) {
            // A 2.2.3: logged, and treated as not qualified.
            log.error({ event: 'qualification-failed', noticeNo, error: error.cause });
            qualifying = false;
          } else if (dialect.faultOf(error) !== 'duplicate-key' || tried >= ATTEMPTS) {
            throw error;
          }
        }
      }
    },

    ruleCodesLoaded: () => intranet.look((executor) => store.anyRuleCode(executor)),

    async purgeDeliveries() {
      const before = dayBefore(calendar.now());
      let purged: number;
      do {
        purged = await intranet.transaction((trx) => store.purgeReceipts(trx, before, PURGE_AT_ONCE));
      } while (purged === PURGE_AT_ONCE);
    },

    async purgeVehicles() {
      const since = dayBefore(calendar.now());
      let idle: string[];
      do {
        idle = await intranet.read((executor) => store.idleVehicles(executor, since, VEHICLES_AT_ONCE));
        if (idle.length > 0) await intranet.transaction((trx) => store.purgeTurns(trx, idle, since));
      } while (idle.length === VEHICLES_AT_ONCE);
    },
  };
}
