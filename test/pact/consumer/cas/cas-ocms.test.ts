import createClient, { type Client } from 'openapi-fetch';
import type * as GetPaymentStatus from '../../../../generated/inbound/cas-getPaymentStatus';
import type * as UpdateCourtNotices from '../../../../generated/inbound/cas-updateCourtNotices';
import { Matchers } from '../../../support/pact';
import { keyPlaceholder } from '../../../support/pacts';
import { notCourtNotice, paidCourtNotice, suspendedCourtNotice, unknownNotice, unpaidCourtNotice } from '../../states';
import { consumerPact, type Exchange } from '../consumer';
import { noticeNumbers, refusals } from '../refusals';

type CasClient = Client<GetPaymentStatus.paths & UpdateCourtNotices.paths>;

function clientOf(baseUrl: string, key: string | null = keyPlaceholder('cas')): CasClient {
  return createClient<GetPaymentStatus.paths & UpdateCourtNotices.paths>({
    baseUrl,
    headers: { 'Ocp-Apim-Subscription-Key': key },
  });
}

const { number, regex } = Matchers;
const cas = consumerPact('cas');

describe('CAS asks for payment states', () => {
  type Request = GetPaymentStatus.components['schemas']['CasGetPaymentStatusRequest'];
  type Notice = GetPaymentStatus.components['schemas']['CasNoticePaymentStatus'];
  const PATH = '/v1/ocms/cas-getPaymentStatus';

  // Amounts and reason codes vary from notice to notice; the rest is what the notice's state means.
  const expected = (notice: Notice): object => {
    const code = (value: string | null): unknown => (value === null ? null : regex('^[A-Z0-9]{1,3}$', value));
    return {
      ...notice,
      amountPayable: number(notice.amountPayable),
      amountPaid: number(notice.amountPaid),
      crsReasonOfSuspension: code(notice.crsReasonOfSuspension),
      eprReasonOfSuspension: code(notice.eprReasonOfSuspension),
      paymentStatus: code(notice.paymentStatus),
    };
  };

  const answered = (description: string, given: Exchange['given'], numbers: string[], notices: Notice[]): void => {
    const body: Request = { noticeNumbers: numbers };
    const exchange = { given, path: PATH, body, status: 200, answer: { notices: notices.map(expected) } };
    cas.receives(`a question for ${description}`, exchange, async (url) => {
      const { data } = await clientOf(url).POST(PATH, { body });
      expect(data).toEqual({ notices });
    });
  };

  const unpaid = (noticeNo: string): Notice => ({
    noticeNo,
    suspensionType: null,
    crsReasonOfSuspension: null,
    eprReasonOfSuspension: null,
    paymentStatus: null,
    amountPayable: 412.5,
    amountPaid: 0,
    paymentAcceptanceAllowed: 'Y',
  });
  const suspended = (noticeNo: string): Notice => ({
    ...unpaid(noticeNo),
    suspensionType: 'TS',
    eprReasonOfSuspension: 'APP',
    amountPayable: 300,
  });
  const paid = (noticeNo: string): Notice => ({
    noticeNo,
    suspensionType: 'PS',
    crsReasonOfSuspension: 'FP',
    eprReasonOfSuspension: null,
    paymentStatus: 'FP',
    amountPayable: 70,
    amountPaid: 70,
    paymentAcceptanceAllowed: 'N',
  });

  answered(
    'a suspended, a paid and an unpaid notice',
    [suspendedCourtNotice('500400058A'), paidCourtNotice('500400059B'), unpaidCourtNotice('500400061D')],
    ['500400058A', '500400059B', '500400061D'],
    [suspended('500400058A'), paid('500400059B'), unpaid('500400061D')],
  );

  answered('one notice twice', [unpaidCourtNotice('500400061D')], ['500400061D', '500400061D'], [unpaid('500400061D')]);

  answered(
    'an unknown and a paid notice',
    [unknownNotice('500400060C'), paidCourtNotice('500400059B')],
    ['500400060C', '500400059B'],
    [paid('500400059B')],
  );

  answered('an unknown notice', [unknownNotice('500400060C')], ['500400060C'], []);

  refusals<Request>(cas, {
    what: 'a question for payment states',
    path: PATH,
    call: (url, key, body, headers) => clientOf(url, key).POST(PATH, { body, headers }),
    valid: { noticeNumbers: ['500400058A'] },
    invalid: [
      { that: 'that names no notice', at: '/body/noticeNumbers', body: { noticeNumbers: [] } },
      {
        that: 'with a malformed number',
        at: '/body/noticeNumbers/1',
        body: { noticeNumbers: ['500400058A', '500-400'] },
      },
    ],
    oversized: { noticeNumbers: noticeNumbers(501) },
  });
});

describe('CAS updates court notices', () => {
  type Request = UpdateCourtNotices.components['schemas']['CasUpdateCourtNoticesRequest'];
  type Answer = UpdateCourtNotices.components['schemas']['CasUpdateCourtNoticesResponse'];
  const PATH = '/v1/ocms/cas-updateCourtNotices';

  const answered = (
    description: string,
    given: Exchange['given'],
    notices: Request['notices'],
    answer: Answer,
  ): void => {
    const body: Request = { notices };
    cas.receives(`an update of ${description}`, { given, path: PATH, body, status: 200, answer }, async (url) => {
      const { data } = await clientOf(url).POST(PATH, { body });
      expect(data).toEqual(answer);
    });
  };

  answered(
    'one court notice in every field and one in a few',
    [unpaidCourtNotice('500400058A'), suspendedCourtNotice('500400059B')],
    [
      {
        noticeNo: '500400058A',
        suspensionType: 'TS',
        lastProcessingStage: 'CSD',
        prevProcessingStage: 'CPC',
        nextProcessingStage: 'CSR',
        lastProcessingDate: '2026-01-15',
        prevProcessingDate: '2026-01-10',
        nextProcessingDate: '2026-01-20',
        atomsFlag: 'Y',
        amountPayable: 412.5,
        paymentAcceptanceAllowed: 'Y',
        eprReasonOfSuspension: 'APP',
        eprDateOfSuspension: '2026-01-15',
      },
      { noticeNo: '500400059B', suspensionType: null, eprReasonOfSuspension: null, eprDateOfSuspension: null },
    ],
    {
      updatedCount: 2,
      failedCount: 0,
      notices: [
        { noticeNo: '500400058A', appCode: 'OCMS-2000', status: 'OK' },
        { noticeNo: '500400059B', appCode: 'OCMS-2000', status: 'OK' },
      ],
    },
  );

  answered(
    'an unknown notice, one that is no court notice, and a court notice',
    [unknownNotice('500400060C'), notCourtNotice('500400062E'), unpaidCourtNotice('500400058A')],
    ['500400060C', '500400062E', '500400058A'].map((noticeNo) => ({ noticeNo, lastProcessingStage: 'CSR' })),
    {
      updatedCount: 1,
      failedCount: 2,
      notices: [
        { noticeNo: '500400062E', appCode: 'OCMS-4009', status: 'Not Court Notice' },
        { noticeNo: '500400058A', appCode: 'OCMS-2000', status: 'OK' },
      ],
    },
  );

  answered(
    'an unknown notice',
    [unknownNotice('500400060C')],
    [{ noticeNo: '500400060C', lastProcessingStage: 'CSR' }],
    { updatedCount: 0, failedCount: 1, notices: [] },
  );

  const update = (noticeNo: string): Request['notices'][number] => ({ noticeNo, lastProcessingStage: 'CSR' });
  refusals<Request>(cas, {
    what: 'an update of court notices',
    path: PATH,
    call: (url, key, body, headers) => clientOf(url, key).POST(PATH, { body, headers }),
    valid: { notices: [update('500400058A')] },
    invalid: [
      { that: 'that names no notice', at: '/body/notices', body: { notices: [] } },
      { that: 'with a malformed number', at: '/body/notices/0/noticeNo', body: { notices: [update('500-400')] } },
      {
        that: 'with an item that changes nothing',
        at: '/body/notices/0',
        body: { notices: [{ noticeNo: '500400058A' }] },
      },
      {
        that: 'that names a notice twice',
        at: '/body/notices/1/noticeNo',
        body: { notices: [update('500400058A'), update('500400058A')] },
        given: [unpaidCourtNotice('500400058A')],
      },
    ],
    oversized: { notices: noticeNumbers(501).map(update) },
  });
});
