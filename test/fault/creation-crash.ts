import type { Database } from '../../src/db/database';
import type { Offence } from '../../src/features/notice-creation';
import { systemClock } from '../../src/platform/clock';
import { storedNotices, type VonRow } from '../support/contexts';
import { defaultKind } from '../support/databases';
import { type CreatorOptions, endChildren, type Moment, startChild } from '../support/fault-children';
import { AGREED, differingNotices, makeMirrorPlace, type MirrorPlace } from '../support/mirror';
import { offence } from '../support/offences';

/** Notices whose creation takes another way through the code each. */
const KINDS = {
  ordinary: { fields: { offenceNoticeType: 'E' }, becomes: { an_flag: 'N', suspension_type: null, version: 1 } },
  advisory: { fields: {}, becomes: { an_flag: 'Y', suspension_type: null, version: 1 } },
  foreign: {
    fields: { vehicleRegistrationType: 'F' },
    becomes: { suspension_type: 'PS', epr_reason_of_suspension: 'FOR', version: 2 },
  },
  'CES’s advisory': {
    fields: { source: 'CES', anFlag: 'Y' },
    becomes: { an_flag: 'Y', suspension_type: 'PS', epr_reason_of_suspension: 'ANS', version: 2 },
  },
  'number-less': {
    fields: { source: 'REPCCS', noticeNo: null, vehicleRegistrationType: 'F' },
    becomes: { suspension_type: 'PS', epr_reason_of_suspension: 'FOR', version: 2 },
  },
} as const satisfies Readonly<Record<string, { fields: Partial<Offence>; becomes: Record<string, unknown> }>>;

export type Kind = keyof typeof KINDS;
export const kinds = Object.keys(KINDS) as Kind[];

export interface CreationCrash extends Moment {
  kind: Kind;
}

async function makePlace(boundary?: (label: string) => Promise<void>): Promise<MirrorPlace> {
  const place = await makeMirrorPlace(defaultKind, {}, { clock: systemClock, ...(boundary && { boundary }) });
  await place.context.services.referenceData.import(
    'rule-codes',
    Buffer.from('computer_rule_code,description\n10300,PARKING\n'),
    'test',
  );
  return place;
}

/** Every labelled boundary of a creation, as it goes through them. */
export async function creationBoundaries(kind: Kind): Promise<CreationCrash[]> {
  const labels: string[] = [];
  const place = await makePlace(async (label) => void labels.push(label));
  try {
    await place.context.services.noticeCreation.create(offence(KINDS[kind].fields));
    return labels.map((label, at) => ({
      kind,
      label,
      nth: labels.slice(0, at + 1).filter((each) => each === label).length,
    }));
  } finally {
    await place.close();
  }
}

/**
 * Kills the process that creates a notice at a boundary, looks at what it left, and lets the source deliver again.
 *
 * @returns how many notices were left, and everything that is not as it must be.
 */
export async function crashCreation({
  kind,
  label,
  nth,
}: CreationCrash): Promise<{ left: number; problems: string[] }> {
  const place = await makePlace();
  const problems: string[] = [];
  const must = (what: string, holds: boolean, found?: unknown): void => {
    if (!holds)
      problems.push(`${kind} ${label} ${nth}: ${what}${found === undefined ? '' : `, not ${JSON.stringify(found)}`}`);
  };
  try {
    const sent = offence(KINDS[kind].fields);
    const { context } = place;
    const { signal, stderr } = await startChild('creator', {
      intranet: context.place.intranet,
      internet: context.place.internet,
      offence: sent,
      killAt: { label, nth },
    } satisfies CreatorOptions).ended;
    must('killed', signal === 'SIGKILL', stderr);

    const whole = async (when: string): Promise<VonRow[]> => {
      const notices = [...(await storedNotices(context.intranet)).values()];
      for (const problem of await halfNotices(context.intranet, notices)) must(`${when}: ${problem}`, false);
      return notices;
    };
    const left = await whole('after the crash');
    must(
      'a notice once its transaction committed, none before',
      left.length === (label === 'committed' ? 1 : 0),
      left.length,
    );

    // The source never heard an answer.
    for (const delivery of ['the repeated delivery', 'another repetition']) {
      const answered = await context.services.noticeCreation.create(sent);
      const known = left.length === 1 || delivery === 'another repetition';
      must(
        `${delivery} is ${known && sent.noticeNo !== null ? 'a duplicate' : 'answered'}`,
        answered.outcome === (known && sent.noticeNo !== null ? 'duplicate' : 'created'),
        answered,
      );
      const notices = await whole(delivery);
      must(`one notice after ${delivery}`, notices.length === 1, notices.length);
      if (answered.outcome === 'created')
        must('that was answered', notices[0]!.notice_no === answered.noticeNo, answered);
      for (const [column, value] of Object.entries(KINDS[kind].becomes))
        must(`${column} ${String(value)}`, notices[0]![column] === value, notices[0]![column]);
    }

    const { outcome, counts } = await place.sync();
    must('copied', outcome === 'SUCCEEDED' && counts.copied === 1, { outcome, counts });
    must('the zones agree', (await differingNotices(context)).length === 0);
    must('no differences', JSON.stringify((await place.reconcile()).differences) === JSON.stringify(AGREED));
    must('no marks', (await place.marks()).length === 0);
    return { left: left.length, problems };
  } finally {
    await endChildren();
    await place.close();
  }
}

/** What is there of a notice without the rest of it, or of none. */
async function halfNotices({ read }: Database, notices: readonly VonRow[]): Promise<string[]> {
  const keys = (table: string, ...columns: string[]): Promise<string[]> =>
    read(async (executor) =>
      (await executor(table).select<Record<string, unknown>[]>(columns))
        .map((row) => columns.map((column) => row[column]).join(':'))
        .sort(),
    );
  const versions = notices.flatMap(({ notice_no, version }) =>
    Array.from({ length: version }, (_, index) => `${notice_no}:${index + 1}`),
  );
  const suspended = notices.filter(({ suspension_type }) => suspension_type !== null);
  const wanted: [string, string[], string[]][] = [
    ['details', await keys('ocms_offence_notice_detail', 'notice_no'), notices.map(({ notice_no }) => notice_no)],
    [
      'suspensions',
      await keys('ocms_suspended_notice', 'notice_no', 'sr_no', 'reason_of_suspension'),
      suspended.map((row) => `${row.notice_no}:1:${row.epr_reason_of_suspension as string}`),
    ],
    ['marks', await keys('ocms_internet_mirror_mark', 'notice_no', 'version'), versions],
    [
      'receipts',
      await keys('ocms_delivery_receipt', 'notice_no'),
      notices.filter(({ notice_no }) => /^\d{9}[A-Y]$/.test(notice_no)).map(({ notice_no }) => notice_no),
    ],
  ];
  return wanted
    .filter(([, found, expected]) => found.join() !== [...expected].sort().join())
    .map(([what, found]) => `${what} are ${found.join(' ') || 'none'}`);
}
