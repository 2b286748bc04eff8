// GSM 03.38 (3GPP TS 23.038 6.2.1): the alphabet of 7-bit characters, and its extension, each an escape and another.
const ALPHABET = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿' +
    'abcdefghijklmnopqrstuvwxyzäöñüà',
);
const EXTENSION = new Set('\f^{}\\[~]|€');

/** How an SMS is coded: by septets, or where a character is not in the alphabet by UTF-16 units. */
const CODINGS = {
  gsm: { alone: 160, several: 153, units: (character: string) => (EXTENSION.has(character) ? 2 : 1) },
  ucs2: { alone: 70, several: 67, units: (character: string) => character.length },
};

const isGsm = (character: string): boolean => ALPHABET.has(character) || EXTENSION.has(character);

/**
 * How many segments a text is sent in, which is what is paid for: one of 160 septets (70 UTF-16 units), or several of
 * 153 (67). What is two units is not torn apart by the end of a segment. An empty text is one.
 */
export function smsSegments(text: string): number {
  const characters = [...text];
  const { alone, several, units } = characters.every(isGsm) ? CODINGS.gsm : CODINGS.ucs2;
  if (characters.reduce((sum, character) => sum + units(character), 0) <= alone) return 1;
  let segments = 1;
  let used = 0;
  for (const character of characters) {
    const needed = units(character);
    if (used + needed > several) {
      segments += 1;
      used = 0;
    }
    used += needed;
  }
  return segments;
}

const ALIKE: Readonly<Record<string, string>> = {
  ...{ '‘': "'", '’': "'", '`': "'", '´': "'", '“': '"', '”': '"', '„': '"' },
  ...{ '‐': '-', '‑': '-', '–': '-', '—': '-', '−': '-', '…': '...', '•': '*', '×': 'x' },
};

/**
 * The text with characters of the alphabet where they look alike: typographic quotes and dashes, letters without
 * accents that the alphabet does not have. One such character would otherwise more than halve what a segment holds.
 *
 * @param other stands for characters that have none alike; without it they stay.
 */
export function inGsm(text: string, other?: string): string {
  return [...text.normalize('NFC')].map((character) => alike(character) ?? other ?? character).join('');
}

function alike(character: string): string | undefined {
  if (isGsm(character)) return character;
  const plain = ALIKE[character] ?? character.normalize('NFKD').replace(/\p{M}/gu, '');
  return [...plain].every(isGsm) ? plain : undefined;
}
