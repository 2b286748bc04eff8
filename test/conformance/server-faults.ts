import type { Meddling, PassingAnswer } from './proxy';

/** One thing that a server does wrong, and what the kit should say of it. */
export interface ServerFault {
  name: string;
  contract: string;
  /** Made anew for each run: some keep count. */
  meddling: () => Meddling;
  /** Of a failed check: its title and what was found. */
  says: RegExp;
  /** In milliseconds; the contract's unless told. */
  limitMs?: number;
}

const VHUB = 'vhub-updateViolation';
const SMS = 'sms-gateway';
const CAS = 'cas-refreshVIPVehicle';
const LTA = 'lta-ownerParticulars';
const CES = 'ces-unqualifiedVehicles';
const EMAIL = 'email-service';
const REPCCS = 'repccs-carParks';

type Body = Record<string, unknown>;

/** Changes what a success says. */
const success = (change: (body: Body, request: Body | undefined) => unknown): Meddling => ({
  after(answer, { json }) {
    if (answer.status === 200) answer.body = JSON.stringify(change(JSON.parse(String(answer.body)) as Body, json));
  },
});
const answered = (status: number, change: (answer: PassingAnswer) => void): Meddling => ({
  after(answer) {
    if (answer.status === status) change(answer);
  },
});
const json = (status: number, body: unknown): PassingAnswer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
});
const results = (body: Body): Body[] => body.Results as Body[];
/** The first record of a batch. */
const record = (request: Body | undefined): Body | undefined =>
  Array.isArray(request?.Violations) ? (request.Violations as (Body | undefined)[])[0] : undefined;
const ok = (): PassingAnswer => json(200, { messageId: 'taken' });

/** Takes what is wrong, where `is` says so of a request that the right server refuses. */
const lenient = (is: (request: Body | undefined, body: string) => boolean, answer: () => PassingAnswer): Meddling => ({
  after(given, { json: request, body }) {
    if (given.status >= 400 && given.status !== 401 && given.status !== 404 && is(request, body))
      Object.assign(given, answer());
  },
});

const refusedRecord = (ViolationNo: unknown): Body => ({ ViolationNo, ResponseCode: '1', ErrorCode: 'E_REC_002' });

/** Answers a batch whose first record is wrong, and can be named, by a code for each record in place of 400. */
export const recordsRefused = (is: (index: number) => boolean): Meddling => ({
  after(answer, { json: request }) {
    const numbers = Array.isArray(request?.Violations)
      ? request.Violations.map((each: unknown) => (each as Body | null)?.ViolationNo)
      : [];
    const isBatch =
      typeof request?.BatchReference === 'string' &&
      /^[0-9A-Za-z-]{1,50}$/.test(request.BatchReference) &&
      numbers.length > 0 &&
      numbers.length <= 50 &&
      numbers.every((each) => typeof each === 'string' && /^[0-9A-Z]{1,10}$/.test(each));
    if (answer.status !== 400 || !isBatch) return;
    const Results = numbers.map((each, index) =>
      is(index) ? refusedRecord(each) : { ViolationNo: each, ResponseCode: '0' },
    );
    Object.assign(answer, json(200, { Results }));
  },
});

const KEY = 'ocp-apim-subscription-key';
const keys: Readonly<Record<string, string>> = { [SMS]: 'sandbox-sms-key', [VHUB]: 'sandbox-vhub-key' };

export const SERVER_FAULTS: readonly ServerFault[] = [
  {
    name: '201 in place of 200',
    contract: SMS,
    meddling: () => answered(200, (answer) => (answer.status = 201)),
    says: /Example .* answered 201 in place of 200/,
  },
  {
    name: '204 without a body',
    contract: CES,
    meddling: () => answered(200, (answer) => Object.assign(answer, { status: 204, body: '' })),
    says: /answered 204/,
  },
  {
    name: 'a redirect',
    contract: LTA,
    meddling: () => answered(200, (answer) => (answer.status = 307)),
    says: /redirect \(307\)/,
  },
  {
    name: 'a required field is missing',
    contract: VHUB,
    meddling: () => success(({ Results: _, ...rest }) => rest),
    says: /must have required property 'Results'/,
  },
  {
    name: 'a required field of a record is missing',
    contract: VHUB,
    meddling: () =>
      success((body) => ({ ...body, Results: results(body).map(({ ResponseCode: _, ...rest }) => rest) })),
    says: /\/Results\/\* must have required property 'ResponseCode'/,
  },
  {
    name: 'a number in place of text',
    contract: VHUB,
    meddling: () =>
      success((body) => ({ ...body, Results: results(body).map((each) => ({ ...each, ResponseCode: 0 })) })),
    says: /\/Results\/\*\/ResponseCode must be string/,
  },
  {
    name: 'a code that there is not',
    contract: VHUB,
    meddling: () =>
      success((body) => ({ ...body, Results: results(body).map((each) => ({ ...each, ResponseCode: '2' })) })),
    says: /ResponseCode must be one of "0", "1"/,
  },
  {
    name: 'a record without a result',
    contract: VHUB,
    meddling: () => success((body) => ({ ...body, Results: results(body).slice(1) })),
    says: /a record has no result/,
  },
  {
    name: 'a result of a record that was not sent',
    contract: VHUB,
    meddling: () =>
      success((body) => ({
        ...body,
        Results: [...results(body).slice(0, 49), { ViolationNo: '999999999Z', ResponseCode: '0' }],
      })),
    says: /a record that was not sent/,
  },
  {
    name: 'a result twice',
    contract: VHUB,
    meddling: () =>
      success((body) => ({
        ...body,
        Results: results(body).length < 50 ? [...results(body), results(body)[0]] : results(body),
      })),
    says: /more than one result/,
  },
  {
    name: 'a refused record without its code',
    contract: VHUB,
    meddling: () =>
      success((body) => ({
        ...body,
        Results: results(body).map((each) => ({ ViolationNo: each.ViolationNo, ResponseCode: '1' })),
      })),
    says: /code 1 has no ErrorCode/,
  },
  {
    name: 'every record is refused',
    contract: VHUB,
    meddling: () =>
      success((body) => ({ ...body, Results: results(body).map((each) => refusedRecord(each.ViolationNo)) })),
    says: /Example batch is taken .*a record that is right is refused/,
  },
  {
    name: 'a record with cents is refused',
    contract: VHUB,
    meddling: () =>
      success((body, request) => ({
        ...body,
        Results: results(body).map((each) =>
          Number.isInteger(record(request)?.AdminFee) || each.ViolationNo !== record(request)?.ViolationNo
            ? each
            : refusedRecord(each.ViolationNo),
        ),
      })),
    says: /AdminFee has two decimals .*refused for its form, which is right/,
  },
  {
    name: 'one refused record, and all are',
    contract: VHUB,
    meddling: () => recordsRefused(() => true),
    says: /A request is refused where Violations\.Location is too long .*a record that is right is refused/,
  },
  {
    name: 'another reference than the request’s',
    contract: CES,
    meddling: () => success((body) => ({ ...body, reference: 'ANOTHER' })),
    says: /reference is not the request's/,
  },
  {
    name: 'a whole batch is too much',
    contract: VHUB,
    meddling: () => ({
      before: ({ json: request }) =>
        Array.isArray(request?.Violations) && request.Violations.length > 49 ? json(400, {}) : undefined,
    }),
    says: /Violations has 50 entries .*answered 400 in place of 200/,
  },
  {
    name: 'an empty text is refused',
    contract: VHUB,
    meddling: () => ({
      before: ({ json: request }) => (record(request)?.VehicleMake === '' ? json(400, {}) : undefined),
    }),
    says: /Example batch is taken/,
  },
  {
    name: 'length is counted in UTF-16',
    contract: VHUB,
    meddling: () => ({
      before: ({ json: request }) =>
        JSON.stringify(record(request)?.Location ?? '').length > 102 ? json(400, {}) : undefined,
    }),
    says: /Location has 100 characters, each of them two units of UTF-16 .*answered 400/,
  },
  {
    name: 'a code is not known',
    contract: VHUB,
    meddling: () => ({
      before: ({ json: request }) => (record(request)?.ViolationStatus === 'C' ? json(400, {}) : undefined),
    }),
    says: /ViolationStatus is C .*answered 400/,
  },
  {
    name: 'a number of 16 bits',
    contract: VHUB,
    meddling: () => ({
      before: ({ json: request }) => (Number(record(request)?.OffenceCode) > 32_767 ? json(500, {}) : undefined),
    }),
    says: /OffenceCode is the most .*answered 500/,
  },
  {
    name: 'no media type',
    contract: SMS,
    meddling: () => answered(200, (answer) => (answer.type = '')),
    says: /of no media type/,
  },
  {
    name: 'HTML in place of JSON',
    contract: SMS,
    meddling: () => answered(200, (answer) => Object.assign(answer, { type: 'text/html', body: '<p>taken</p>' })),
    says: /status 200 is text\/html/,
  },
  {
    name: 'another charset',
    contract: SMS,
    meddling: () => answered(200, (answer) => (answer.type = 'application/json; charset=iso-8859-1')),
    says: /not in UTF-8/,
  },
  {
    name: 'bytes that are no UTF-8',
    contract: CAS,
    meddling: () =>
      answered(
        200,
        (answer) => (answer.body = Buffer.from(String(answer.body).replace('VIP Vehicle', 'Véhicule'), 'latin1')),
      ),
    says: /status 200 is not UTF-8/,
  },
  {
    name: 'JSON that is cut off',
    contract: CAS,
    meddling: () => answered(200, (answer) => (answer.body = String(answer.body).slice(0, -20))),
    says: /status 200 is no JSON/,
  },
  {
    name: 'a wrong count',
    contract: CAS,
    meddling: () => success((body) => ({ ...body, totalCount: Number(body.totalCount) + 1 })),
    says: /totalCount is not the number of entries/,
  },
  {
    name: 'a vehicle twice',
    contract: CAS,
    meddling: () =>
      success((body) => ({
        data: [...(body.data as unknown[]), (body.data as unknown[])[0]],
        totalCount: Number(body.totalCount) + 1,
      })),
    says: /vehicleNo is in data more than once/,
  },
  {
    name: 'a vehicle number in small letters',
    contract: CAS,
    meddling: () =>
      success((body) => ({
        ...body,
        data: (body.data as Body[]).map((each) => ({ ...each, vehicleNo: String(each.vehicleNo).toLowerCase() })),
      })),
    says: /\/data\/\*\/vehicleNo must match pattern/,
  },
  {
    name: 'a text that is too long',
    contract: REPCCS,
    meddling: () =>
      success((body) => ({
        carParks: (body.carParks as Body[]).map((each) => ({ ...each, ppName: 'A'.repeat(101) })),
      })),
    says: /ppName must NOT have more than 100 characters/,
  },
  {
    name: 'null where there is none',
    contract: REPCCS,
    meddling: () =>
      success((body) => ({ carParks: (body.carParks as Body[]).map((each) => ({ ...each, ppName: null })) })),
    says: /ppName must be string/,
  },
  {
    name: '404 for an owner that is not known',
    contract: LTA,
    meddling: () => ({
      before: ({ json: request }) => (String(request?.vehicleNo).length === 14 ? json(404, {}) : undefined),
    }),
    says: /answered 404 in place of 200/,
  },
  {
    name: 'an address of the other kind’s fields',
    contract: LTA,
    meddling: () =>
      success((body) => ({
        owner: { ...(body.owner as Body), address: { addressType: 'LOCAL', lines: ['1 CLUB STREET'] } },
      })),
    says: /\/owner\/address must have required property 'street'/,
  },
  {
    name: 'no key is asked for',
    contract: SMS,
    meddling: () => ({
      before(request) {
        request.headers[KEY] = keys[SMS]!;
        return undefined;
      },
    }),
    says: /without a key .*it is taken \(200\)/,
  },
  {
    name: 'any key will do',
    contract: SMS,
    meddling: () => ({
      before(request) {
        if (KEY in request.headers) request.headers[KEY] = keys[SMS]!;
        return undefined;
      },
    }),
    says: /another key .*it is taken \(200\)/,
  },
  {
    name: 'a wrong key is answered 403',
    contract: SMS,
    meddling: () => answered(401, (answer) => (answer.status = 403)),
    says: /answered 403 in place of 401/,
  },
  {
    name: 'what is missing is not missed',
    contract: SMS,
    meddling: () => lenient((request) => request !== undefined && !('text' in request), ok),
    says: /without text is refused .*it is taken/,
  },
  {
    name: 'what is too long is taken',
    contract: SMS,
    meddling: () => lenient((request) => String(request?.text).length > 1_530, ok),
    says: /text is too long .*it is taken/,
  },
  {
    name: 'a code that there is not is taken',
    contract: VHUB,
    meddling: () =>
      lenient(
        (request) => record(request)?.VehicleType === 'ZZ',
        () => json(200, { Results: [] }),
      ),
    says: /VehicleType is no code of its list .*it is taken/,
  },
  {
    name: 'a wrong type is a failure',
    contract: SMS,
    meddling: () =>
      lenient(
        (request) => typeof request?.to === 'number',
        () => json(500, {}),
      ),
    says: /to is a number in place of text .*answered 500 in place of 400/,
  },
  {
    name: 'broken JSON is a failure',
    contract: SMS,
    meddling: () =>
      lenient(
        (request) => request === undefined,
        () => json(500, {}),
      ),
    says: /JSON that is cut off .*answered 500/,
  },
  {
    name: 'what is not JSON is taken',
    contract: SMS,
    meddling: () => lenient((_request, body) => body === 'hello', ok),
    says: /Text in place of JSON .*it is taken/,
  },
  {
    name: 'any path will do',
    contract: SMS,
    meddling: () => answered(404, (answer) => Object.assign(answer, ok())),
    says: /A path that there is not .*answered 200/,
  },
  {
    name: 'a refusal without its reason',
    contract: SMS,
    meddling: () => answered(422, (answer) => (answer.body = '{"message":"no"}')),
    says: /status 422, \/ must have required property 'reasonCode'/,
  },
  {
    name: 'more than ten segments are sent',
    contract: SMS,
    meddling: () => lenient((request) => String(request?.text).startsWith('陈'), ok),
    says: /more than ten segments .*it is taken/,
  },
  {
    name: 'a repetition is sent again',
    contract: EMAIL,
    meddling: () => {
      let sent = 0;
      return success(() => ({ messageId: `mail-${(sent += 1)}` }));
    },
    says: /The same reference again .*answered otherwise/,
  },
  {
    name: 'only the last reference is known',
    contract: EMAIL,
    meddling: () => {
      let [last, sent] = ['', 0];
      return success((_body, request) => {
        if (request?.reference !== last) sent += 1;
        last = String(request?.reference);
        return { messageId: `mail-${sent}` };
      });
    },
    says: /It still is, after another one .*answered otherwise/,
  },
  {
    name: 'two at once are two',
    contract: EMAIL,
    meddling: () => {
      let [waiting, sent] = [0, 0];
      return {
        async after(answer, { json: request }) {
          if (answer.status !== 200 || request?.subject === undefined) return;
          waiting += 1;
          await new Promise((resolve) => setTimeout(resolve, 20));
          if (waiting > 1) answer.body = JSON.stringify({ messageId: `race-${(sent += 1)}` });
          waiting -= 1;
        },
      };
    },
    says: /twice at once .*two at once/,
  },
  {
    name: 'one id for all',
    contract: EMAIL,
    meddling: () => success(() => ({ messageId: 'mail' })),
    says: /two references have the same messageId/,
  },
  {
    name: 'a refused reference is used up',
    contract: SMS,
    meddling: () => {
      const refused = new Set<unknown>();
      return {
        before: ({ json: request }) =>
          refused.has(request?.reference) ? json(422, { reasonCode: 'REJECTED' }) : undefined,
        after(answer, { json: request }) {
          if (answer.status === 422) refused.add(request?.reference);
        },
      };
    },
    says: /refused may come again .*not answered 200/,
  },
  {
    name: 'slow',
    contract: CES,
    limitMs: 100,
    meddling: () => ({
      async after(answer) {
        if (answer.status === 200) await new Promise((resolve) => setTimeout(resolve, 150));
      },
    }),
    says: /no answer within 0.1 s/,
  },
  {
    name: 'connections that break',
    contract: CES,
    meddling: () => answered(200, (answer) => Object.assign(answer, { status: 0 })),
    says: /the connection was lost/,
  },
];
