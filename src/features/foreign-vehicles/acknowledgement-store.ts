import { INTRANET_USER } from '../../db/audit-users';
import type { Database, Transaction } from '../../db/database';
import type { Acknowledgement } from './port';

const SENT = 'ocms_offence_avss_sftp';

export function acknowledgementStore({ dialect }: Database) {
  return {
    /**
     * Writes the answers down beside the records they are about (F appendix A). A record that is refused goes again: what
     * vHub knows of its notice is what it took before.
     *
     * @returns the numbers of the records the file has.
     */
    async acknowledge(
      trx: Transaction,
      ackFileName: string,
      { fileName, results }: Acknowledgement,
      at: Date,
    ): Promise<Set<string>> {
      const now = dialect.bindInstant(at);
      const rows = dialect.rows(
        {
          channel: 'varchar(4)',
          file_name: 'varchar(60)',
          offence_no: 'varchar(10)',
          status_code: 'varchar(1)',
          error_code: 'varchar(20)',
          error_description: 'nvarchar(400)',
        },
        results.map(({ noticeNo, taken, errorCode, errorDescription }) => ({
          channel: 'SFTP',
          file_name: fileName,
          offence_no: noticeNo,
          status_code: taken ? '0' : '1',
          error_code: errorCode ?? null,
          error_description: errorDescription?.slice(0, 200) ?? null,
        })),
      );
      const matched = await dialect.updateFrom(trx, {
        table: SENT,
        set: {
          sql: `ack_file_name = ?, ack_status_code = j.status_code, ack_error_code = j.error_code,
            ack_error_description = j.error_description, upd_date = ?, upd_user_id = ?`,
          bindings: [ackFileName, now, INTRANET_USER],
        },
        rows,
        on: 't.offence_no = j.offence_no AND t.file_name = j.file_name',
        returning: 'offence_no',
      });
      // Only where nothing went since: a late answer says nothing of what vHub was told after.
      await dialect.updateFrom(trx, {
        table: 'ocms_vhub_notice',
        set: {
          sql: `failed_status = (SELECT r.violation_status FROM ${SENT} AS r WHERE r.file_name = j.file_name AND r.offence_no = t.notice_no),
            sent_hash = NULL,
            sent_status = (SELECT p.violation_status FROM ${SENT} AS p WHERE p.offence_no = t.notice_no AND p.file_name =
              (SELECT MAX(q.file_name) FROM ${SENT} AS q WHERE q.offence_no = t.notice_no AND q.sftp_status_code = '0'
                AND COALESCE(q.ack_status_code, '0') = '0'))`,
          bindings: [],
        },
        rows,
        on: 't.channel = j.channel AND t.notice_no = j.offence_no',
        where: `j.status_code = '1'
          AND EXISTS (SELECT 1 FROM ${SENT} AS r WHERE r.file_name = j.file_name AND r.offence_no = t.notice_no)
          AND NOT EXISTS (SELECT 1 FROM ${SENT} AS n WHERE n.offence_no = t.notice_no AND n.file_name > j.file_name
            AND n.sftp_status_code = '0')`,
        returning: 'notice_no',
      });
      return new Set(matched);
    },
  };
}
