// A process of its own that updates notices: the location, the numbers and the changes come as JSON arguments.
import { openDatabase } from '../../../../src/db/database';
import type { DatabaseLocation } from '../../../../src/config/database-url';
import { type CourtNoticeChanges, createCourtNoticesService } from '../../../../src/features/court-notices';
import { systemClock } from '../../../../src/platform/clock';
import { createLogger } from '../../../../src/platform/logging';

async function main([location, numbers, changes]: string[]): Promise<void> {
  const intranet = openDatabase('intranet', JSON.parse(location!) as DatabaseLocation);
  const service = createCourtNoticesService({
    intranet,
    clock: systemClock,
    logger: createLogger({ level: 'silent' }),
  });
  const noticeNos = JSON.parse(numbers!) as string[];
  const requests = (JSON.parse(changes!) as CourtNoticeChanges[]).map((each) =>
    service.applyUpdates(noticeNos.map((noticeNo) => ({ noticeNo, changes: each }))),
  );
  const outcomes = await Promise.all(requests);
  await intranet.close();
  console.log(JSON.stringify(outcomes.map(({ updatedCount }) => updatedCount)));
}

void main(process.argv.slice(2));
