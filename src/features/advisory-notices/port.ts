/**
 * The kinds of id a vehicle's owner is known by (A 4.1): citizens and permanent residents, other residents, business
 * entities, and everybody else.
 */
export type IdType = 'NRIC' | 'FIN' | 'UEN' | 'PASSPORT';

/** Whoever is known by an id. */
export interface Identity {
  idType: IdType;
  idNo: string;
}

/** An address in Singapore by its parts; null for what it does not have, or what is not known. */
export interface LocalAddress {
  kind: 'local';
  /** Block or house number. */
  block: string | null;
  street: string;
  floor: string | null;
  unit: string | null;
  building: string | null;
  /** Six digits. */
  postalCode: string | null;
}

/** Any other address, as it is written on an envelope: 1 to 6 lines, without the name. */
export interface ForeignAddress {
  kind: 'foreign';
  lines: readonly string[];
}

export type Address = LocalAddress | ForeignAddress;

/** Who a vehicle is registered to (A 4.2.1). */
export interface Owner extends Identity {
  name: string;
  /** Where LTA says the owner lives: where the letter of a passport holder goes. */
  address: Address | undefined;
}

/** Where owners come from: LTA (A 4.2). */
export interface OwnerSource {
  /**
   * @returns undefined where the vehicle has no owner.
   * @throws UpstreamError
   */
  ownerOf(vehicleNo: string, signal: AbortSignal): Promise<Owner | undefined>;
}
