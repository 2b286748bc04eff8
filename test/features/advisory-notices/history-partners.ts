import type { Partners, Writings } from '../../../src/features/advisory-notices';
import type { Address, Owner } from '../../../src/features/advisory-notices/port';
import { UpstreamError } from '../../../src/platform/outbound';
import type { Answer, Asked, Born } from './naive-way';

/** What may come of each. */
export const ANSWERS: Readonly<Record<Asked, readonly Answer[]>> = {
  LTA: ['works', 'nothing', 'fails', 'away'],
  CONTACT: ['works', 'nothing', 'fails', 'away'],
  ENTITY_ADDRESS: ['works', 'nothing', 'fails', 'away'],
  MHA: ['works', 'nothing', 'fails', 'away'],
  SMS: ['works', 'refuses', 'fails', 'answer lost', 'away'],
  EMAIL: ['works', 'refuses', 'fails', 'answer lost', 'away'],
  WRITER: ['works', 'fails'],
  SLIFT: ['works', 'refuses', 'fails', 'answer lost', 'too large', 'always too large', 'away'],
};

/** What a partner was sent under a reference. */
interface Sent {
  id: string;
  to: string;
  content: string;
}

/** Partners that answer at once, and as they are told to. */
export interface HistoryPartners {
  partners: Partners;
  letters: Writings['letters'];
  /** By reference, what was taken. */
  taken: ReadonlyMap<string, Sent>;
  /** By partner, the notices it did not answer for since its last answer. */
  silentFor: ReadonlyMap<string, ReadonlySet<string>>;
  /** What else they saw that must not be. */
  wrong: string[];
}

const NO_ADDRESS = { block: null, floor: null, unit: null, building: null, postalCode: null };
export const vehicleOf = (noticeNo: string): string => `V${noticeNo}`;
export const idOf = (noticeNo: string): string => `ID${noticeNo}`;
export const nameOf = (noticeNo: string): string => `OWNER OF ${noticeNo}`;
export const mobileOf = (noticeNo: string): string => `+65${noticeNo.replace(/\D/g, '').slice(-8)}`;
export const emailOf = (noticeNo: string): string => `${noticeNo}@owners.example`;
const addressOf = (noticeNo: string): Address => ({ kind: 'local', street: `STREET OF ${noticeNo}`, ...NO_ADDRESS });

/**
 * @param answerOf how a notice's request is answered.
 * @param bornOf of a notice's number.
 */
export function historyPartners(
  answerOf: (asked: Asked, noticeNo: string) => Answer,
  bornOf: (noticeNo: string) => Born,
): HistoryPartners {
  const taken = new Map<string, Sent>();
  const wrong: string[] = [];

  const failure = (asked: Asked, outcome: 'rejected' | 'unknown', reasonCode?: string, away = false): UpstreamError =>
    new UpstreamError('a test', {
      system: asked,
      operation: asked,
      outcome,
      // Else it is about the notice alone.
      retryable: away,
      attempts: 4,
      status: undefined,
      reasonCode,
    });
  /** Those without an answer, since the partner's last one. */
  const silentFor = new Map<string, Set<string>>();
  const systemOf = (asked: Asked): string => (asked === 'CONTACT' || asked === 'ENTITY_ADDRESS' ? 'DATAHIVE' : asked);
  /** @throws UpstreamError where it is away. */
  const heard = (asked: Asked, noticeNo: string): Answer => {
    const [answer, system] = [answerOf(asked, noticeNo), systemOf(asked)];
    if (answer === 'away') {
      silentFor.set(system, new Set(silentFor.get(system)).add(noticeNo));
      throw failure(asked, 'unknown', undefined, true);
    }
    silentFor.delete(system);
    return answer;
  };
  const found = async <T>(asked: Asked, noticeNo: string, value: T): Promise<T | undefined> => {
    await Promise.resolve();
    const answer = heard(asked, noticeNo);
    if (answer === 'fails') throw failure(asked, 'unknown');
    return answer === 'nothing' ? undefined : value;
  };
  /** A reference that is known is answered as it was. */
  const take = async (asked: Asked, reference: string, sent: Omit<Sent, 'id'>, compressed = false): Promise<string> => {
    await Promise.resolve();
    const answer = heard(asked, reference.split('-')[0]!);
    if (answer === 'fails') throw failure(asked, 'unknown');
    const before = taken.get(reference);
    if (before && (before.to !== sent.to || before.content !== sent.content)) wrong.push(`${reference} came otherwise`);
    if (!before) {
      if (answer === 'refuses') throw failure(asked, 'rejected', 'REJECTED');
      if (answer === 'always too large' || (answer === 'too large' && !compressed))
        throw failure(asked, 'rejected', 'TOO_LARGE');
      taken.set(reference, { id: `id of ${reference}`, ...sent });
    }
    if (answer === 'answer lost') throw failure(asked, 'unknown');
    return taken.get(reference)!.id;
  };

  const numberIn = (text: string): string => text.replace(/^(V|ID)/, '');
  const partners: Partners = {
    lta: {
      ownerOf(vehicleNo) {
        const noticeNo = numberIn(vehicleNo);
        const { owner, address } = bornOf(noticeNo);
        return found<Owner>('LTA', noticeNo, {
          name: nameOf(noticeNo),
          idType: owner,
          idNo: idOf(noticeNo),
          address: address ? addressOf(noticeNo) : undefined,
        });
      },
    },
    datahive: {
      contactOf({ idNo }) {
        const noticeNo = numberIn(idNo);
        const { mobile, email } = bornOf(noticeNo);
        const contact = {
          mobileNo: mobile ? mobileOf(noticeNo) : undefined,
          email: email ? emailOf(noticeNo) : undefined,
        };
        return found('CONTACT', noticeNo, mobile || email ? contact : undefined);
      },
      addressOf: ({ idNo }) => found('ENTITY_ADDRESS', numberIn(idNo), addressOf(numberIn(idNo))),
    },
    mha: { addressOf: ({ idNo }) => found('MHA', numberIn(idNo), addressOf(numberIn(idNo))) },
    sms: { sendSms: ({ reference, to, text }) => take('SMS', reference, { to, content: text }) },
    email: {
      sendEmail: ({ reference, to, subject, text }) => take('EMAIL', reference, { to, content: `${subject}\n${text}` }),
    },
    slift: {
      submitLetter: ({ reference, recipient, pdf, compressed }) =>
        take('SLIFT', reference, { to: recipient.name, content: Buffer.from(pdf).toString() }, compressed),
    },
  };
  return {
    partners,
    taken,
    wrong,
    silentFor,
    letters: () =>
      Promise.resolve((notice, to) => {
        if (answerOf('WRITER', notice.noticeNo) === 'fails')
          return Promise.reject(new Error('the letter cannot be made'));
        return Promise.resolve(Buffer.from(JSON.stringify({ noticeNo: notice.noticeNo, ...to })));
      }),
  };
}
