import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from '../../../../generated/inbound/plus-queryNoticeInfo';
import { keyPlaceholder } from '../../../support/pacts';
import { noticeWithoutCourtCase, paidCourtNotice, unknownNotice, unpaidCourtNotice } from '../../states';
import { consumerPact, type Exchange } from '../consumer';
import { noticeNumbers, refusals } from '../refusals';

type Request = components['schemas']['PlusQueryNoticeInfoRequest'];
type Answer = components['schemas']['PlusQueryNoticeInfoResponse'];

const PATH = '/v1/plus-queryNoticeInfo';

function clientOf(baseUrl: string, key: string | null = keyPlaceholder('plus')): Client<paths> {
  return createClient<paths>({ baseUrl, headers: { 'Ocp-Apim-Subscription-Key': key } });
}

const plus = consumerPact('plus');

describe('PLUS opens notices for payment', () => {
  const answered = (description: string, given: Exchange['given'], body: Request, answer: Answer): void => {
    plus.receives(`a request to open ${description}`, { given, path: PATH, body, status: 200, answer }, async (url) => {
      const { data } = await clientOf(url).POST(PATH, { body });
      expect(data).toEqual(answer);
    });
  };

  answered(
    'two unpaid notices, one of them without a court case',
    [unpaidCourtNotice('500400058A'), noticeWithoutCourtCase('500400059B')],
    { noticeNumbers: ['500400058A', '500400059B'], paymentDueDate: '2026-02-15' },
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
    'a notice twice',
    [unpaidCourtNotice('500400058A')],
    { noticeNumbers: ['500400058A', '500400058A'], paymentDueDate: '2026-02-15' },
    { updatedCount: 1, failedCount: 0, notices: [{ noticeNo: '500400058A', appCode: 'OCMS-2000', status: 'OK' }] },
  );

  answered(
    'an unknown, a paid and an unpaid notice',
    [unknownNotice('500400060C'), paidCourtNotice('500400059B'), unpaidCourtNotice('500400058A')],
    { noticeNumbers: ['500400060C', '500400059B', '500400058A'], paymentDueDate: '2026-02-15' },
    {
      updatedCount: 1,
      failedCount: 2,
      notices: [
        { noticeNo: '500400059B', appCode: 'OCMS-4003', status: 'Notice Already Paid' },
        { noticeNo: '500400058A', appCode: 'OCMS-2000', status: 'OK' },
      ],
    },
  );

  answered(
    'a notice that is unknown',
    [unknownNotice('500400060C')],
    { noticeNumbers: ['500400060C'], paymentDueDate: '2026-02-15' },
    { updatedCount: 0, failedCount: 1, notices: [] },
  );

  const paymentDueDate = '2026-02-15';
  refusals<Request>(plus, {
    what: 'a request to open notices',
    path: PATH,
    call: (url, key, body, headers) => clientOf(url, key).POST(PATH, { body, headers }),
    valid: { noticeNumbers: ['500400058A'], paymentDueDate },
    invalid: [
      { that: 'that names none', at: '/body/noticeNumbers', body: { noticeNumbers: [], paymentDueDate } },
      {
        that: 'with a malformed number',
        at: '/body/noticeNumbers/1',
        body: { noticeNumbers: ['500400058A', '500-400'], paymentDueDate },
      },
      {
        that: 'until a day that does not exist',
        at: '/body/paymentDueDate',
        body: { noticeNumbers: ['500400058A'], paymentDueDate: '2026-02-30' },
      },
    ],
    oversized: { noticeNumbers: noticeNumbers(11), paymentDueDate },
  });
});
