import { definePartner, type PartnerRequest, type SuccessBody } from '../partner';

type Violation = PartnerRequest<'updateViolation'>['body']['Violations'][number];
type Answer = SuccessBody<'updateViolation'>;
type Result = Answer['Results'][number];

interface VhubState {
  /** What vHub knows of each notice. */
  violations: Map<string, Violation>;
  /** By batch reference: a repetition is answered as the batch was. */
  answers: Map<string, Answer>;
}

const ERRORS: Readonly<Record<string, string>> = {
  E_REC_001: 'Exceed Field Limit',
  E_REC_002: 'Invalid Format',
  E_REC_003: 'Missing Required Field',
};

/** A magic value: a location with an error code in it is refused with that. */
function resultOf({ ViolationNo, Location }: Violation): Result {
  const code = /\bE[ _]REC[ _](00[123])\b/.exec(Location)?.[1];
  if (code === undefined) return { ViolationNo, ResponseCode: '0' };
  const ErrorCode = `E_REC_${code}`;
  return { ViolationNo, ResponseCode: '1', ErrorCode, ErrorDescription: ERRORS[ErrorCode]! };
}

export const vhub = definePartner({
  system: 'VHUB',
  createState: (): VhubState => ({ violations: new Map(), answers: new Map() }),
  handlers: {
    updateViolation: ({ violations, answers }, { body: { BatchReference, Violations } }) => {
      const before = answers.get(BatchReference);
      if (before) return { status: 200, body: before };
      const body: Answer = { BatchReference, Results: Violations.map(resultOf) };
      for (const [index, violation] of Violations.entries())
        if (body.Results[index]!.ResponseCode === '0') violations.set(violation.ViolationNo, violation);
      answers.set(BatchReference, body);
      return { status: 200, body };
    },
  },
  collections: {
    violations: {
      read: ({ violations }) => [...violations.values()],
      replace: (state, rows: readonly Violation[]) => {
        state.violations = new Map(rows.map((row) => [row.ViolationNo, row]));
      },
      shownBy: { operation: 'updateViolation', body: (rows) => ({ Results: rows.map(resultOf) }) },
    },
  },
});
