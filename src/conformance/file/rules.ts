/** Something the contract of a file says that neither schema nor columns can: its sentence is the contract's own. */
export interface FileRule {
  readonly title: string;
  readonly sentence: string;
  readonly mend: string;
  /** Rows that have the same in these columns are there once. */
  readonly onceBy?: readonly string[];
  readonly mostRows?: number;
}

const vehicleOnce: FileRule = {
  title: 'A vehicle is in the file once',
  sentence: 'A vehicle is in it once.',
  mend: 'Write each VEHICLE_NO once.',
  onceBy: ['VEHICLE_NO'],
};

/** By the contract, of CSV. */
export const FILE_RULES: Readonly<Record<string, readonly FileRule[] | undefined>> = {
  'printer-letterReturns': [
    {
      title: 'The file has at most 10,000 rows',
      sentence: 'It has at most 10,000 rows; more go in further files.',
      mend: 'Put the rest into a further file, under a name of its own.',
      mostRows: 10_000,
    },
    {
      title: 'A letter is in the file once',
      sentence: 'A letter is in a file once.',
      mend: 'Write one row for each letter, by NOTICE_NO and SUBMISSION_ID: the latest of them.',
      onceBy: ['NOTICE_NO', 'SUBMISSION_ID'],
    },
  ],
  'ces-unqualifiedVehicleList': [vehicleOnce],
  'repccs-unqualifiedVehicleList': [vehicleOnce],
};
