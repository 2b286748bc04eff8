import { gunzipSync } from 'node:zlib';
import { definePartner, type PartnerRequest } from '../partner';
import { createOutbox, type Outbox, type Taken } from './outbox';
import { AWAY } from './people';

type Submission = PartnerRequest<'submitLetter'>['body'];
type Recipient = Submission['recipient'];

interface StoredLetter {
  reference: string;
  fileName: string;
  recipient: Recipient;
  compressed: boolean;
  /** As submitted. */
  bytes: number;
}

interface SliftState {
  letters: Outbox<StoredLetter>;
  /** The latest documents, by reference. */
  pdfs: Map<string, Buffer>;
}

const MAX_BYTES = 5_242_880;
const MAX_PDFS = 200;
const MAX_PDF_BYTES = 16 * MAX_BYTES;

/** The document, or undefined where it is no PDF. */
function pdfIn(bytes: Buffer, compressed: boolean): Buffer | undefined {
  try {
    const pdf = compressed ? gunzipSync(bytes, { maxOutputLength: MAX_PDF_BYTES }) : bytes;
    return pdf.subarray(0, 5).toString('latin1') === '%PDF-' ? pdf : undefined;
  } catch {
    return undefined;
  }
}

function linesOf(address: Recipient['address']): readonly string[] {
  if (address.addressType === 'FOREIGN') return address.lines;
  const { block, street, floor, unit, building, postalCode } = address;
  return [
    [block, street].filter(Boolean).join(' '),
    [floor && unit ? `#${floor}-${unit}` : undefined, building].filter(Boolean).join(' '),
    `SINGAPORE ${postalCode ?? ''}`,
  ].filter((line) => line !== '');
}

export const slift = definePartner({
  system: 'SLIFT',
  magic: [
    { value: 'REFUSED', does: 'a recipient with this word in the name: REJECTED' },
    { value: 'TOOLARGE', does: 'one with this word: TOO_LARGE, unless the document is compressed' },
    { value: 'HUGE', does: 'one with this word: TOO_LARGE in any case' },
    { value: 'SPOILT', does: 'one with this word: taken, and rejected in the printing vendor’s return file' },
    { value: 'UNREPORTED', does: 'one with this word: taken, and in no return file' },
    { value: 'UNREACHABLE', does: 'one with this word: every answer is a 503' },
  ],
  createState: (): SliftState => ({ letters: createOutbox('slift'), pdfs: new Map() }),
  handlers: {
    submitLetter: ({ letters, pdfs }, { body: { reference, fileName, recipient, document, contentEncoding } }) => {
      if (/\bUNREACHABLE\b/.test(recipient.name)) return AWAY;
      const before = letters.find(reference);
      if (before) return { status: 200, body: { submissionId: before.id } };
      const refused = (reasonCode: string, message: string) =>
        ({ status: 422, body: { reasonCode, message: `${recipient.name}: ${message}` } }) as const;
      if (/[^A-Za-z0-9+/=]/.test(document)) return refused('REJECTED', 'the document is not base64');
      const bytes = Buffer.from(document, 'base64');
      const compressed = contentEncoding === 'gzip';
      if (/\bREFUSED\b/.test(recipient.name)) return refused('REJECTED', 'not a recipient of letters');
      if (
        bytes.length > MAX_BYTES ||
        /\bHUGE\b/.test(recipient.name) ||
        (!compressed && /\bTOOLARGE\b/.test(recipient.name))
      )
        return refused('TOO_LARGE', `the document has ${bytes.length} bytes`);
      const pdf = pdfIn(bytes, compressed);
      if (!pdf) return refused('REJECTED', 'the document is no PDF');
      pdfs.set(reference, pdf);
      if (pdfs.size > MAX_PDFS) pdfs.delete(pdfs.keys().next().value!);
      const submissionId = letters.take({ reference, fileName, recipient, compressed, bytes: bytes.length });
      return { status: 200, body: { submissionId } };
    },
  },
  collections: {
    letters: {
      read: ({ letters }) => letters.list(),
      sent: ({ time, reference, recipient, fileName, bytes, compressed }: Taken<StoredLetter>) => ({
        time,
        reference,
        to: recipient.name,
        text: [
          recipient.name,
          ...linesOf(recipient.address),
          '',
          `${fileName}, ${bytes.toLocaleString('en')} bytes${compressed ? ', compressed' : ''}`,
        ].join('\n'),
      }),
      document({ pdfs }, reference) {
        const pdf = pdfs.get(reference);
        return pdf && { type: 'application/pdf', content: pdf };
      },
    },
  },
});
