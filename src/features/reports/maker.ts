import type { Readable } from 'node:stream';
import { finished } from 'node:stream';
import type { Calendar } from '../../platform/calendar';
import type { Logger } from '../../platform/logging';
import {
  DOCUMENT_TYPE,
  documentWriter,
  type Table,
  type TableFile,
  WORKBOOK_TYPE,
  workbook,
} from '../../platform/tables';
import type { Slots } from './slots';
import { type Format, NO_RECORDS, type ReportAudit, type ReportFile, type ReportRequest } from './types';

/** What the runtime calls it when somebody leaves before the end. */
const LEFT: ReadonlySet<string> = new Set(['ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR']);

/** A report that is to be made. `Scope` is what its rows are read by. */
export interface ReportPlan<Scope> extends ReportRequest {
  readonly report: Parameters<ReportAudit>[0]['report'];
  /** @throws AppError `validation` */
  readonly check: () => Scope;
  /** What was asked for, by name; what was not is left out. */
  readonly parameters: Readonly<Record<string, string | undefined>>;
  /** The file's, without its ending. */
  readonly name: string;
  readonly title: string;
  /** What is in it; undefined where there is nothing to report. */
  readonly prepare: (scope: Scope) => Promise<Prepared | undefined>;
}

export interface Prepared extends Pick<TableFile, 'facts' | 'rows'> {
  readonly tables: readonly (Omit<Table, 'none'> & Partial<Pick<Table, 'none'>>)[];
}

export interface Maker {
  /**
   * Begins a report; what is wrong before its first byte is thrown, what goes wrong later is its content's error.
   *
   * @returns undefined where there is nothing to report.
   */
  make<Scope>(plan: ReportPlan<Scope>): Promise<ReportFile | undefined>;
}

export function createMaker({
  calendar,
  logger,
  slots,
  audit,
}: {
  calendar: Calendar;
  logger: Logger;
  slots: Slots;
  audit: ReportAudit;
}): Maker {
  const writers: Readonly<
    Record<Format, { mediaType: ReportFile['mediaType']; write: (file: TableFile) => Readable }>
  > = {
    xlsx: { mediaType: WORKBOOK_TYPE, write: workbook },
    pdf: { mediaType: DOCUMENT_TYPE, write: documentWriter() },
  };
  return {
    async make(plan) {
      const { report, format, by } = plan;
      const scope = plan.check();
      const giveBack = slots.take();
      try {
        const prepared = await plan.prepare(scope);
        if (!prepared) {
          giveBack();
          return undefined;
        }
        const { rows, facts, tables } = prepared;
        const at = calendar.now();
        const parameters = Object.entries(plan.parameters).filter((entry): entry is [string, string] => !!entry[1]);
        await audit({ report, format, by, at, parameters: Object.fromEntries(parameters) });
        const { mediaType, write } = writers[format];
        const content = write({
          title: plan.title,
          author: 'OCMS',
          created: at,
          facts: [
            ...facts,
            ['Made', `${calendar.format(at)} (${calendar.timeZone}; so are all times)`],
            ['Made by', by],
          ],
          rows,
          tables: tables.map((table) => ({ none: NO_RECORDS, ...table })),
        });
        finished(content, { writable: false }, (error) => {
          giveBack();
          const told = { report, format, rows, ms: calendar.now().getTime() - at.getTime() };
          // Who asked went away before its end.
          if (error && LEFT.has(error.code ?? '')) logger.info({ event: 'report-cut', ...told });
          else if (error) logger.error({ event: 'report-failed', ...told, error });
          else logger.info({ event: 'report-made', ...told });
        });
        return { name: `${plan.name}.${format}`, mediaType, content };
      } catch (error) {
        giveBack();
        throw error;
      }
    },
  };
}
