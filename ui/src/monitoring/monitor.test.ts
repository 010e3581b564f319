import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Feed } from '../app/feed';
import { Refused, type Backend } from '../backend/backend';
import type { Monitoring, ShowMonitoring } from '../backend/generated';
import { Monitor } from './monitor.svelte';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function opened() {
  const asked: ShowMonitoring[] = [];
  const answers: ((answer: Monitoring | Refused) => void)[] = [];
  const backend = {
    ask: (_: string, request: ShowMonitoring) => {
      asked.push(request);
      return new Promise<Monitoring>((resolve, reject) =>
        answers.push((answer) => (answer instanceof Refused ? reject(answer) : resolve(answer))),
      );
    },
  } as unknown as Backend;
  const feed = new Feed();
  const monitor = new Monitor(backend);
  const stop = monitor.start(feed);
  return {
    monitor,
    asked,
    stop,
    answer: (answer: Monitoring | Refused) => answers.shift()!(answer),
    tell: () => feed.take({ line: { change: { n: 1, change: { delivery: {} as never } } } }),
  };
}

function told(span: Monitoring['span'], taken = 1): Monitoring {
  const numbers = {
    deliveries: { taken, refused: 0, unmatched: 0, malformed: 0, limited: 0 },
    contacts: 0,
    answers: null,
  };
  const steps = [{ begins_at: '2026-11-24T14:00:00Z', ends_at: '2026-11-24T15:00:00Z', numbers }];
  return { span, source: null, steps, totals: numbers, before: null, sources: [] };
}

const refusal = new Refused({ code: 'unavailable', message: 'O disco está cheio.' });

test('however much comes, the numbers are asked for once in four seconds', async () => {
  const { monitor, asked, answer, tell } = opened();
  const shown = monitor.show('hours', null);
  answer(told('hours'));
  await shown;
  for (let i = 0; i < 100; i++) {
    tell();
    vi.advanceTimersByTime(39);
  }
  expect(asked.length).toBe(1);
  vi.advanceTimersByTime(101);
  expect(asked.length).toBe(2);
  vi.advanceTimersByTime(60_000);
  expect(asked.length).toBe(2);
});

test('an engine that needs a second for its answer is asked less often', async () => {
  const { monitor, asked, answer, tell } = opened();
  const shown = monitor.show('weeks', null);
  vi.advanceTimersByTime(1_000);
  answer(told('weeks'));
  await shown;
  tell();
  vi.advanceTimersByTime(19_999);
  expect(asked.length).toBe(1);
  vi.advanceTimersByTime(1);
  expect(asked.length).toBe(2);
});

test('the answer to a question that nobody asks any more is dropped', async () => {
  const { monitor, answer } = opened();
  const first = monitor.show('days', null);
  const second = monitor.show('weeks', null);
  answer(told('days'));
  answer(told('weeks'));
  await Promise.all([first, second]);
  expect(monitor.told?.span).toBe('weeks');
});

test('when the present hour is over, the next one is asked for', async () => {
  const { monitor, asked, answer } = opened();
  const shown = monitor.show('hours', null);
  answer(told('hours'));
  await shown;
  monitor.look(Date.parse('2026-11-24T14:59:59Z'));
  expect(asked.length).toBe(1);
  monitor.look(Date.parse('2026-11-24T15:00:00Z'));
  expect(asked.length).toBe(2);
});

test('numbers that cannot be had anew stay, and those of another span say why they are missing', async () => {
  const { monitor, answer, tell } = opened();
  const shown = monitor.show('hours', null);
  answer(told('hours', 7));
  await shown;
  tell();
  vi.advanceTimersByTime(4_000);
  answer(refusal);
  await vi.advanceTimersByTimeAsync(0);
  expect([monitor.status, monitor.told?.totals.deliveries.taken]).toEqual(['ready', 7]);
  const other = monitor.show('days', null);
  answer(refusal);
  await other;
  expect([monitor.status, monitor.failure]).toEqual(['failed', 'O disco está cheio.']);
});

test('nothing is asked for after the screen was left', async () => {
  const { asked, tell, stop } = opened();
  tell();
  stop();
  vi.advanceTimersByTime(10_000);
  expect(asked).toEqual([]);
});
