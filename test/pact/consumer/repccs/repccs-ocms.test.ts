import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from '../../../../generated/inbound/repccsWebhook';
import { Matchers } from '../../../support/pact';
import { keyPlaceholder } from '../../../support/pacts';
import { knownNotice, unknownNotice } from '../../states';
import { consumerPact, type Exchange } from '../consumer';
import { FAILED_VALIDATION, refusals } from '../refusals';

type Request = components['schemas']['RepccsWebhookRequest'];
type Answer = components['schemas']['RepccsWebhookResponse'];

const PATH = '/v1/repccsWebhook';

function clientOf(baseUrl: string, key: string | null = keyPlaceholder('repccs')): Client<paths> {
  return createClient<paths>({ baseUrl, headers: { 'API-Key': key } });
}

const { regex } = Matchers;
const repccs = consumerPact('repccs');

describe('REPCCS delivers an offence (A 3.2)', () => {
  const withoutNumber: Request = {
    transactionId: 'RC-20260115-000123',
    subsystemLabel: 'REPCCS',
    anFlag: 'N',
    vehicleNo: 'SBA1234A',
    computerRuleCode: 10300,
    compositionAmount: 70,
    noticeDateAndTime: '2026-01-15T09:30:00',
    offenceNoticeType: 'O',
    vehicleCategory: 'C',
    vehicleRegistrationType: 'S',
    ppCode: 'A0007',
    ppName: 'ALIWAL STREET',
    creUserId: 'REPCCS',
    creDate: '2026-01-15T09:31:12+08:00',
  };
  const offence: Request = { ...withoutNumber, noticeNo: '500400058A' };
  const OK: Answer['data'] = { appCode: 'OCMS-2000', message: 'OK' };

  const created = (
    description: string,
    body: Request,
    { given, generated }: Pick<Exchange, 'given'> & { generated?: string } = {},
  ): void => {
    const answer = { data: { ...OK, ...(generated && { noticeNo: regex('^[0-9]{9}[A-HJ-NP-Y]$', generated) }) } };
    repccs.receives(`an offence ${description}`, { given, path: PATH, body, status: 200, answer }, async (url) => {
      const { data, response } = await clientOf(url).POST(PATH, { body });
      expect(response.status).toBe(200);
      expect(data).toEqual({ data: { ...OK, ...(generated && { noticeNo: generated }) } });
    });
  };

  const isNew = { given: [unknownNotice('500400058A')] };
  const { vehicleNo: _unknown, ...unlicensed } = {
    ...offence,
    offenceNoticeType: 'U',
    vehicleRegistrationType: 'X',
    computerRuleCode: 11210,
  };
  created('with its notice number', offence, isNew);
  created('without a notice number', withoutNumber, { generated: '700000001D' });
  created(
    'with null for a notice number',
    { ...withoutNumber, noticeNo: null, transactionId: 'RC-20260115-000124' },
    { generated: '700000002B' },
  );
  created("with REPCCS's own opinion that it is an advisory notice", { ...offence, anFlag: 'Y' }, isNew);
  created('without an opinion whether it is an advisory notice', { ...offence, anFlag: null }, isNew);
  created('of unlicensed parking, the vehicle not known', unlicensed, isNew);
  created('of a foreign vehicle', { ...offence, vehicleNo: 'JHR 4521', vehicleRegistrationType: 'F' }, isNew);
  created(
    'of a heavy vehicle',
    { ...offence, vehicleNo: 'XB1234A', vehicleCategory: 'HL', compositionAmount: 100.5 },
    isNew,
  );
  created('with a rule code that OCMS does not know', { ...offence, computerRuleCode: 999999 }, isNew);
  created('with a time in UTC', { ...offence, noticeDateAndTime: '2026-01-15T01:30:00.250Z' }, isNew);
  created('with a field that is not in the contract yet', { ...offence, lotNo: '12' } as Request, isNew);

  const { ppCode: _missing, ...incomplete } = offence;
  const { vehicleNo: _neither, ...withoutVehicle } = offence;
  refusals<Request>(repccs, {
    what: 'an offence',
    path: PATH,
    call: (url, key, body, headers) => clientOf(url, key).POST(PATH, { body, headers }),
    valid: offence,
    badRequest: FAILED_VALIDATION,
    invalid: [
      { that: 'without a mandatory field', at: '/body/ppCode', body: incomplete as Request },
      { that: 'without a vehicle', at: '/body/vehicleNo', body: withoutVehicle },
      { that: 'whose notice number exists', at: '/body/noticeNo', body: offence, given: [knownNotice('500400058A')] },
      { that: 'with a malformed number', at: '/body/noticeNo', body: { ...offence, noticeNo: '500-400' } },
      {
        that: 'on a day that does not exist',
        at: '/body/noticeDateAndTime',
        body: { ...offence, noticeDateAndTime: '2026-02-30T09:30:00' },
      },
      {
        that: 'with a fraction of a cent',
        at: '/body/compositionAmount',
        body: { ...offence, compositionAmount: 70.001 },
      },
      {
        that: 'with a rule code in words',
        at: '/body/computerRuleCode',
        body: { ...offence, computerRuleCode: '10300' } as unknown as Request,
      },
      {
        that: 'with a label that is too long',
        at: '/body/subsystemLabel',
        body: { ...offence, subsystemLabel: 'REPCCS-01' },
      },
    ],
  });
});
