// Partners as the bench needs them: a process of its own that answers calls after 50 ms.
import { createServer } from 'node:http';

/** How long a partner takes for a call. */
export const ANSWER_MS = 50;

const LOCAL = {
  addressType: 'LOCAL',
  block: '123A',
  street: 'BISHAN STREET 23',
  floor: '08',
  unit: '115',
  building: null,
  postalCode: '570123',
};
const FOREIGN = { addressType: 'FOREIGN', lines: ['1 JALAN CONTOH', '50000 KUALA LUMPUR', 'MALAYSIA'] };

/** By vehicle number: UEN…, NONE… (nobody knows a contact), PASSPORT…; any other has an individual that can be reached. */
function ownerOf(vehicleNo) {
  const [, kind, tail] = /^([A-Z]+)(\d+)$/.exec(vehicleNo);
  const digits = tail.padStart(5, '0');
  if (kind === 'UEN')
    return { name: `EXAMPLE ${tail} PTE. LTD.`, idType: 'UEN', idNo: `2026${digits}X`, address: LOCAL };
  const idType = kind === 'PASSPORT' ? 'PASSPORT' : 'NRIC';
  const idNo = kind === 'PASSPORT' ? `X${digits}99` : `S${kind === 'NONE' ? '91' : '00'}${digits}X`;
  return { name: `TAN AH KOW ${tail}`, idType, idNo, address: kind === 'PASSPORT' ? FOREIGN : LOCAL };
}

const contactOf = (idNo) =>
  idNo.startsWith('S91')
    ? null
    : { mobileNo: idNo.startsWith('S') ? '+6589001234' : null, email: `${idNo.toLowerCase()}@mail.example` };

/** By the end of their path. */
const OPERATIONS = {
  updateViolation: ({ Violations }) => ({
    Results: Violations.map(({ ViolationNo }) => ({ ViolationNo, ResponseCode: '0' })),
  }),
  ownerParticulars: ({ vehicleNo }) => ({ owner: ownerOf(vehicleNo) }),
  contact: ({ idNo }) => ({ contact: contactOf(idNo) }),
  entityAddress: () => ({ address: LOCAL }),
  registeredAddress: () => ({ address: LOCAL }),
  sendSms: ({ reference }) => ({ messageId: reference }),
  sendEmail: ({ reference }) => ({ messageId: reference }),
  submitLetter: ({ reference }) => ({ submissionId: reference }),
};

if (process.send) {
  /** By system. */
  const calls = {};
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const answer = (body) => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(body));
      };
      if (request.url === '/calls') return answer(calls);
      if (request.url.includes('carParks')) return answer({ carParks: [{ ppCode: 'A0007', ppName: 'ALIWAL STREET' }] });
      const [system, operation] = request.url.split('/').slice(-2);
      calls[system.toUpperCase()] = (calls[system.toUpperCase()] ?? 0) + 1;
      const body = OPERATIONS[operation](JSON.parse(Buffer.concat(chunks).toString()));
      setTimeout(() => answer(body), ANSWER_MS);
    });
  });
  server.listen(0, '127.0.0.1', () => process.send(server.address().port));
  process.on('disconnect', () => process.exit());
}
