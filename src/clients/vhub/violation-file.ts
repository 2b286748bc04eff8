import { setImmediate as nextTurn } from 'node:timers/promises';
import { Mutex } from 'async-mutex';
import { vhubViolationSchema, writeVhubViolation } from '../../../generated/files/vhub-violation';
import type { Violation, ViolationFileReceiver } from '../../features/foreign-vehicles/port';
import { deliverText, type FileExchange } from '../../files';
import { validateXml } from '../../files/xml';
import type { Calendar } from '../../platform/calendar';
import { toFileRecord } from './mapper';

/** vHub, as far as it is told by files (F 2.4): made by the file contract, and checked against its schema before they leave. */
export function createViolationFile({
  exchange,
  calendar,
}: {
  exchange: Pick<FileExchange, 'deliver'>;
  calendar: Calendar;
}): ViolationFileReceiver {
  // A thread more would not make it faster, and takes memory.
  const inTurn = new Mutex();
  /** @returns the file, or what is wrong with it. */
  const xmlOf = async (
    { name, createdAt }: { name: string; createdAt: Date },
    violations: readonly Violation[],
    signal: AbortSignal,
  ): Promise<{ xml: Buffer } | { problem: string }> => {
    // A whole file takes its time: others have a turn before and in between.
    await nextTurn();
    const records = violations.map((violation) => toFileRecord(violation, calendar));
    await nextTurn();
    let xml: Buffer;
    try {
      const text = writeVhubViolation({
        FileName: name,
        CreationDateTime: calendar.digits(createdAt),
        Violation: records,
      });
      xml = Buffer.from(text);
    } catch (error) {
      return { problem: (error as Error).message };
    }
    const validity = await inTurn.runExclusive(() => validateXml({ schema: vhubViolationSchema, xml, signal }));
    return validity.valid ? { xml } : { problem: validity.errors[0] ?? 'it is not valid' };
  };

  return {
    async make({ violations, ...file }, signal) {
      const leftOut = new Map<string, string>();
      /** Halves what breaks the contract until it is single records. */
      const search = async (some: readonly Violation[], problem: string): Promise<void> => {
        const [first] = some;
        if (some.length <= 1) {
          if (first) leftOut.set(first.noticeNo, `it breaks vHub's file contract: ${problem}`);
          return;
        }
        const half = Math.ceil(some.length / 2);
        for (const part of [some.slice(0, half), some.slice(half)]) {
          const made = await xmlOf(file, part, signal);
          if ('problem' in made) await search(part, made.problem);
        }
      };
      let made = await xmlOf(file, violations, signal);
      if ('problem' in made) {
        await search(violations, made.problem);
        made = await xmlOf(
          file,
          violations.filter(({ noticeNo }) => !leftOut.has(noticeNo)),
          signal,
        );
      }
      const { name } = file;
      const whole = made;
      return {
        leftOut,
        async deliver(signal) {
          if ('problem' in whole) throw new Error(`${name} breaks its contract: ${whole.problem}`);
          await deliverText(exchange, { name, pieces: [whole.xml] }, signal);
        },
      };
    },
  };
}
