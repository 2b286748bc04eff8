// A process of its own that creates notices: each line it is given is a JSON array of offences, created all at once;
// each line it answers is the JSON array of their outcomes.
import { createInterface } from 'node:readline';
import type { DatabaseLocation } from '../../../../src/config/database-url';
import { openDatabase } from '../../../../src/db/database';
import { createNoticeCreationService, type Offence } from '../../../../src/features/notice-creation';
import { createCalendar } from '../../../../src/platform/calendar';
import { systemClock } from '../../../../src/platform/clock';
import { createLogger } from '../../../../src/platform/logging';
import { patience } from '../../../support/patience';

async function main([location]: string[]): Promise<void> {
  const intranet = openDatabase('intranet', JSON.parse(location!) as DatabaseLocation, {
    lockTimeoutMs: patience(5_000),
  });
  const service = createNoticeCreationService({
    patienceMs: patience(60_000),
    intranet,
    calendar: createCalendar(systemClock, 'Asia/Singapore'),
    logger: createLogger({ level: 'silent' }),
    onCreated: () => undefined,
  });
  await intranet.ping();
  console.log('ready');
  for await (const line of createInterface({ input: process.stdin })) {
    const offences = (JSON.parse(line) as Offence[]).map((each) => ({
      ...each,
      noticeDateAndTime: new Date(each.noticeDateAndTime),
    }));
    console.log(JSON.stringify(await Promise.all(offences.map((each) => service.create(each)))));
  }
  await intranet.close();
}

void main(process.argv.slice(2));
