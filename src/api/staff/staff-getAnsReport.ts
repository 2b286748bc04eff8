import { type AnsReport, NO_RECORDS } from '../../features/reports';
import type { Operation } from '../operation';
import { reportAnswer } from './report-answer';

/** The ad-hoc report on notices suspended PS-ANS (A 8). */
export const staffGetAnsReport: Operation<'staff-getAnsReport', { ansReport: AnsReport }> =
  ({ ansReport }) =>
  async ({ query: { from, to, format = 'xlsx', vehicleNo, subsystemLabel }, principal }) => {
    const file = await ansReport.make({
      period: { from, to },
      format,
      vehicleNo,
      subsystem: subsystemLabel,
      by: principal.id,
    });
    if (!file) return { status: 404, body: { data: { appCode: 'OCMS-4004', message: NO_RECORDS } } };
    return reportAnswer(file);
  };
