import { definePartner } from '../partner';
import { foreignAddressOf, idOf, nameOf, ownersAddressOf, type VehicleOwner } from './people';

const WORDS = { FIN: 'FIN', UEN: 'UEN', PASSPORT: 'PASSPORT' } as const;

function ownerOf(vehicleNo: string): VehicleOwner {
  const [word] = /^(FIN|UEN|PASSPORT)/.exec(vehicleNo) ?? [];
  const idType = word === undefined ? 'NRIC' : WORDS[word as keyof typeof WORDS];
  const story = /-(\d\d)$/.exec(vehicleNo)?.[1] ?? '00';
  const idNo = idOf(idType, story, vehicleNo);
  return {
    name: nameOf(idType, story, vehicleNo),
    idType,
    idNo,
    address: idType === 'PASSPORT' ? foreignAddressOf(idNo) : ownersAddressOf(idNo),
  };
}

export const lta = definePartner({
  system: 'LTA',
  magic: [
    { value: 'NOOWNER…', does: 'a vehicle number that begins so has no owner' },
    {
      value: 'FIN…, UEN…, PASSPORT…',
      does: 'one that begins so has an owner with that kind of id; any other, an NRIC',
    },
    { value: '…-91', does: 'one that ends so has an owner whose id begins with these two digits, after its letter' },
  ],
  createState: () => undefined,
  handlers: {
    ownerParticulars: (_state, { body: { vehicleNo } }) => ({
      status: 200,
      body: { owner: vehicleNo.startsWith('NOOWNER') ? null : ownerOf(vehicleNo) },
    }),
  },
});
