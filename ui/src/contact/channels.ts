// Where somebody can be answered.
import type { Contact, ReplyVia } from '../backend/generated';

/** The first is the one that people expect: WhatsApp if there is a phone, then mail, then a call. */
export function channels(contact: Contact): ReplyVia[] {
  const reachable: ReplyVia[] = [];
  if (contact.phones.length > 0) reachable.push('whats_app');
  if (contact.emails.length > 0) reachable.push('email');
  if (contact.phones.length > 0) reachable.push('phone');
  return reachable;
}

/** Ids of the messages that name a way to answer. */
export const CHANNEL_NAME: Record<ReplyVia, string> = {
  whats_app: 'ui-via-whatsapp',
  email: 'ui-via-email',
  phone: 'ui-via-phone',
};

/** Ids of the messages that say what a press of the button does. */
export const CHANNEL_ACT: Record<ReplyVia, string> = {
  whats_app: 'ui-reply-whatsapp',
  email: 'ui-reply-email',
  phone: 'ui-reply-phone',
};
