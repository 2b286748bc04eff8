import type { Database, Executor } from '../../db/database';
import { type Cents, centsFromColumn } from '../../platform/money';
import type { ViolationStatus } from './port';
import type { Channel } from './violation-store';

/** A notice as far as vHub is concerned; nothing of its owner. */
export interface StoryNotice {
  noticeNo: string;
  registrationType: string | null;
  vehicleNo: string | null;
  vehicleCategory: string | null;
  offenceAt: Date | null;
  compositionAmount: Cents;
  adminFee: Cents;
  amountPaid: Cents;
  paidAt: Date | null;
  suspensionType: string | null;
  suspensionReason: string | null;
  suspendedAt: Date | null;
  /** `YYYY-MM-DD`. */
  archiveDate: string | null;
}

/** A record of what vHub was told of a notice. */
export interface Told {
  channel: Channel;
  at: Date;
  status: ViolationStatus;
  totalAmount: Cents;
  location: string | null;
  /** The batch's reference, or the file's name. */
  reference: string;
  /** '0' for sent: by API taken, by SFTP delivered. */
  sent: string | null;
  /** Of the acknowledgement (F appendix A); by SFTP only. */
  acknowledged: string | null;
  acknowledgedIn: string | null;
  errorCode: string | null;
  errorDescription: string | null;
}

/** A living notice, or one in the archive. */
export interface Life {
  notice: StoryNotice | undefined;
  archivedAt: Date | undefined;
  /** In the order of time. */
  told: Told[];
}

const NOTICE = [
  ...['notice_no', 'vehicle_registration_type', 'vehicle_no', 'vehicle_category', 'notice_date_and_time'],
  ...['composition_amount', 'admin_fee', 'amount_paid', 'payment_date'],
  ...['suspension_type', 'epr_reason_of_suspension', 'epr_date_of_suspension', 'archive_date'],
];
const TOLD = ['cre_date', 'violation_status', 'total_amount', 'location'];
const CHANNELS = [
  {
    channel: 'API',
    table: 'ocms_offence_avss',
    columns: ['batch_reference', 'vhub_api_status_code', 'vhub_api_error_code', 'vhub_api_error_description'],
  },
  {
    channel: 'SFTP',
    table: 'ocms_offence_avss_sftp',
    columns: [
      ...['file_name', 'sftp_status_code', 'sftp_error_description'],
      ...['ack_file_name', 'ack_status_code', 'ack_error_code', 'ack_error_description'],
    ],
  },
] as const;

export function storyStore({ dialect }: Database) {
  const instantOf = (value: unknown): Date | null => (value === null ? null : dialect.readInstant(value));
  const noticeOf = (row: Record<string, unknown>): StoryNotice => ({
    noticeNo: row.notice_no as string,
    registrationType: row.vehicle_registration_type as string | null,
    vehicleNo: row.vehicle_no as string | null,
    vehicleCategory: row.vehicle_category as string | null,
    offenceAt: instantOf(row.notice_date_and_time),
    compositionAmount: centsFromColumn(row.composition_amount),
    adminFee: centsFromColumn(row.admin_fee),
    amountPaid: centsFromColumn(row.amount_paid),
    paidAt: instantOf(row.payment_date),
    suspensionType: row.suspension_type as string | null,
    suspensionReason: row.epr_reason_of_suspension as string | null,
    suspendedAt: instantOf(row.epr_date_of_suspension),
    archiveDate: row.archive_date === null ? null : dialect.readDate(row.archive_date),
  });
  const toldOf = (channel: Channel, row: Record<string, unknown>): Told => {
    const text = (column: string): string | null => (row[column] ?? null) as string | null;
    return {
      channel,
      at: dialect.readInstant(row.cre_date),
      status: row.violation_status as ViolationStatus,
      totalAmount: centsFromColumn(row.total_amount),
      location: text('location'),
      reference: (text('batch_reference') ?? text('file_name'))!,
      sent: channel === 'API' ? text('vhub_api_status_code') : text('sftp_status_code'),
      acknowledged: text('ack_status_code'),
      acknowledgedIn: text('ack_file_name'),
      errorCode: text('vhub_api_error_code') ?? text('ack_error_code'),
      errorDescription:
        text('vhub_api_error_description') ?? text('ack_error_description') ?? text('sftp_error_description'),
    };
  };

  return {
    /** All lives of a notice number, those in the archive first, in the order of time: a number may come again. */
    async lives(executor: Executor, noticeNo: string): Promise<Life[]> {
      const lives = new Map<number, Life>();
      const life = (archivedAt: Date | undefined): Life => {
        const key = archivedAt?.getTime() ?? Infinity;
        const found = lives.get(key) ?? { notice: undefined, archivedAt, told: [] };
        lives.set(key, found);
        return found;
      };
      for (const archive of [false, true]) {
        const [suffix, more] = archive ? ['_archive', ['archived_at']] : ['', []];
        const of = (row: Record<string, unknown>): Life =>
          life(archive ? dialect.readInstant(row.archived_at) : undefined);
        const select = (table: string, column: string, columns: readonly string[]) =>
          executor(`${table}${suffix}`)
            .where(column, noticeNo)
            .select<Record<string, unknown>[]>([...columns, ...more]);
        for (const row of await select('ocms_valid_offence_notice', 'notice_no', NOTICE))
          of(row).notice = noticeOf(row);
        for (const { channel, table, columns } of CHANNELS)
          for (const row of await select(table, 'offence_no', [...TOLD, ...columns]))
            of(row).told.push(toldOf(channel, row));
      }
      for (const { told } of lives.values()) told.sort((one, other) => one.at.getTime() - other.at.getTime());
      return [...lives].sort(([one], [other]) => one - other).map(([, each]) => each);
    },
  };
}
