import type { Calendar } from '../../platform/calendar';
import { addressLines } from './letter/address-lines';
import { createLetterThread } from './letter/thread';
import { createMessageWriter } from './messages/writer';
import type { Writings } from './pipeline/steps';
import type { Sender } from './sender';

/** What owners are sent, from the project's templates. @throws Error for a template of messages that does not fit. */
export function createWritings({
  sender,
  calendar,
}: {
  sender: Sender;
  calendar: Calendar;
}): Writings & { close(): Promise<void> } {
  const messages = createMessageWriter({ sender, calendar });
  const thread = createLetterThread({ sender, calendar });
  return {
    sms: (notice) => messages.sms(notice),
    email: (notice) => messages.email(notice),
    async letters() {
      const write = await thread.begun();
      return (notice, { date, name, address }) =>
        write({ ...notice, letterDate: date, recipient: { name, address: addressLines(address) } });
    },
    close: () => thread.close(),
  };
}
