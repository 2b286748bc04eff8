import type { OutboundContract } from './outbound';
import type { MagicValue, Partner, Sent, SentDocument } from './partner';
import type { PrintedLetter } from './printing-vendor';
import { partners as allPartners } from './partners/index';

/** The partners and what they know at the moment. */
export class PartnerStates {
  private readonly states = new Map<string, unknown>();

  constructor(
    private readonly contract: OutboundContract,
    private readonly partners: readonly Partner[] = allPartners,
  ) {
    this.reset();
  }

  reset(): void {
    for (const { system, createState } of this.partners) this.states.set(system, createState());
  }

  /** What the partner's file answers; undefined where it has no handler. */
  answer(operation: string, request: unknown): { status: number; body: unknown } | undefined {
    const partner = this.partnerOf(operation);
    return partner?.handlers[operation]?.(this.states.get(partner.system), request);
  }

  hasHandler(operation: string): boolean {
    return this.partnerOf(operation)?.handlers[operation] !== undefined;
  }

  magicOf(system: string): readonly MagicValue[] {
    return this.partners.find((partner) => partner.system === system)?.magic ?? [];
  }

  rowOf(operation: string): ((index: number) => unknown) | undefined {
    return this.partnerOf(operation)?.rows[operation];
  }

  collections(): { system: string; name: string; path: string; rows: number; replaceable: boolean }[] {
    return this.partners.flatMap(({ system, collections }) =>
      Object.entries(collections).map(([name, { read, replace }]) => ({
        system,
        name,
        path: `/_sandbox/${system.toLowerCase()}/${name}`,
        rows: read(this.states.get(system)).length,
        replaceable: replace !== undefined,
      })),
    );
  }

  /** All messages and letters, the oldest first. */
  sent(): (Sent & { system: string; link: string | undefined })[] {
    const all = this.collections().flatMap(({ system, name, path }) => {
      const { read, sent, document } = this.collection(system, name);
      if (!sent) return [];
      return read(this.states.get(system)).map((row) => {
        const entry = sent(row);
        const link = document ? `${path}/${encodeURIComponent(entry.reference)}` : undefined;
        return { ...entry, system, link };
      });
    });
    return all.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  }

  /** What SLIFT took, for the printing vendor. */
  sliftLetters(): readonly PrintedLetter[] {
    const letters = this.partners.find(({ system }) => system === 'SLIFT')?.collections.letters;
    return (letters?.read(this.states.get('SLIFT')) ?? []) as readonly PrintedLetter[];
  }

  document(system: string, name: string, reference: string): SentDocument | undefined {
    return this.collection(system, name).document?.(this.states.get(system), reference);
  }

  read(system: string, name: string): readonly unknown[] {
    return this.collection(system, name).read(this.states.get(system));
  }

  /** Replaces a collection. Returns what is against it, and then nothing was replaced. */
  replace(system: string, name: string, rows: readonly unknown[]): string | undefined {
    const collection = this.collection(system, name);
    if (collection.replace === undefined) return 'the list is what was received: it cannot be replaced';
    const { shownBy, replace } = collection;
    const violation = this.contract.schemas.responseViolation(shownBy.operation, 200, shownBy.body(rows));
    if (violation !== undefined) return `the list breaks the contract: ${violation}`;
    replace(this.states.get(system), rows);
    return undefined;
  }

  private collection(system: string, name: string) {
    return this.partners.find((partner) => partner.system === system)!.collections[name]!;
  }

  private partnerOf(operation: string): Partner | undefined {
    const { system } = this.contract.operations[operation]!;
    return this.partners.find((partner) => partner.system === system);
  }
}
