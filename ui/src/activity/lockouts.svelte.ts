// Who is not listened to just now, kept up by the feed.
import type { Feed } from '../app/feed';
import type { Backend } from '../backend/backend';
import type { Lockout } from '../backend/generated';

export class Lockouts {
  list = $state.raw<readonly Lockout[]>([]);

  #backend: Backend;
  #ended = false;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Follows who is locked out until the returned function is called. */
  start(feed: Feed): () => void {
    const stops = [
      feed.on('lockouts', (lockouts) => (this.list = lockouts)),
      feed.on('reload', () => void this.load()),
    ];
    void this.load();
    return () => {
      this.#ended = true;
      for (const stop of stops) stop();
    };
  }

  async load(): Promise<void> {
    try {
      const list = await this.#backend.ask('ListLockouts', {});
      if (!this.#ended) this.list = list;
    } catch {
      // It is told again with the next one that is locked out; the rest of the screen does not depend on it.
    }
  }

  async lift({ source_id, remote }: Lockout): Promise<void> {
    this.list = await this.#backend.ask('LiftLockout', { source: source_id, remote });
  }
}
