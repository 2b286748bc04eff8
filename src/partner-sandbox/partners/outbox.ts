/** Something that was taken, with the id and the time it was given. */
export type Taken<Item> = Item & { id: string; time: string };

/** What a partner took to be sent: a reference counts once, however often it comes. */
export interface Outbox<Item extends { reference: string }> {
  find(reference: string): Taken<Item> | undefined;
  /** @returns the id it gives it. */
  take(item: Item): string;
  /** The oldest first. */
  list(): readonly Taken<Item>[];
}

export function createOutbox<Item extends { reference: string }>(prefix: string): Outbox<Item> {
  const taken = new Map<string, Taken<Item>>();
  return {
    find: (reference) => taken.get(reference),
    take(item) {
      const id = `${prefix}-${taken.size + 1}`;
      taken.set(item.reference, { id, time: new Date().toISOString(), ...item });
      return id;
    },
    list: () => [...taken.values()],
  };
}
