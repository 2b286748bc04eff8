import type { Entry } from './recording';

/** One thing that is wrong with a recorded call that is right. */
export interface RecordedFault {
  readonly name: string;
  /** The operation whose call it is done to; getPaymentStatus by default. */
  readonly operation?: string;
  readonly meddle: (entry: Entry) => void;
  readonly says: RegExp;
}

type Json = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- bodies of any shape

const inRequest =
  (change: (body: Json) => void) =>
  ({ request }: Entry): void => {
    const body = JSON.parse(request.postData!.text!) as Json;
    change(body);
    request.postData!.text = JSON.stringify(body);
  };
const inAnswer =
  (change: (body: Json) => void) =>
  ({ response }: Entry): void => {
    const body = JSON.parse(response.content.text!) as Json;
    change(body);
    response.content.text = JSON.stringify(body);
  };
const setHeader =
  (side: 'request' | 'response', name: string, ...values: string[]) =>
  (entry: Entry): void => {
    const others = entry[side].headers.filter((each) => each.name.toLowerCase() !== name.toLowerCase());
    entry[side].headers = [...others, ...values.map((value) => ({ name, value }))];
  };
const KEY = 'Ocp-Apim-Subscription-Key';

export const RECORDED_FAULTS: readonly RecordedFault[] = [
  { name: 'another method', meddle: ({ request }) => (request.method = 'PUT'), says: /PUT in place of POST/ },
  { name: 'a slash at the end', meddle: ({ request }) => (request.url += '/'), says: /path is not written/ },
  {
    name: 'a prefix before the path',
    meddle: ({ request }) => (request.url = request.url.replace('/v1/', '/gateway/v1/')),
    says: /path is not written/,
  },
  {
    name: 'small letters in the path',
    meddle: ({ request }) => (request.url = request.url.replace('getPaymentStatus', 'getpaymentstatus')),
    says: /path is not written/,
  },
  {
    name: 'plain HTTP',
    meddle: ({ request }) => (request.url = request.url.replace(/^http:\/\/[^/]+/, 'http://test.example')),
    says: /plain HTTP/,
  },
  {
    name: 'a user in the address',
    meddle: ({ request }) => (request.url = request.url.replace('://', '://cas:secret@')),
    says: /a user or a password/,
  },
  {
    name: 'no key',
    meddle(entry) {
      setHeader('request', KEY)(entry);
      entry.response.status = 401;
    },
    says: /Key is missing/,
  },
  { name: 'an empty key', meddle: setHeader('request', KEY, ' '), says: /Key is empty/ },
  { name: 'a key twice', meddle: setHeader('request', KEY, 'one', 'another'), says: /Key is there 2 times/ },
  {
    name: 'a query parameter',
    meddle: ({ request }) => (request.url += '?subscription-key=secret'),
    says: /query parameter subscription-key/,
  },
  {
    name: 'another media type',
    meddle: setHeader('request', 'Content-Type', 'text/plain'),
    says: /another media type/,
  },
  {
    name: 'another encoding',
    meddle: setHeader('request', 'Content-Type', 'application/json; charset=iso-8859-1'),
    says: /not in UTF-8/,
  },
  { name: 'compressed', meddle: setHeader('request', 'Content-Encoding', 'gzip'), says: /compressed/ },
  { name: 'no JSON', meddle: ({ request }) => (request.postData!.text = 'noticeNumbers=1'), says: /no JSON/ },
  {
    name: 'no body',
    meddle({ request }) {
      delete request.postData;
      request.bodySize = 0;
    },
    says: /it has no body/,
  },
  {
    name: 'too large',
    meddle: ({ request }) => (request.postData!.text += ' '.repeat(1_048_576)),
    says: /more than 1048576 bytes/,
  },
  { name: 'a field left out', meddle: inRequest((body) => delete body.noticeNumbers), says: /noticeNumbers/ },
  { name: 'a field too many', meddle: inRequest((body) => (body.source = 'S1234567D')), says: /must not have source/ },
  {
    name: 'another type',
    meddle: inRequest((body) => (body.noticeNumbers = [500400058])),
    says: /\/noticeNumbers\/\* must be string/,
  },
  {
    name: 'too many of a batch',
    meddle: inRequest((body) => (body.noticeNumbers = Array.from({ length: 501 }, () => '500400058A'))),
    says: /must NOT have more than 500 items/,
  },
  {
    name: 'a text too long',
    meddle: inRequest((body) => (body.noticeNumbers = ['500400058AB'])),
    says: /must NOT have more than 10 characters/,
  },
  {
    name: 'a null where there is none',
    operation: 'cas-updateCourtNotices',
    meddle: inRequest((body) => (body.notices[0].noticeNo = null)),
    says: /\/notices\/\*\/noticeNo must be string/,
  },
  {
    name: 'a notice twice in one update',
    operation: 'cas-updateCourtNotices',
    meddle: inRequest((body) => {
      body.notices = [body.notices[0], body.notices[0]];
    }),
    says: /noticeNo is in \/notices more than once/,
  },
  {
    name: 'three decimals',
    operation: 'cas-updateCourtNotices',
    meddle: inRequest((body) => (body.notices[0].amountPayable = 250.505)),
    says: /amountPayable must be an amount/,
  },
  {
    name: 'a day that is none',
    operation: 'plus-queryNoticeInfo',
    meddle: inRequest((body) => (body.paymentDueDate = '2026-02-30')),
    says: /must be a date of the calendar/,
  },
  {
    name: 'a code in an answer that there is not',
    operation: 'repccsWebhook',
    meddle: inAnswer((body) => (body.data.appCode = 'OCMS-2001')),
    says: /\/data\/appCode must be one of/,
  },
  { name: 'an undocumented status', meddle: ({ response }) => (response.status = 204), says: /answered 204/ },
  {
    name: 'an answer of another media type',
    meddle: setHeader('response', 'content-type', 'text/html'),
    says: /status 200 is of another media type/,
  },
  { name: 'an answer without a request id', meddle: setHeader('response', 'X-Request-Id'), says: /X-Request-Id of an/ },
  {
    name: 'an answer that is no JSON',
    meddle: ({ response }) => (response.content.text = '<html>'),
    says: /status 200 is no JSON/,
  },
  {
    name: 'an answer without a field',
    meddle: inAnswer((body) => delete body.notices),
    says: /in an answer of status 200, .*notices/,
  },
  {
    name: 'a parameter of another form',
    operation: 'staff-getNotice',
    meddle: ({ request }) => (request.url = request.url.replace(/[^/]+$/, 'x'.repeat(40))),
    says: /noticeNo must/,
  },
];
