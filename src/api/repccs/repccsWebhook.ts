import { AppError } from '../../platform/errors';
import { offenceFrom, type OffenceServices } from '../offence';
import type { Operation } from '../operation';

/** REPCCS delivers an offence (A 3.2). */
export const repccsWebhook: Operation<'repccsWebhook', OffenceServices> =
  ({ noticeCreation, calendar }) =>
  async (request) => {
    const created = await noticeCreation.create(offenceFrom('REPCCS', request, calendar), request.logger);
    if (created.outcome === 'duplicate') {
      throw new AppError('validation', 'the notice number is taken', {
        details: [{ path: '/body/noticeNo', message: 'exists already' }],
      });
    }
    if (created.outcome !== 'created') throw new AppError('internal', `${created.outcome} is no outcome for REPCCS`);
    return {
      status: 200,
      body: { data: { appCode: 'OCMS-2000', message: 'OK', ...(created.generated && { noticeNo: created.noticeNo }) } },
    };
  };
