// What was typed to somebody and not sent: a drawer that closes keeps it until the window does.
import type { ContactId } from '../backend/generated';

export type Mode = 'reply' | 'note';

export interface Draft {
  mode: Mode;
  text: string;
}

const kept = new Map<ContactId, Draft>();

export function draftOf(contact: ContactId): Draft {
  return kept.get(contact) ?? { mode: 'reply', text: '' };
}

export function keepDraft(contact: ContactId, draft: Draft): void {
  if (draft.text === '') kept.delete(contact);
  else kept.set(contact, draft);
}
