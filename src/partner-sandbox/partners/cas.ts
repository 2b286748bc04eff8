import { definePartner, type SuccessBody } from '../partner';

type VipVehicle = SuccessBody<'refreshVIPVehicle'>['data'][number];

interface CasState {
  vipVehicles: readonly VipVehicle[];
}

const DEMO_VEHICLES = 150;
const NUMBERS_PER_SERIES = 9_999;
const CHECK_LETTERS = 'ABCDEGHJKLMPRSTUXYZ';
const DESCRIPTIONS = ['VIP Vehicle', 'State guest', 'Judiciary', null];

/** The n-th VIP vehicle: always the same, and no two alike. */
function vipVehicle(index: number): VipVehicle {
  const letter = (at: number): string => String.fromCharCode(65 + (at % 26));
  const series = Math.floor(index / NUMBERS_PER_SERIES);
  const number = 1 + (index % NUMBERS_PER_SERIES);
  return {
    vehicleNo: `S${letter(21 + Math.floor(series / 26))}${letter(series)}${number}${CHECK_LETTERS[index % CHECK_LETTERS.length]}`,
    description: DESCRIPTIONS[index % DESCRIPTIONS.length]!,
    status: index % 10 === 9 ? 'INACTIVE' : 'ACTIVE',
  };
}

const vipList = (data: readonly VipVehicle[]): SuccessBody<'refreshVIPVehicle'> => ({
  data: [...data],
  totalCount: data.length,
});

export const cas = definePartner({
  system: 'CAS',
  createState: (): CasState => ({
    vipVehicles: Array.from({ length: DEMO_VEHICLES }, (_, index) => vipVehicle(index)),
  }),
  handlers: {
    refreshVIPVehicle: ({ vipVehicles }) => ({ status: 200, body: vipList(vipVehicles) }),
  },
  rows: { refreshVIPVehicle: vipVehicle },
  collections: {
    'vip-vehicles': {
      read: ({ vipVehicles }) => vipVehicles,
      replace: (state, rows: readonly VipVehicle[]) => {
        state.vipVehicles = rows;
      },
      shownBy: { operation: 'refreshVIPVehicle', body: vipList },
    },
  },
});
