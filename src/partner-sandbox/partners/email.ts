import { definePartner, type PartnerRequest } from '../partner';
import { createOutbox, type Outbox } from './outbox';

type Message = PartnerRequest<'sendEmail'>['body'];

export const email = definePartner({
  system: 'EMAIL',
  magic: [{ value: 'refused…@…', does: 'an address that begins so is refused: INVALID_ADDRESS' }],
  createState: (): Outbox<Message> => createOutbox('mail'),
  handlers: {
    sendEmail: (outbox, { body }) => {
      const before = outbox.idOf(body.reference);
      if (before !== undefined) return { status: 200, body: { messageId: before } };
      if (body.to.startsWith('refused'))
        return { status: 422, body: { reasonCode: 'INVALID_ADDRESS', message: `${body.to} has no mailbox` } };
      return { status: 200, body: { messageId: outbox.take(body) } };
    },
  },
  collections: { messages: { read: (outbox) => outbox.list() } },
});
