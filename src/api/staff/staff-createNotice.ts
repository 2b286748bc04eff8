import type { components } from '../../../generated/inbound/staff-portal';
import type { AuditTrail } from '../../features/audit';
import type { Creator, Fate } from '../../features/notice-creation';
import { AppError } from '../../platform/errors';
import type { Principal } from '../../platform/principal';
import { offenceFrom, type OffenceServices } from '../offence';
import type { Operation } from '../operation';

/** As the contract has them; staff's AN flag is not looked at, so no notice is one by its source. */
const FATES: Readonly<Partial<Record<Fate, components['schemas']['NoticeCreated']['fate']>>> = {
  'double-booked': 'DOUBLE_BOOKED',
  foreign: 'FOREIGN',
  advisory: 'ADVISORY',
  ordinary: 'ORDINARY',
};

/** A member of staff enters an offence, for OCMS or for PLUS (A 3.1, decisions §5). */
export const staffCreateNotice: Operation<'staff-createNotice', OffenceServices & { auditTrail: AuditTrail }> =
  ({ noticeCreation, calendar, auditTrail }) =>
  async (request) => {
    const offence = offenceFrom(request.body.noticeSource, request, calendar);
    const by = creatorOf(request.principal, auditTrail);
    const created = await noticeCreation.create({ ...offence, by }, request.logger);
    if (created.outcome === 'duplicate') throw new AppError('conflict', 'the notice number is taken');
    if (created.outcome !== 'created') throw new AppError('internal', `${created.outcome} is no outcome for staff`);
    const fate = created.fate && FATES[created.fate];
    if (!fate) throw new AppError('internal', `${created.fate} is no fate of a notice of staff's`);
    const { noticeNo } = created;
    return { status: 201, headers: { Location: `/v1/staff/notices/${noticeNo}` }, body: { noticeNo, fate } };
  };

const creatorOf = ({ id }: Principal, auditTrail: AuditTrail): Creator => ({
  id,
  record: (trx, { noticeNo, source, fate }) =>
    auditTrail.record(trx, {
      officerId: id,
      action: 'notice-created',
      subject: noticeNo,
      after: { noticeSource: source, fate },
    }),
});
