// What came over hours, days or weeks: asked of the engine, and again a while after something came.
import type { Feed } from '../app/feed';
import type { Backend } from '../backend/backend';
import { explain } from '../backend/explain';
import type { Monitoring, SourceId, Span } from '../backend/generated';

/** However much comes, the numbers are asked for at most so often, in milliseconds: all of a year is counted for them. */
const COUNT_AFTER_MS = 4_000;

/** After an answer that took long, so many times as long passes before the next question. */
const REST = 20;

export class Monitor {
  status = $state<'loading' | 'ready' | 'failed'>('loading');
  failure = $state('');
  told = $state.raw<Monitoring | null>(null);

  #backend: Backend;
  #span: Span = 'days';
  #source: SourceId | null = null;
  /** The newest question; answers to older ones are dropped. */
  #asked = 0;
  #counting: ReturnType<typeof setTimeout> | undefined;
  /** How long the last answer took, in milliseconds. */
  #took = 0;
  /** Whether something came while nobody could see it. */
  #stale = false;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Follows the numbers until the returned function is called. */
  start(feed: Feed): () => void {
    const stops = [
      feed.on('delivery', () => this.#countSoon()),
      feed.on('source', () => this.#countSoon()),
      // Days begin elsewhere in another zone.
      feed.on('business', () => this.#countSoon()),
      feed.on('reload', () => void this.load()),
    ];
    return () => {
      this.#asked++;
      clearTimeout(this.#counting);
      for (const stop of stops) stop();
    };
  }

  /** Shows a span, of one source or of all. */
  async show(span: Span, source: SourceId | null): Promise<void> {
    this.#span = span;
    this.#source = source;
    await this.load();
  }

  /** The clock has moved on, and somebody can see it: asks anew where that makes another picture. */
  look(now: number): void {
    const last = this.told?.steps.at(-1);
    const over = last !== undefined && now >= Date.parse(last.ends_at);
    if (this.status === 'ready' && (this.#stale || over)) void this.load();
  }

  async load(): Promise<void> {
    const asked = ++this.#asked;
    const began = performance.now();
    this.#stale = false;
    if (this.status === 'failed') this.status = 'loading';
    try {
      const told = await this.#backend.ask('ShowMonitoring', { span: this.#span, source: this.#source });
      if (asked !== this.#asked) return;
      this.#took = performance.now() - began;
      this.told = told;
      this.status = 'ready';
    } catch (thrown) {
      if (asked !== this.#asked) return;
      this.failure = explain(thrown);
      // Numbers that are a moment old are better than none.
      const same = this.told?.span === this.#span && this.told.source === this.#source;
      if (!same) this.status = 'failed';
    }
  }

  #countSoon(): void {
    this.#counting ??= setTimeout(
      () => {
        this.#counting = undefined;
        if (globalThis.document?.hidden) this.#stale = true;
        else void this.load();
      },
      Math.max(COUNT_AFTER_MS, REST * this.#took),
    );
  }
}
