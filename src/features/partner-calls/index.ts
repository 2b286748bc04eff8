export { type CallsInTime, type CallTotals, createPartnerCalls, KEPT_DAYS, type PartnerCalls } from './service';
