import { join } from 'node:path';
import type { FileContract } from '../../contract/documents';
import { htmlTemplate } from '../../platform/html';
import { type DescribedContract, type Ending, endingOf, type PublishedContract } from './contracts';
import type { ErrorRow } from './errors';
import type { OperationPage } from './operation-page';
import type { PartnerPage, TriedAt } from './partners';
import type { IndexEntry } from './search-index';

// Every reference is relative, so that the pages also work behind a gateway that puts them under a path of its own.
const TEMPLATES = join(__dirname, 'templates');

interface Published {
  contracts: readonly PublishedContract[];
  files: readonly FileContract[];
  partners: readonly PartnerPage[];
}

const index = htmlTemplate<Published>(join(TEMPLATES, 'index.html'));

/** The partners and all contracts, for `/docs`. */
export function indexPage({ contracts, files, partners }: Published): string {
  return index({
    files,
    partners,
    contracts: contracts.map((contract) => ({
      ...contract,
      operations: contract.operations.map((operation) => ({ ...operation, method: operation.method.toUpperCase() })),
    })),
  });
}

const contract = htmlTemplate<
  PublishedContract & {
    tried: TriedAt | undefined;
    hasEndings: boolean;
    endings: readonly { id: string; method: string; path: string; ending: Ending }[];
  }
>(join(TEMPLATES, 'contract.html'));

/** One contract, rendered in the browser, and which of its operations end, for `/docs/<name>`. */
export function contractPage(page: DescribedContract & { tried: TriedAt | undefined }): string {
  const endings = page.operations.flatMap(({ id, method, path }) => {
    const ending = endingOf(page.document.paths[path]![method]!);
    return ending ? [{ id, method: method.toUpperCase(), path, ending }] : [];
  });
  return contract({ ...page, hasEndings: endings.length > 0, endings });
}

/** One contract of files, for `/docs/<name>`. */
export const filePage = htmlTemplate<FileContract>(join(TEMPLATES, 'file.html'));

const partner = htmlTemplate<
  PartnerPage &
    Record<
      `has${'Inbound' | 'Outbound' | 'Files' | 'Keys' | 'Jobs' | 'Magic' | 'Sdks' | 'Clients' | 'Stubs'}`,
      boolean
    > & {
      clients: PartnerPage['sdks'];
      stubs: PartnerPage['sdks'];
      sdksMissing: boolean;
      contracts: readonly string[];
    }
>(join(TEMPLATES, 'partner.html'));

/** All there is between OCMS and one partner, for `/docs/partners/<partner>`. */
export function partnerPage(page: PartnerPage): string {
  const clients = page.sdks.filter(({ kind }) => kind === 'client');
  const stubs = page.sdks.filter(({ kind }) => kind === 'server');
  return partner({
    ...page,
    hasInbound: page.inbound.length > 0,
    hasOutbound: page.outbound.length > 0,
    hasFiles: page.files.length > 0,
    hasKeys: page.keys.length > 0,
    hasJobs: page.jobs.length > 0,
    hasMagic: (page.plays?.magic.length ?? 0) > 0,
    hasSdks: page.sdks.length > 0,
    hasClients: clients.length > 0,
    hasStubs: stubs.length > 0,
    clients,
    stubs,
    sdksMissing: page.sdks.some(({ download }) => !download),
    contracts: [...new Set(page.sdks.flatMap((sdk) => sdk.contracts))],
  });
}

/** How one operation is called, for `/docs/operations/<id>`. */
export const operationPage = htmlTemplate<OperationPage>(join(TEMPLATES, 'operation.html'));

interface Letter {
  letter: string;
  entries: readonly IndexEntry[];
}

const search = htmlTemplate<{ letters: readonly (Letter & { anchor: string })[] }>(join(TEMPLATES, 'search.html'));

/** All there is to find, for `/docs/search`. */
export const searchPage = (letters: readonly Letter[]): string =>
  search({ letters: letters.map((each) => ({ ...each, anchor: each.letter === '#' ? '0' : each.letter })) });

const errors = htmlTemplate<{
  groups: readonly { title: string; rows: readonly (ErrorRow & { anchor: string })[] }[];
}>(join(TEMPLATES, 'errors.html'));

/** What operations answer besides success, for `/docs/errors`. */
export const errorsPage = (rows: readonly ErrorRow[]): string => {
  const isOcms = ({ code }: ErrorRow): boolean => code.startsWith('OCMS-');
  const codes = rows.map(({ code }) => code);
  // The first row of a code is where references to it lead.
  const anchored = rows.map((row, at) => ({
    ...row,
    anchor: row.code !== '' && codes.indexOf(row.code) === at ? row.code : `row-${at}`,
  }));
  return errors({
    groups: [
      { title: 'What OCMS answers', rows: anchored.filter(isOcms) },
      { title: 'What OCMS understands of other systems', rows: anchored.filter((row) => !isOcms(row)) },
    ],
  });
};
