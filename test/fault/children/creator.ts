// Creates the notice of an offence, and kills itself, or stands still, at a boundary on the way.
import { createContext } from '../../../src/app/context';
import { readConfig } from '../../../src/config/config';
import type { Offence } from '../../../src/features/notice-creation';
import { createLogger } from '../../../src/platform/logging';
import type { CreatorOptions } from '../../support/fault-children';
import { say } from './talk';

async function main({ intranet, internet, offence, killAt, stopAt }: CreatorOptions): Promise<void> {
  const reached = new Map<string, number>();
  const boundary = (label: string): Promise<void> => {
    const nth = (reached.get(label) ?? 0) + 1;
    reached.set(label, nth);
    if (killAt?.label === label && killAt.nth === nth) process.kill(process.pid, 'SIGKILL');
    if (stopAt?.label === label && stopAt.nth === nth) {
      say('standing still');
      process.kill(process.pid, 'SIGSTOP');
    }
    return Promise.resolve();
  };
  const context = createContext(
    { ...readConfig({ OCMS_MIRROR_NUDGE_MS: '0' }), intranetDb: intranet, internetDb: internet },
    { logger: createLogger({ level: 'warn', destination: process.stderr }), boundary },
  );
  const sent: Offence = { ...offence, noticeDateAndTime: new Date(offence.noticeDateAndTime) };
  say('created', await context.services.noticeCreation.create(sent));
  await context.close();
}

void main(JSON.parse(process.argv[2]!) as CreatorOptions);
