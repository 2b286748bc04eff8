import type { Database } from '../../../db/database';
import type { Calendar } from '../../../platform/calendar';
import type { Logger } from '../../../platform/logging';
import { masked } from '../../../platform/mask';
import { UpstreamError } from '../../../platform/outbound';
import { JobError } from '../../../scheduling/job';
import type {
  Address,
  AddressSource,
  ContactSource,
  EmailSender,
  IdType,
  LetterPrinter,
  OwnerSource,
  SmsSender,
} from '../port';
import type { ExclusionList } from '../exclusions';
import { MILITARY } from './asks';
import { type OutcomeOf, type Step, targetOf } from './machine';
import type { NoticeFacts } from '../facts';
import type { OwnerParticulars, Particulars } from './owners';
import type { Advance, Case, CaseNotice } from './store';

/** Whom the pipeline asks and tells. */
export interface Partners {
  lta: OwnerSource;
  datahive: ContactSource & AddressSource<'UEN'>;
  mha: AddressSource<'NRIC' | 'FIN'>;
  sms: SmsSender;
  email: EmailSender;
  slift: LetterPrinter;
}

/** What is written to owners; of the same notice always the same. */
export interface Writings {
  sms(notice: NoticeFacts): string;
  email(notice: NoticeFacts): { subject: string; text: string; html: string };
  /**
   * Makes letters; each rejects with an Error where it cannot be made.
   *
   * @throws Error where the sender, or the template, does not fit.
   */
  letters(): Promise<
    (notice: NoticeFacts, to: { date: string; name: string; address: Address }) => Promise<Uint8Array>
  >;
}

/** What a step came to: what is to be committed of it. */
export interface Done {
  advance: Advance;
  particulars?: Particulars;
  /** Whether the partner that was asked answered, if only to refuse, or did not, after all attempts. */
  partner?: 'answered' | 'silent' | undefined;
  /** Whom a message or letter was sent to, as the log has it (A 5.2, A 6.2). */
  recipient?: ReturnType<typeof masked>;
}

/** Vehicles whose owners get letters only (A 4.1.4.d). */
const LETTERS_ONLY = new Set(['V', 'D', 'I']);

type Asked<T> = ({ answer: T } | { failure: UpstreamError }) & Pick<Done, 'partner'>;

/** Worth another try: no connection, no answer in time, none that can be used, 5xx, 429. A refusal is an answer. */
function answeredBy({ attempts, retryable, reasonCode }: UpstreamError): Done['partner'] {
  if (attempts === 0) return undefined;
  return retryable && reasonCode === undefined ? 'silent' : 'answered';
}

export function createSteps({
  intranet,
  partners,
  owners,
  exclusions,
  writings,
  military,
  calendar,
  logger,
}: {
  intranet: Database;
  partners: Partners;
  owners: OwnerParticulars;
  exclusions: ExclusionList;
  writings: Writings;
  /** Whose the military's vehicles are (A 4.1.3, decisions §7). */
  military: { name: string; address: Address };
  calendar: Calendar;
  logger: Logger;
}) {
  const ownerOf = (noticeNo: string): Promise<Particulars> =>
    intranet.read((executor) => owners.load(executor, noticeNo));
  const reference = (noticeNo: string, step: Step): string => `${noticeNo}-${step.replace('SEND_', '')}`;

  const done = <S extends Step>(
    { noticeNo }: Case,
    step: S,
    outcome: OutcomeOf<S>,
    more: Pick<Advance, 'sent' | 'idType'> & Omit<Done, 'advance'> = {},
  ): Done => {
    const target = targetOf(step, outcome);
    const { particulars, partner, recipient, ...rest } = more;
    return {
      advance: {
        noticeNo,
        step,
        outcome,
        state: target.state,
        next: 'step' in target ? target.step : undefined,
        reason: 'reason' in target ? target.reason : undefined,
        ...rest,
      },
      ...(particulars && { particulars }),
      partner,
      ...(recipient && { recipient }),
    };
  };

  /** What a partner answers, or its failure after all attempts. */
  const asked = async <T>(call: Promise<T>): Promise<Asked<T>> => {
    try {
      return { answer: await call, partner: 'answered' };
    } catch (error) {
      if (error instanceof UpstreamError) return { failure: error, partner: answeredBy(error) };
      throw error;
    }
  };

  /** What makes letters. Where it cannot be had it is no notice's fault: the run fails. */
  const letterWriter = async (): ReturnType<Writings['letters']> => {
    try {
      return await writings.letters();
    } catch (cause) {
      throw new JobError(
        {
          problem:
            'Letters cannot be made: the sender, or the template, does not fit. Each notice waits for its letter.',
          advice:
            'Find the reason in the log (job-failed), correct the sender (OCMS_AN_) or the template, and start the service again.',
        },
        { cause },
      );
    }
  };

  /** A 6.2.3: what fails is logged, and tried once more. Why is told by the error's name: it may quote the letter. */
  const made = async (noticeNo: string, make: () => Promise<Uint8Array>): Promise<Uint8Array | undefined> => {
    for (const attempt of [1, 2]) {
      try {
        return await make();
      } catch (error) {
        const { name } = error as { name?: unknown };
        const reason = typeof name === 'string' ? name : typeof error;
        logger.warn({ event: 'letter-not-made', noticeNo, attempt, reason });
      }
    }
    return undefined;
  };

  const run: { readonly [S in Step]: (of: Case, signal: AbortSignal) => Promise<Done> } = {
    async FIND_OWNER(of, signal) {
      const { registrationType, vehicleNo } = of.notice;
      if (registrationType === MILITARY)
        return done(of, 'FIND_OWNER', 'military', { particulars: { name: military.name } });
      if (vehicleNo === null) return done(of, 'FIND_OWNER', 'notFound');
      const found = await asked(partners.lta.ownerOf(vehicleNo, signal));
      const { partner } = found;
      if ('failure' in found) return done(of, 'FIND_OWNER', 'failed', { partner });
      if (!found.answer) return done(of, 'FIND_OWNER', 'notFound', { partner });
      const { name, idNo, idType, address } = found.answer;
      return done(of, 'FIND_OWNER', 'found', {
        partner,
        idType,
        // Of passport holders nobody else knows an address.
        particulars: { name, idNo, ...(idType === 'PASSPORT' && address && { address }) },
      });
    },

    async CHOOSE_CHANNEL(of) {
      if (LETTERS_ONLY.has(of.notice.registrationType ?? '')) return done(of, 'CHOOSE_CHANNEL', 'registrationType');
      if (of.idType === 'PASSPORT') return done(of, 'CHOOSE_CHANNEL', 'passport');
      const { idNo } = await ownerOf(of.noticeNo);
      const excluded = idNo !== undefined && (await intranet.read((executor) => exclusions.has(executor, idNo)));
      return done(of, 'CHOOSE_CHANNEL', excluded ? 'excluded' : 'electronic');
    },

    async FIND_CONTACT(of, signal) {
      const { idNo } = await ownerOf(of.noticeNo);
      const { idType } = of;
      if (idNo === undefined || idType === undefined || idType === 'PASSPORT') return done(of, 'FIND_CONTACT', 'none');
      const found = await asked(partners.datahive.contactOf({ idType, idNo }, signal));
      const { partner } = found;
      if ('failure' in found) return done(of, 'FIND_CONTACT', 'failed', { partner });
      if (!found.answer) return done(of, 'FIND_CONTACT', 'none', { partner });
      const { mobileNo, email } = found.answer;
      const particulars = { ...(mobileNo !== undefined && { mobileNo }), ...(email !== undefined && { email }) };
      return done(of, 'FIND_CONTACT', firstChannel(idType, particulars), { particulars, partner });
    },

    async SEND_SMS(of, signal) {
      const { mobileNo, email } = await ownerOf(of.noticeNo);
      if (mobileNo === undefined) throw new Error(`${of.noticeNo} has no mobile number`);
      const text = writings.sms(toldOf(of));
      const sent = await asked(
        partners.sms.sendSms({ reference: reference(of.noticeNo, 'SEND_SMS'), to: mobileNo, text }, signal),
      );
      const { partner } = sent;
      if (!('failure' in sent))
        return done(of, 'SEND_SMS', 'sent', { sent: { method: 'SMS' }, partner, recipient: masked({ mobileNo }) });
      return done(of, 'SEND_SMS', email === undefined ? 'failed' : 'failedWithEmail', { partner });
    },

    async SEND_EMAIL(of, signal) {
      const { email } = await ownerOf(of.noticeNo);
      if (email === undefined) throw new Error(`${of.noticeNo} has no e-mail address`);
      const message = writings.email(toldOf(of));
      const sent = await asked(
        partners.email.sendEmail({ reference: reference(of.noticeNo, 'SEND_EMAIL'), to: email, ...message }, signal),
      );
      const { partner } = sent;
      if ('failure' in sent) return done(of, 'SEND_EMAIL', 'failed', { partner });
      return done(of, 'SEND_EMAIL', 'sent', { sent: { method: 'EMAIL' }, partner, recipient: masked({ email }) });
    },

    async FIND_ADDRESS(of, signal) {
      const found = await registeredAddress(of, await ownerOf(of.noticeNo), signal);
      const { partner } = found;
      if ('failure' in found) return done(of, 'FIND_ADDRESS', 'failed', { partner });
      const address = found.answer;
      return address
        ? done(of, 'FIND_ADDRESS', 'found', { particulars: { address }, partner })
        : done(of, 'FIND_ADDRESS', 'notFound', { partner });
    },

    async SEND_LETTER(of, signal) {
      const { name, address } = await ownerOf(of.noticeNo);
      if (name === undefined || address === undefined) {
        logger.warn({ event: 'letter-not-made', noticeNo: of.noticeNo, reason: 'no name or no address' });
        return done(of, 'SEND_LETTER', 'notMade');
      }
      const recipient = { name, address };
      // Of the day it was owed: a repetition is the same letter.
      const date = calendar.dateOf(of.dueAt);
      const write = await letterWriter();
      const pdf = await made(of.noticeNo, () => write(toldOf(of), { date, ...recipient }));
      if (!pdf) return done(of, 'SEND_LETTER', 'notMade');
      const submit = (compressed: boolean) =>
        asked(
          partners.slift.submitLetter(
            {
              reference: reference(of.noticeNo, 'SEND_LETTER'),
              recipient,
              fileName: `AN_${of.noticeNo}.pdf`,
              pdf,
              compressed,
            },
            signal,
          ),
        );
      let sent = await submit(false);
      // A 6.2.3: compressed, then once more.
      if (isTooLarge(sent)) sent = await submit(true);
      const { partner } = sent;
      if (!('failure' in sent))
        return done(of, 'SEND_LETTER', 'sent', {
          sent: { submissionId: sent.answer },
          partner,
          recipient: masked(recipient),
        });
      if (isTooLarge(sent)) return done(of, 'SEND_LETTER', 'tooLarge', { partner });
      return done(of, 'SEND_LETTER', sent.failure.reasonCode === undefined ? 'failed' : 'rejected', { partner });
    },

    SUSPEND: (of) => Promise.resolve(done(of, 'SUSPEND', 'suspended')),
  };

  /** Whose address it is decides who knows it (decisions §7). */
  const registeredAddress = async (
    { idType, notice }: Case,
    { idNo, address }: Particulars,
    signal: AbortSignal,
  ): Promise<Asked<Address | undefined>> => {
    if (notice.registrationType === MILITARY) return { answer: military.address };
    if (idType === 'PASSPORT') return { answer: address };
    if (idNo === undefined || idType === undefined) return { answer: undefined };
    if (idType === 'UEN') return asked(partners.datahive.addressOf({ idType, idNo }, signal));
    return asked(partners.mha.addressOf({ idType, idNo }, signal));
  };

  return {
    /** Does the step that is owed, unless the notice is suspended (A 4.1.4.a). */
    async next(of: Case, signal: AbortSignal): Promise<Done> {
      const { suspension } = of.notice;
      if (suspension && !(suspension.type === 'TS' && suspension.reason === 'HST')) {
        const advisory = suspension.type === 'PS' && suspension.reason === 'ANS';
        const { noticeNo, step } = of;
        return {
          advance: {
            noticeNo,
            step,
            outcome: advisory ? 'alreadySuspended' : 'suspendedOtherwise',
            state: advisory ? 'SUSPENDED' : 'HALTED',
            next: undefined,
          },
        };
      }
      return run[of.step](of, signal);
    },
  };
}

/** Individuals are told by SMS, entities by e-mail; by the other where only that is known (decisions §7). */
function firstChannel(idType: IdType, { mobileNo, email }: Particulars): 'mobile' | 'email' {
  const byEmail = idType === 'UEN' ? email !== undefined : mobileNo === undefined;
  return byEmail ? 'email' : 'mobile';
}

function toldOf({ noticeNo, notice }: Case): NoticeFacts {
  const { vehicleNo, ruleCode, ruleDescription, place, offenceAt, compositionAmount }: CaseNotice = notice;
  if (vehicleNo === null || ruleCode === null || offenceAt === null)
    throw new Error(`${noticeNo} lacks the vehicle, its rule code or the offence’s date`);
  return {
    noticeNo,
    vehicleNo,
    offence: ruleDescription ?? '',
    ruleCode: String(ruleCode),
    place: place ?? '',
    offenceAt,
    compositionAmount,
  };
}

const isTooLarge = (sent: Asked<string>): boolean => 'failure' in sent && sent.failure.reasonCode === 'TOO_LARGE';
