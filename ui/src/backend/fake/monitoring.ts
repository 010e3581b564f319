// What came over time, counted from the invented log; before its first day as much as on an ordinary day, and less the
// longer ago: the shop grew.
import { Refused } from '../backend';
import type { DeliveryCounts, Monitoring, Numbers, SourceId, Span } from '../generated';
import type { FakeEngine } from './engine';
import type { Handlers } from './handlers';
import { countIn, noneCame } from './log';
import { iso, randomness } from './people';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Of a log of a million lines so many are looked at. */
const MOST = 20_000;

interface Tally {
  deliveries: DeliveryCounts;
  contacts: number;
  took: number[];
}

export class FakeMonitoring {
  constructor(readonly engine: FakeEngine) {}

  readonly handlers: Handlers = {
    ShowMonitoring: ({ source, span }) => this.#show(source, span),
  };

  #show(source: SourceId | null, span: Span): Monitoring {
    this.engine.failIfAsked();
    const { sources, log } = this.engine;
    const known = sources.filter(({ id }) => source === null || id === source);
    if (source !== null && known.length === 0)
      throw new Refused({ code: 'not_found', message: 'A conexão não existe mais.' });
    const now = Date.now();
    const steps = stepsOf(span, now);
    const begin = steps[0]![0];
    const before: [number, number] = [begin - (steps.at(-1)![1] - begin), now - (steps.at(-1)![1] - begin)];
    const stretches = [before, ...steps];
    const tallies = new Map(sources.map(({ id }) => [id, stretches.map(emptyTally)]));
    for (const { line, at, times } of log.since(before[0], MOST)) {
      const i = stretches.findIndex(([since, until]) => at >= since && at < until);
      const tally = tallies.get(line.source_id)?.[i];
      if (!tally) continue;
      countIn(tally.deliveries, line.verdict, times);
      if (line.events.some((event) => event.new_contact)) tally.contacts += times;
      if (line.took_micros !== null) tally.took.push(line.took_micros);
    }
    if (log.begins !== null) this.#inventOlder(stretches, tallies, log.begins);
    const together = (ids: readonly SourceId[], from: number, to: number) =>
      numbers(ids.flatMap((id) => tallies.get(id)!.slice(from, to)));
    const ids = known.map(({ id }) => id);
    return {
      span,
      source,
      steps: steps.map(([since, until], i) => ({
        begins_at: iso(since),
        ends_at: iso(until),
        numbers: together(ids, i + 1, i + 2),
      })),
      totals: together(ids, 1, stretches.length),
      before: known.some(({ created_at }) => Date.parse(created_at) <= before[0])
        ? together(ids, 0, 1)
        : null,
      sources: sources.map(({ id, title, preset, state, last_delivery_at }) => ({
        source: id,
        title,
        preset,
        state,
        numbers: together([id], 1, stretches.length),
        by_step: tallies
          .get(id)!
          .slice(1)
          .map(({ deliveries }) => sum(deliveries)),
        last_delivery_at,
      })),
    };
  }

  #inventOlder(stretches: [number, number][], tallies: Map<SourceId, Tally[]>, begins: number): void {
    this.engine.sources.forEach((source, s) => {
      stretches.forEach(([since, until], i) => {
        const days = Math.max(0, Math.min(until, begins) - since) / DAY;
        if (days === 0 || Date.parse(source.created_at) > since) return;
        const roll = randomness(s * 1_009 + Math.round(since / DAY));
        const grown = Math.max(0.25, 1 - (begins - since) / (300 * DAY));
        const all = Math.round((days * 260 * grown * (0.85 + roll() * 0.3)) / (s + 1.6) ** 1.5);
        const tally = tallies.get(source.id)![i]!;
        const share = (of: number) => Math.round(all * of * (0.6 + roll() * 0.8));
        const odd = { refused: share(0.012), unmatched: share(0.02), malformed: share(0.004), limited: 0 };
        for (const [verdict, times] of Object.entries(odd))
          countIn(tally.deliveries, verdict as keyof typeof odd, times);
        countIn(tally.deliveries, 'accepted', Math.max(0, all - odd.refused - odd.unmatched - odd.malformed));
        tally.contacts += share(0.27);
        tally.took.push(...Array.from({ length: 20 }, () => 700 + Math.floor(roll() ** 3 * 16_000)));
      });
    });
  }
}

function emptyTally(): Tally {
  return { deliveries: noneCame(), contacts: 0, took: [] };
}

function numbers(tallies: readonly Tally[]): Numbers {
  const deliveries = noneCame();
  for (const { deliveries: more } of tallies)
    for (const key of Object.keys(more) as (keyof DeliveryCounts)[]) deliveries[key] += more[key];
  const took = tallies.flatMap((tally) => tally.took).sort((a, b) => a - b);
  const within = (share: number) => roundedUp(took[Math.ceil(took.length * share) - 1]!);
  return {
    deliveries,
    contacts: tallies.reduce((all, { contacts }) => all + contacts, 0),
    answers: took.length === 0 ? null : { median_micros: within(0.5), p95_micros: within(0.95) },
  };
}

function sum(counts: DeliveryCounts): number {
  return Object.values(counts).reduce((all, count) => all + count, 0);
}

/** As the engine tells lengths apart. */
function roundedUp(micros: number): number {
  const lengths = [1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8, 10];
  const decade = 10 ** Math.floor(Math.log10(micros));
  return Math.round((lengths.find((length) => length * decade >= micros) ?? 10) * decade);
}

function stepsOf(span: Span, now: number): [number, number][] {
  const begin = new Date(now);
  if (span === 'hours') begin.setMinutes(0, 0, 0);
  else begin.setHours(0, 0, 0, 0);
  if (span === 'weeks') begin.setDate(begin.getDate() - ((begin.getDay() + 6) % 7));
  const at = (back: number) => {
    const date = new Date(begin);
    if (span === 'hours') return begin.getTime() - back * HOUR;
    date.setDate(date.getDate() - back * (span === 'weeks' ? 7 : 1));
    return date.getTime();
  };
  const count = { hours: 24, days: 30, weeks: 26 }[span];
  return Array.from({ length: count }, (_, i): [number, number] => [at(count - 1 - i), at(count - 2 - i)]);
}
