import { ansStore } from '../../src/features/reports/ans-store';
import type { Flow } from './every-statement';

const AT = new Date('2026-01-15T01:02:03.456Z');
const POSITION = { dateOfSuspension: AT, noticeNo: '500500123A', srNo: 2 };
const SCOPES = [
  { from: AT, before: AT },
  { from: AT, before: AT, vehicleNo: 'SBA1234A', subsystem: '030' },
];

/** Every function of the reports' stores that issues statements (as {@link storeFlows} has them). */
export const reportStoreFlows: Readonly<Record<string, Flow>> = {
  'reports/ansStore.count': async (recording) => {
    recording.answer(() => [{ found: 1 }]);
    for (const scope of SCOPES)
      await recording.database.read((executor) => ansStore(recording.database).count(executor, scope));
  },
  'reports/ansStore.page': async ({ database }) => {
    for (const scope of SCOPES)
      for (const after of [undefined, POSITION])
        await database.read((executor) => ansStore(database).page(executor, scope, after, 500));
  },
};
