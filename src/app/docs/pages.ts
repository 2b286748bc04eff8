import { join } from 'node:path';
import type { FileContract } from '../../contract/documents';
import { htmlTemplate } from '../../platform/html';

// Every reference is relative, so that the pages also work behind a gateway that puts them under a path of its own.
const TEMPLATES = join(__dirname, 'templates');

export interface PublishedContract {
  name: string;
  title: string;
  version: string;
  summary: string;
  operations: readonly { caller: string; callee: string; method: string; path: string }[];
}

const index = htmlTemplate<{ contracts: readonly PublishedContract[]; files: readonly FileContract[] }>(
  join(TEMPLATES, 'index.html'),
);

/** The list of all contracts, for `/docs`. */
export function indexPage(contracts: readonly PublishedContract[], files: readonly FileContract[]): string {
  return index({
    files,
    contracts: contracts.map((contract) => ({
      ...contract,
      operations: contract.operations.map((operation) => ({ ...operation, method: operation.method.toUpperCase() })),
    })),
  });
}

/** One contract, rendered in the browser, for `/docs/<name>`. */
export const contractPage = htmlTemplate<PublishedContract>(join(TEMPLATES, 'contract.html'));

/** One contract of files, for `/docs/<name>`. */
export const filePage = htmlTemplate<FileContract>(join(TEMPLATES, 'file.html'));
