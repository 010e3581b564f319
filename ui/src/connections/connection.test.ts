import { expect, test, vi } from 'vitest';

import { Feed } from '../app/feed';
import { Refused, type Backend } from '../backend/backend';
import type { Source, SourceDetails } from '../backend/generated';
import { Connection } from './connection.svelte';

const source = (more: Partial<Source> = {}): Source => ({
  id: 's1',
  title: 'Site',
  preset: 'other',
  address: 'http://127.0.0.1:7322/in/abc',
  public_address: null,
  state: 'active',
  allow_get: false,
  created_at: '2026-08-01T12:00:00Z',
  first_delivery_at: null,
  last_delivery_at: null,
  trouble: null,
  ...more,
});

const details = (unmatched: number, of = source()) => ({ source: of, unmatched }) as SourceDetails;

function open(answer: () => SourceDetails | Promise<SourceDetails>) {
  const ask = vi.fn(async () => answer());
  const feed = new Feed();
  const connection = new Connection({ ask } as unknown as Backend, 's1');
  const stop = connection.follow(feed);
  const hear = (changed: Source) => feed.take({ line: { change: { n: 1, change: { source: changed } } } });
  return { ask, connection, hear, stop };
}

test('a burst of changes asks once, and shows the source at once', async () => {
  vi.useFakeTimers();
  let unmatched = 0;
  const { ask, connection, hear } = open(() => details(unmatched));
  await vi.runAllTimersAsync();
  unmatched = 5;
  for (let i = 0; i < 50; i++) hear(source({ last_delivery_at: `2026-08-01T12:00:${10 + i}Z` }));
  expect(connection.details?.source.last_delivery_at).toBe('2026-08-01T12:00:59Z');
  await vi.runAllTimersAsync();
  expect(ask).toHaveBeenCalledTimes(2);
  expect(connection.details?.unmatched).toBe(5);
  vi.useRealTimers();
});

test('an answer that was asked for before something was set does not undo it', async () => {
  let late: (details: SourceDetails) => void = () => undefined;
  const { connection, stop } = open(() => new Promise((answer) => (late = answer)));
  connection.take(details(2));
  late(details(9));
  await Promise.resolve();
  await Promise.resolve();
  expect(connection.details?.unmatched).toBe(2);
  stop();
});

test('a connection that was removed elsewhere is gone', async () => {
  const { connection, hear, stop } = open(() => details(0));
  await vi.waitFor(() => expect(connection.status).toBe('ready'));
  hear(source({ state: 'removed' }));
  expect(connection.status).toBe('gone');
  stop();
});

test('one that is not known is gone, one that cannot be read says why', async () => {
  const gone = open(() => {
    throw new Refused({ code: 'not_found', message: '' });
  });
  await vi.waitFor(() => expect(gone.connection.status).toBe('gone'));
  gone.stop();
  const failed = open(() => {
    throw new Refused({ code: 'unavailable', message: 'Não deu.' });
  });
  await vi.waitFor(() => expect(failed.connection.failure).toBe('Não deu.'));
  failed.stop();
});
