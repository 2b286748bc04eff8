/** What a partner took to be sent: a reference counts once, however often it comes. */
export interface Outbox<Item extends { reference: string }> {
  /** Of what it has under the reference. */
  idOf(reference: string): string | undefined;
  /** @returns the id it gives it. */
  take(item: Item): string;
  /** The oldest first. */
  list(): readonly (Item & { id: string; time: string })[];
}

export function createOutbox<Item extends { reference: string }>(prefix: string): Outbox<Item> {
  const taken = new Map<string, Item & { id: string; time: string }>();
  return {
    idOf: (reference) => taken.get(reference)?.id,
    take(item) {
      const id = `${prefix}-${taken.size + 1}`;
      taken.set(item.reference, { id, time: new Date().toISOString(), ...item });
      return id;
    },
    list: () => [...taken.values()],
  };
}
