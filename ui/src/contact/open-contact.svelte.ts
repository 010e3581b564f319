// The contact whose drawer is open: what the engine said of it, kept up by the feed.
import type { Feed } from '../app/feed';
import { Refused, type Backend } from '../backend/backend';
import { explain } from '../backend/explain';
import type { Contact, ContactId, TimelineEntry } from '../backend/generated';

/** Entries asked for at once: a little more than the tallest window shows. */
const PAGE = 50;

export class OpenContact {
  /** `gone`: erased, or never there. */
  status = $state<'loading' | 'ready' | 'gone' | 'failed'>('loading');
  failure = $state('');
  contact = $state.raw<Contact | null>(null);
  /** The oldest first. */
  entries = $state.raw<readonly TimelineEntry[]>([]);
  /** Whether older entries precede the first. */
  more = $state(false);
  /** Whether older entries are on their way, or could not be had. */
  older = $state<'idle' | 'loading' | 'failed'>('idle');

  readonly id: ContactId;
  #backend: Backend;
  /** Ids of entries that were undone while an answer that may still hold them was on its way. */
  #undone = new Set<string>();
  #loading = false;
  /** What came while an answer was on its way, which may not know it yet. */
  #overtook: { contact: Contact | null; entries: TimelineEntry[] } = { contact: null, entries: [] };
  #ended = false;

  constructor(backend: Backend, id: ContactId) {
    this.#backend = backend;
    this.id = id;
  }

  /** Follows the contact until the returned function is called. */
  start(feed: Feed, onEntry: (entry: TimelineEntry) => void): () => void {
    const stops = [
      feed.on('contact', (contact) => {
        if (contact.id !== this.id) return;
        this.contact = contact;
        if (this.#loading) this.#overtook.contact = contact;
      }),
      feed.on('contact_gone', (id) => {
        if (id === this.id) this.status = 'gone';
      }),
      feed.on('timeline', (entry) => {
        if (entry.contact !== this.id) return;
        this.entries = withEntry(this.entries, entry);
        if (this.#loading) this.#overtook.entries.push(entry);
        onEntry(entry);
      }),
      feed.on('timeline_gone', ({ contact, id }) => {
        if (contact !== this.id) return;
        this.#undone.add(id);
        this.entries = this.entries.filter((entry) => entry.id !== id);
      }),
      feed.on('reload', () => void this.load()),
    ];
    return () => {
      this.#ended = true;
      for (const stop of stops) stop();
    };
  }

  async load(): Promise<void> {
    if (this.status === 'failed') this.status = 'loading';
    this.#loading = true;
    this.#overtook = { contact: null, entries: [] };
    try {
      const { contact, timeline } = await this.#backend.ask('ShowContact', {
        contact: this.id,
        entries: PAGE,
      });
      if (this.#ended) return;
      let entries: readonly TimelineEntry[] = timeline.entries;
      for (const entry of this.#overtook.entries) entries = withEntry(entries, entry);
      this.entries = this.#standing(entries);
      this.more = timeline.more;
      this.contact = this.#overtook.contact ?? contact;
      this.status = 'ready';
    } catch (thrown) {
      if (this.#ended) return;
      this.status = thrown instanceof Refused && thrown.code === 'not_found' ? 'gone' : 'failed';
      this.failure = explain(thrown);
    } finally {
      this.#loading = false;
    }
  }

  async loadOlder(): Promise<void> {
    const oldest = this.entries[0];
    if (!oldest || !this.more || this.older === 'loading') return;
    this.older = 'loading';
    try {
      const page = await this.#backend.ask('ListTimeline', {
        contact: this.id,
        before: oldest.id,
        limit: PAGE,
      });
      if (this.#ended) return;
      const known = new Set(this.entries.map((entry) => entry.id));
      this.entries = [
        ...this.#standing(page.entries).filter((entry) => !known.has(entry.id)),
        ...this.entries,
      ];
      this.more = page.more;
      this.older = 'idle';
    } catch {
      this.older = 'failed';
    }
  }

  #standing(entries: readonly TimelineEntry[]): TimelineEntry[] {
    return entries.filter((entry) => !this.#undone.has(entry.id));
  }
}

/** The entry as it is now, in its place: where it stood, or behind all that are not younger. */
function withEntry(entries: readonly TimelineEntry[], entry: TimelineEntry): readonly TimelineEntry[] {
  if (entries.some((known) => known.id === entry.id)) {
    return entries.map((known) => (known.id === entry.id ? entry : known));
  }
  const at = Date.parse(entry.at);
  const younger = entries.findIndex((known) => Date.parse(known.at) > at);
  return younger < 0 ? [...entries, entry] : entries.toSpliced(younger, 0, entry);
}
