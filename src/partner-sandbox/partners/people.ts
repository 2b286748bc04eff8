import type { SuccessBody } from '../partner';

export type VehicleOwner = NonNullable<SuccessBody<'ownerParticulars'>['owner']>;
export type PostalAddress = NonNullable<VehicleOwner['address']>;

const STREETS = ['ALIWAL STREET', 'BALESTIER ROAD', 'BISHAN STREET 23', 'CLUB STREET', 'JALAN BESAR'];
const FAMILY_NAMES = ['TAN', 'LIM', 'BIN ISMAIL', 'KUMAR', 'NG', 'PEREIRA'];
const GIVEN_NAMES = ['AH KOW', 'SITI', 'MEI LING', 'RAJ', 'Nguyễn', '陈小明'];

/** How a gateway answers for a partner that is away. */
export const AWAY = { status: 503, body: { statusCode: 503, message: 'Service Unavailable' } } as const;

/** Words in names that SLIFT and the printing vendor go by, by story. */
const LETTER_WORDS: Readonly<Record<string, string>> = {
  81: 'REFUSED',
  82: 'TOOLARGE',
  83: 'HUGE',
  84: 'SPOILT',
  85: 'UNREPORTED',
  86: 'UNREACHABLE',
};

/** The same number for the same text, below `limit`. */
function numberOf(text: string, limit: number): number {
  let sum = 0;
  for (const character of text) sum = (sum * 31 + character.codePointAt(0)!) % 1_000_003;
  return sum % limit;
}

const digits = (value: number, length: number): string => String(value).padStart(length, '0');

/** Somebody's id: the two digits that it begins with say how the other partners answer. */
export function idOf(idType: VehicleOwner['idType'], story: string, vehicleNo: string): string {
  const tail = digits(numberOf(vehicleNo, 100_000), 5);
  switch (idType) {
    case 'NRIC':
      return `S${story}${tail}X`;
    case 'FIN':
      return `G${story}${tail}X`;
    case 'UEN':
      return `${story}00${tail}X`;
    case 'PASSPORT':
      return `X${story}${tail}`;
  }
}

/** The two digits that an id begins with, after its letter where it has one. */
export const storyOf = (idNo: string): string => /^[A-Z]?(\d\d)/.exec(idNo)?.[1] ?? '00';

type KnownContact = NonNullable<SuccessBody<'contact'>['contact']>;

/** How the holder of an id is reached: entities by e-mail, individuals by both, unless their story says otherwise. */
export function contactOf(idType: 'NRIC' | 'FIN' | 'UEN', idNo: string): KnownContact | null {
  const tail = digits(1 + numberOf(idNo, 9_999), 4);
  const mobileNo = `+658900${tail}`;
  const email = `owner-${tail}@mail.example`;
  const [refusedNo, refusedEmail] = ['+6589000000', `refused-${tail}@mail.example`];
  switch (storyOf(idNo)) {
    case '81':
    case '82':
    case '83':
    case '84':
    case '85':
    case '86':
    case '91':
    case '94':
    case '99':
      return null;
    case '92':
      return { mobileNo, email: null };
    case '93':
      return { mobileNo: null, email };
    case '90':
      return { mobileNo: refusedNo, email: null };
    case '95':
      return { mobileNo: refusedNo, email };
    case '96':
      return { mobileNo: refusedNo, email: refusedEmail };
    case '97':
      return { mobileNo: null, email: refusedEmail };
    default:
      return { mobileNo: idType === 'UEN' ? null : mobileNo, email };
  }
}

/** Invented, and always the same for a vehicle. */
export function nameOf(idType: VehicleOwner['idType'], story: string, vehicleNo: string): string {
  const word = LETTER_WORDS[story];
  const suffix = word === undefined ? '' : ` ${word}`;
  if (idType === 'UEN') return `EXAMPLE TRADING ${numberOf(vehicleNo, 1_000)} PTE. LTD.${suffix}`;
  const seed = numberOf(vehicleNo, 36);
  return `${FAMILY_NAMES[seed % 6]} ${GIVEN_NAMES[Math.floor(seed / 6)]}${suffix}`;
}

/** Where the holder of an id is registered: invented, and always the same; null where their story has none. */
export const registeredAddressOf = (idNo: string): PostalAddress | null =>
  storyOf(idNo) === '94' ? null : addressOf(idNo);

/** Where an entity has its seat, as the register of entities has it; null as above. */
export const seatOf = (uen: string): PostalAddress | null =>
  storyOf(uen) === '94' ? null : addressOf(`the seat of ${uen}`);

/** Where LTA thinks that they live. */
export const ownersAddressOf = (idNo: string): PostalAddress => addressOf(`${idNo} until lately`);

function addressOf(idNo: string): PostalAddress {
  const seed = numberOf(idNo, 10_000);
  return {
    addressType: 'LOCAL',
    block: `${1 + (seed % 999)}`,
    street: STREETS[seed % STREETS.length]!,
    floor: digits(1 + (seed % 25), 2),
    unit: digits(1 + (seed % 200), 3),
    building: seed % 3 === 0 ? 'EXAMPLE TOWER' : null,
    postalCode: `57${digits(seed, 4)}`,
  };
}

/** Where the holder of a passport lives. */
export const foreignAddressOf = (idNo: string): PostalAddress => ({
  addressType: 'FOREIGN',
  lines: [`${1 + numberOf(idNo, 200)} JALAN CONTOH`, '50000 KUALA LUMPUR', 'MALAYSIA'],
});
