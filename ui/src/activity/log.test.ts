import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Feed } from '../app/feed';
import { Refused, type Backend } from '../backend/backend';
import type { Delivery, DeliveryPage, ListDeliveries, Verdict } from '../backend/generated';
import { ALL } from './filter';
import { Log, MOST, PAGE } from './log.svelte';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** Longer than anything in the log waits before it does something. */
const SOON = 1_000;

function line(n: number, more: Partial<Delivery> = {}): Delivery {
  return {
    id: `d${String(n).padStart(6, '0')}`,
    received_at: new Date(Date.UTC(2026, 10, 24, 8) + n * 1_000).toISOString(),
    source: 'Site',
    source_id: 'site',
    verdict: 'accepted',
    http_status: 200,
    detail: null,
    detail_local: null,
    events: [],
    repeats: 0,
    duplicate_of: null,
    who: null,
    took_micros: 1_000,
    pending: false,
    test: false,
    ...more,
  };
}

/** A log of an engine that holds these lines; its answers can be held back and refused. */
function opened(many = 0) {
  const lines = Array.from({ length: many }, (_, i) => line(i));
  const asked: ListDeliveries[] = [];
  let gate: Promise<void> | null = null;
  let refusal: Refused | null = null;
  let matches: (delivery: Delivery, text: string) => boolean = () => true;
  const backend = {
    async ask(_: string, request: ListDeliveries): Promise<DeliveryPage> {
      asked.push(request);
      const { filter, after, limit } = request;
      const found = lines
        .toReversed()
        .filter((one) => after === null || one.id < after)
        .filter((one) => filter.source === null || one.source_id === filter.source)
        .filter((one) => filter.since === null || one.received_at >= filter.since)
        .filter((one) => filter.verdicts.length === 0 || filter.verdicts.includes(one.verdict))
        .filter((one) => filter.text === null || matches(one, filter.text));
      await gate;
      if (refusal) {
        const thrown = refusal;
        refusal = null;
        throw thrown;
      }
      return { deliveries: found.slice(0, limit), more: found.length > limit };
    },
  } as unknown as Backend;
  const feed = new Feed();
  const log = new Log(backend);
  const stop = log.start(feed);
  let n = 0;
  const tell = (delivery: Delivery) => feed.take({ line: { change: { n: ++n, change: { delivery } } } });
  return {
    log,
    asked,
    stop,
    tell,
    /** The engine has it too, and tells it. */
    add(delivery: Delivery) {
      lines.push(delivery);
      tell(delivery);
    },
    refuse: () => (refusal = new Refused({ code: 'unavailable', message: 'O disco está cheio.' })),
    hold() {
      let release: () => void = () => undefined;
      gate = new Promise((go) => (release = go));
      return () => {
        gate = null;
        release();
      };
    },
    match: (by: typeof matches) => (matches = by),
    ids: () => log.rows.map((row) => Number(row.id.slice(1))),
  };
}

test('the newest lines are listed first, and older ones when they are asked for', async () => {
  const { log, asked, ids } = opened(PAGE + 30);
  await log.load();
  expect(ids()[0]).toBe(PAGE + 29);
  expect(log.rows).toHaveLength(PAGE);
  expect(log.more).toBe(true);
  await log.loadOlder();
  expect(ids()).toEqual(Array.from({ length: PAGE + 30 }, (_, i) => PAGE + 29 - i));
  expect(log.more).toBe(false);
  await log.loadOlder();
  expect(asked).toHaveLength(2);
});

test('what comes is put on top at once', async () => {
  const { log, add, ids } = opened(3);
  await log.load();
  add(line(3));
  add(line(4));
  await vi.advanceTimersByTimeAsync(SOON);
  expect(ids()).toEqual([4, 3, 2, 1, 0]);
  expect(log.fresh).toBe(0);
});

test('while nothing may move, what comes is counted, and put on top when it may', async () => {
  const { log, add, ids } = opened(2);
  await log.load();
  log.hold(true);
  add(line(2));
  add(line(3));
  await vi.advanceTimersByTimeAsync(SOON);
  expect(ids()).toEqual([1, 0]);
  expect(log.fresh).toBe(2);
  log.hold(false);
  expect(ids()).toEqual([3, 2, 1, 0]);
  expect(log.fresh).toBe(0);
});

test('what was held back is shown on request, and the next is held back again', async () => {
  const { log, add, ids } = opened(1);
  await log.load();
  log.hold(true);
  add(line(1));
  await vi.advanceTimersByTimeAsync(SOON);
  await log.takeFresh();
  expect(ids()).toEqual([1, 0]);
  add(line(2));
  await vi.advanceTimersByTimeAsync(SOON);
  expect(ids()).toEqual([1, 0]);
  expect(log.fresh).toBe(1);
});

test('of a flood that is held back only the count is kept, and the list begins anew', async () => {
  const { log, add, asked, ids } = opened(1);
  await log.load();
  log.hold(true);
  for (let n = 1; n <= 700; n++) add(line(n));
  await vi.advanceTimersByTimeAsync(SOON);
  expect(log.fresh).toBe(700);
  await log.takeFresh();
  expect(asked).toHaveLength(2);
  expect(ids()[0]).toBe(700);
  expect(log.rows).toHaveLength(PAGE);
  expect(log.fresh).toBe(0);
});

test('a line that changed stays where it is, though it is no longer one of those asked for', async () => {
  const { log, tell, add, ids } = opened();
  add(line(0, { verdict: 'unmatched' }));
  add(line(1, { verdict: 'unmatched' }));
  await log.show({ ...ALL, verdicts: ['unmatched'] });
  tell(line(0, { verdict: 'accepted', who: 'Rita' }));
  await vi.advanceTimersByTimeAsync(SOON);
  expect(ids()).toEqual([1, 0]);
  expect(log.rows[1]).toMatchObject({ verdict: 'accepted', who: 'Rita' });
});

test('an older line that comes to be one of those asked for is put in its place', async () => {
  const { log, tell, add, ids } = opened();
  for (const [n, verdict] of (['accepted', 'unmatched', 'accepted'] as Verdict[]).entries()) {
    add(line(n, { verdict }));
  }
  await log.show({ ...ALL, verdicts: ['accepted'] });
  expect(ids()).toEqual([2, 0]);
  tell(line(1, { verdict: 'accepted' }));
  await vi.advanceTimersByTimeAsync(SOON);
  expect(ids()).toEqual([2, 1, 0]);
});

test('an older line below what is listed waits until somebody scrolls there', async () => {
  const { log, tell, ids } = opened(PAGE + 50);
  await log.load();
  tell(line(3, { repeats: 1 }));
  await vi.advanceTimersByTimeAsync(SOON);
  expect(ids()).not.toContain(3);
});

test('lines of another source, verdict or time are not listed', async () => {
  const { log, add, ids } = opened(1);
  const now = Date.parse(line(5).received_at);
  await log.show({ ...ALL, source: 'site', verdicts: ['accepted'], period: { since: null, until: now } });
  add(line(1, { source_id: 'other' }));
  add(line(2, { verdict: 'refused' }));
  add(line(3));
  add(line(5));
  await vi.advanceTimersByTimeAsync(SOON);
  expect(ids()).toEqual([3, 0]);
});

test('where a text is looked for, the engine says which of what comes holds it', async () => {
  const { log, add, asked, match, ids } = opened();
  match(({ who }, text) => who?.includes(text) ?? false);
  add(line(0, { who: 'Rita' }));
  await log.show({ ...ALL, text: ' Rita ' });
  expect(asked.at(-1)?.filter.text).toBe('Rita');
  const before = asked.length;
  add(line(1, { who: 'Rita' }));
  add(line(2, { who: 'Carlos' }));
  add(line(3, { who: 'Rita' }));
  await vi.advanceTimersByTimeAsync(SOON);
  expect(ids()).toEqual([3, 1, 0]);
  expect(asked.length - before).toBe(1);
  // Not of the whole log, which may be large.
  expect(asked.at(-1)?.filter.since).toBe(line(1).received_at);
});

test('while a search is under way no other begins, and then only the last one', async () => {
  const { log, asked, hold } = opened(3);
  const release = hold();
  const searches: Promise<void>[] = [];
  for (const text of ['c', 'ca', 'car']) {
    searches.push(log.show({ ...ALL, text }));
    await vi.advanceTimersByTimeAsync(SOON);
  }
  expect(asked.map(({ filter }) => filter.text)).toEqual(['c']);
  expect(log.busy).toBe(true);
  release();
  await Promise.all(searches);
  expect(asked.map(({ filter }) => filter.text)).toEqual(['c', 'car']);
  expect(log.busy).toBe(false);
});

test('what needs no search waits for none', async () => {
  const { log, asked, hold, ids } = opened(3);
  const release = hold();
  const search = log.show({ ...ALL, text: 'carlos' });
  await vi.advanceTimersByTimeAsync(SOON);
  const all = log.show(ALL);
  await vi.advanceTimersByTimeAsync(SOON);
  expect(asked).toHaveLength(2);
  release();
  await Promise.all([search, all]);
  expect(ids()).toEqual([2, 1, 0]);
});

test('what overtakes an answer is not lost', async () => {
  const { log, tell, hold, ids } = opened(2);
  const release = hold();
  const loading = log.load();
  tell(line(2));
  tell(line(0, { repeats: 1 }));
  await vi.advanceTimersByTimeAsync(SOON);
  release();
  await loading;
  expect(ids()).toEqual([2, 1, 0]);
  expect(log.rows[2]?.repeats).toBe(1);
});

test('the answer to a filter that was left is dropped', async () => {
  const { log, add, hold, ids } = opened(1);
  add(line(1, { source_id: 'shop' }));
  const release = hold();
  const first = log.show({ ...ALL, source: 'shop' });
  const second = log.show({ ...ALL, source: 'site' });
  release();
  await Promise.all([first, second]);
  expect(ids()).toEqual([0]);
});

test('a refusal is told, and trying again asks again', async () => {
  const { log, refuse, ids } = opened(1);
  refuse();
  await log.load();
  expect(log.status).toBe('failed');
  expect(log.failure).toBe('O disco está cheio.');
  await log.load();
  expect(log.status).toBe('ready');
  expect(ids()).toEqual([0]);
});

test('older lines that did not come can be asked for again', async () => {
  const { log, refuse } = opened(PAGE + 1);
  await log.load();
  refuse();
  await log.loadOlder();
  expect(log.older).toBe('failed');
  expect(log.rows).toHaveLength(PAGE);
  await log.loadOlder();
  expect(log.older).toBe('idle');
  expect(log.rows).toHaveLength(PAGE + 1);
});

test('a list that has become very long ends, and asks for no more', async () => {
  const { log, asked } = opened(MOST + 500);
  await log.load();
  for (let page = 0; page < MOST / PAGE + 3; page++) await log.loadOlder();
  expect(log.rows).toHaveLength(MOST);
  expect(log.full).toBe(true);
  expect(log.more).toBe(true);
  expect(asked).toHaveLength(MOST / PAGE);
});

test('who has left the screen hears of nothing more', async () => {
  const { log, add, stop, ids } = opened(1);
  await log.load();
  add(line(1));
  stop();
  await vi.advanceTimersByTimeAsync(SOON);
  expect(ids()).toEqual([0]);
});
