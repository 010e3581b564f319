// The log as the window knows it: its newest lines, as far down as somebody has scrolled, and what came meanwhile.
import type { Feed } from '../app/feed';
import type { Backend } from '../backend/backend';
import { explain } from '../backend/explain';
import type { Delivery, DeliveryId } from '../backend/generated';
import { ALL, asked, passes, type LogFilter } from './filter';

/** How many lines are asked for at once: some screens full. */
export const PAGE = 100;

/** Nobody scrolls further; who looks for something older names the time. Some 20 MB of lines. */
export const MOST = 20_000;

/** What comes within this many milliseconds is put into the list at once. */
const TOGETHER_MS = 60;

/** Where only the engine knows whether a line is meant, it is asked once for what came within this time. */
const ASK_AFTER_MS = 400;

/** Lines held back beyond these are only counted, and asked for when somebody wants to see them. */
const MOST_FRESH = 500;

export class Log {
  status = $state<'loading' | 'ready' | 'failed'>('loading');
  failure = $state('');
  /** The newest first. */
  rows = $state.raw<readonly Delivery[]>([]);
  /** Whether older ones follow the last. */
  more = $state(false);
  older = $state<'idle' | 'loading' | 'failed'>('idle');
  /** Whether other lines are on their way than those that are shown. */
  busy = $state(false);
  /** How many came while nothing was to move. */
  fresh = $state(0);

  filter = $state.raw<LogFilter>(ALL);

  #backend: Backend;
  #held = false;
  /** Those of {@link fresh}, the newest first. */
  #waiting: readonly Delivery[] = [];
  /** The newest load, so that answers to older ones are dropped, and whether its answer is still to come. */
  #load = 0;
  #loading = false;
  #arrived: Delivery[] = [];
  /** Those of which only the engine knows whether they are meant. */
  #unsure: Delivery[] = [];
  /** A search of a large log takes seconds: one at a time. */
  #searching: Promise<unknown> = Promise.resolve();
  #putting: ReturnType<typeof setTimeout> | undefined;
  #asking: ReturnType<typeof setTimeout> | undefined;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Follows the log until the returned function is called. */
  start(feed: Feed): () => void {
    const stops = [
      feed.on('delivery', (delivery) => this.#arrive(delivery)),
      feed.on('reload', () => void this.load()),
    ];
    return () => {
      this.#load++;
      clearTimeout(this.#putting);
      clearTimeout(this.#asking);
      for (const stop of stops) stop();
    };
  }

  /** Shows other lines. Those that are shown stay until the answer is there. */
  async show(filter: LogFilter): Promise<void> {
    this.filter = filter;
    await this.load();
  }

  async load(): Promise<void> {
    const load = ++this.#load;
    this.#loading = true;
    this.busy = true;
    this.older = 'idle';
    if (this.status === 'failed') this.status = 'loading';
    try {
      const text = this.filter.text.trim() !== '';
      if (text) await this.#searching;
      // Somebody typed on meanwhile.
      if (load !== this.#load) return;
      const asking = this.#page(null);
      if (text) this.#searching = asking.catch(() => undefined);
      const page = await asking;
      if (load !== this.#load) return;
      this.rows = page.deliveries;
      this.more = page.more;
      this.#unsure = [];
      this.#setWaiting([], 0);
      this.status = 'ready';
    } catch (thrown) {
      if (load !== this.#load) return;
      this.failure = explain(thrown);
      this.status = 'failed';
    }
    this.busy = false;
    this.#loading = false;
    this.#put();
  }

  /** Asks for the lines that follow the last. */
  async loadOlder(): Promise<void> {
    const last = this.rows.at(-1);
    if (!last || !this.more || this.full || this.older === 'loading' || this.#loading) return;
    const load = this.#load;
    this.older = 'loading';
    try {
      const page = await this.#page(last.id);
      if (load !== this.#load) return;
      const known = new Set(this.rows.map((row) => row.id));
      this.rows = [...this.rows, ...page.deliveries.filter((row) => !known.has(row.id))];
      this.more = page.more;
      this.older = 'idle';
    } catch {
      if (load === this.#load) this.older = 'failed';
    }
  }

  /** Whether so much is listed that no more is asked for. */
  get full(): boolean {
    return this.rows.length >= MOST;
  }

  indexOf(id: DeliveryId): number {
    return this.rows.findIndex((row) => row.id === id);
  }

  /** While lines are read, none may move: what comes is only counted. */
  hold(held: boolean): void {
    if (held === this.#held) return;
    this.#held = held;
    if (!held) void this.takeFresh();
  }

  /** Puts what came meanwhile on top. */
  async takeFresh(): Promise<void> {
    if (this.fresh > this.#waiting.length) return this.load();
    if (this.#waiting.length === 0) return;
    this.rows = this.#capped([...this.#waiting, ...this.rows]);
    this.#setWaiting([], 0);
  }

  #arrive(delivery: Delivery): void {
    this.#arrived.push(delivery);
    this.#putting ??= setTimeout(() => {
      this.#putting = undefined;
      this.#put();
    }, TOGETHER_MS);
  }

  #put(): void {
    // What overtakes an answer is put in after it: each line is as it is now, so none does harm.
    if (this.#loading) return;
    // Nothing is listed: once something is, it holds what came meanwhile.
    if (this.status !== 'ready') this.#arrived = [];
    const arrived = new Map(this.#arrived.map((delivery) => [delivery.id, delivery]));
    this.#arrived = [];
    if (arrived.size === 0) return;
    const now = (row: Delivery) => {
      const changed = arrived.get(row.id);
      if (changed) arrived.delete(row.id);
      return changed ?? row;
    };
    // A line that is shown stays where it is, whatever became of it: nobody's line vanishes while they look at it.
    if (this.rows.some((row) => arrived.has(row.id))) this.rows = this.rows.map(now);
    this.#waiting = this.#waiting.map(now);
    const meant = [...arrived.values()].filter((delivery) => passes(delivery, this.filter));
    if (meant.length === 0) return;
    if (this.filter.text.trim() === '') this.#place(meant);
    else this.#askSoon(meant);
  }

  /** Lines that were not known: new ones, or older ones that came to be meant. */
  #place(lines: readonly Delivery[]): void {
    const top = this.rows[0]?.received_at ?? '';
    const newer = lines.filter((line) => moment(line) >= moment({ received_at: top || line.received_at }));
    const older = lines.filter((line) => !newer.includes(line));
    const last = this.rows.at(-1);
    for (const line of older) {
      // Below what is listed it will be asked for in its place.
      if (this.more && last && moment(line) < moment(last)) continue;
      const at = this.rows.findIndex((row) => moment(row) < moment(line));
      this.rows = at < 0 ? [...this.rows, line] : this.rows.toSpliced(at, 0, line);
    }
    if (newer.length === 0) return;
    const latestFirst = newer.toReversed();
    if (this.#held) {
      this.#setWaiting([...latestFirst, ...this.#waiting].slice(0, MOST_FRESH), this.fresh + newer.length);
    } else {
      this.rows = this.#capped([...latestFirst, ...this.rows]);
    }
  }

  #askSoon(lines: readonly Delivery[]): void {
    this.#unsure.push(...lines);
    this.#asking ??= setTimeout(() => {
      this.#asking = undefined;
      void this.#askAbout(this.#unsure.splice(0));
    }, ASK_AFTER_MS);
  }

  async #askAbout(lines: readonly Delivery[]): Promise<void> {
    const load = this.#load;
    const oldest = Math.min(...lines.map(moment));
    // From the oldest of them on, as to search the whole log again would take long.
    const since = Math.max(oldest, this.filter.period?.since ?? oldest);
    const period = { since, until: this.filter.period?.until ?? null };
    try {
      const { deliveries, more } = await this.#page(null, { ...this.filter, period });
      if (load !== this.#load || this.#loading) return;
      if (more) return await this.load();
      const known = new Set([...this.rows, ...this.#waiting].map((row) => row.id));
      this.#place(deliveries.filter((row) => !known.has(row.id)).toReversed());
    } catch {
      // What comes next asks again, from there on.
      if (load === this.#load) this.#unsure.push(...lines);
    }
  }

  #page(after: DeliveryId | null, filter = this.filter) {
    return this.#backend.ask('ListDeliveries', {
      filter: asked(filter),
      after,
      newest_first: true,
      limit: PAGE,
    });
  }

  #capped(rows: readonly Delivery[]): readonly Delivery[] {
    if (rows.length <= MOST + PAGE) return rows;
    this.more = true;
    return rows.slice(0, MOST);
  }

  #setWaiting(waiting: readonly Delivery[], count: number): void {
    this.#waiting = waiting;
    this.fresh = count;
  }
}

function moment({ received_at }: Pick<Delivery, 'received_at'>): number {
  return Date.parse(received_at);
}
