/** The latest entries, at most so many, the oldest first. */
export class Ring<T> {
  private entries: T[] = [];

  constructor(private readonly limit: number) {}

  add(entry: T): T {
    this.entries.push(entry);
    if (this.entries.length > this.limit) this.entries.shift();
    return entry;
  }

  list(): readonly T[] {
    return this.entries;
  }

  clear(): void {
    this.entries = [];
  }
}
