import type { Calendar } from '../../platform/calendar';
import { addressLines } from './letter/address-lines';
import { createLetterWriter, type LetterWriter } from './letter/writer';
import { createMessageWriter } from './messages/writer';
import type { Writings } from './pipeline/steps';
import type { Sender } from './sender';

/** What owners are sent, from the project's templates. @throws Error for a template that does not fit. */
export function createWritings({ sender, calendar }: { sender: Sender; calendar: Calendar }): Writings {
  const messages = createMessageWriter({ sender, calendar });
  let writer: LetterWriter | undefined;
  return {
    sms: (notice) => messages.sms(notice),
    email: (notice) => messages.email(notice),
    letters() {
      // Its fonts take their time, and many processes write no letter.
      const letters = (writer ??= createLetterWriter({ sender, calendar }));
      return (notice, { date, name, address }) =>
        letters.write({ ...notice, letterDate: date, recipient: { name, address: addressLines(address) } }).pdf;
    },
  };
}
