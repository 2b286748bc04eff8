import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { Letter } from '../../features/advisory-notices/port';
import {
  answer,
  failureOf,
  keepsToThePolicy,
  tellsWhyItIsRefused,
  testPartner,
} from '../../../test/support/partner-calls';
import { createSliftClient } from './client';

type Slift = ReturnType<typeof createSliftClient>;

const PDF = Buffer.from('%PDF-1.7\nTAN AH KOW, BISHAN STREET 23\n');
const LETTER: Letter = {
  reference: '500500123A-LETTER',
  recipient: {
    name: 'TAN AH KOW',
    address: {
      kind: 'local',
      block: '123A',
      street: 'BISHAN STREET 23',
      floor: null,
      unit: null,
      building: null,
      postalCode: '570123',
    },
  },
  fileName: 'AN_500500123A.pdf',
  pdf: PDF,
  compressed: false,
};

describe('a letter to an owner (A 6.2)', () => {
  const sending = {
    operation: 'submitLetter' as const,
    create: createSliftClient,
    call: (slift: Slift, signal: AbortSignal) => slift.submitLetter(LETTER, signal),
    particulars: ['TAN AH KOW', 'BISHAN', '570123', PDF.toString('base64')],
  };
  keepsToThePolicy({
    ...sending,
    system: 'SLIFT',
    sent: {
      reference: '500500123A-LETTER',
      recipient: {
        name: 'TAN AH KOW',
        address: {
          addressType: 'LOCAL',
          block: '123A',
          street: 'BISHAN STREET 23',
          floor: null,
          unit: null,
          building: null,
          postalCode: '570123',
        },
      },
      fileName: 'AN_500500123A.pdf',
      document: PDF.toString('base64'),
    },
    answer: { submissionId: 'slift-1', pages: 1 },
    result: 'slift-1',
    breaches: {
      'no id': {},
      'an id that is empty': { submissionId: '' },
      'an id of two words': { submissionId: 'TAN AH KOW' },
    },
    timeoutMs: 30_000,
  });
  tellsWhyItIsRefused(sending);

  const submitted = async (letter: Partial<Letter>, listener = answer(200, { submissionId: 'slift-1' })) => {
    const partner = await testPartner(createSliftClient, [listener]);
    try {
      const outcome = partner.client.submitLetter({ ...LETTER, ...letter }, new AbortController().signal);
      const error = await outcome.then(
        () => undefined,
        () => failureOf(outcome),
      );
      const bodies = partner.requests.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
      return { error, bodies };
    } finally {
      await partner.close();
    }
  };

  test('compressed, it is the same PDF, and the same bytes each time', async () => {
    const [first, second] = [await submitted({ compressed: true }), await submitted({ compressed: true })];
    expect(first.bodies).toMatchObject([{ contentEncoding: 'gzip' }]);
    expect(gunzipSync(Buffer.from(first.bodies[0]!.document as string, 'base64'))).toEqual(PDF);
    expect(second.bodies).toEqual(first.bodies);
  });

  test('a part of a larger buffer is sent, and nothing beside it', async () => {
    const large = Buffer.from('beside %PDF-1.7 beside');
    const { bodies } = await submitted({ pdf: new Uint8Array(large.buffer, large.byteOffset + 7, 8) });
    expect(Buffer.from(bodies[0]!.document as string, 'base64').toString()).toBe('%PDF-1.7');
  });

  test('a foreign address goes by its lines', async () => {
    const address = { kind: 'foreign' as const, lines: ['1 JALAN CONTOH', 'MALAYSIA'] };
    const { bodies } = await submitted({ recipient: { name: 'JANE DOE', address } });
    expect(bodies[0]!.recipient).toEqual({
      name: 'JANE DOE',
      address: { addressType: 'FOREIGN', lines: ['1 JALAN CONTOH', 'MALAYSIA'] },
    });
  });

  describe('file too large (A 6.2.3)', () => {
    const LIMIT = 5_242_880;
    const tooLarge = { outcome: 'rejected', retryable: false, reasonCode: 'TOO_LARGE' };

    test('over the limit nothing is sent; just within it is', async () => {
      const over = await submitted({ pdf: randomBytes(LIMIT + 1) });
      expect(over.error).toMatchObject({ ...tooLarge, attempts: 0 });
      expect(over.bodies).toEqual([]);
      const within = await submitted({ pdf: randomBytes(LIMIT) });
      expect(within.error).toBeUndefined();
      expect(within.bodies).toHaveLength(1);
    });

    test('it is the compressed size that counts', async () => {
      const pdf = Buffer.alloc(3 * LIMIT, ' ');
      expect((await submitted({ pdf, compressed: true })).error).toBeUndefined();
      expect((await submitted({ pdf: randomBytes(LIMIT), compressed: true })).error).toMatchObject(tooLarge);
    });

    test.each([
      ['SLIFT', answer(422, { reasonCode: 'TOO_LARGE' }), 422],
      ['its gateway', answer(413, { statusCode: 413 }), 413],
      ['its gateway, in HTML', answer(413, '<h1>TAN AH KOW</h1>', 'text/html'), 413],
    ])('%s says so, once', async (_who, listener, status) => {
      const { error, bodies } = await submitted({}, listener);
      expect(error).toMatchObject({ ...tooLarge, status, attempts: 1 });
      expect(bodies).toHaveLength(1);
    });
  });
});
