import type { Contact, FoundIn, Hit, Piece } from '../generated';
import { plain } from './people';

/** Every word must be found in one of the contact's texts, digits in a phone however it is written. */
export function search(contacts: readonly Contact[], text: string, limit: number): Hit[] {
  const words = plain(text).split(/\s+/).filter(Boolean);
  const digits = text.replace(/\D/g, '');
  if (words.length === 0) return [];
  const hits: Hit[] = [];
  for (const contact of contacts) {
    const places: [FoundIn, string][] = [
      ['name', contact.name],
      ['email', contact.emails[0] ?? ''],
      ['message', contact.last_message ?? ''],
    ];
    const found = places.find(([, value]) => words.every((word) => plain(value).includes(word)));
    if (found) hits.push({ contact, found_in: found[0], excerpt: pieces(found[1], words) });
    else if (digits.length >= 3 && contact.phones.some((phone) => phone.includes(digits))) {
      hits.push({ contact, found_in: 'phone', excerpt: pieces(contact.phones[0] ?? '', [digits]) });
    }
    if (hits.length >= limit) break;
  }
  return hits;
}

function pieces(value: string, words: readonly string[]): Piece[] {
  // Accents fall away one by one, so that places in the plain text are places in the text itself.
  const folded = [...value].map((letter) => plain(letter)[0] ?? letter).join('');
  const marks = words
    .map((word) => [folded.indexOf(word), word.length] as const)
    .filter(([at]) => at >= 0)
    .sort(([a], [b]) => a - b);
  const made: Piece[] = [];
  let from = 0;
  for (const [at, length] of marks) {
    if (at < from) continue;
    if (at > from) made.push({ text: value.slice(from, at), matched: false });
    made.push({ text: value.slice(at, at + length), matched: true });
    from = at + length;
  }
  if (from < value.length) made.push({ text: value.slice(from), matched: false });
  return made;
}
