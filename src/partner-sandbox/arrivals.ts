import { Ring } from './ring';

/** Partners with an SFTP server. */
export const FILE_PARTNERS = ['VHUB', 'REPCCS', 'CES', 'PRINTER'] as const;
export type FilePartner = (typeof FILE_PARTNERS)[number];

/**
 * What became of a file: `arriving`, then `written` when it was closed, `renamed` from its temporary name, or `cut` by the
 * end of the connection; `removed`; `offered`, of one that the partner put there; `moved`, of one that was there already;
 * `stored` in Blob.
 */
export type FileState = 'arriving' | 'written' | 'renamed' | 'cut' | 'removed' | 'offered' | 'moved' | 'stored';

/** One file that arrived, or that OCMS moved. */
export interface Arrival {
  time: string;
  /** The partner in small letters, or `blob`. */
  place: string;
  /** Within the place: `incoming/…`, or container and name. */
  path: string;
  /** Where it was before. */
  from?: string;
  bytes: number;
  state: FileState;
  fault?: string;
}

const MAX_ARRIVALS = 1_000;

/** The latest files, in memory. */
export class ArrivalRecord {
  private readonly ring = new Ring<Arrival>(MAX_ARRIVALS);

  add(arrival: Omit<Arrival, 'time'>): Arrival {
    return this.ring.add({ time: new Date().toISOString(), ...arrival });
  }

  /** What became of one that is on record. */
  change(arrival: Arrival, change: Partial<Arrival>): void {
    Object.assign(arrival, change);
  }

  /** The latest of that path. */
  find(place: string, path: string): Arrival | undefined {
    return this.ring.list().findLast((arrival) => arrival.place === place && arrival.path === path);
  }

  list(place?: string): readonly Arrival[] {
    const all = this.ring.list();
    return place === undefined ? all : all.filter((arrival) => arrival.place === place);
  }

  clear(): void {
    this.ring.clear();
  }
}
