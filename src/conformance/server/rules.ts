import { isObject } from '../shapes';

/** An exchange as rules see it: what was sent, and an answer whose schema holds. */
export interface Exchange {
  readonly request: unknown;
  readonly answer: unknown;
}

/** Something the contract says that a schema cannot: its sentence is the contract's own. */
export interface Rule {
  readonly title: string;
  readonly sentence: string;
  readonly mend: string;
  /** What is wrong, without values. */
  readonly breach: (exchange: Exchange) => string | undefined;
}

export interface RefusedRecord {
  /** In the request's list; -1 for none of it. */
  readonly index: number;
  /** Not for what the record says, but for how it says it: what is within the schema has the right form. */
  readonly forItsForm: boolean;
}

export interface OperationRules {
  /** What names a request, so that a repetition takes effect once. */
  readonly reference?: {
    readonly field: string;
    readonly sentence: string;
    /** Where a refused one may come again: the contract's sentence. */
    readonly refusedMayComeAgain?: string;
    /** The field of an answer that says what a request has become, different for each. */
    readonly identifies?: string;
  };
  readonly rules: readonly Rule[];
  /** Requests that are within the schema and refused all the same, with 422. */
  readonly refused?: readonly {
    readonly title: string;
    readonly sentence: string;
    readonly change: (example: Record<string, unknown>) => unknown;
    readonly mend: string;
  }[];
  /** A list whose records are refused each by itself, while the others are taken. */
  readonly records?: {
    readonly list: string;
    readonly sentence: string;
    readonly mend: string;
    readonly refused: (exchange: Exchange) => readonly RefusedRecord[];
  };
  /** What is longest of a field, where it is more than any text. */
  readonly longest?: Readonly<Record<string, (length: number) => string>>;
  /** What makes the n-th record of a list another than the first. */
  readonly another?: Readonly<Record<string, string>>;
}

const list = (value: unknown, field: string): readonly unknown[] => {
  const found = isObject(value) ? value[field] : undefined;
  return Array.isArray(found) ? found : [];
};
const fields = (values: readonly unknown[], field: string): unknown[] =>
  values.map((each) => (isObject(each) ? each[field] : undefined));
const field = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined);
const twice = (values: readonly unknown[]): number => values.length - new Set(values).size;

const sameReference = (name: string, sentence: string): Rule => ({
  title: `The answer has the ${name} of its request`,
  sentence,
  mend: `Answer with the ${name} that came.`,
  breach: ({ request, answer }) =>
    field(answer, name) !== undefined && field(answer, name) !== field(request, name)
      ? `the answer's ${name} is not the request's`
      : undefined,
});

const listOfVehicles = (system: string): OperationRules => ({
  reference: { field: 'reference', sentence: `vehicles: ${system} takes it for the one it has.` },
  rules: [sameReference('reference', 'Names the batch; a repetition has the same.')],
});

/**
 * By the operation. Each sentence is in its contract, word for word: a test sees to that.
 */
export const RULES: Readonly<Record<string, OperationRules | undefined>> = {
  updateViolation: {
    reference: {
      field: 'BatchReference',
      sentence:
        'A batch that is sent again, because nobody knows whether it arrived, has the same reference and the same records: vHub takes it for the one it has, and answers as it did.',
    },
    another: { '/Violations': 'ViolationNo' },
    records: {
      list: '/Violations',
      sentence: "Code 1: refused, with vHub's error code; the other records of the batch are taken all the same.",
      mend: 'Answer code 0 for each record that is as the contract has it, whatever becomes of the others.',
      refused({ request, answer }) {
        const sent = fields(list(request, 'Violations'), 'ViolationNo');
        return list(answer, 'Results')
          .filter((result) => field(result, 'ResponseCode') === '1')
          .map((result) => ({
            index: sent.indexOf(field(result, 'ViolationNo')),
            forItsForm: /^E_REC_00[123]$/.test(String(field(result, 'ErrorCode'))),
          }));
      },
    },
    rules: [
      sameReference('BatchReference', 'Names the batch; a repetition has the same.'),
      {
        title: 'Each record has its result',
        sentence: "A result for each record**, in any order, with the record's `ViolationNo`.",
        mend: 'Answer with one result for each record of the batch, by its ViolationNo.',
        breach({ request, answer }) {
          const results = new Set(fields(list(answer, 'Results'), 'ViolationNo'));
          const without = fields(list(request, 'Violations'), 'ViolationNo').filter((each) => !results.has(each));
          return without.length > 0 ? 'a record has no result' : undefined;
        },
      },
      {
        title: 'Each result is of a record of the batch',
        sentence: 'a result for a record that was not sent is told to operations.',
        mend: 'Answer with results of the records that came with this batch, and of no others.',
        breach({ request, answer }) {
          const sent = new Set(fields(list(request, 'Violations'), 'ViolationNo'));
          const strange = fields(list(answer, 'Results'), 'ViolationNo').filter((each) => !sent.has(each));
          return strange.length > 0 ? 'a result is of a record that was not sent' : undefined;
        },
      },
      {
        title: 'A record has one result',
        sentence: "A result for each record**, in any order, with the record's `ViolationNo`.",
        mend: 'Answer with one result for each record, not two.',
        breach: ({ answer }) =>
          twice(fields(list(answer, 'Results'), 'ViolationNo')) > 0 ? 'a record has more than one result' : undefined,
      },
      {
        title: 'A refused record has its error code',
        sentence: "Code 1: refused, with vHub's error code; the other records of the batch are taken all the same.",
        mend: 'Give each result of code 1 an ErrorCode.',
        breach: ({ answer }) =>
          list(answer, 'Results').some(
            (each) => field(each, 'ResponseCode') === '1' && field(each, 'ErrorCode') === undefined,
          )
            ? 'a result of code 1 has no ErrorCode'
            : undefined,
      },
    ],
  },
  refreshVIPVehicle: {
    rules: [
      {
        title: 'totalCount is the number of vehicles',
        sentence: '`totalCount` is the number of entries in `data`, and a vehicle is listed once.',
        mend: 'Count the entries of data in the same query that reads them.',
        breach: ({ answer }) =>
          field(answer, 'totalCount') === list(answer, 'data').length
            ? undefined
            : 'totalCount is not the number of entries in data',
      },
      {
        title: 'A vehicle is listed once',
        sentence: '`totalCount` is the number of entries in `data`, and a vehicle is listed once.',
        mend: 'List each vehicleNo once.',
        breach: ({ answer }) =>
          twice(fields(list(answer, 'data'), 'vehicleNo')) > 0 ? 'a vehicleNo is in data more than once' : undefined,
      },
    ],
  },
  carParks: {
    rules: [
      {
        title: 'A car park is listed once',
        sentence: 'One entry per car park, in any order.',
        mend: 'List each ppCode once.',
        breach: ({ answer }) =>
          twice(fields(list(answer, 'carParks'), 'ppCode')) > 0 ? 'a ppCode is in carParks more than once' : undefined,
      },
    ],
  },
  'ces-unqualifiedVehicles': listOfVehicles('CES'),
  'repccs-unqualifiedVehicles': listOfVehicles('REPCCS'),
  sendSms: {
    reference: {
      field: 'reference',
      sentence: 'the gateway takes it for the one it has, sends nothing more, and answers as it did.',
      refusedMayComeAgain: 'A message that was refused was not taken: the same reference may come again.',
      identifies: 'messageId',
    },
    refused: [
      {
        title: 'A message of more than ten segments is refused',
        sentence: 'a message of more than ten is refused.',
        // Of UTF-16, 67 a segment.
        change: (example) => ({ ...example, text: '陈'.repeat(671) }),
        mend: 'Count segments as the contract does, and answer 422 with TOO_LARGE for more than ten.',
      },
    ],
    rules: [],
  },
  sendEmail: {
    reference: {
      field: 'reference',
      sentence: 'the service takes it for the one it has, sends nothing more, and answers as it did.',
      refusedMayComeAgain: 'A message that was refused was not taken: the same reference may come again.',
      identifies: 'messageId',
    },
    rules: [],
  },
  submitLetter: {
    reference: {
      field: 'reference',
      sentence: 'SLIFT takes it for the one it has, prints nothing more, and answers as it did.',
      refusedMayComeAgain:
        'A letter that was refused was not taken: the same reference may come again, with another document.',
      identifies: 'submissionId',
    },
    refused: [
      {
        title: 'What is no PDF is refused',
        sentence: 'Document.** A PDF in base64.',
        change: (example) => ({ ...example, document: Buffer.from('no document at all').toString('base64') }),
        mend: 'Answer 422 with REJECTED for a document that cannot be printed.',
      },
    ],
    longest: {
      // As many bytes as base64 of this length holds.
      '/document': (length) => Buffer.from('%PDF-1.7\n'.padEnd((length / 4) * 3 - 2, ' ')).toString('base64'),
    },
    rules: [],
  },
};
