import type { Database, Executor } from '../../../db/database';
import type { LetterReturn } from '../port';

/** How the owner was told, and what the notice is suspended for, as it is now. */
export interface Told {
  electronic: { method: string; at: Date | undefined } | undefined;
  letter:
    | {
        at: Date | undefined;
        submissionId: string;
        /** What the printing vendor says of it. */
        returned: { status: LetterReturn['status']; at: Date; errorCode: string | undefined } | undefined;
      }
    | undefined;
  suspension: { type: string; reason: string | undefined; at: Date | undefined } | undefined;
}

export function advisoryStoryStore({ dialect }: Database) {
  const instantOf = (value: unknown): Date | undefined => (value === null ? undefined : dialect.readInstant(value));
  return {
    /** @returns undefined where there is no such notice. */
    async told(executor: Executor, noticeNo: string): Promise<Told | undefined> {
      const rows = await executor('ocms_valid_offence_notice AS v')
        .joinRaw(
          'LEFT JOIN ocms_letter_return AS r ON r.notice_no = v.notice_no AND r.submission_id = v.slift_submission_id',
        )
        .where('v.notice_no', noticeNo)
        .select<Record<string, unknown>[]>(
          ...['v.ean_sent_flag', 'v.ean_sent_timestamp', 'v.notification_method'],
          ...['v.letter_sent_flag', 'v.letter_sent_timestamp', 'v.slift_submission_id'],
          ...['v.suspension_type', 'v.epr_reason_of_suspension', 'v.epr_date_of_suspension'],
          ...['r.status', 'r.status_at', 'r.error_code'],
        );
      const [row] = rows;
      if (!row) return undefined;
      const text = (column: string): string | undefined => (row[column] ?? undefined) as string | undefined;
      return {
        electronic:
          row.ean_sent_flag === 'Y'
            ? { method: text('notification_method') ?? '', at: instantOf(row.ean_sent_timestamp) }
            : undefined,
        letter:
          row.letter_sent_flag === 'Y'
            ? {
                at: instantOf(row.letter_sent_timestamp),
                submissionId: text('slift_submission_id') ?? '',
                returned:
                  row.status === null
                    ? undefined
                    : {
                        status: row.status as LetterReturn['status'],
                        at: dialect.readInstant(row.status_at),
                        errorCode: text('error_code'),
                      },
              }
            : undefined,
        suspension:
          row.suspension_type === null
            ? undefined
            : {
                type: row.suspension_type as string,
                reason: text('epr_reason_of_suspension'),
                at: instantOf(row.epr_date_of_suspension),
              },
      };
    },
  };
}
