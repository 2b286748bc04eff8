import type { LetterReconciliationReport } from '../../features/reports';
import type { Operation } from '../operation';
import { reportAnswer } from './report-answer';

/** Letters submitted against those that the printing vendor tells of (A 8.1b). */
export const staffGetLetterReconciliation: Operation<
  'staff-getLetterReconciliation',
  { letterReconciliationReport: LetterReconciliationReport }
> =
  ({ letterReconciliationReport }) =>
  async ({ query: { from, to, format = 'xlsx' }, principal }) =>
    reportAnswer(await letterReconciliationReport.make({ period: { from, to }, format, by: principal.id }));
