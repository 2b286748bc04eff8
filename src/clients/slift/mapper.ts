import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { components } from '../../../generated/outbound/slift-letters';
import type { Letter } from '../../features/advisory-notices/port';
import { fromAddress } from '../address';

type SubmitLetterRequest = components['schemas']['SubmitLetterRequest'];

const zipped = promisify(gzip);

/** As the contract has it: of the document as it is submitted, before base64. */
export const MAX_DOCUMENT_BYTES = 5_242_880;

/** The same bytes for the same letter. Undefined where the document is over the limit. */
export async function toWire({
  reference,
  recipient: { name, address },
  fileName,
  pdf,
  compressed,
}: Letter): Promise<SubmitLetterRequest | undefined> {
  const document = compressed ? await zipped(pdf) : pdf;
  if (document.byteLength > MAX_DOCUMENT_BYTES) return undefined;
  return {
    reference,
    recipient: { name, address: fromAddress(address) },
    fileName,
    ...(compressed && { contentEncoding: 'gzip' }),
    document: Buffer.from(document.buffer, document.byteOffset, document.byteLength).toString('base64'),
  };
}
