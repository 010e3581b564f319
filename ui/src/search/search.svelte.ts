// What is being looked for, as it is typed, and what the engine found.
import type { Backend } from '../backend/backend';
import { explain } from '../backend/explain';
import type { Hit } from '../backend/generated';

/** More than fit the palette without scrolling, and few enough to look through. */
const MOST = 30;

export class Search {
  text = $state('');
  /** `idle` while nothing is looked for. What was found stays while the next answer is on its way. */
  status = $state<'idle' | 'searching' | 'ready' | 'failed'>('idle');
  failure = $state('');
  hits = $state.raw<readonly Hit[]>([]);
  /** The place of the one that Enter opens. */
  active = $state(0);

  #backend: Backend;
  /** The newest question; answers to older ones are dropped. */
  #asked = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async look(text: string): Promise<void> {
    this.text = text;
    const asked = ++this.#asked;
    if (text.trim() === '') {
      this.status = 'idle';
      this.hits = [];
      return;
    }
    this.status = 'searching';
    try {
      const hits = await this.#backend.ask('Search', { text, limit: MOST });
      if (asked !== this.#asked) return;
      this.hits = hits;
      this.active = 0;
      this.status = 'ready';
    } catch (thrown) {
      if (asked !== this.#asked) return;
      this.failure = explain(thrown);
      this.hits = [];
      this.status = 'failed';
    }
  }

  /** Goes up or down among the hits, around the ends. */
  step(by: 1 | -1): void {
    const many = this.hits.length;
    if (many > 0) this.active = (this.active + by + many) % many;
  }
}
