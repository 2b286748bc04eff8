import { definePartner, type SuccessBody } from '../partner';

type CarPark = SuccessBody<'carParks'>['carParks'][number];

interface RepccsState {
  carParks: readonly CarPark[];
}

/** Those of the demo's notices, but for one. */
const CAR_PARKS: readonly CarPark[] = [
  { ppCode: 'A0001', ppName: 'BISHAN STREET 23' },
  { ppCode: 'A0007', ppName: 'ALIWAL STREET' },
  { ppCode: 'B0012', ppName: 'BALESTIER ROAD' },
  { ppCode: 'C0030', ppName: 'CLUB STREET' },
  { ppCode: 'J0017', ppName: 'JALAN BESAR' },
];

const listOf = (carParks: readonly CarPark[]): SuccessBody<'carParks'> => ({ carParks: [...carParks] });

export const repccs = definePartner({
  system: 'REPCCS',
  createState: (): RepccsState => ({ carParks: CAR_PARKS }),
  handlers: {
    carParks: ({ carParks }) => ({ status: 200, body: listOf(carParks) }),
    'repccs-unqualifiedVehicles': (_state, { body: { reference } }) => ({ status: 200, body: { reference } }),
  },
  collections: {
    'car-parks': {
      read: ({ carParks }) => carParks,
      replace: (state, rows: readonly CarPark[]) => {
        state.carParks = rows;
      },
      shownBy: { operation: 'carParks', body: listOf },
    },
  },
});
