import type { Executor } from '../../db/database';

/** Who is told by letter only (A 4.1.4.b). */
export interface ExclusionList {
  has(executor: Executor, idNo: string): Promise<boolean>;
}

/** The list as it is stored, `ocms_ean_exclusion`. */
export const exclusionList: ExclusionList = {
  async has(executor, idNo) {
    const row: unknown = await executor('ocms_ean_exclusion').where('id_no', idNo).first('id_no');
    return row !== undefined;
  },
};
