import { definePartner } from '../partner';

export const ces = definePartner({
  system: 'CES',
  createState: () => undefined,
  handlers: {
    'ces-unqualifiedVehicles': (_state, { body: { reference } }) => ({ status: 200, body: { reference } }),
  },
});
