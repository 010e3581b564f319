import type { Contact } from '../backend/generated';
import { t } from '../i18n/text.svelte';
import { shownPhone } from './phone';

/** What a contact is called on screen: the name, else how they can be reached. */
export function shownName(contact: Contact): string {
  const phone = contact.phones[0];
  return contact.name || (phone && shownPhone(phone)) || contact.emails[0] || t('ui-contact-nameless');
}
