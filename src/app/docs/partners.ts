import type { ContractChange, FileContract } from '../../contract/documents';
import type { Listed } from '../schedules';
import { type DescribedContract, type Ending, endingOf, type PublishedContract } from './contracts';
import type { OfferedSdk } from './sdks';

/** What the configuration says that a partner's page shows. */
export interface PartnerSettings {
  /** Requests a minute, by partner. */
  rateLimits: ReadonlyMap<string, number>;
  /** How OCMS calls a system; undefined where it does not. */
  calls: Readonly<Record<string, { timeoutMs: number; attempts: number } | undefined>>;
  /** Demo keys, where they open something. */
  demoKeys: Readonly<Record<string, string>>;
  /** Where partners try what they call, if there is such a place. */
  sandbox: (Place & { magicOfAll: readonly MagicValue[]; most: number; idleMinutes: number }) | undefined;
  /** What plays the systems that OCMS calls, where it runs. */
  plays: Place | undefined;
}

/** What the pages tell of a sandbox. */
export interface Place {
  address: string;
  /** By whose they are, where everybody may know them. */
  keys: Readonly<Record<string, readonly string[]>>;
  /** What it answers to which values, by partner or system. */
  magic: Readonly<Record<string, readonly MagicValue[]>>;
}

interface MagicValue {
  value: string;
  does: string;
}

/** A partner's page. */
export interface PartnerPage {
  slug: string;
  name: string;
  summary: string;
  demoKey: string | undefined;
  sandbox: (OwnPlace & { keyHeader: string; most: number; idleMinutes: number }) | undefined;
  plays: OwnPlace | undefined;
  rateLimit: number | undefined;
  calls: { seconds: number; attempts: number } | undefined;
  keys: readonly { header: string; description: string }[];
  inbound: readonly OperationRow[];
  outbound: readonly OperationRow[];
  files: readonly FileContract[];
  jobs: readonly { name: string; when: string; source: string }[];
  sdks: readonly OfferedSdk[];
  /** The latest first. */
  changes: readonly { version: string; contracts: readonly string[]; change: string }[];
}

interface OwnPlace {
  address: string;
  keys: readonly string[];
  magic: readonly MagicValue[];
}

interface OperationRow {
  id: string;
  contract: string;
  version: string;
  method: string;
  path: string;
  summary: string;
  limits: string;
  ending: Ending | undefined;
}

/** Members of staff have the console: they are nobody's other system. */
const NO_PARTNER: ReadonlySet<string> = new Set(['STAFF', 'OCMS']);

/** Where a contract's calls are tried, and with which keys, where everybody may know them. */
export interface TriedAt {
  address: string;
  keys: readonly string[];
  /** Whose page tells more of it. */
  slug: string;
}

// Contracts of APIs name vHub VHUB, files by its name.
const idOf = (party: string): string => party.toUpperCase();
const slugOf = (id: string): string => id.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
const isCalledByPartner = ({ operations }: PublishedContract): boolean => operations[0]!.callee === 'OCMS';
const partyOf = (contract: PublishedContract): string => {
  const { caller, callee } = contract.operations[0]!;
  return idOf(isCalledByPartner(contract) ? caller : callee);
};

/** Every partner that a contract names, in alphabetical order. */
export function partnerPages(
  contracts: readonly DescribedContract[],
  files: readonly FileContract[],
  jobs: readonly Listed[],
  changes: readonly ContractChange[],
  sdks: readonly OfferedSdk[],
  settings: PartnerSettings,
): PartnerPage[] {
  const partiesOf = ({ sender, recipient }: FileContract): string[] => [idOf(sender), idOf(recipient)];
  const ids = new Set([...contracts.map(partyOf), ...files.flatMap(partiesOf)]);
  return [...ids]
    .filter((id) => !NO_PARTNER.has(id))
    .map((id) => {
      const ownContracts = contracts.filter((contract) => partyOf(contract) === id);
      const ownFiles = files.filter((file) => partiesOf(file).includes(id));
      const spoken = ownFiles.flatMap(({ sender, recipient }) => [sender, recipient]).find((name) => idOf(name) === id);
      const inbound = ownContracts.filter(isCalledByPartner);
      const outbound = ownContracts.filter((contract) => !inbound.includes(contract));
      const ownNames = new Set([...ownContracts, ...ownFiles].map(({ name }) => name));
      const call = outbound.length > 0 ? settings.calls[id] : undefined;
      return {
        slug: slugOf(id),
        name: ownContracts[0]?.document.tags?.[0]?.name ?? spoken ?? id,
        summary: summaryOf(inbound.length, outbound.length, ownFiles.length),
        demoKey: inbound.length > 0 ? settings.demoKeys[id] : undefined,
        sandbox: inbound.length > 0 ? sandboxOf(settings.sandbox, id, inbound[0]!.operations[0]!.keyHeader) : undefined,
        plays: outbound.length > 0 ? placeOf(settings.plays, id) : undefined,
        rateLimit: inbound.length > 0 ? settings.rateLimits.get(id) : undefined,
        calls: call && { seconds: call.timeoutMs / 1_000, attempts: call.attempts },
        keys: keysOf(ownContracts),
        inbound: inbound.flatMap(operationRows),
        outbound: outbound.flatMap(operationRows),
        files: ownFiles,
        jobs: jobs
          .filter(({ job }) => job.partners?.some((party) => idOf(party) === id))
          .map(({ job, schedule }) => ({ name: job.name, when: inWords(schedule), source: job.source })),
        sdks: sdks.filter((sdk) => sdk.contracts.some((name) => ownNames.has(name))),
        changes: changes
          .map(({ version, contracts: names, change }) => ({
            version,
            contracts: names
              .flatMap((name) => (name === 'all inbound' ? inbound.map((contract) => contract.name) : [name]))
              .filter((name) => ownNames.has(name)),
            change,
          }))
          .filter((each) => each.contracts.length > 0)
          .toReversed(),
      };
    })
    .sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
}

/** Where the page of a contract lets its calls be tried: at the sandbox of those who call them, or at who plays them. */
export function triedAt(contract: PublishedContract, settings: PartnerSettings): TriedAt | undefined {
  const id = partyOf(contract);
  if (NO_PARTNER.has(id)) return undefined;
  const place = placeOf(isCalledByPartner(contract) ? settings.sandbox : settings.plays, id);
  return place && { address: place.address, keys: place.keys, slug: slugOf(id) };
}

const placeOf = (place: Place | undefined, id: string): OwnPlace | undefined =>
  place && { address: place.address, keys: place.keys[id] ?? [], magic: place.magic[id] ?? [] };

function sandboxOf(sandbox: PartnerSettings['sandbox'], id: string, keyHeader: string): PartnerPage['sandbox'] {
  if (!sandbox) return undefined;
  const { most, idleMinutes, magicOfAll } = sandbox;
  const own = placeOf(sandbox, id)!;
  return { ...own, magic: [...own.magic, ...magicOfAll], keyHeader, most, idleMinutes };
}

function operationRows({ name, version, operations, document }: DescribedContract): OperationRow[] {
  return operations.map(({ id, method, path, maxBodyBytes, batchLimits }) => ({
    id,
    contract: name,
    version,
    method: method.toUpperCase(),
    path,
    summary: document.paths[path]![method]!.summary,
    ending: endingOf(document.paths[path]![method]!),
    limits: [
      ...batchLimits.map(({ pointer, maxItems }) => `${maxItems.toLocaleString('en')} ${pointer.slice(1)} a request`),
      maxBodyBytes > 0 ? `${maxBodyBytes.toLocaleString('en')} bytes a body` : 'no body',
    ].join(', '),
  }));
}

function keysOf(contracts: readonly DescribedContract[]): { header: string; description: string }[] {
  const schemes = contracts.flatMap(
    ({ document }) =>
      Object.values(document.components.securitySchemes ?? {}) as { name: string; description?: string }[],
  );
  const keys = schemes.map(({ name, description = '' }) => ({ header: name, description }));
  return [...new Map(keys.map((key) => [`${key.header} ${key.description}`, key])).values()];
}

function summaryOf(inbound: number, outbound: number, files: number): string {
  const counted = (count: number, one: string, many: string): string[] =>
    count === 0 ? [] : [count === 1 ? `one ${one}` : `${count} ${many}`];
  return [
    ...counted(inbound, 'API it calls', 'APIs it calls'),
    ...counted(outbound, 'API OCMS calls', 'APIs OCMS calls'),
    ...counted(files, 'file', 'files'),
  ].join(', ');
}

/** A cron expression with seconds, in Singapore time, as people say it; itself where it is an unusual one. */
export function inWords(schedule: string | undefined): string {
  if (schedule === undefined) return 'not scheduled';
  const daily = /^0 (\d{1,2}) (\d{1,2}) \* \* \*$/.exec(schedule);
  if (daily) return `every day at ${daily[2]!.padStart(2, '0')}:${daily[1]!.padStart(2, '0')}`;
  const hourly = /^0 (\d{1,2}) \* \* \* \*$/.exec(schedule);
  if (hourly) return hourly[1] === '0' ? 'every hour' : `every hour, ${hourly[1]} minutes past`;
  const often = /^0 \*\/(\d{1,2}) \* \* \* \*$/.exec(schedule);
  if (often) return `every ${often[1]} minutes`;
  return schedule === '0 * * * * *' ? 'every minute' : schedule;
}
