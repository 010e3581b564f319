// What came on a day, by the hour: asked of the engine, and again when something comes.
import type { Feed } from '../app/feed';
import type { Backend } from '../backend/backend';
import { explain } from '../backend/explain';
import type { DayOfDeliveries, SourceId } from '../backend/generated';
import { all, refused } from './counts';

/** After something came the numbers are asked for, once for all that comes within this many milliseconds. */
const COUNT_AFTER_MS = 700;

export interface Totals {
  received: number;
  refused: number;
  unmatched: number;
  malformed: number;
}

export class Day {
  status = $state<'loading' | 'ready' | 'failed'>('loading');
  failure = $state('');
  counts = $state.raw<DayOfDeliveries | null>(null);
  totals = $derived(totalsOf(this.counts));

  #backend: Backend;
  #day: string | null = null;
  #source: SourceId | null = null;
  /** The newest question; answers to older ones are dropped. */
  #asked = 0;
  #counting: ReturnType<typeof setTimeout> | undefined;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Follows the numbers until the returned function is called. */
  start(feed: Feed): () => void {
    const stops = [
      // Also those of a past day: what named nobody may come to name somebody.
      feed.on('delivery', () => this.#countSoon()),
      feed.on('reload', () => void this.load()),
    ];
    return () => {
      this.#asked++;
      clearTimeout(this.#counting);
      for (const stop of stops) stop();
    };
  }

  /** Shows a day, of one source or of all. */
  async show(day: string, source: SourceId | null): Promise<void> {
    if (day === this.#day && source === this.#source && this.status !== 'failed') return;
    this.#day = day;
    this.#source = source;
    await this.load();
  }

  async load(): Promise<void> {
    const asked = ++this.#asked;
    if (this.status === 'failed') this.status = 'loading';
    try {
      const counts = await this.#backend.ask('CountDeliveries', { day: this.#day, source: this.#source });
      if (asked !== this.#asked) return;
      this.counts = counts;
      this.status = 'ready';
    } catch (thrown) {
      if (asked !== this.#asked) return;
      this.failure = explain(thrown);
      // Numbers that are a moment old are better than none.
      if (this.counts?.day !== this.#day) this.status = 'failed';
    }
  }

  #countSoon(): void {
    this.#counting ??= setTimeout(() => {
      this.#counting = undefined;
      void this.load();
    }, COUNT_AFTER_MS);
  }
}

function totalsOf(counts: DayOfDeliveries | null): Totals {
  const totals: Totals = { received: 0, refused: 0, unmatched: 0, malformed: 0 };
  for (const hour of counts?.hours ?? []) {
    totals.received += all(hour);
    totals.refused += refused(hour);
    totals.unmatched += hour.unmatched;
    totals.malformed += hour.malformed;
  }
  return totals;
}
