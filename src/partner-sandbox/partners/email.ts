import { definePartner, type PartnerRequest } from '../partner';
import { createOutbox, type Outbox, type Taken } from './outbox';

type Message = PartnerRequest<'sendEmail'>['body'];

export const email = definePartner({
  system: 'EMAIL',
  magic: [{ value: 'refused…@…', does: 'an address that begins so is refused: INVALID_ADDRESS' }],
  createState: (): Outbox<Message> => createOutbox('mail'),
  handlers: {
    sendEmail: (outbox, { body }) => {
      const before = outbox.find(body.reference);
      if (before) return { status: 200, body: { messageId: before.id } };
      if (body.to.startsWith('refused'))
        return { status: 422, body: { reasonCode: 'INVALID_ADDRESS', message: `${body.to} has no mailbox` } };
      return { status: 200, body: { messageId: outbox.take(body) } };
    },
  },
  collections: {
    messages: {
      read: (outbox) => outbox.list(),
      sent: ({ time, reference, to, subject, text }: Taken<Message>) => ({
        time,
        reference,
        to,
        text: `${subject}\n\n${text}`,
      }),
      document(outbox, reference) {
        const message = outbox.find(reference);
        return message && { type: 'text/html; charset=utf-8', content: message.html };
      },
    },
  },
});
