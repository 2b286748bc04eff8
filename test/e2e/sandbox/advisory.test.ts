import { Registry } from 'prom-client';
import { outboundOperations } from '../../../generated/outbound/operations';
import { createDatahiveClient } from '../../../src/clients/datahive/client';
import { createEmailClient } from '../../../src/clients/email/client';
import { createLtaClient } from '../../../src/clients/lta/client';
import { createMhaClient } from '../../../src/clients/mha/client';
import { createSliftClient } from '../../../src/clients/slift/client';
import { createSmsClient } from '../../../src/clients/sms/client';
import { readConfig } from '../../../src/config/config';
import type { System } from '../../../src/config/systems';
import type { Address, Contact, Email, Letter, Owner, Sms } from '../../../src/features/advisory-notices/port';
import { sandboxKeys } from '../../../src/partner-sandbox/index';
import { createLogger } from '../../../src/platform/logging';
import type { ClientParts } from '../../../src/platform/outbound';
import { request } from '../../support/service';
import { type TestSandbox, testSandbox } from './sandbox';

// The partners of advisory notices (A 4 to 6), by their magic values, as OCMS's own clients meet them.

let sandbox: TestSandbox;
const closers: (() => Promise<void>)[] = [];
const { signal } = new AbortController();

const clientOf = <Client extends { close(): Promise<void> }>(
  system: System,
  create: (parts: ClientParts) => Client,
): Client => {
  const client = create({
    settings: { ...readConfig({}).systems[system]!, baseUrl: sandbox.url, attempts: 1 },
    logger: createLogger({ level: 'silent' }),
    registry: new Registry(),
  });
  closers.push(() => client.close());
  return client;
};

beforeAll(async () => {
  sandbox = await testSandbox();
});
beforeEach(() => sandbox.admin('DELETE', ''));
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});
afterAll(() => sandbox.close());

const ownerOf = (vehicleNo: string): Promise<Owner | undefined> =>
  clientOf('LTA', createLtaClient).ownerOf(vehicleNo, signal);

describe('LTA', () => {
  test.each([
    ['SBA1234A', 'NRIC', /^S\d{7}X$/, 'local'],
    ['FIN1', 'FIN', /^G\d{7}X$/, 'local'],
    ['UEN1', 'UEN', /^\d{9}X$/, 'local'],
    ['PASSPORT1', 'PASSPORT', /^X\d{7}$/, 'foreign'],
  ])('the owner of %s has a %s', async (vehicleNo, idType, idNo, kind) => {
    const owner = await ownerOf(vehicleNo);
    expect(owner).toMatchObject({ idType, idNo: expect.stringMatching(idNo) as string, address: { kind } });
    expect(owner!.name).not.toBe('');
    expect(await ownerOf(vehicleNo)).toEqual(owner);
  });

  test('NOOWNER… has none', async () => expect(await ownerOf('NOOWNER1')).toBeUndefined());

  test.each([
    ['SBA1A-91', /^S91\d{5}X$/],
    ['FIN1-92', /^G92\d{5}X$/],
    ['UEN1-93', /^93\d{7}X$/],
    ['PASSPORT1-94', /^X94\d{5}$/],
  ])('the id of the owner of %s begins with the two digits', async (vehicleNo, idNo) => {
    expect((await ownerOf(vehicleNo))!.idNo).toMatch(idNo);
  });

  test('vehicles have owners of their own', async () => {
    const owners = await Promise.all(['SBA1A', 'SBA2B', 'SBA3C'].map(ownerOf));
    expect(new Set(owners.map((owner) => owner!.idNo)).size).toBe(3);
  });
});

const contactOf = async (vehicleNo: string): Promise<Contact | undefined> => {
  const { idType, idNo } = (await ownerOf(vehicleNo))!;
  if (idType === 'PASSPORT') throw new Error('DataHive is not asked about passports');
  return clientOf('DATAHIVE', createDatahiveClient).contactOf({ idType, idNo }, signal);
};

describe('DataHive', () => {
  const addressOf = (idNo: string): Promise<Address | undefined> =>
    clientOf('DATAHIVE', createDatahiveClient).addressOf({ idType: 'UEN', idNo }, signal);
  const mobileNo = expect.stringMatching(/^\+658900\d{4}$/) as string;
  const email = expect.stringMatching(/^owner-\d{4}@mail\.example$/) as string;
  const refusedEmail = expect.stringMatching(/^refused-\d{4}@mail\.example$/) as string;

  test.each<[string, Contact | undefined]>([
    ['SBA1A', { mobileNo, email }],
    ['FIN1', { mobileNo, email }],
    ['UEN1', { mobileNo: undefined, email }],
    ['SBA1A-86', undefined],
    ['SBA1A-90', { mobileNo: '+6589000000', email: undefined }],
    ['SBA1A-91', undefined],
    ['SBA1A-92', { mobileNo, email: undefined }],
    ['UEN1-93', { mobileNo: undefined, email }],
    ['SBA1A-94', undefined],
    ['SBA1A-95', { mobileNo: '+6589000000', email }],
    ['SBA1A-96', { mobileNo: '+6589000000', email: refusedEmail }],
    ['UEN1-97', { mobileNo: undefined, email: refusedEmail }],
    ['SBA1A-99', undefined],
  ])('the owner of %s is reached at %p', async (vehicleNo, contact) => {
    expect(await contactOf(vehicleNo)).toEqual(contact);
  });

  test('98: it is away', async () =>
    expect(contactOf('SBA1A-98')).rejects.toMatchObject({ outcome: 'unknown', status: 503 }));

  test('entities are registered, but for 94 and 99', async () => {
    expect(await addressOf('200000001X')).toMatchObject({
      kind: 'local',
      postalCode: expect.stringMatching(/^57/) as string,
    });
    expect(await addressOf('940000001X')).toBeUndefined();
    await expect(addressOf('990000001X')).rejects.toMatchObject({ outcome: 'unknown', status: 503 });
  });
});

describe('MHA', () => {
  const addressOf = (idType: 'NRIC' | 'FIN', idNo: string): Promise<Address | undefined> =>
    clientOf('MHA', createMhaClient).addressOf({ idType, idNo }, signal);

  test('knows where individuals are registered by now, which LTA does not', async () => {
    const owner = (await ownerOf('SBA1234A'))!;
    const address = await addressOf('NRIC', owner.idNo);
    expect(address).toMatchObject({ kind: 'local', postalCode: expect.stringMatching(/^57\d{4}$/) as string });
    expect(address).not.toEqual(owner.address);
    expect(await addressOf('NRIC', owner.idNo)).toEqual(address);
  });

  test('94: no address', async () => expect(await addressOf('FIN', 'G9400001X')).toBeUndefined());

  test('99: it is away', async () =>
    expect(addressOf('NRIC', 'S9900001X')).rejects.toMatchObject({ outcome: 'unknown', status: 503 }));
});

describe('the SMS gateway', () => {
  const sms = (fields: Partial<Sms> = {}): Sms => ({
    reference: 'N1-SMS',
    to: '+6581234567',
    text: 'Notice',
    ...fields,
  });
  const send = (message: Sms): Promise<string> => clientOf('SMS', createSmsClient).sendSms(message, signal);
  const messages = async () => (await sandbox.admin('GET', '/sms/messages')).body as (Sms & { segments: number })[];

  test('keeps what it took; a repetition of a reference is answered as the first, and counts once', async () => {
    const id = await send(sms());
    expect(await send(sms({ reference: 'N2-SMS' }))).not.toBe(id);
    expect(await send(sms({ text: 'Another' }))).toBe(id);
    expect(await messages()).toMatchObject([
      { id, reference: 'N1-SMS', to: '+6581234567', text: 'Notice' },
      { reference: 'N2-SMS' },
    ]);
    await sandbox.admin('DELETE', '');
    expect(await messages()).toEqual([]);
  });

  test('refuses numbers that end in 0000; a refused reference may come again', async () => {
    await expect(send(sms({ to: '+6580000000' }))).rejects.toMatchObject({
      outcome: 'rejected',
      reasonCode: 'INVALID_NUMBER',
    });
    expect(await messages()).toEqual([]);
    await send(sms());
    expect(await messages()).toHaveLength(1);
  });

  test.each([
    ['a'.repeat(160), 1],
    ['a'.repeat(161), 2],
    [`${'a'.repeat(159)}€`, 2],
    ['a'.repeat(1_530), 10],
    ['é\n'.repeat(80), 1],
    ['陈'.repeat(70), 1],
    ['陈'.repeat(71), 2],
    [`${'a'.repeat(69)}😀`, 2],
    ['陈'.repeat(670), 10],
  ])('counts segments: %p', async (text, segments) => {
    await send(sms({ text }));
    expect(await messages()).toMatchObject([{ segments }]);
  });

  test.each([`${'a'.repeat(1_529)}~`, '陈'.repeat(671)])('refuses more than ten: %p', async (text) => {
    await expect(send(sms({ text }))).rejects.toMatchObject({ outcome: 'rejected', reasonCode: 'TOO_LARGE' });
  });

  test('what was received cannot be replaced', async () => {
    expect(await sandbox.admin('PUT', '/sms/messages', [])).toMatchObject({
      status: 400,
      body: { sandbox: 'the list is what was received: it cannot be replaced' },
    });
  });
});

describe('the e-mail service', () => {
  const email = (fields: Partial<Email> = {}): Email => ({
    reference: 'N1-EMAIL',
    to: 'office@company.example',
    subject: 'Notice',
    text: 'Notice',
    html: '<p>Notice</p>',
    ...fields,
  });
  const send = (message: Email): Promise<string> => clientOf('EMAIL', createEmailClient).sendEmail(message, signal);
  const messages = async () => (await sandbox.admin('GET', '/email/messages')).body as Email[];

  test('keeps what it took; a repetition of a reference is answered as the first, and counts once', async () => {
    const id = await send(email());
    expect(await send(email({ reference: 'N2-EMAIL' }))).not.toBe(id);
    expect(await send(email({ text: 'Another' }))).toBe(id);
    expect(await messages()).toMatchObject([{ id, ...email() }, { reference: 'N2-EMAIL' }]);
  });

  test('refuses addresses that begin with refused; a refused reference may come again', async () => {
    await expect(send(email({ to: 'refused@company.example' }))).rejects.toMatchObject({
      outcome: 'rejected',
      reasonCode: 'INVALID_ADDRESS',
    });
    expect(await messages()).toEqual([]);
    await send(email());
    expect(await messages()).toHaveLength(1);
  });
});

describe('SLIFT', () => {
  const PDF = Buffer.from('%PDF-1.7\nA letter\n');
  const letter = (fields: Partial<Letter> = {}, name = 'TAN AH KOW'): Letter => ({
    reference: 'N1-LETTER',
    recipient: { name, address: { kind: 'foreign', lines: ['1 JALAN CONTOH', 'MALAYSIA'] } },
    fileName: 'AN_N1.pdf',
    pdf: PDF,
    compressed: false,
    ...fields,
  });
  const submit = (submitted: Letter): Promise<string> =>
    clientOf('SLIFT', createSliftClient).submitLetter(submitted, signal);
  const letters = async () => (await sandbox.admin('GET', '/slift/letters')).body as object[];
  const nameOfOwner = async (vehicleNo: string): Promise<string> => (await ownerOf(vehicleNo))!.name;

  test('keeps what it took; a repetition of a reference is answered as the first, and counts once', async () => {
    const id = await submit(letter());
    expect(await submit(letter({ reference: 'N2-LETTER', compressed: true }))).not.toBe(id);
    expect(await submit(letter({ fileName: 'AN_other.pdf' }))).toBe(id);
    expect(await letters()).toMatchObject([
      { id, reference: 'N1-LETTER', fileName: 'AN_N1.pdf', recipient: { name: 'TAN AH KOW' }, bytes: PDF.length },
      { reference: 'N2-LETTER', compressed: true },
    ]);
  });

  const rejected = { outcome: 'rejected', retryable: false, reasonCode: 'REJECTED' };
  const tooLarge = { outcome: 'rejected', retryable: false, reasonCode: 'TOO_LARGE' };

  test('81: it refuses the letter', async () =>
    expect(submit(letter({}, await nameOfOwner('SBA1A-81')))).rejects.toMatchObject(rejected));

  test('82: it refuses the letter as too large, and takes it under the same reference once it is compressed', async () => {
    const name = await nameOfOwner('UEN1-82');
    await expect(submit(letter({}, name))).rejects.toMatchObject(tooLarge);
    await submit(letter({ compressed: true }, name));
    expect(await letters()).toHaveLength(1);
  });

  test('83: it is too large whatever is done', async () => {
    const name = await nameOfOwner('PASSPORT1-83');
    await expect(submit(letter({}, name))).rejects.toMatchObject(tooLarge);
    await expect(submit(letter({ compressed: true }, name))).rejects.toMatchObject(tooLarge);
    expect(await letters()).toEqual([]);
  });

  test('86: it is away', async () => {
    const name = await nameOfOwner('SBA1A-86');
    await expect(submit(letter({}, name))).rejects.toMatchObject({ outcome: 'unknown', status: 503 });
    expect(await letters()).toEqual([]);
  });

  test('nobody of those can be reached otherwise', async () => {
    for (const vehicleNo of ['SBA1A-81', 'UEN1-82', 'FIN1-83', 'SBA1A-86'])
      expect(await contactOf(vehicleNo)).toBeUndefined();
  });

  test('what is not base64 is refused', async () => {
    const { path } = outboundOperations.submitLetter;
    const { status, body } = await request(`${sandbox.url}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Ocp-Apim-Subscription-Key': sandboxKeys().SLIFT! },
      body: JSON.stringify({
        reference: 'N1-LETTER',
        recipient: { name: 'TAN AH KOW', address: { addressType: 'FOREIGN', lines: ['1 JALAN CONTOH', 'MALAYSIA'] } },
        fileName: 'AN_N1.pdf',
        document: 'JVBERi0x-JcK',
      }),
    });
    expect({ status, body }).toMatchObject({ status: 422, body: { reasonCode: 'REJECTED' } });
    expect(await letters()).toEqual([]);
  });

  test('what is no PDF is refused', async () =>
    expect(submit(letter({ pdf: Buffer.from('a letter') }))).rejects.toMatchObject(rejected));

  test('a letter of the largest size arrives', async () => {
    await submit(letter({ pdf: Buffer.concat([PDF, Buffer.alloc(5_242_880 - PDF.length)]) }));
    expect(await letters()).toMatchObject([{ bytes: 5_242_880 }]);
  });
});

describe('the page', () => {
  test('tells the magic values of each partner', async () => {
    const page = await sandbox.admin('GET', '');
    for (const value of ['NOOWNER…', '…-91', '91…', '+65…0000', 'refused…@…', 'TOOLARGE', 'UNREACHABLE', '90…'])
      expect(page.text).toContain(`<code>${value}</code>`);
    expect(page.text).toContain('Nobody was sent anything yet.');
  });

  test('shows messages and letters, the last first, and nothing of them unescaped', async () => {
    const address = { kind: 'foreign' as const, lines: ['1 JALAN CONTOH', 'MALAYSIA'] };
    await clientOf('SMS', createSmsClient).sendSms(
      { reference: 'N1-SMS', to: '+6581234567', text: '<script>alert(1)</script>' },
      signal,
    );
    await clientOf('EMAIL', createEmailClient).sendEmail(
      {
        reference: 'N2-EMAIL',
        to: 'a@b.example',
        subject: 'A <b>notice</b>',
        text: 'In words',
        html: '<p>In HTML</p>',
      },
      signal,
    );
    await clientOf('SLIFT', createSliftClient).submitLetter(
      {
        reference: 'N3-LETTER',
        recipient: { name: 'JANE DOE', address },
        fileName: 'AN_N3.pdf',
        pdf: Buffer.from('%PDF-1.7\n'),
        compressed: true,
      },
      signal,
    );
    const { text } = await sandbox.admin('GET', '');
    const shown = text.slice(text.indexOf('<h2 id="sent"'), text.indexOf('<h2 id="files"'));
    expect([...shown.matchAll(/<b>(N\d-\w+)<\/b>/g)].map(([, reference]) => reference)).toEqual([
      'N3-LETTER',
      'N2-EMAIL',
      'N1-SMS',
    ]);
    for (const words of ['JANE DOE', 'MALAYSIA', 'In words', '1 segment', 'to +6581234567'])
      expect(shown).toContain(words);
    expect(shown).not.toMatch(/<script|<b>notice/);
    for (const link of ['/_sandbox/slift/letters/N3-LETTER', '/_sandbox/email/messages/N2-EMAIL'])
      expect(shown).toContain(`href="${link}"`);
  });

  test('a letter is shown as the PDF it is, an e-mail as its HTML, in which nothing runs', async () => {
    const pdf = Buffer.from('%PDF-1.7\nA letter\n');
    const address = { kind: 'foreign' as const, lines: ['MALAYSIA'] };
    await clientOf('SLIFT', createSliftClient).submitLetter(
      {
        reference: 'N3-LETTER',
        recipient: { name: 'JANE DOE', address },
        fileName: 'AN_N3.pdf',
        pdf,
        compressed: true,
      },
      signal,
    );
    await clientOf('EMAIL', createEmailClient).sendEmail(
      { reference: 'N2-EMAIL', to: 'a@b.example', subject: 'Notice', text: 'Notice', html: '<p>In HTML</p>' },
      signal,
    );
    const letter = await sandbox.admin('GET', '/slift/letters/N3-LETTER');
    expect([letter.headers.get('content-type'), letter.text]).toEqual(['application/pdf', pdf.toString()]);
    const email = await sandbox.admin('GET', '/email/messages/N2-EMAIL');
    expect([email.headers.get('content-type'), email.text]).toEqual(['text/html; charset=utf-8', '<p>In HTML</p>']);
    expect(email.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
    for (const path of ['/slift/letters/N4', '/sms/messages/N1', '/cas/vip-vehicles/1'])
      expect((await sandbox.admin('GET', path)).status).toBe(404);
  });
});
