import type { BoardFilter, Contact } from '../backend/generated';
import { instant, sameDay } from '../i18n/format.svelte';

/** Whether a card is among those that the filter lets through, by the engine's own rule. */
export function passes(contact: Contact, filter: BoardFilter, now: number): boolean {
  if (contact.archived) return false;
  if (typeof filter !== 'string') return contact.source_id === filter.source;
  switch (filter) {
    case 'all':
      return true;
    case 'unread':
      return contact.unread > 0;
    case 'waiting':
      return contact.waiting_since !== null;
    case 'appointment_today':
      return (
        contact.appointment !== null &&
        contact.appointment.state !== 'cancelled' &&
        sameDay(instant(contact.appointment.starts_at), now)
      );
  }
}

export function sameFilter(a: BoardFilter, b: BoardFilter): boolean {
  return typeof a === 'string' || typeof b === 'string' ? a === b : a.source === b.source;
}
