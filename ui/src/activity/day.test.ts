import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Feed } from '../app/feed';
import { Refused, type Backend } from '../backend/backend';
import type { CountDeliveries, DayOfDeliveries } from '../backend/generated';
import { Day } from './day.svelte';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function opened() {
  const asked: CountDeliveries[] = [];
  const answers: ((answer: DayOfDeliveries | Refused) => void)[] = [];
  const backend = {
    ask: (_: string, request: CountDeliveries) => {
      asked.push(request);
      return new Promise<DayOfDeliveries>((resolve, reject) =>
        answers.push((answer) => (answer instanceof Refused ? reject(answer) : resolve(answer))),
      );
    },
  } as unknown as Backend;
  const feed = new Feed();
  const day = new Day(backend);
  day.start(feed);
  return {
    day,
    asked,
    answer: (answer: DayOfDeliveries | Refused) => answers.shift()!(answer),
    tell: () => feed.take({ line: { change: { n: 1, change: { delivery: {} as never } } } }),
  };
}

function counts(day: string, taken: number): DayOfDeliveries {
  return {
    day,
    hours: [
      { taken, refused: 1, unmatched: 1, malformed: 0, limited: 1 },
      { taken: 0, refused: 1, unmatched: 0, malformed: 4, limited: 0 },
    ],
    counted: 3,
  };
}

test('what was received is all that came, and each kind has its own sum', async () => {
  const { day, answer } = opened();
  const shown = day.show('2026-11-24', null);
  answer(counts('2026-11-24', 10));
  await shown;
  expect(day.totals).toEqual({ received: 18, refused: 3, unmatched: 1, malformed: 4 });
});

test('the numbers of many that come together are asked for once', async () => {
  const { day, asked, answer, tell } = opened();
  const shown = day.show('2026-11-24', 'site');
  answer(counts('2026-11-24', 1));
  await shown;
  for (let i = 0; i < 50; i++) tell();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(asked).toEqual([
    { day: '2026-11-24', source: 'site' },
    { day: '2026-11-24', source: 'site' },
  ]);
  answer(counts('2026-11-24', 7));
  await vi.advanceTimersByTimeAsync(0);
  expect(day.totals.received).toBe(15);
});

test('the answer for a day that was left is dropped', async () => {
  const { day, answer } = opened();
  const first = day.show('2026-11-23', null);
  const second = day.show('2026-11-24', null);
  answer(counts('2026-11-23', 100));
  answer(counts('2026-11-24', 5));
  await Promise.all([first, second]);
  expect(day.counts?.day).toBe('2026-11-24');
});

test('a day whose numbers do not come says so; one that has them keeps them', async () => {
  const { day, answer, tell } = opened();
  const refused = new Refused({ code: 'unavailable', message: 'O disco está cheio.' });
  const first = day.show('2026-11-24', null);
  answer(refused);
  await first;
  expect(day.status).toBe('failed');
  expect(day.failure).toBe('O disco está cheio.');
  const again = day.load();
  answer(counts('2026-11-24', 1));
  await again;
  tell();
  await vi.advanceTimersByTimeAsync(5_000);
  answer(refused);
  await vi.advanceTimersByTimeAsync(0);
  expect(day.status).toBe('ready');
  expect(day.totals.received).toBe(9);
});
