import type { Contact, TimelineEntry } from '../generated';
import { iso } from './people';
import { said, story } from './stories';

/** What may well have happened before the contact came to stand as it does. */
export function firstTimeline(contact: Contact): TimelineEntry[] {
  const told = story(contact);
  if (told) return told;
  const last = Date.parse(contact.last_message_at ?? contact.created_at);
  const source = contact.source ?? 'WhatsApp';
  const entries: TimelineEntry[] = [];
  const add = (minutesBefore: number, what: TimelineEntry['what']) => {
    entries.push({
      id: `${contact.id}-${entries.length}`,
      contact: contact.id,
      at: iso(last - minutesBefore * 60_000),
      what,
    });
  };
  add(61, { added: { source: contact.source } });
  add(60, { event: said('Oi, bom dia', source) });
  if (contact.stage_id !== 'stage-1') {
    add(45, {
      event: {
        ...said('Bom dia! Temos quinta às 10h ou 14h30. Qual prefere?', source),
        outgoing: true,
        receipt: 'delivered',
      },
    });
    add(40, { moved: { from: 'Novos', to: contact.stage } });
  }
  add(0, {
    event: {
      ...said(contact.last_message, source),
      kind: contact.amount ? 'payment' : contact.appointment ? 'appointment' : 'message',
      appointment: contact.appointment,
      amount: contact.amount,
    },
  });
  return entries;
}
