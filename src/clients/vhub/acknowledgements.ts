import {
  readVhubAcknowledgement,
  vhubAcknowledgementFileName,
  vhubAcknowledgementSchema,
} from '../../../generated/files/vhub-acknowledgement';
import type { AcknowledgementSource } from '../../features/foreign-vehicles/port';
import type { FileExchange } from '../../files';
import { validateXml } from '../../files/xml';

/** Far more than 2,000 results take. */
const MAX_BYTES = 5_000_000;

/** The files vHub acknowledges violation files with (F appendix A), read by their contract. */
export function createAcknowledgementSource(
  exchange: Pick<FileExchange, 'waiting' | 'read' | 'archive'>,
): AcknowledgementSource {
  const sizes = new Map<string, number>();
  return {
    async waiting(signal) {
      const files = await exchange.waiting(signal);
      sizes.clear();
      for (const { name, bytes } of files) sizes.set(name, bytes);
      return files.map(({ name }) => name);
    },

    async read(name, signal) {
      if (!vhubAcknowledgementFileName.test(name)) return { malformed: 'it does not have the name of one' };
      if ((sizes.get(name) ?? 0) > MAX_BYTES) return { malformed: `it is larger than ${MAX_BYTES} bytes` };
      const content = await exchange.read(name, { maxBytes: MAX_BYTES }, signal);
      let xml: string;
      try {
        xml = new TextDecoder('utf-8', { fatal: true }).decode(content);
      } catch {
        return { malformed: 'it is not UTF-8' };
      }
      const validity = await validateXml({ schema: vhubAcknowledgementSchema, xml, signal });
      if (!validity.valid) return { malformed: validity.errors.slice(0, 3).join('; ') };
      try {
        const { ViolationFileName, Result } = readVhubAcknowledgement(xml);
        return {
          fileName: ViolationFileName,
          results: Result.map(({ ViolationNo, ResponseCode, ErrorCode, ErrorDescription }) => ({
            noticeNo: ViolationNo,
            taken: ResponseCode === '0',
            ...(ErrorCode !== null && { errorCode: ErrorCode }),
            ...(ErrorDescription !== null && { errorDescription: ErrorDescription }),
          })),
        };
      } catch (error) {
        return { malformed: (error as Error).message };
      }
    },

    archive: (name, signal) => exchange.archive(name, signal),
  };
}
