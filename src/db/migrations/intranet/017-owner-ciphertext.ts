import type { Migration } from '../migration';

/**
 * What is stored encrypted has 4 characters for 3 bytes of iv, tag and text in UTF-8, and the key's id in front: of
 * names of 200 characters, ids and mobile numbers of 20, e-mail addresses of 254, and addresses of 2,500 bytes of JSON,
 * which holds six lines of 100 characters, whatever the characters are.
 */
const STORED = { owner_name: 1_121, owner_nric: 161, owner_mobile: 161, owner_email: 1_409, owner_address: 3_388 };

/** Owners' particulars are stored encrypted (A 4.2.1). No version before this one stored any. */
export const ownerCiphertext: Migration = {
  name: '017-owner-ciphertext',
  async up(executor, dialect) {
    for (const table of ['ocms_valid_offence_notice', 'ocms_valid_offence_notice_archive']) {
      for (const [name, characters] of Object.entries(STORED))
        await dialect.widenText(executor, { table, name, characters, from: 0, ascii: true });
    }
  },
};
