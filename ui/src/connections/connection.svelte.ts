// One connection with all that can be set on it, kept as the engine has it.
import type { Feed } from '../app/feed';
import { Refused, type Backend } from '../backend/backend';
import { explain } from '../backend/explain';
import type { SourceDetails, SourceId } from '../backend/generated';

/** A busy sender changes its source many times a second; the numbers beside it may be this old, in milliseconds. */
const REST_MS = 400;

export class Connection {
  readonly id: SourceId;
  /** `gone` where it was removed, here or elsewhere. */
  status = $state<'loading' | 'ready' | 'failed' | 'gone'>('loading');
  failure = $state('');
  details = $state.raw<SourceDetails | null>(null);

  #backend: Backend;
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(backend: Backend, id: SourceId) {
    this.#backend = backend;
    this.id = id;
  }

  /** Keeps up with the engine until the returned function is called. */
  follow(feed: Feed): () => void {
    const stops = [
      feed.on('source', (source) => {
        if (source.id !== this.id) return;
        if (source.state === 'removed') this.status = 'gone';
        if (this.details) this.details = { ...this.details, source };
        this.#soon();
      }),
      feed.on('delivery', (delivery) => {
        if (delivery.source_id === this.id) this.#soon();
      }),
      feed.on('reload', () => void this.load()),
    ];
    void this.load();
    return () => {
      for (const stop of stops) stop();
      clearTimeout(this.#timer);
    };
  }

  async load(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const details = await this.#backend.ask('ShowSource', { source: this.id });
      if (asked === this.#asked) this.take(details);
    } catch (thrown) {
      if (asked !== this.#asked) return;
      if (thrown instanceof Refused && thrown.code === 'not_found') this.status = 'gone';
      else if (this.details === null) {
        this.failure = explain(thrown);
        this.status = 'failed';
      }
      // What is on screen stays: the next change asks again.
    }
  }

  /** An answer that is newer than what is on the way. */
  take(details: SourceDetails): void {
    this.#asked++;
    this.details = details;
    this.status = details.source.state === 'removed' ? 'gone' : 'ready';
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (this.status !== 'gone') void this.load();
    }, REST_MS);
  }
}
