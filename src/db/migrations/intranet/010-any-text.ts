import type { Migration } from '../migration';

const VIOLATION = { location: 100, offence_description: 200 };
const API_VIOLATION = { ...VIOLATION, vhub_api_error_description: 200 };
const SFTP_VIOLATION = { ...VIOLATION, sftp_error_description: 200, ack_error_description: 200 };
const NOTICE = { pp_name: 100, owner_name: 100, owner_address: 400 };
const SUSPENSION = { suspension_remarks: 200 };

/** Most characters of free text, by table and column. */
const FREE_TEXT: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  ocms_valid_offence_notice: NOTICE,
  ocms_valid_offence_notice_archive: NOTICE,
  ocms_suspended_notice: SUSPENSION,
  ocms_suspended_notice_archive: SUSPENSION,
  // SQL Server lets it be null from then on; the import does not.
  ocms_offence_rule_code: { description: 200 },
  ocms_an_exemption_rule: { rule_remark: 200 },
  ocms_offence_avss: API_VIOLATION,
  ocms_offence_avss_archive: API_VIOLATION,
  ocms_offence_avss_sftp: SFTP_VIOLATION,
  ocms_offence_avss_sftp_archive: SFTP_VIOLATION,
};

/** Free text of any script, as long as it may be whatever its characters (decisions §2). */
export const anyText: Migration = {
  name: '010-any-text',
  async up(executor, dialect) {
    for (const [table, columns] of Object.entries(FREE_TEXT)) {
      for (const [name, characters] of Object.entries(columns))
        await dialect.widenText(executor, { table, name, characters });
    }
  },
};
