// The delivery that is opened: what the engine tells of it, asked again when it changes.
import type { Feed } from '../../app/feed';
import { Refused, type Backend } from '../../backend/backend';
import { explain } from '../../backend/explain';
import type { Applied, DeliveryDetails, DeliveryId, SourceDetails, SourceId } from '../../backend/generated';

/** Reading again and fetching details change a delivery several times at once. */
const ASK_AFTER_MS = 80;

export class OpenDelivery {
  /** `gone`: erased, or never there. */
  status = $state<'loading' | 'ready' | 'gone' | 'failed'>('loading');
  failure = $state('');
  details = $state.raw<DeliveryDetails | null>(null);
  /** How its source is set up; `null` until that is known, and where the source was removed. */
  source = $state.raw<SourceDetails | null>(null);

  #backend: Backend;
  #id: DeliveryId | null = null;
  /** The newest question; answers to older ones are dropped. */
  #asked = 0;
  #asking: ReturnType<typeof setTimeout> | undefined;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Follows the delivery until the returned function is called. */
  start(feed: Feed): () => void {
    const stops = [
      feed.on('delivery', (delivery) => {
        if (delivery.id !== this.#id) return;
        if (this.details) this.details = { ...this.details, delivery };
        this.#asking ??= setTimeout(() => {
          this.#asking = undefined;
          void this.load();
        }, ASK_AFTER_MS);
      }),
      feed.on('source', (source) => {
        if (source.id === this.details?.delivery.source_id) void this.#loadSource(source.id);
      }),
      feed.on('reload', () => void this.load()),
    ];
    return () => {
      this.#asked++;
      this.#id = null;
      clearTimeout(this.#asking);
      for (const stop of stops) stop();
    };
  }

  /** Turns to another delivery. */
  async show(id: DeliveryId): Promise<void> {
    if (id === this.#id) return;
    this.#id = id;
    this.details = null;
    this.status = 'loading';
    await this.load();
  }

  async load(): Promise<void> {
    const id = this.#id;
    if (id === null) return;
    const asked = ++this.#asked;
    if (this.status === 'failed') this.status = 'loading';
    try {
      const details = await this.#backend.ask('ShowDelivery', { delivery: id });
      if (asked !== this.#asked) return;
      this.details = details;
      this.status = 'ready';
      if (this.source?.source.id !== details.delivery.source_id) {
        this.source = null;
        void this.#loadSource(details.delivery.source_id);
      }
    } catch (thrown) {
      if (asked !== this.#asked) return;
      this.status = thrown instanceof Refused && thrown.code === 'not_found' ? 'gone' : 'failed';
      this.failure = explain(thrown);
    }
  }

  /** Reads it again, as its source is set up now. */
  async apply(): Promise<Applied> {
    const applied = await this.#backend.ask('ApplyDeliveries', { one: this.#id! });
    await this.load();
    return applied;
  }

  async #loadSource(id: SourceId): Promise<void> {
    try {
      const source = await this.#backend.ask('ShowSource', { source: id });
      if (this.details?.delivery.source_id === id) this.source = source;
    } catch {
      // Of a removed source there is nothing to set up: then nothing is offered.
    }
  }
}
