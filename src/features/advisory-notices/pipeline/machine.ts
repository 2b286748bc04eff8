/**
 * How far an advisory notice is (decisions §7). HALTED and MANUAL_REVIEW are ways out; from a review it can be put back,
 * or closed by staff.
 */
export type State =
  'QUALIFIED' | 'OWNER_FOUND' | 'EAN_SENT' | 'LETTER_SENT' | 'SUSPENDED' | 'HALTED' | 'MANUAL_REVIEW' | 'CLOSED';

/** What is done next for a notice; each is committed before the next one begins. */
export type Step =
  | 'FIND_OWNER'
  | 'CHOOSE_CHANNEL'
  | 'FIND_CONTACT'
  | 'SEND_SMS'
  | 'SEND_EMAIL'
  | 'FIND_ADDRESS'
  | 'SEND_LETTER'
  | 'SUSPEND';

/** Why a notice is put before a person. */
export type ReviewReason =
  | 'OWNER_NOT_FOUND'
  | 'OWNER_LOOKUP_FAILED'
  | 'ADDRESS_NOT_FOUND'
  | 'ADDRESS_LOOKUP_FAILED'
  | 'LETTER_NOT_MADE'
  | 'LETTER_TOO_LARGE'
  | 'LETTER_REJECTED'
  | 'LETTER_SUBMISSION_FAILED';

/** Where an outcome leads. */
export type Target =
  | { state: 'QUALIFIED' | 'OWNER_FOUND' | 'EAN_SENT' | 'LETTER_SENT'; step: Step }
  | { state: 'SUSPENDED' | 'HALTED' }
  | { state: 'MANUAL_REVIEW'; reason: ReviewReason };

/** Whether a step reaches outside, and whom; the attempts and waits of a call are the system's settings. */
export type Partner = 'LTA' | 'DATAHIVE' | 'SMS' | 'EMAIL' | 'MHA' | 'SLIFT';

interface StepRule {
  /** The state a notice is in while the step is owed. */
  state: State;
  /** Document and section. */
  source: string;
  partners: readonly Partner[];
  outcomes: Readonly<Record<string, Target>>;
}

const review = (reason: ReviewReason): Target => ({ state: 'MANUAL_REVIEW', reason });
const suspend = (state: 'EAN_SENT' | 'LETTER_SENT'): Target => ({ state, step: 'SUSPEND' });
const then = (step: Step): Target => ({ state: 'OWNER_FOUND', step });

/**
 * The pipeline, whole: which step is owed in which state, and where each of its outcomes leads (A 4 to 7, decisions §7).
 * Before each step a notice that is suspended, other than TS-HST, is HALTED (A 4.1.4).
 */
export const STEPS = {
  FIND_OWNER: {
    state: 'QUALIFIED',
    source: 'A 4.2',
    partners: ['LTA'],
    outcomes: {
      found: then('CHOOSE_CHANNEL'),
      military: then('CHOOSE_CHANNEL'),
      notFound: review('OWNER_NOT_FOUND'),
      failed: review('OWNER_LOOKUP_FAILED'),
    },
  },
  CHOOSE_CHANNEL: {
    state: 'OWNER_FOUND',
    source: 'A 4.1.4, decisions §7',
    partners: [],
    outcomes: {
      registrationType: then('FIND_ADDRESS'),
      passport: then('FIND_ADDRESS'),
      excluded: then('FIND_ADDRESS'),
      electronic: then('FIND_CONTACT'),
    },
  },
  FIND_CONTACT: {
    state: 'OWNER_FOUND',
    source: 'A 4.2',
    partners: ['DATAHIVE'],
    outcomes: {
      mobile: then('SEND_SMS'),
      email: then('SEND_EMAIL'),
      none: then('FIND_ADDRESS'),
      failed: then('FIND_ADDRESS'),
    },
  },
  SEND_SMS: {
    state: 'OWNER_FOUND',
    source: 'A 5.2',
    partners: ['SMS'],
    outcomes: {
      sent: suspend('EAN_SENT'),
      failedWithEmail: then('SEND_EMAIL'),
      failed: then('FIND_ADDRESS'),
    },
  },
  SEND_EMAIL: {
    state: 'OWNER_FOUND',
    source: 'A 5.2',
    partners: ['EMAIL'],
    outcomes: { sent: suspend('EAN_SENT'), failed: then('FIND_ADDRESS') },
  },
  FIND_ADDRESS: {
    state: 'OWNER_FOUND',
    source: 'A 4.2, decisions §7',
    partners: ['MHA', 'DATAHIVE'],
    outcomes: {
      found: then('SEND_LETTER'),
      notFound: review('ADDRESS_NOT_FOUND'),
      failed: review('ADDRESS_LOOKUP_FAILED'),
    },
  },
  SEND_LETTER: {
    state: 'OWNER_FOUND',
    source: 'A 6.2',
    partners: ['SLIFT'],
    outcomes: {
      sent: suspend('LETTER_SENT'),
      notMade: review('LETTER_NOT_MADE'),
      tooLarge: review('LETTER_TOO_LARGE'),
      rejected: review('LETTER_REJECTED'),
      failed: review('LETTER_SUBMISSION_FAILED'),
    },
  },
  SUSPEND: {
    state: 'EAN_SENT',
    source: 'A 7.2',
    partners: [],
    outcomes: { suspended: { state: 'SUSPENDED' } },
  },
} as const satisfies Readonly<Record<Step, StepRule>>;

export type OutcomeOf<S extends Step> = keyof (typeof STEPS)[S]['outcomes'] & string;

/** Where a step's outcome leads. */
export function targetOf<S extends Step>(step: S, outcome: OutcomeOf<S>): Target {
  return (STEPS[step].outcomes as Readonly<Record<string, Target>>)[outcome]!;
}

/** Where a review is put back to: the step that was owed. */
export const RESUMES: Readonly<Record<ReviewReason, Step>> = {
  OWNER_NOT_FOUND: 'FIND_OWNER',
  OWNER_LOOKUP_FAILED: 'FIND_OWNER',
  ADDRESS_NOT_FOUND: 'FIND_ADDRESS',
  ADDRESS_LOOKUP_FAILED: 'FIND_ADDRESS',
  LETTER_NOT_MADE: 'SEND_LETTER',
  LETTER_TOO_LARGE: 'SEND_LETTER',
  LETTER_REJECTED: 'SEND_LETTER',
  LETTER_SUBMISSION_FAILED: 'SEND_LETTER',
};

/** What a member of staff makes of a review: the step's name in a case's history, and where it leads. */
export const RESOLUTIONS = {
  resumed: 'the step that was owed',
  closed: 'CLOSED',
  suspended: 'SUSPENDED',
} as const satisfies Readonly<Record<string, State | 'the step that was owed'>>;
