import type { Database } from '../db/database';
import type { Clock } from '../platform/clock';
import { loadNotices } from './load';
import { type DemoNotice, newNotice, paid, stage, suspended } from './notices';

/** What the inbound sandbox answers to which values, by partner. */
export const MAGIC: readonly { partner: string; magic: readonly { value: string; does: string }[] }[] = [
  {
    partner: 'CAS',
    magic: [
      { value: 'UNPAID1', does: 'is unpaid, and no court notice: an update is OCMS-4009' },
      { value: 'COURT1', does: 'is an unpaid court notice: an update is OCMS-2000' },
      { value: 'SUSPENDED1', does: 'is a court notice that is suspended TS-APP' },
      { value: 'PAID1', does: 'is paid in full' },
      { value: 'ADVISORY1', does: 'is an advisory notice, suspended PS-ANS: payment is not accepted' },
    ],
  },
  {
    partner: 'PLUS',
    magic: [
      { value: 'UNPAID1', does: 'is opened for payment: OCMS-2000' },
      { value: 'COURT1', does: 'is opened, and its court case gets the due date' },
      { value: 'PAID1', does: 'is paid already: OCMS-4003' },
      { value: 'ADVISORY1', does: 'is an advisory notice: it is opened, as the contract says' },
    ],
  },
  {
    partner: 'REPCCS',
    magic: [{ value: 'PAID1', does: 'as noticeNo: is taken, 400' }],
  },
  {
    partner: 'CES',
    magic: [
      { value: 'PAID1', does: 'as noticeNo: is taken, 226' },
      { value: '99999', does: 'as computerRuleCode: is not known, 226' },
    ],
  },
];

const COURT = stage('CPC', 'CSR', 'RR3');

const NOTICES: Readonly<Record<string, readonly ((notice: DemoNotice, day: (offset: number) => string) => void)[]>> = {
  UNPAID1: [stage('NPA', 'ROV', null)],
  COURT1: [COURT],
  SUSPENDED1: [COURT, suspended('TS', 'APP')],
  PAID1: [COURT, paid],
  ADVISORY1: [
    suspended('PS', 'ANS'),
    (notice) => Object.assign(notice, { an_flag: 'Y', payment_acceptance_allowed: 'N' }),
  ],
};

const DAY_MS = 86_400_000;
const AGE_DAYS = 90;

/** One notice of each condition in which a partner may find one. */
export async function loadMagicNotices(intranet: Database, clock: Clock): Promise<void> {
  const at = clock.now();
  const offence = new Date(at.getTime() - AGE_DAYS * DAY_MS);
  const day = (offset: number): string => new Date(offence.getTime() + offset * DAY_MS).toISOString().slice(0, 10);
  const notices = Object.entries(NOTICES).map(([notice_no, changes]) => {
    const notice = newNotice({
      notice_no,
      notice_source: 'REPCCS',
      subsystem_label: 'REPCCS',
      vehicle_no: 'SMG1234A',
      vehicle_category: 'C',
      vehicle_registration_type: 'S',
      computer_rule_code: 10300,
      notice_date_and_time: offence,
      pp_code: 'A0007',
      pp_name: 'ALIWAL STREET',
      composition_amount: '70.00',
      cre_date: offence,
    });
    for (const change of changes) change(notice, day);
    return notice;
  });
  await intranet.transaction((trx) => loadNotices(trx, notices, at));
}
