/** Whom, or what, the pipeline asks. */
export type Asked = 'LTA' | 'CONTACT' | 'ENTITY_ADDRESS' | 'MHA' | 'SMS' | 'EMAIL' | 'WRITER' | 'SLIFT';

/**
 * What comes of it, after all attempts. Where an answer is lost, the partner took what it was sent; where it is away, it may
 * be that the notice waits instead (decisions of the feature's README).
 */
export type Answer =
  'works' | 'nothing' | 'refuses' | 'fails' | 'away' | 'answer lost' | 'too large' | 'always too large';

/** A notice that qualified, and its owner. */
export interface Born {
  type: 'S' | 'V' | 'D' | 'I';
  owner: 'NRIC' | 'FIN' | 'UEN' | 'PASSPORT';
  /** What DataHive knows. */
  mobile: boolean;
  email: boolean;
  /** Whether LTA knows where a passport holder lives. */
  address: boolean;
}

/** How things are while a step is done. */
export interface Conditions {
  answers: Readonly<Record<Asked, Answer>>;
  /** Whether the owner is on the exclusion list. */
  excluded: boolean;
  /** Whether the notice lacks what messages and letters say of it. */
  spoiled: boolean;
  /** What partners took of this notice in runs before, as `SMS`, `EMAIL`, `LETTER`. */
  taken: ReadonlySet<string>;
}

export interface NaiveWay {
  /** As `STEP outcome`. */
  events: string[];
  state: 'SUSPENDED' | 'MANUAL_REVIEW' | 'cannot be worked on';
  /** Of a review. */
  reason?: string;
  /** What cannot be done. */
  step?: string;
}

const fails = (answer: Answer): boolean => answer === 'fails' || answer === 'away' || answer === 'answer lost';

/** Which partner a step asks, if any. */
export function partnerOf(step: string, { type, owner }: Born): string | undefined {
  if (step === 'FIND_OWNER') return type === 'I' ? undefined : 'LTA';
  if (step === 'FIND_CONTACT') return 'DATAHIVE';
  if (step === 'FIND_ADDRESS')
    return type === 'I' || owner === 'PASSPORT' ? undefined : owner === 'UEN' ? 'DATAHIVE' : 'MHA';
  return { SEND_SMS: 'SMS', SEND_EMAIL: 'EMAIL', SEND_LETTER: 'SLIFT' }[step];
}

/**
 * What becomes of a notice that nobody suspends, read naively from A 4 to 7 and decisions §7: no table of steps, no
 * database.
 *
 * @param at how things are, or were, while a step is done.
 */
export function naiveWay({ type, owner, mobile, email, address }: Born, at: (step: string) => Conditions): NaiveWay {
  const events: string[] = [];
  const did = (step: string, outcome: string): void => void events.push(`${step} ${outcome}`);
  const review = (step: string, outcome: string, reason: string): NaiveWay => {
    did(step, outcome);
    return { events, state: 'MANUAL_REVIEW', reason };
  };
  const suspended = (): NaiveWay => {
    did('SUSPEND', 'suspended');
    return { events, state: 'SUSPENDED' };
  };
  const impossible = (step: string): NaiveWay => ({ events, state: 'cannot be worked on', step });
  // A partner that took it says so again, if it answers.
  const isSent = (step: string, asked: 'SMS' | 'EMAIL'): boolean => {
    const { answers, taken } = at(step);
    return answers[asked] === 'works' || (answers[asked] === 'refuses' && taken.has(asked));
  };

  // A 4.2
  if (type === 'I') did('FIND_OWNER', 'military');
  else {
    const { LTA } = at('FIND_OWNER').answers;
    if (fails(LTA)) return review('FIND_OWNER', 'failed', 'OWNER_LOOKUP_FAILED');
    if (LTA === 'nothing') return review('FIND_OWNER', 'notFound', 'OWNER_NOT_FOUND');
    did('FIND_OWNER', 'found');
  }

  // A 4.1.4
  const [special, abroad] = [type !== 'S', owner === 'PASSPORT'];
  const excluded = !special && !abroad && at('CHOOSE_CHANNEL').excluded;
  did('CHOOSE_CHANNEL', special ? 'registrationType' : abroad ? 'passport' : excluded ? 'excluded' : 'electronic');

  // A 5.2
  if (!special && !abroad && !excluded) {
    const { CONTACT } = at('FIND_CONTACT').answers;
    if (fails(CONTACT)) did('FIND_CONTACT', 'failed');
    else if (CONTACT === 'nothing' || (!mobile && !email)) did('FIND_CONTACT', 'none');
    else {
      const bySms = owner === 'UEN' ? !email : mobile;
      did('FIND_CONTACT', bySms ? 'mobile' : 'email');
      if (bySms) {
        if (at('SEND_SMS').spoiled) return impossible('SEND_SMS');
        if (isSent('SEND_SMS', 'SMS')) {
          did('SEND_SMS', 'sent');
          return suspended();
        }
        did('SEND_SMS', email ? 'failedWithEmail' : 'failed');
      }
      if (email) {
        if (at('SEND_EMAIL').spoiled) return impossible('SEND_EMAIL');
        if (isSent('SEND_EMAIL', 'EMAIL')) {
          did('SEND_EMAIL', 'sent');
          return suspended();
        }
        did('SEND_EMAIL', 'failed');
      }
    }
  }

  // A 4.1.6, decisions §7
  const { MHA, ENTITY_ADDRESS } = at('FIND_ADDRESS').answers;
  const found =
    type === 'I' ? 'works' : abroad ? (address ? 'works' : 'nothing') : owner === 'UEN' ? ENTITY_ADDRESS : MHA;
  if (fails(found)) return review('FIND_ADDRESS', 'failed', 'ADDRESS_LOOKUP_FAILED');
  if (found === 'nothing') return review('FIND_ADDRESS', 'notFound', 'ADDRESS_NOT_FOUND');
  did('FIND_ADDRESS', 'found');

  // A 6.2
  const { answers, taken, spoiled } = at('SEND_LETTER');
  if (spoiled || answers.WRITER === 'fails') return review('SEND_LETTER', 'notMade', 'LETTER_NOT_MADE');
  if (fails(answers.SLIFT)) return review('SEND_LETTER', 'failed', 'LETTER_SUBMISSION_FAILED');
  if (!taken.has('LETTER')) {
    if (answers.SLIFT === 'refuses') return review('SEND_LETTER', 'rejected', 'LETTER_REJECTED');
    if (answers.SLIFT === 'always too large') return review('SEND_LETTER', 'tooLarge', 'LETTER_TOO_LARGE');
  }
  did('SEND_LETTER', 'sent');
  return suspended();
}
