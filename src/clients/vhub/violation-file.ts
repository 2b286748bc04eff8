import { setImmediate as nextTurn } from 'node:timers/promises';
import { vhubViolationSchema, writeVhubViolation } from '../../../generated/files/vhub-violation';
import type { Violation, ViolationFileReceiver } from '../../features/foreign-vehicles/port';
import { deliverText, type FileExchange } from '../../files';
import { validateXml } from '../../files/xml';
import type { Calendar } from '../../platform/calendar';
import { toFileRecord } from './mapper';

/** vHub, as far as it is told by files (F 2.4): made by the file contract, checked against its schema before they leave. */
export function createViolationFile({
  exchange,
  calendar,
}: {
  exchange: Pick<FileExchange, 'deliver'>;
  calendar: Calendar;
}): ViolationFileReceiver {
  const xmlOf = async (name: string, createdAt: Date, violations: readonly Violation[]): Promise<string> => {
    // A whole file takes its time: others have a turn before and in between.
    await nextTurn();
    const records = violations.map((violation) => toFileRecord(violation, calendar));
    await nextTurn();
    return writeVhubViolation({
      FileName: name,
      CreationDateTime: calendar.format(createdAt).replaceAll(/\D/g, ''),
      Violation: records,
    });
  };

  /** @returns what is wrong with a file of these, if anything. */
  const problemOf = async (violations: readonly Violation[], signal: AbortSignal): Promise<string | undefined> => {
    let xml: string;
    try {
      xml = await xmlOf('URA_VHUB_VIOLATION_20000101_000000.xml', new Date(0), violations);
    } catch (error) {
      return (error as Error).message;
    }
    const validity = await validateXml({ schema: vhubViolationSchema, xml, signal });
    return validity.valid ? undefined : (validity.errors[0] ?? 'it is not valid');
  };

  return {
    async unfit(violations, signal) {
      const found = new Map<string, string>();
      const search = async (some: readonly Violation[]): Promise<void> => {
        const [first] = some;
        const problem = first && (await problemOf(some, signal));
        if (!problem) return;
        if (some.length === 1) return void found.set(first.noticeNo, `it breaks vHub's file contract: ${problem}`);
        const half = Math.ceil(some.length / 2);
        await search(some.slice(0, half));
        await search(some.slice(half));
      };
      await search(violations);
      return found;
    },

    async deliver({ name, createdAt, violations }, signal) {
      const xml = await xmlOf(name, createdAt, violations);
      const validity = await validateXml({ schema: vhubViolationSchema, xml, signal });
      if (!validity.valid) throw new Error(`${name} breaks its contract: ${validity.errors.join('; ')}`);
      await deliverText(exchange, { name, pieces: [xml] }, signal);
    },
  };
}
