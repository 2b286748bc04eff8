import { definePartner, type PartnerRequest } from '../partner';
import { createOutbox, type Outbox, type Taken } from './outbox';

type Message = PartnerRequest<'sendSms'>['body'] & { segments: number };

const ALPHABET =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿' +
  'abcdefghijklmnopqrstuvwxyzäöñüà';
const TWICE = '^{}\\[~]|€';
const MOST_SEGMENTS = 10;

/** How many segments a text takes: of the GSM 7-bit alphabet, or where one character is not in it, of UTF-16. */
function segmentsOf(text: string): number {
  const plain = [...text].every((character) => ALPHABET.includes(character) || TWICE.includes(character));
  const twice = [...text].filter((character) => TWICE.includes(character)).length;
  const [units, alone, several] = plain ? [text.length + twice, 160, 153] : [text.length, 70, 67];
  return units <= alone ? 1 : Math.ceil(units / several);
}

export const sms = definePartner({
  system: 'SMS',
  magic: [
    { value: '+65…0000', does: 'a number that ends so is refused: INVALID_NUMBER' },
    { value: 'over ten segments', does: 'a text of more is refused: TOO_LARGE' },
  ],
  createState: (): Outbox<Message> => createOutbox('sms'),
  handlers: {
    sendSms: (outbox, { body }) => {
      const before = outbox.find(body.reference);
      if (before) return { status: 200, body: { messageId: before.id } };
      if (body.to.endsWith('0000'))
        return { status: 422, body: { reasonCode: 'INVALID_NUMBER', message: `${body.to} is no mobile number` } };
      const segments = segmentsOf(body.text);
      if (segments > MOST_SEGMENTS)
        return { status: 422, body: { reasonCode: 'TOO_LARGE', message: `the text has ${segments} segments` } };
      return { status: 200, body: { messageId: outbox.take({ ...body, segments }) } };
    },
  },
  collections: {
    messages: {
      read: (outbox) => outbox.list(),
      sent: ({ time, reference, to, text, segments }: Taken<Message>) => ({
        time,
        reference,
        to,
        text: `${text}\n\n— ${segments} segment${segments === 1 ? '' : 's'}`,
      }),
    },
  },
});
