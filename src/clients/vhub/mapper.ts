import type { VhubViolation } from '../../../generated/files/vhub-violation';
import type { components } from '../../../generated/outbound/vhub-updateViolation';
import type { Violation, ViolationResult } from '../../features/foreign-vehicles/port';
import type { Calendar } from '../../platform/calendar';
import { type Cents, decimalText } from '../../platform/money';

type WireViolation = components['schemas']['Violation'];
type WireResult = components['schemas']['ViolationResult'];

const dollars = (cents: Cents): number => cents / 100;

/** F 2.3.5, request payload fields. Make and colour are unknown to OCMS (decisions §8). */
export const toWire = (violation: Violation, calendar: Calendar): WireViolation => told(violation, calendar, dollars);

/** The same in a file: amounts are text there. */
export const toFileRecord = (violation: Violation, calendar: Calendar): VhubViolation =>
  told(violation, calendar, decimalText);

function told<Amount>(violation: Violation, calendar: Calendar, amount: (cents: Cents) => Amount) {
  return {
    ViolationNo: violation.noticeNo,
    OffenceDateTime: calendar.digits(new Date(violation.offenceAt)),
    OffenceCode: violation.offenceCode,
    Location: violation.location,
    OffenceDescription: violation.offenceDescription,
    VehicleNo: violation.vehicleNo,
    VehicleType: violation.vehicleType,
    VehicleMake: '',
    VehicleColor: '',
    CompositionAmount: amount(violation.compositionAmount),
    AdminFee: amount(violation.adminFee),
    TotalAmount: amount(violation.totalAmount),
    ViolationStatus: violation.status,
  };
}

export function fromWire({ ViolationNo, ResponseCode, ErrorCode, ErrorDescription }: WireResult): ViolationResult {
  return {
    noticeNo: ViolationNo,
    taken: ResponseCode === '0',
    ...(ErrorCode !== undefined && { errorCode: ErrorCode }),
    ...(ErrorDescription !== undefined && { errorDescription: ErrorDescription }),
  };
}
