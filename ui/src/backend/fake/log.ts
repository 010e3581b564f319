// The invented log: thousands of deliveries over a month, or a million of them, each made when somebody looks at it.
import { Refused, type AnswerOf, type RequestOf } from '../backend';
import type {
  Contact,
  DayOfDeliveries,
  Delivery,
  DeliveryCounts,
  DeliveryFilter,
  DeliveryId,
  DeliveryPage,
  Lockout,
  Source,
  Verdict,
} from '../generated';
import type { FakeEngine } from './engine';
import { detailsOf } from './log-details';
import { asDelivery, lineOf, NEWEST, refusedLine, REPEATED, usualLine, type Line } from './log-lines';
import { iso, plain, randomness } from './people';

const HOUR = 3_600_000;
const DAYS = 30;
/** A delivery is sent again by its sender after two others. */
const REPEATED_AFTER = 3;

/** How much of a day's traffic each hour of the day has. */
const CURVE = [4, 3, 2, 2, 3, 6, 12, 34, 60, 82, 74, 90, 66, 48, 52, 71, 88, 95, 77, 60, 41, 30, 22, 12];
const TOTAL = CURVE.reduce((sum, weight) => sum + weight, 0);

interface Day {
  start: number;
  /** The place in the log of its first line. */
  from: number;
  count: number;
  /** Of the whole day's traffic, the share that came already. */
  share: number;
}

type LogRequest =
  'ListDeliveries' | 'ShowDelivery' | 'CountDeliveries' | 'ApplyDeliveries' | 'ListLockouts' | 'LiftLockout';
export type LogHandlers = { [Name in LogRequest]: (request: RequestOf<Name>) => AnswerOf<Name> };

export class FakeLog {
  #engine: FakeEngine;
  #days: Day[];
  #size: number;
  #people: Contact[];
  #made: number;
  /** Lines that came while the page was open, or changed. */
  #known = new Map<number, Delivery>();
  #lockouts: Lockout[];

  constructor(engine: FakeEngine, size: number, lockouts: number) {
    this.#engine = engine;
    this.#made = Date.now();
    this.#people = [...engine.board.contacts.values()];
    const lines = engine.sources.length === 0 || this.#people.length === 0 ? 0 : size;
    this.#days = days(this.#made, lines);
    const last = this.#days.at(-1);
    this.#size = last ? last.from + last.count : 0;
    this.#lockouts = this.#invent(lockouts);
  }

  readonly handlers: LogHandlers = {
    ListDeliveries: (request) => this.#page(request),
    ShowDelivery: ({ delivery }) => detailsOf(this.#find(delivery), this.#engine),
    CountDeliveries: ({ day, source }) => this.#count(day, source),
    ApplyDeliveries: (which) => ('one' in which ? this.#apply(which.one) : this.#applyAll(which.unmatched)),
    ListLockouts: () => this.#lockouts,
    LiftLockout: ({ source, remote }) => {
      this.#lockouts = this.#lockouts.filter((one) => one.source_id !== source || one.remote !== remote);
      this.#engine.publish({ lockouts: this.#lockouts });
      return this.#lockouts;
    },
  };

  /** Somebody wrote, or something else came from a source; now. */
  receive(source: Source, who: Contact | null, line?: Line): Delivery {
    return this.#receive(source, who, line, false);
  }

  /** The owner tries a source out. */
  receiveTest(source: Source, who: Contact | null, line: Line): Delivery {
    return this.#receive(source, who, line, true);
  }

  #receive(source: Source, who: Contact | null, line: Line | undefined, test: boolean): Delivery {
    const i = this.#size++;
    const next = randomness(i * 31 + 7);
    const made = asDelivery(line ?? lineOf(source, next()), {
      id: idOf(i),
      at: Date.now(),
      source,
      who: who ?? this.#person(next()),
      lang: this.#engine.business.lang,
      took: 700 + Math.floor(next() * 4_000),
    });
    const delivery = { ...made, test };
    this.#known.set(i, delivery);
    this.#engine.publish({ delivery });
    return delivery;
  }

  #page({ filter, after, newest_first, limit }: RequestOf<'ListDeliveries'>): DeliveryPage {
    this.#engine.failIfAsked();
    const step = newest_first ? -1 : 1;
    const known = after === null ? null : place(after);
    let i = known === null ? (newest_first ? this.#size - 1 : 0) : known + step;
    const deliveries: Delivery[] = [];
    for (; i >= 0 && i < this.#size; i += step) {
      if (deliveries.length > limit) break;
      const line = this.#line(i);
      const early = filter.since !== null && line.received_at < filter.since;
      if (early && newest_first) break;
      if (passes(line, filter)) deliveries.push(line);
    }
    return { deliveries: deliveries.slice(0, limit), more: deliveries.length > limit };
  }

  #count(day: string | null, source: string | null): DayOfDeliveries {
    this.#engine.failIfAsked();
    const start = day === null ? startOfDay(Date.now()) : startOfDay(Date.parse(`${day}T12:00:00`));
    const end = startOfDay(start + 26 * HOUR);
    const hours = Array.from({ length: Math.round((end - start) / HOUR) }, noneCame);
    for (let i = this.#size - 1; i >= 0; i--) {
      const at = this.#at(i);
      if (at < start) break;
      if (at >= end) continue;
      const line = this.#line(i);
      if (line.test || (source !== null && line.source_id !== source)) continue;
      const hour = hours[Math.floor((at - start) / HOUR)];
      if (hour) countIn(hour, line.verdict);
    }
    const asked = new Date(start);
    const two = (value: number) => String(value).padStart(2, '0');
    return {
      day: `${asked.getFullYear()}-${two(asked.getMonth() + 1)}-${two(asked.getDate())}`,
      hours,
      counted: source === null && this.#size > 0 ? 12 : 0,
    };
  }

  /** Those that came since, the newest first; of a very long log only so many, and how many each of them stands for. */
  *since(start: number, most: number): Generator<{ line: Delivery; at: number; times: number }> {
    const times = Math.max(1, Math.ceil(this.#size / most));
    for (let i = this.#size - 1; i >= 0; i -= times) {
      const at = this.#at(i);
      if (at < start) return;
      const line = this.#line(i);
      if (!line.test) yield { line, at, times };
    }
  }

  /** When the first line came; `null` where there is none. */
  get begins(): number | null {
    return this.#size === 0 ? null : this.#at(0);
  }

  #apply(id: DeliveryId): AnswerOf<'ApplyDeliveries'> {
    const line = this.#find(id);
    // Every second of those that named nobody names somebody by now: the owner has taught it meanwhile.
    const recovered = line.verdict === 'unmatched' && place(id)! % 2 === 0;
    if (recovered) this.#recover(line);
    return { deliveries: 1, recovered: recovered ? 1 : 0, completed: 0 };
  }

  #applyAll(source: string | null): AnswerOf<'ApplyDeliveries'> {
    const lines: Delivery[] = [];
    for (let i = 0; i < this.#size; i++) {
      const line = this.#line(i);
      if (line.verdict === 'unmatched' && (source === null || line.source_id === source)) lines.push(line);
    }
    const named = lines.filter((line) => place(line.id)! % 2 === 0);
    for (const line of named) this.#recover(line);
    return { deliveries: lines.length, recovered: named.length, completed: 0 };
  }

  #recover(line: Delivery): void {
    const who = this.#person(place(line.id)! / this.#size);
    if (!who) return;
    const delivery: Delivery = {
      ...line,
      verdict: 'accepted',
      detail: null,
      detail_local: null,
      who: who.name,
      events: [
        { id: `${line.id}-event`, kind: 'lead', contact: who.id, new_contact: true, text: 'Orçamento' },
      ],
    };
    this.#known.set(place(line.id)!, delivery);
    this.#engine.publish({ delivery });
  }

  #find(id: DeliveryId): Delivery {
    const i = place(id);
    if (i === null || i >= this.#size) {
      throw new Refused({ code: 'not_found', message: 'Esta entrega não está mais na lista.' });
    }
    return this.#line(i);
  }

  #line(i: number): Delivery {
    const known = this.#known.get(i);
    if (known) return known;
    const newest = this.#newest(i);
    if (newest) return newest;
    const first = this.#repeats(i) ? i - REPEATED_AFTER : null;
    const repeats = this.#repeats(i + REPEATED_AFTER) ? 1 : 0;
    const next = randomness((first ?? i) * 31 + 7);
    const source = this.#source(next());
    const at = this.#at(i);
    const told = first !== null ? REPEATED : repeats > 0 ? usualLine(source) : lineOf(source, next());
    const refused = source.trouble && at >= Date.parse(source.trouble.since);
    const made = asDelivery(refused ? refusedLine(source.trouble!.why) : told, {
      id: idOf(i),
      at,
      source,
      who: this.#person(next()),
      lang: this.#engine.business.lang,
      took: 500 + Math.floor(next() ** 3 * 12_000),
    });
    return refused ? made : { ...made, repeats, duplicate_of: first === null ? null : idOf(first) };
  }

  /** One of those of the pictures, which are the last that were there at the start. */
  #newest(i: number): Delivery | null {
    const last = this.#days.at(-1);
    const at = last ? last.from + last.count - 1 - i : -1;
    const told = NEWEST[at];
    if (!told) return null;
    const { sources } = this.#engine;
    const source = sources.find((one) => one.title === told.source) ?? sources[0]!;
    const made = asDelivery(told.line, {
      id: idOf(i),
      at: this.#at(i),
      source,
      who: this.#people.find((one) => one.name === told.who) ?? this.#person(0.5),
      lang: this.#engine.business.lang,
      took: [3_100, 4_200, 1_900, 800, 3_000, 900, 3_600, 2_200, 700, 1_100][at] ?? 2_000,
    });
    const repeated = told.line.verdict === 'duplicate';
    return {
      ...made,
      duplicate_of: repeated ? idOf(i - 1) : null,
      repeats: NEWEST[at - 1]?.line.verdict === 'duplicate' ? 1 : 0,
    };
  }

  #repeats(i: number): boolean {
    const last = this.#days.at(-1);
    const old = last !== undefined && i < last.from + last.count - NEWEST.length;
    const again = (of: number) => of >= REPEATED_AFTER && randomness(of)() < 0.025;
    return old && again(i) && !again(i - REPEATED_AFTER) && !again(i + REPEATED_AFTER);
  }

  #at(i: number): number {
    const known = this.#known.get(i);
    if (known) return Date.parse(known.received_at);
    const last = this.#days.at(-1)!;
    const newest = NEWEST[last.from + last.count - 1 - i];
    if (newest) return this.#made - newest.ago * 1_000;
    let low = 0;
    let high = this.#days.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#days[middle]!.from <= i) low = middle;
      else high = middle - 1;
    }
    const day = this.#days[low]!;
    const part = (i - day.from + randomness(i)() * 0.9) / Math.max(1, day.count);
    const at = day.start + timeAt(part * day.share);
    // The pictured ones are the newest, whatever the curve says of the last minutes.
    return day === last ? Math.min(at, this.#made - 1_300_000) : at;
  }

  #source(roll: number): Source {
    const { sources } = this.#engine;
    // The first sends most, as the shop's WhatsApp does.
    return sources[Math.floor(roll ** 1.7 * sources.length)] ?? sources[0]!;
  }

  #person(roll: number): Contact | null {
    return this.#people[Math.floor(roll * this.#people.length)] ?? null;
  }

  #invent(many: number): Lockout[] {
    return ['203.0.113.54', '2001:db8::8f1c', '198.51.100.7', '198.51.100.23']
      .slice(0, many)
      .map((remote, i) => {
        const source = this.#engine.sources[i % this.#engine.sources.length]!;
        return {
          remote,
          source_id: source.id,
          source: source.title,
          until: iso(this.#made + (i + 1) ** 2 * 4 * 60_000),
          refused: 10 + i * 17,
        };
      });
  }
}

function passes(line: Delivery, filter: DeliveryFilter): boolean {
  if (filter.source !== null && line.source_id !== filter.source) return false;
  if (filter.verdicts.length > 0 && !filter.verdicts.includes(line.verdict)) return false;
  if (filter.since !== null && line.received_at < filter.since) return false;
  if (filter.until !== null && line.received_at >= filter.until) return false;
  if (!filter.text) return true;
  const text = plain(
    [line.who, line.detail_local, ...line.events.map((event) => event.text)].filter(Boolean).join(' '),
  );
  return plain(filter.text)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function days(now: number, size: number): Day[] {
  const made: Day[] = [];
  let from = 0;
  for (let ago = DAYS - 1; ago >= 0 && size > 0; ago--) {
    const start = startOfDay(startOfDay(now) - ago * 24 * HOUR + 2 * HOUR);
    const quiet = [0, 6].includes(new Date(start).getDay()) ? 0.4 : 1;
    const share = ago === 0 ? shareAt(now - start) : 1;
    const count = Math.round((size / DAYS) * quiet * share) + (ago === 0 ? NEWEST.length : 0);
    made.push({ start, from, count, share });
    from += count;
  }
  return made;
}

/** When in a day that share of its traffic has come, in milliseconds from midnight. */
function timeAt(share: number): number {
  let left = share * TOTAL;
  for (const [hour, weight] of CURVE.entries()) {
    if (left <= weight) return (hour + left / weight) * HOUR;
    left -= weight;
  }
  return 24 * HOUR - 1;
}

function shareAt(time: number): number {
  const hour = Math.floor(time / HOUR);
  const before = CURVE.slice(0, hour).reduce((sum, weight) => sum + weight, 0);
  return (before + (CURVE[hour] ?? 0) * (time / HOUR - hour)) / TOTAL;
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

function idOf(i: number): DeliveryId {
  return `delivery-${String(i).padStart(9, '0')}`;
}

function place(id: DeliveryId): number | null {
  const i = Number(id.replace('delivery-', ''));
  return Number.isInteger(i) && i >= 0 ? i : null;
}

export function noneCame(): DeliveryCounts {
  return { taken: 0, refused: 0, unmatched: 0, malformed: 0, limited: 0 };
}

export function countIn(counts: DeliveryCounts, verdict: Verdict, times = 1): void {
  if (verdict === 'refused' || verdict === 'unmatched' || verdict === 'malformed' || verdict === 'limited')
    counts[verdict] += times;
  else counts.taken += times;
}
