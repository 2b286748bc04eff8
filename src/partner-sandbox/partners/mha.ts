import { definePartner } from '../partner';
import { AWAY, registeredAddressOf, storyOf } from './people';

export const mha = definePartner({
  system: 'MHA',
  magic: [
    { value: '94…', does: 'no address is known of an id that begins so, after its letter' },
    { value: '99…', does: 'every answer is a 503' },
  ],
  createState: () => undefined,
  handlers: {
    registeredAddress: (_state, { body: { idNo } }) =>
      storyOf(idNo) === '99' ? AWAY : { status: 200, body: { address: registeredAddressOf(idNo) } },
  },
});
