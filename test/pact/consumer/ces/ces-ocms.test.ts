import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from '../../../../generated/inbound/cesWebhook-create-notice';
import { Matchers } from '../../../support/pact';
import { keyPlaceholder } from '../../../support/pacts';
import { knownNotice, noRuleCodes, ruleCodesLoaded, unknownNotice } from '../../states';
import { consumerPact, type Exchange } from '../consumer';
import { FAILED_VALIDATION, refusals } from '../refusals';

type Request = components['schemas']['CesCreateNoticeRequest'];
type Created = components['schemas']['CesCreateNoticeResponse'];
type NotCreated = components['schemas']['CesNotCreatedResponse'];

const PATH = '/v1/cesWebhook-create-notice';
const NUMBER = '500400058A';

function clientOf(baseUrl: string, key: string | null = keyPlaceholder('ces')): Client<paths> {
  return createClient<paths>({ baseUrl, headers: { 'API-Key': key } });
}

const { regex } = Matchers;
const ces = consumerPact('ces');

describe('CES delivers an offence (A 3.3)', () => {
  const offence: Request = {
    transactionId: 'CES-20260115-000123',
    subsystemLabel: '030',
    anFlag: 'N',
    noticeNo: NUMBER,
    vehicleNo: 'SBA1234A',
    computerRuleCode: 10300,
    compositionAmount: 70,
    noticeDateAndTime: '2026-01-15T09:30:00',
    offenceNoticeType: 'O',
    vehicleCategory: 'C',
    vehicleRegistrationType: 'S',
    ppCode: 'A0007',
    ppName: 'ALIWAL STREET',
    creUserId: 'CERTIS',
    creDate: '2026-01-15T09:31:12+08:00',
  };

  /** 200 and 226 are both successes to HTTP libraries: the status says which of the two bodies came. */
  const answered = (
    description: string,
    body: Request,
    given: Exchange['given'],
    expected: { status: 200; answer: Created } | { status: 226; answer: NotCreated },
  ): void => {
    ces.receives(`an offence ${description}`, { given, path: PATH, body, ...expected }, async (url) => {
      const { data, error, response } = await clientOf(url).POST(PATH, { body });
      expect(response.status).toBe(expected.status);
      expect(response.ok).toBe(true);
      expect(error).toBeUndefined();
      expect(data).toEqual(expected.answer);
    });
  };

  const isNew = [ruleCodesLoaded, unknownNotice(NUMBER)];
  const created = (description: string, changes: Partial<Request> = {}): void => {
    const body = { ...offence, ...changes };
    answered(description, body, isNew, {
      status: 200,
      answer: { data: { appCode: 'OCMS-2000', message: 'Resource created successfully' } },
    });
  };
  const notCreated = (
    description: string,
    body: Request,
    given: Exchange['given'],
    message: NotCreated['data']['message'],
  ): void => {
    answered(description, body, given, { status: 226, answer: { data: { appCode: 'OCMS-2026', message } } });
  };

  created('that CES does not call an advisory notice');
  created('that is an advisory notice', { anFlag: 'Y' });
  created('of which CES does not know whether it is an advisory notice', { anFlag: null });
  created('of the last subsystem', { subsystemLabel: '999' });
  created('of a subsystem with letters after its number', { subsystemLabel: '030EHT' });
  created('of a foreign vehicle', { vehicleNo: 'JHR 4521', vehicleRegistrationType: 'F' });
  created('of unlicensed parking, the vehicle not known', {
    offenceNoticeType: 'U',
    vehicleRegistrationType: 'X',
    vehicleNo: null,
  });
  created('with a field that is not in the contract yet', { lotNo: '12' } as object);

  notCreated('whose notice number exists', offence, [ruleCodesLoaded, knownNotice(NUMBER)], 'Notice no Already exists');
  notCreated(
    'with a rule code that OCMS does not know',
    { ...offence, computerRuleCode: 999999 },
    isNew,
    'Invalid Offence Rule Code',
  );
  notCreated(
    'with neither a new number nor a known rule code',
    { ...offence, computerRuleCode: 999999 },
    [ruleCodesLoaded, knownNotice(NUMBER)],
    'Notice no Already exists',
  );

  const unavailable = { appCode: 'OCMS-5000', message: 'Something went wrong. Please try again later.' };
  const withoutRuleCodes: Exchange = {
    given: [noRuleCodes, unknownNotice(NUMBER)],
    path: PATH,
    body: offence,
    status: 503,
    headers: { 'Retry-After': regex('^[1-9][0-9]{0,4}$', '30') },
    answer: { data: unavailable },
  };
  ces.receives('an offence while OCMS has no offence rule codes', withoutRuleCodes, async (url) => {
    const { error, response } = await clientOf(url).POST(PATH, { body: offence });
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(error).toEqual({ data: unavailable });
  });

  const { ppCode: _missing, ...incomplete } = offence;
  const { noticeNo: _neither, ...withoutNumber } = offence;
  const LENGTH = 'Subsystem label must be 3-8 characters';
  const RANGE = 'Subsystem label must be in range 030-999';
  const labelled = (that: string, subsystemLabel: string, message: string) => ({
    that: `of a subsystem ${that}`,
    body: { ...offence, subsystemLabel },
    message,
  });
  refusals<Request>(ces, {
    what: 'an offence',
    path: PATH,
    call: (url, key, body, headers) => clientOf(url, key).POST(PATH, { body, headers }),
    valid: offence,
    badRequest: FAILED_VALIDATION,
    invalid: [
      { that: 'without a mandatory field', at: '/body/ppCode', body: incomplete as Request },
      { that: 'without a notice number', at: '/body/noticeNo', body: withoutNumber as Request },
      { that: 'with a malformed number', at: '/body/noticeNo', body: { ...offence, noticeNo: '500-400' } },
      {
        that: 'with another flag than Y and N',
        at: '/body/anFlag',
        body: { ...offence, anFlag: 'X' } as unknown as Request,
      },
      {
        that: 'on a day that does not exist',
        at: '/body/noticeDateAndTime',
        body: { ...offence, noticeDateAndTime: '2026-02-30T09:30:00' },
      },
      labelled('with a label that is too short', '03', LENGTH),
      labelled('with a label that is too long', '030-EHT-1', LENGTH),
      labelled('with a label of no length', '', LENGTH),
      labelled('below the range', '029', RANGE),
      labelled('above the range', '1000', RANGE),
      labelled('without a number', 'EHT', RANGE),
      {
        ...labelled('out of range, whose notice number exists', '029', RANGE),
        given: [knownNotice(NUMBER)],
      },
    ],
  });
});
