import type { Executor } from '../../db/database';
import type { KeyedHash } from '../../platform/encryption';

/** Who is told by letter only (A 4.1.4.b). */
export interface ExclusionList {
  has(executor: Executor, idNo: string): Promise<boolean>;
}

/** The list as it is stored, `ocms_ean_exclusion`: by a keyed hash of the id. */
export function createExclusionList(idHash: KeyedHash): ExclusionList {
  return {
    async has(executor, idNo) {
      const row: unknown = await executor('ocms_ean_exclusion')
        .whereIn('id_hash', idHash.allOf(idNo))
        .whereNull('ended_at')
        .first('id_hash');
      return row !== undefined;
    },
  };
}
