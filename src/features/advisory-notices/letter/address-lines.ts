import type { Address } from '../port';

/**
 * An address as it is written on an envelope, without the name: 1 to 6 lines. One in Singapore as its post asks: number
 * and street, `#floor-unit` and building, `SINGAPORE` and postal code.
 */
export function addressLines(address: Address): string[] {
  if (address.kind === 'foreign') return [...address.lines];
  const { block, street, floor, unit, building, postalCode } = address;
  const door = together('-', floor, unit).replace(/^#*/, '#');
  return [
    together(' ', block, street),
    together(' ', door === '#' ? null : door, building),
    together(' ', 'SINGAPORE', postalCode),
  ].filter((line) => line !== '');
}

function together(separator: string, ...parts: (string | null)[]): string {
  return parts.filter((part) => part !== null && part.trim() !== '').join(separator);
}
