import type { RowValue } from '../db/dialects/dialect';
import { noticeNumber, vonShape } from '../features/notices';

/** The columns of VON the demo data fills. */
export const NOTICE_SHAPE = vonShape(
  'notice_no',
  'notice_source',
  'subsystem_label',
  'vehicle_no',
  'vehicle_category',
  'vehicle_registration_type',
  'offence_notice_type',
  'computer_rule_code',
  'notice_date_and_time',
  'pp_code',
  'pp_name',
  'composition_amount',
  'admin_fee',
  'amount_payable',
  'amount_paid',
  'payment_status',
  'payment_date',
  'payment_acceptance_allowed',
  'last_processing_stage',
  'prev_processing_stage',
  'next_processing_stage',
  'last_processing_date',
  'prev_processing_date',
  'next_processing_date',
  'atoms_flag',
  'suspension_type',
  'crs_reason_of_suspension',
  'epr_reason_of_suspension',
  'epr_date_of_suspension',
  'an_flag',
  'cre_date',
  'cre_user_id',
);

export type DemoNotice = Record<keyof typeof NOTICE_SHAPE, RowValue>;

const DAY_MS = 86_400_000;
/** The demo's yesterday; fixed, so that every start makes the same data. */
const LATEST = Date.UTC(2026, 9, 31, 2, 0, 0);
const CAR_PARKS = [
  ['A0007', 'ALIWAL STREET'],
  ['B0012', 'BALESTIER ROAD'],
  ['C0030', 'CLUB STREET'],
  ['J0017', 'JALAN BESAR'],
  ['T0129', 'TANJONG PAGAR ROAD'],
] as const;
const RULES = [
  [10300, '70.00'],
  [11210, '100.00'],
  [20412, '80.00'],
  [10300, '30.50'],
] as const;
const CATEGORIES = ['C', 'C', 'C', 'M', 'H', 'B', 'LB', 'HL'] as const;

/** The course a demo notice has taken: how many of 100, and what sets it apart from a new, unpaid notice. */
const COURSES: readonly { share: number; apply: (notice: DemoNotice, day: (offset: number) => string) => void }[] = [
  { share: 20, apply: () => undefined },
  { share: 15, apply: stage('NPA', 'ROV', null) },
  { share: 10, apply: stage('RD1', 'RD2', 'ROV') },
  { share: 5, apply: stage('DN2', 'DR3', 'DN1') },
  { share: 15, apply: stage('CPC', 'CSR', 'RR3') },
  { share: 8, apply: stage('CSD', 'CWT', 'CPC') },
  {
    share: 12,
    apply: paid,
  },
  { share: 4, apply: suspended('TS', 'APP') },
  { share: 2, apply: suspended('TS', 'HST') },
  {
    share: 4,
    apply: (notice, day) => {
      suspended('PS', 'ANS')(notice, day);
      notice.an_flag = 'Y';
      notice.payment_acceptance_allowed = 'N';
    },
  },
  {
    share: 4,
    apply: (notice, day) => {
      suspended('PS', 'FOR')(notice, day);
      notice.vehicle_registration_type = 'F';
    },
  },
  { share: 1, apply: suspended('PS', 'DBB') },
];

/**
 * The demo notices, the same ones every time: two that the documents name, then notices of every course.
 */
export function demoNotices(count: number): DemoNotice[] {
  const random = mulberry32(20260115);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const courses = COURSES.flatMap(({ share, apply }) => Array.from({ length: share }, () => apply));

  return Array.from({ length: count }, (_, index) => {
    const [ruleCode, amount] = pick(RULES);
    const [ppCode, ppName] = pick(CAR_PARKS);
    const offence = new Date(LATEST - Math.floor(random() * 700 * 24 * 60) * 60_000);
    const ces = random() < 0.4;
    const notice = newNotice({
      notice_no: noticeNo(index),
      notice_source: ces ? 'CES' : 'REPCCS',
      subsystem_label: ces ? String(30 + Math.floor(random() * 970)).padStart(3, '0') : 'REPCCS',
      vehicle_no: `S${pick(['B', 'G', 'J', 'K', 'L'])}${pick(['A', 'D', 'P', 'T'])}${1000 + Math.floor(random() * 300)}${pick(['A', 'E', 'H', 'X'])}`,
      vehicle_category: pick(CATEGORIES),
      vehicle_registration_type: random() < 0.97 ? 'S' : pick(['D', 'V', 'I']),
      computer_rule_code: ruleCode,
      notice_date_and_time: offence,
      pp_code: ppCode,
      pp_name: ppName,
      composition_amount: amount,
      cre_date: new Date(offence.getTime() + 3_600_000),
    });
    const day = (offset: number): string => new Date(offence.getTime() + offset * DAY_MS).toISOString().slice(0, 10);
    // The documents' own examples: a court notice under suspension and one that is paid.
    if (index === 0) {
      stage('CPC', 'CSR', 'RR3')(notice, day);
      suspended('TS', 'APP')(notice, day);
      notice.composition_amount = notice.amount_payable = '300.00';
    } else if (index === 1) {
      paid(notice);
    } else {
      pick(courses)(notice, day);
    }
    return notice;
  });
}

type Given = Pick<
  DemoNotice,
  | (
      | 'notice_no'
      | 'notice_source'
      | 'subsystem_label'
      | 'vehicle_no'
      | 'vehicle_category'
      | 'vehicle_registration_type'
    )
  | ('computer_rule_code' | 'notice_date_and_time' | 'pp_code' | 'pp_name' | 'composition_amount' | 'cre_date')
>;

/** A new, unpaid notice. */
export function newNotice(given: Given): DemoNotice {
  return {
    ...given,
    offence_notice_type: 'O',
    admin_fee: '0.00',
    amount_payable: given.composition_amount,
    amount_paid: '0.00',
    payment_status: null,
    payment_date: null,
    payment_acceptance_allowed: 'Y',
    last_processing_stage: null,
    prev_processing_stage: null,
    next_processing_stage: null,
    last_processing_date: null,
    prev_processing_date: null,
    next_processing_date: null,
    atoms_flag: null,
    suspension_type: null,
    crs_reason_of_suspension: null,
    epr_reason_of_suspension: null,
    epr_date_of_suspension: null,
    an_flag: 'N',
    cre_user_id: 'ocmsiz_app_conn',
  };
}

export function stage(last: string, next: string, prev: string | null) {
  return (notice: DemoNotice, day: (offset: number) => string): void => {
    notice.last_processing_stage = last;
    notice.next_processing_stage = next;
    notice.prev_processing_stage = prev;
    notice.last_processing_date = day(30);
    notice.next_processing_date = day(60);
    notice.prev_processing_date = prev === null ? null : day(1);
    notice.atoms_flag = 'N';
  };
}

/** In full. */
export function paid(notice: DemoNotice): void {
  notice.amount_paid = notice.composition_amount;
  notice.amount_payable = '0.00';
  notice.payment_status = 'FP';
  notice.payment_date = notice.cre_date;
  notice.payment_acceptance_allowed = 'N';
  notice.suspension_type = 'PS';
  notice.crs_reason_of_suspension = 'FP';
}

export function suspended(type: 'TS' | 'PS', reason: string) {
  return (notice: DemoNotice, _day: (offset: number) => string): void => {
    notice.suspension_type = type;
    notice.epr_reason_of_suspension = reason;
    notice.epr_date_of_suspension = notice.cre_date;
  };
}

/** The documents' own two, then numbers as OCMS makes them. */
function noticeNo(index: number): string {
  if (index === 0) return '500400058A';
  if (index === 1) return '500400059B';
  return noticeNumber(500_500_000 + index);
}

/** A small seeded generator of numbers from 0 to 1 (mulberry32). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
