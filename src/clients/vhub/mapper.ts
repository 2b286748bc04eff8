import type { VhubViolation } from '../../../generated/files/vhub-violation';
import type { components } from '../../../generated/outbound/vhub-updateViolation';
import type { Violation, ViolationResult } from '../../features/foreign-vehicles/port';
import type { Calendar } from '../../platform/calendar';
import { type Cents, decimalText } from '../../platform/money';

type WireViolation = components['schemas']['Violation'];
type WireResult = components['schemas']['ViolationResult'];

const dollars = (cents: Cents): number => cents / 100;

/** F 2.3.5, request payload fields. Make and colour are unknown to OCMS (decisions §8). */
export function toWire(violation: Violation, calendar: Calendar): WireViolation {
  return {
    ViolationNo: violation.noticeNo,
    OffenceDateTime: calendar.format(violation.offenceAt).replaceAll(/\D/g, ''),
    OffenceCode: violation.offenceCode,
    Location: violation.location,
    OffenceDescription: violation.offenceDescription,
    VehicleNo: violation.vehicleNo,
    VehicleType: violation.vehicleType,
    VehicleMake: '',
    VehicleColor: '',
    CompositionAmount: dollars(violation.compositionAmount),
    AdminFee: dollars(violation.adminFee),
    TotalAmount: dollars(violation.totalAmount),
    ViolationStatus: violation.status,
  };
}

/** The same in a file: amounts are text there. */
export function toFileRecord(violation: Violation, calendar: Calendar): VhubViolation {
  return {
    ...toWire(violation, calendar),
    CompositionAmount: decimalText(violation.compositionAmount),
    AdminFee: decimalText(violation.adminFee),
    TotalAmount: decimalText(violation.totalAmount),
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
