import fc from 'fast-check';

/** A notice that comes to be. */
export interface Born {
  foreign: boolean;
  /** Days and hours before it is stored. */
  days: number;
  hours: number;
  category: string;
  ppCode: string;
  ppName: string | null;
}

/** Something that happens to a notice, given by its place among those there are; nothing where it cannot happen. */
export type Happening =
  | { happens: 'created'; as: Born }
  | { happens: 'paid'; to: number }
  | { happens: 'suspended'; to: number; type: 'TS' | 'PS'; byDay: boolean }
  | { happens: 'lifted'; to: number }
  | { happens: 'moved'; to: number; ppCode: string }
  | { happens: 'fee added'; to: number }
  | { happens: 'marked for archival'; to: number };

/** What vHub does with the records of a run: with those whose bit is set if it is not one thing with all. */
export type Answer =
  'takes all' | 'refuses some' | 'leaves some out' | 'leaves some out, but takes them' | 'away' | 'answer lost';
const BOUNDARIES = ['batches-claimed', 'batches-answered', 'batches-settled'] as const;

export interface RunOf {
  run: Answer;
  some: number;
  carParks: boolean;
  /** Where it is cut off. */
  cutAt?: (typeof BOUNDARIES)[number];
  /** What happens while vHub is being told. */
  meanwhile?: Happening;
}

type Step =
  | Happening
  | RunOf
  | { passes: 'a minute' | 'six hours' | 'a day' | 'three days' | 'to midnight' | 'to just before midnight' };

export interface History {
  /** Whether a run ever succeeded before: without one there is nothing to look back to. */
  ranBefore: boolean;
  born: Born[];
  steps: Step[];
}

const ppCode = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('A0001', 'B0002') },
  { weight: 1, arbitrary: fc.constant('Z9999') },
);
const born: fc.Arbitrary<Born> = fc.record({
  foreign: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  days: fc.constantFrom(20, 14, 13, 12, 0),
  hours: fc.constantFrom(0, 3, 12),
  category: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom('C', 'H', 'Y', 'LB') },
    { weight: 1, arbitrary: fc.constant('X') },
  ),
  ppCode,
  ppName: fc.constantFrom('OF ITS OWN', null),
});
const to = fc.nat(5);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 1, arbitrary: born.map((as) => ({ happens: 'created' as const, as })) },
  { weight: 3, arbitrary: to.map((to) => ({ happens: 'paid' as const, to })) },
  {
    weight: 4,
    arbitrary: fc.record({
      happens: fc.constant('suspended' as const),
      to,
      type: fc.constantFrom('TS' as const, 'PS' as const),
      byDay: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: to.map((to) => ({ happens: 'lifted' as const, to })) },
  { weight: 2, arbitrary: fc.record({ happens: fc.constant('moved' as const), to, ppCode }) },
  { weight: 1, arbitrary: to.map((to) => ({ happens: 'fee added' as const, to })) },
  { weight: 2, arbitrary: to.map((to) => ({ happens: 'marked for archival' as const, to })) },
);
const rarely = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 6 });
const runOf = (troubles: readonly Answer[]): fc.Arbitrary<RunOf> =>
  fc
    .record({
      run: fc.oneof(
        { weight: 4, arbitrary: fc.constant<Answer>('takes all') },
        {
          weight: 4,
          arbitrary: fc.constantFrom<Answer>(...troubles),
        },
      ),
      some: fc.integer({ min: 1, max: 255 }),
      carParks: fc.oneof({ weight: 7, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
      cutAt: fc.option(fc.constantFrom(...BOUNDARIES), { nil: undefined, freq: 4 }),
      meanwhile: rarely(happening),
    })
    .map(({ cutAt, meanwhile, ...run }) => ({ ...run, ...(cutAt && { cutAt }), ...(meanwhile && { meanwhile }) }));
const passing = fc
  .constantFrom(
    ...(['a minute', 'six hours', 'a day', 'three days', 'to midnight', 'to just before midnight'] as const),
  )
  .map((passes) => ({ passes }));

/** @param troubles what may go wrong with vHub. */
export const histories = (troubles: readonly Answer[]): fc.Arbitrary<History> =>
  fc.record({
    ranBefore: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
    born: fc.array(born, { minLength: 1, maxLength: 4 }),
    steps: fc.array(fc.oneof<fc.Arbitrary<Step>[]>(happening, happening, runOf(troubles), passing), {
      minLength: 4,
      maxLength: 30,
      size: 'max',
    }),
  });
