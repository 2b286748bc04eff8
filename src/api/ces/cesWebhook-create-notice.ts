import { offenceFrom, type OffenceServices } from '../offence';
import type { Operation, OperationResponse } from '../operation';
import type { CreationOutcome } from '../../features/notice-creation';

type Answers = { readonly [O in CreationOutcome['outcome']]: OperationResponse<'cesWebhook-create-notice'> };

/** A 3.3, error handling. */
const ANSWERS: Answers = {
  created: { status: 200, body: { data: { appCode: 'OCMS-2000', message: 'Resource created successfully' } } },
  'label-length': {
    status: 400,
    body: { data: { appCode: 'OCMS-4000', message: 'Subsystem label must be 3-8 characters' } },
  },
  'label-range': {
    status: 400,
    body: { data: { appCode: 'OCMS-4000', message: 'Subsystem label must be in range 030-999' } },
  },
  duplicate: { status: 226, body: { data: { appCode: 'OCMS-2026', message: 'Notice no Already exists' } } },
  'unknown-rule-code': { status: 226, body: { data: { appCode: 'OCMS-2026', message: 'Invalid Offence Rule Code' } } },
};

/** CES delivers an offence (A 3.3). */
export const cesWebhookCreateNotice: Operation<'cesWebhook-create-notice', OffenceServices> =
  ({ noticeCreation, calendar }) =>
  async (request) => {
    const { outcome } = await noticeCreation.create(offenceFrom('CES', request, calendar), request.logger);
    return ANSWERS[outcome];
  };
