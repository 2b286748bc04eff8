export { type AnsReport, type AnsReportRequest, createAnsReport } from './ans-report';
export {
  createLetterReconciliationReport,
  type LetterReconciliationReport,
  type LetterReconciliationRequest,
} from './letter-reconciliation-report';
export { createMaker, type Maker } from './maker';
export { createSlots } from './slots';
export { type Format, FORMATS, NO_RECORDS, type ReportAudit, type ReportFile } from './types';
