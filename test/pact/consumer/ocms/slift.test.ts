import { outboundOperations } from '../../../../generated/outbound/operations';
import { createSliftClient } from '../../../../src/clients/slift/client';
import type { Letter } from '../../../../src/features/advisory-notices/port';
import { UpstreamError } from '../../../../src/platform/outbound';
import { asOcms, endsWithEveryError, like } from './calls';
import { consumerPact } from '../consumer';

const { path } = outboundOperations.submitLetter;
const slift = consumerPact('ocms', 'slift');
const submit = asOcms(createSliftClient, 'slift', (client, letter: Letter, signal) =>
  client.submitLetter(letter, signal),
);

const LETTER: Letter = {
  reference: '500500123A-LETTER',
  recipient: {
    name: 'TAN AH KOW',
    address: {
      kind: 'local',
      block: '123A',
      street: 'BISHAN STREET 23',
      floor: '08',
      unit: '115',
      building: null,
      postalCode: '570123',
    },
  },
  fileName: 'AN_500500123A.pdf',
  pdf: Buffer.from('%PDF-1.7\n'),
  compressed: false,
};
const WIRE = {
  reference: '500500123A-LETTER',
  recipient: {
    name: 'TAN AH KOW',
    address: {
      addressType: 'LOCAL',
      block: '123A',
      street: 'BISHAN STREET 23',
      floor: '08',
      unit: '115',
      building: null,
      postalCode: '570123',
    },
  },
  fileName: 'AN_500500123A.pdf',
  document: 'JVBERi0xLjcK',
};

describe('OCMS submits a letter', () => {
  const taken = (description: string, letter: Letter, body: object): void =>
    slift.receives(
      `a letter, ${description}`,
      { path, body, status: 200, answer: { submissionId: like('slift-1') } },
      async (url) => expect(await submit(url, letter)).toBe('slift-1'),
    );
  taken('to an address in Singapore', LETTER, WIRE);
  taken(
    'to a foreign address',
    {
      ...LETTER,
      reference: 'FOREIGN',
      recipient: { name: 'Nguyễn', address: { kind: 'foreign', lines: ['1 JALAN CONTOH', 'MALAYSIA'] } },
    },
    {
      ...WIRE,
      reference: 'FOREIGN',
      recipient: { name: 'Nguyễn', address: { addressType: 'FOREIGN', lines: ['1 JALAN CONTOH', 'MALAYSIA'] } },
    },
  );
  // Written down, as zlib's bytes are not the same everywhere: what counts is that it is taken.
  const zipped = 'H4sIAAAAAAAAA1MNcHHTNdQz5wIALs7LIQkAAAA=';
  slift.receives(
    'a letter, compressed',
    {
      path,
      body: { ...WIRE, reference: 'COMPRESSED', contentEncoding: 'gzip', document: like(zipped) },
      status: 200,
      answer: { submissionId: like('slift-1') },
    },
    async (url) => expect(await submit(url, { ...LETTER, reference: 'COMPRESSED', compressed: true })).toBe('slift-1'),
  );

  const refused = (description: string, word: string, reasonCode: string): void => {
    const name = `TAN ${word}`;
    slift.receives(
      `a letter, ${description}`,
      {
        path,
        body: { ...WIRE, reference: word, recipient: { ...WIRE.recipient, name } },
        status: 422,
        answer: { reasonCode },
      },
      async (url) => {
        const letter = { ...LETTER, reference: word, recipient: { ...LETTER.recipient, name } };
        const error: unknown = await submit(url, letter).catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(UpstreamError);
        expect(error).toMatchObject({ outcome: 'rejected', retryable: false, status: 422, reasonCode });
      },
    );
  };
  refused('which SLIFT does not print', 'REFUSED', 'REJECTED');
  refused('which is over the limit of SLIFT', 'TOOLARGE', 'TOO_LARGE');

  endsWithEveryError(slift, {
    description: 'a letter',
    operation: 'submitLetter',
    body: { ...WIRE, reference: 'ERROR' },
    call: (url, key) => submit(url, { ...LETTER, reference: 'ERROR' }, key),
    further: [
      [
        'which is over the limit of the gateway',
        413,
        { outcome: 'rejected', retryable: false, reasonCode: 'TOO_LARGE' },
      ],
    ],
  });
});
