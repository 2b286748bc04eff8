import { Registry } from 'prom-client';
import { outboundOperations } from '../../../../generated/outbound/operations';
import { createVhubClient } from '../../../../src/clients/vhub/client';
import type { Violation, ViolationResult } from '../../../../src/features/foreign-vehicles/port';
import { createCalendar } from '../../../../src/platform/calendar';
import { UpstreamError } from '../../../../src/platform/outbound';
import { keyPlaceholder } from '../../../support/pacts';
import { callsFail } from '../../states';
import { consumerPact } from '../consumer';
import { FAILURES, onceAt, silent, violation } from './settings';

const { path } = outboundOperations.updateViolation;
const sent = { Accept: 'application/json', 'Content-Type': 'application/json' };
const vhub = consumerPact('ocms', 'vhub');
const calendar = createCalendar({ now: () => new Date() }, 'Asia/Singapore');

const REFERENCE = '20260615-0f8fad5bd9cb469fa165708a';

const onWire = (fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  ViolationNo: '500500123A',
  OffenceDateTime: '20260101093000',
  OffenceCode: 10300,
  Location: 'BISHAN STREET 23',
  OffenceDescription: 'Parking without a valid coupon',
  VehicleNo: 'JTR1234',
  VehicleType: 'C',
  VehicleMake: '',
  VehicleColor: '',
  CompositionAmount: 70.3,
  AdminFee: 10.2,
  TotalAmount: 80.5,
  ViolationStatus: 'O',
  ...fields,
});

async function update(
  baseUrl: string,
  violations: readonly Violation[],
  reference = REFERENCE,
  key = keyPlaceholder('vhub'),
): Promise<ViolationResult[]> {
  const client = createVhubClient({
    settings: onceAt(baseUrl, key),
    calendar,
    logger: silent(),
    registry: new Registry(),
  });
  try {
    return await client.updateViolation({ reference, violations }, new AbortController().signal);
  } finally {
    await client.close();
  }
}

describe('OCMS tells vHub of violations', () => {
  // vHub answers a reference it has as it did.
  const told = (
    reference: string,
    description: string,
    records: { of: Violation; wire: Record<string, unknown> }[],
    results: Record<string, unknown>[],
    expected: ViolationResult[],
  ): void =>
    vhub.receives(
      `a batch of violations, ${description}`,
      {
        path,
        sent,
        body: { BatchReference: reference, Violations: records.map(({ wire }) => wire) },
        status: 200,
        answer: { Results: results },
      },
      async (url) => {
        const violations = records.map(({ of }) => of);
        expect(await update(url, violations, reference)).toEqual(expected);
      },
    );

  told(
    '20260615-1',
    'one outstanding, one settled, one cancelled',
    [
      { of: violation(), wire: onWire() },
      {
        of: violation({ noticeNo: '2B', status: 'S', vehicleType: 'B', offenceDescription: '' }),
        wire: onWire({ ViolationNo: '2B', ViolationStatus: 'S', VehicleType: 'B', OffenceDescription: '' }),
      },
      {
        of: violation({
          noticeNo: '3C',
          status: 'C',
          vehicleType: 'M',
          offenceAt: '2025-12-31T15:59:59.999Z',
        }),
        wire: onWire({
          ViolationNo: '3C',
          ViolationStatus: 'C',
          VehicleType: 'M',
          OffenceDateTime: '20251231235959',
        }),
      },
    ],
    ['500500123A', '2B', '3C'].map((ViolationNo) => ({ ViolationNo, ResponseCode: '0' })),
    ['500500123A', '2B', '3C'].map((noticeNo) => ({ noticeNo, taken: true })),
  );
  for (const [code, words] of [
    ['E_REC_001', 'Exceed Field Limit'],
    ['E_REC_002', 'Invalid Format'],
    ['E_REC_003', 'Missing Required Field'],
  ] as const)
    told(
      `20260615-${code.slice(-3)}`,
      `one of which is refused with ${code}`,
      [
        { of: violation(), wire: onWire() },
        {
          of: violation({ noticeNo: '2B', location: `LOT ${code}` }),
          wire: onWire({ ViolationNo: '2B', Location: `LOT ${code}` }),
        },
      ],
      [
        { ViolationNo: '500500123A', ResponseCode: '0' },
        { ViolationNo: '2B', ResponseCode: '1', ErrorCode: code, ErrorDescription: words },
      ],
      [
        { noticeNo: '500500123A', taken: true },
        { noticeNo: '2B', taken: false, errorCode: code, errorDescription: words },
      ],
    );

  const body = { BatchReference: REFERENCE, Violations: [onWire()] };
  const fails = async (url: string, status: number, outcome: object, key?: string): Promise<void> => {
    const error: unknown = await update(url, [violation()], REFERENCE, key).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UpstreamError);
    expect(error).toMatchObject({ system: 'VHUB', operation: 'updateViolation', status, attempts: 1, ...outcome });
  };
  for (const [description, status, outcome] of FAILURES)
    vhub.receives(
      `a batch of violations, ${description}`,
      { given: [callsFail(status)], path, sent, body, status },
      (url) => fails(url, status, outcome),
    );
  vhub.receives(
    'a batch of violations, with an unknown key',
    { path, sent, body, status: 401, key: 'unknown-key' },
    (url) => fails(url, 401, { outcome: 'rejected', retryable: false }, 'unknown-key'),
  );
});
