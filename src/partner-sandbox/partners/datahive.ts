import { definePartner } from '../partner';
import { AWAY, contactOf, seatOf, storyOf } from './people';

export const datahive = definePartner({
  system: 'DATAHIVE',
  magic: [
    { value: '81…, 82…, 83…, 86…', does: 'nobody can be reached, and SLIFT does not take their letters' },
    { value: '90…', does: 'the SMS gateway refuses the mobile number; there is no e-mail address' },
    { value: '91…', does: 'nobody with an id that begins so (after its letter) can be reached' },
    { value: '92…, 93…', does: 'only a mobile number, only an e-mail address is known' },
    { value: '94…', does: 'nobody can be reached, and no address is known' },
    { value: '95…', does: 'the SMS gateway refuses the mobile number' },
    { value: '96…', does: 'the e-mail service refuses the address, too' },
    { value: '97…', does: 'the e-mail service refuses the address; there is no mobile number' },
    { value: '98…', does: 'every answer about the contact is a 503' },
    { value: '99…', does: 'nobody can be reached, and every answer about the address is a 503' },
  ],
  createState: () => undefined,
  handlers: {
    contact: (_state, { body: { idType, idNo } }) =>
      storyOf(idNo) === '98' ? AWAY : { status: 200, body: { contact: contactOf(idType, idNo) } },
    entityAddress: (_state, { body: { uen } }) =>
      storyOf(uen) === '99' ? AWAY : { status: 200, body: { address: seatOf(uen) } },
  },
});
