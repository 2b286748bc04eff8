import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { createCalendar } from '../../../platform/calendar';
import type { NoticeFacts } from '../facts';
import { smsSegments } from './segments';
import { createMessageWriter } from './writer';

const SENDER = {
  name: 'Parking Enforcement Office',
  returnAddress: 'Parking Enforcement Office, 1 Example Road, Singapore 018000',
  contact: ['Telephone 6555 0100', 'parking@authority.example'],
  appealUrl: 'https://www.authority.example/appeal?from=an&to=1',
};
const FACTS: NoticeFacts = {
  noticeNo: '500500123A',
  vehicleNo: 'SBA1234A',
  offence: 'Parking a motor vehicle outside a parking lot',
  ruleCode: '10300',
  place: 'Example Road Car Park',
  offenceAt: new Date('2026-01-14T16:05:00Z'),
  compositionAmount: 7000 as NoticeFacts['compositionAmount'],
};
const LONG = 'Parking a motor vehicle so that it stands in the way of others that enter, leave or pass. '.repeat(8);

const calendar = createCalendar({ now: () => new Date(NaN) }, 'Asia/Singapore');
const writer = createMessageWriter({ sender: SENDER, calendar });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocms-messages-'));
  cpSync(__dirname, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const withTemplate = (name: string, template: string) => {
  writeFileSync(join(folder, name), template);
  return createMessageWriter({ sender: SENDER, calendar, templates: folder });
};

describe('A 5.2: the SMS', () => {
  test('names notice, vehicle, offence, place and time, that nothing is due, and how to appeal', () => {
    expect(writer.sms(FACTS)).toBe(
      `Advisory Notice 500500123A: vehicle SBA1234A broke a parking rule on 15 Jan 2026, 12:05 am.
Place: Example Road Car Park
Offence: Parking a motor vehicle outside a parking lot
This is a warning, no payment is due. If it happens again, you may have to pay. To appeal: ${SENDER.appealUrl}
Parking Enforcement Office`,
    );
    expect(smsSegments(writer.sms(FACTS))).toBeLessThanOrEqual(3);
  });

  test('place and offence are shortened until it fits, and nothing else is', () => {
    const sms = writer.sms({ ...FACTS, offence: LONG, place: LONG });
    expect(smsSegments(sms)).toBe(3);
    // Not one character less than there is room for.
    expect(sms.length).toBeGreaterThan(3 * 153 - 4);
    expect(sms).toMatch(/^Advisory Notice 500500123A: vehicle SBA1234A .* 12:05 am\.\nPlace: Parking a .*\.\.\.\n/);
    expect(sms).toMatch(/\nOffence: Parking a .*\.\.\.\nThis is a warning, no payment is due\. /);
    expect(sms).toContain(`To appeal: ${SENDER.appealUrl}\nParking Enforcement Office`);
  });

  test('a short place stays whole beside a long offence', () => {
    expect(writer.sms({ ...FACTS, offence: LONG })).toContain(
      '\nPlace: Example Road Car Park\nOffence: Parking a motor',
    );
  });

  test('typography does not cost segments', () => {
    expect(writer.sms({ ...FACTS, place: 'Jalan Bukit – ‘Décor’\u00a0Park' })).toContain(
      "Jalan Bukit - 'Décor' Park\n",
    );
  });

  test('what the SMS alphabet does not have is sent where it fits, else replaced', () => {
    const roomy = createMessageWriter({ sender: SENDER, calendar, segments: 6 });
    expect(roomy.sms({ ...FACTS, place: '牛车水' })).toContain('Place: 牛车水\n');
    const sms = writer.sms({ ...FACTS, place: '牛车水 (Chinatown)' });
    expect(sms).toContain('Place: ??? (Chinatown)\n');
    expect(smsSegments(sms)).toBeLessThanOrEqual(3);
  });

  test('no facts make it longer than its segments, nor leave out number and appeal, nor add lines', () => {
    const text = fc.string({ unit: 'binary', maxLength: 400 });
    fc.assert(
      fc.property(text, text, fc.integer({ min: 3, max: 8 }), (place, offence, segments) => {
        const sms = createMessageWriter({ sender: SENDER, calendar, segments }).sms({ ...FACTS, place, offence });
        expect(smsSegments(sms)).toBeLessThanOrEqual(segments);
        expect(sms).toContain('Advisory Notice 500500123A: vehicle SBA1234A');
        expect(sms).toContain(`To appeal: ${SENDER.appealUrl}`);
        expect(sms.split('\n')).toHaveLength(5);
      }),
      { seed: 10 },
    );
  });

  test('a template that leaves no room for place and offence stops the start', () => {
    const text = `${'x'.repeat(430)} {{noticeNo}} {{place}} {{offence}}`;
    expect(() => withTemplate('sms.txt', text)).toThrow('sms.txt leaves no room in 3 segments');
    expect(() => createMessageWriter({ sender: SENDER, calendar, segments: 1 })).toThrow('no room in 1 segments');
  });
});

describe('A 5.2: the e-mail', () => {
  const said = [
    ...['500500123A', 'SBA1234A', '15 January 2026, 12:05 am', FACTS.place, FACTS.offence, '10300', 'S$70.00'],
    ...['This is a warning. No payment is due for this notice.', SENDER.name, ...SENDER.contact],
  ];
  const visible = (html: string): string =>
    html
      .replace(/<(head)>[\s\S]*<\/\1>|<[^>]*>/g, ' ')
      .replace(/&amp;/g, '&')
      .replace(/\s+/g, ' ');

  test('says the same as text and as HTML', () => {
    const { text, html, subject } = writer.email(FACTS);
    expect(subject).toBe('Advisory Notice 500500123A for vehicle SBA1234A: a warning, no payment is due');
    for (const each of [...said, SENDER.appealUrl]) {
      expect(text).toContain(each);
      expect(visible(html)).toContain(each);
    }
    for (const heading of ['If it happens again', 'If you do not agree']) {
      expect(text.toLowerCase()).toContain(heading.toLowerCase());
      expect(visible(html)).toContain(heading);
    }
    expect(text).toContain('Parking Enforcement Office\nTelephone 6555 0100\nparking@authority.example\n');
  });

  test('has no scripts and loads nothing; its language is told', () => {
    const { html } = writer.email(FACTS);
    expect(html).toContain('<html lang="en-SG">');
    expect(html).not.toMatch(/<(script|img|link|iframe|object|style)\b|\bsrc=|url\(|\bon\w+=/i);
    expect([...html.matchAll(/href="([^"]*)"/g)].map((match) => match[1])).toEqual([
      SENDER.appealUrl.replace('&', '&amp;'),
    ]);
  });

  test('every value is text, never markup', () => {
    const place = `<b onclick="x">&amp;</b> {{noticeNo}} '`;
    const { text, html } = writer.email({ ...FACTS, place, offence: place });
    expect(text).toContain(`Place:           ${place}\n`);
    const escaped = '&lt;b onclick=&quot;x&quot;&gt;&amp;amp;&lt;/b&gt; {{noticeNo}} &#39;';
    expect(html.split(escaped)).toHaveLength(3);
    expect(html).not.toContain('<b ');
  });

  test('a value breaks no line, of the subject neither', () => {
    const vehicleNo = 'SBA\r\nBcc: x@y.example';
    const { subject, text } = writer.email({ ...FACTS, vehicleNo, place: 'Deck\u2028\r\n\r\n2\u0000' });
    expect(subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    expect(text).toContain('Vehicle number:  SBA Bcc: x@y.example\n');
    expect(text).toContain('Place:           Deck 2\n');
  });

  test("stays within what the e-mail service's contract takes, however long the texts are", () => {
    const { subject, text, html } = writer.email({ ...FACTS, place: '&'.repeat(50_000), offence: '"'.repeat(50_000) });
    expect(subject.length).toBeLessThanOrEqual(200);
    expect(text.length).toBeLessThanOrEqual(20_000);
    expect(html.length).toBeLessThanOrEqual(100_000);
    expect(text).toContain('&&&...\n');
  });

  test.each(['sms.txt', 'email-subject.txt', 'email.txt', 'email.html'])(
    'the owner cannot be named: a %s that asks for it stops the start',
    (name) => {
      expect(() => withTemplate(name, '{{noticeNo}} {{ownerName}}')).toThrow('asks for {{ownerName}}');
    },
  );
});
