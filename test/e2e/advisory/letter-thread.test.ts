import { join } from 'node:path';
import { PROJECT_ROOT } from '../../../src/contract/documents';
import type { createLetterThread as Create, LetterThread } from '../../../src/features/advisory-notices/letter/thread';
import type {
  createLetterWriter as CreateWriter,
  LetterFacts,
} from '../../../src/features/advisory-notices/letter/writer';
import { createCalendar } from '../../../src/platform/calendar';
import { runNode } from '../../support/children';

const LETTER = join(PROJECT_ROOT, 'dist/src/features/advisory-notices/letter');
/* eslint-disable @typescript-eslint/no-require-imports -- a thread loads compiled code only */
const { createLetterThread } = require(join(LETTER, 'thread.js')) as { createLetterThread: typeof Create };
const { createLetterWriter } = require(join(LETTER, 'writer.js')) as { createLetterWriter: typeof CreateWriter };
/* eslint-enable @typescript-eslint/no-require-imports */

const SENDER = {
  name: 'Parking Enforcement Office',
  returnAddress: 'Parking Enforcement Office, 1 Example Road, Singapore 018000',
  contact: ['Telephone 6555 0100'],
  appealUrl: 'https://www.authority.example/appeal',
};
const factsOf = (noticeNo: string, address = ['BLK 123 EXAMPLE AVENUE 3', 'SINGAPORE 560123']): LetterFacts => ({
  noticeNo,
  vehicleNo: 'SBA1234A',
  offence: 'Parking a motor vehicle outside a parking lot',
  ruleCode: '10300',
  place: 'Example Road Car Park',
  offenceAt: new Date('2026-01-14T16:05:00Z'),
  compositionAmount: 7000 as LetterFacts['compositionAmount'],
  letterDate: '2026-01-20',
  recipient: { name: 'TAN AH KOW', address },
});
const calendar = createCalendar({ now: () => new Date(NaN) }, 'Asia/Singapore');

describe('letters are written in a thread of their own (A 6.2.1)', () => {
  let thread: LetterThread;
  beforeEach(() => (thread = createLetterThread({ sender: SENDER, calendar })));
  afterEach(() => thread.close());

  it('many asked for at once, each for who asked, the same bytes as in place', async () => {
    const numbers = ['500500001A', '500500002A', '500500003A'];
    const writes = await Promise.all(numbers.map(() => thread.begun()));
    const letters = await Promise.all(numbers.map((number, index) => writes[index]!(factsOf(number))));
    const writer = createLetterWriter({ sender: SENDER, calendar });
    expect(letters.map((pdf) => Buffer.from(pdf))).toEqual(numbers.map((number) => writer.write(factsOf(number)).pdf));
  });

  it('one that cannot be made says so by its name, and the next one is made', async () => {
    const write = await thread.begun();
    const far = Array.from({ length: 7 }, () => 'A VERY LONG LINE OF AN ADDRESS '.repeat(5));
    const [refused, made] = await Promise.allSettled([write(factsOf('1A', far)), write(factsOf('2A'))]);
    expect(refused).toMatchObject({ status: 'rejected', reason: { name: 'AddressTooLongError' } });
    expect(made).toMatchObject({ status: 'fulfilled' });
  });

  it('a sender that does not fit is refused at its beginning, each time', async () => {
    const unfit = createLetterThread({ sender: { ...SENDER, name: 'N'.repeat(500) }, calendar });
    for (const _ of [1, 2]) await expect(unfit.begun()).rejects.toMatchObject({ name: 'RangeError' });
    await unfit.close();
  });

  it('what waits for one that is ended fails, and another begins', async () => {
    const write = await thread.begun();
    const waiting = write(factsOf('1A'));
    await Promise.all([expect(waiting).rejects.toThrow('the thread that writes letters ended'), thread.close()]);
    const again = await thread.begun();
    expect((await again(factsOf('1A'))).length).toBeGreaterThan(1_000);
  });

  it('an idle one keeps no process', async () => {
    const script = `const { createLetterThread } = require(${JSON.stringify(join(LETTER, 'thread.js'))});
      createLetterThread({ sender: ${JSON.stringify(SENDER)}, calendar: { timeZone: 'Asia/Singapore' } })
        .begun().then(() => console.log('begun'));`;
    const { code, stdout } = await runNode(['-e', script]).done;
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'begun\n' });
  });
});
